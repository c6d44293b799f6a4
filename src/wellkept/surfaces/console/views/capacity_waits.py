"""Who waits for an answer now, what they may be told, and what was told before."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import translation
from django.views.decorators.http import require_POST, require_safe

from wellkept.accounts.models import Team
from wellkept.accounts.queries import workspace
from wellkept.conversations.models import Conversation
from wellkept.kernel import clock
from wellkept.routing.capacity.days import answers_owed
from wellkept.routing.capacity.scope import scope_of, teams_for
from wellkept.routing.capacity.waits import Held, teams_waits
from wellkept.routing.domain.announcing import coverage, overshoot
from wellkept.routing.models import WaitAnnouncement
from wellkept.routing.operations.waiting import NothingHonestToSay, announce_wait
from wellkept.routing.words import words_of
from wellkept.surfaces.console.pages import UNPROCESSABLE, access, actor, for_supervisors, page
from wellkept.surfaces.console.paging import listing


@require_safe
@for_supervisors
def waiting(request: HttpRequest, team_id: int) -> HttpResponse:
    """Answers that the team owes, those due first first."""
    return _waiting(request, get_object_or_404(teams_for(access(request)), pk=team_id))


@require_POST
@for_supervisors
def tell(request: HttpRequest, team_id: int, conversation_id: int) -> HttpResponse:
    """Works out what one who waits may be told and writes it down; a silence says why."""
    team = get_object_or_404(teams_for(access(request)), pk=team_id)
    theirs = Conversation.objects.select_related("team", "inbox__default_team")
    conversation = get_object_or_404(
        theirs, pk=conversation_id, inbox_id__in=sorted(scope_of(team).inbox_ids)
    )
    try:
        announcement = announce_wait(conversation=conversation, by=actor(request), at=clock.now())
    except NothingHonestToSay as silence:
        return _waiting(request, team, refusal=str(silence))
    return redirect(reverse("console:capacity-told", args=[announcement.pk]))


@require_safe
@for_supervisors
def told(request: HttpRequest, announcement_id: int) -> HttpResponse:
    """One announced wait, with the words for it in the language of the inbox."""
    found = WaitAnnouncement.objects.select_related("conversation__inbox", "conversation__customer", "team")
    one = get_object_or_404(found, pk=announcement_id, team__in=teams_for(access(request)))
    language = one.conversation.inbox.language or "en"
    with translation.override(language):
        words = words_of(one, zone=one.conversation.customer.timezone or workspace().timezone)
    context = {"told": one, "team": one.team, "words": words, "spoken": language}
    return page(request, "capacity_told", context, here="capacity")


@require_safe
@for_supervisors
def waits(request: HttpRequest, team_id: int) -> HttpResponse:
    """Every wait that a team announced, the latest first."""
    team = get_object_or_404(teams_for(access(request)), pk=team_id)
    found = WaitAnnouncement.objects.filter(team=team).select_related("conversation")
    context = {
        "team": team,
        "waits": listing(found, ("-told_at", "-id"), request),
        "held": held_words(teams_waits(team, at=clock.now())),
    }
    return page(request, "capacity_waits", context, here="capacity")


def held_words(held: Held) -> dict[str, Any]:
    """M14 for the page: of those told, or, before anyone was, of those rehearsed."""
    judged = held.told or held.rehearsed
    curve = coverage(judged) if judged else None
    return {
        "may": held.may_announce,
        "told": bool(held.told),
        "n": len(judged),
        "share": curve.happened_by(1.0) if curve else None,
        "interval": curve.interval(1.0) if curve else None,
        "overshoot": overshoot(judged) if judged else None,
    }


def _waiting(request: HttpRequest, team: Team, *, refusal: str = "") -> HttpResponse:
    owed = answers_owed(scope_of(team)).select_related("conversation", "customer")
    context = {
        "team": team,
        "owed": listing(owed, ("due_at", "id"), request),
        "now": clock.now(),
        "refusal": refusal,
    }
    status = UNPROCESSABLE if refusal else 200
    return page(request, "capacity_waiting", context, here="capacity", status=status)
