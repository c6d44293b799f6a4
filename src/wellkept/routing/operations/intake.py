"""The intake gate: what is asked, what the figures say, what a person decides (P18)."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from wellkept.accounts.models import Agent, Team
from wellkept.conversations.models import Inbox, Tag
from wellkept.customers.models import Company
from wellkept.kernel.actors import Actor
from wellkept.kernel.errors import Refused
from wellkept.kernel.events import publish
from wellkept.kernel.text import one_line, storable
from wellkept.routing.capacity.days import Outlook, outlook, with_more
from wellkept.routing.capacity.scope import scope_of
from wellkept.routing.domain.intake import Verdict
from wellkept.routing.events_capacity import IntakeAsked, IntakeDecided
from wellkept.routing.models import Intake, IntakeDecision


class NothingAsked(Refused):
    """Who asks, for what and for how much is not all there. `field` names what is missing."""

    def __init__(self, field: str, why: str) -> None:
        super().__init__(why)
        self.field = field


class NoForecast(Refused):
    """There is nothing to judge by yet."""


class DecidedAlready(Refused):
    """A decision stands; another question is another entry."""


@transaction.atomic
def ask_intake(
    *,
    team: Team,
    asked_by: str,
    what: str,
    arrivals_a_week: int,
    handle_seconds: int,
    begins_on: date,
    counted_by: Inbox | Company | Tag | None = None,
    agent: Agent | None,
    by: Actor,
    at: datetime,
) -> Intake:
    """Enters a question with the answer of the figures. Raises NothingAsked, NoForecast.

    `counted_by` says where its messages will be found, for what came against what was said.
    """
    asked_by, what = (one_line(storable(asked_by), limit=120), one_line(storable(what), limit=300))
    if not asked_by:
        raise NothingAsked("asked_by", _("Say who asks."))
    if not what:
        raise NothingAsked("what", _("Say what they want to bring."))
    if arrivals_a_week <= 0:
        raise NothingAsked("arrivals_a_week", _("Say how many messages a week, 1 or more."))
    if handle_seconds <= 0:
        raise NothingAsked("handle_seconds", _("Handling takes more than 0 seconds."))
    seen = outlook(scope_of(team), at=at)
    verdict = with_more(seen, arrivals_a_week=arrivals_a_week, handle_seconds=handle_seconds)
    if verdict is None:
        raise NoForecast(
            _("Two weeks of messages and opening hours are needed before the figures can answer.")
        )
    intake = Intake.objects.create(
        team=team,
        asked_by=asked_by,
        what=what,
        arrivals_a_week=arrivals_a_week,
        handle_seconds=handle_seconds,
        begins_on=begins_on,
        inbox=counted_by if isinstance(counted_by, Inbox) else None,
        company=counted_by if isinstance(counted_by, Company) else None,
        tag=counted_by if isinstance(counted_by, Tag) else None,
        answer=verdict.answer,
        figures=_figures(seen, verdict),
        asked_at=at,
        entered_by=agent,
    )
    publish(IntakeAsked(intake_id=intake.pk, team_id=team.pk, answer=verdict.answer), by=by, at=at)
    return intake


@transaction.atomic
def decide_intake(
    *, intake: Intake, decision: str, reason: str, agent: Agent | None, by: Actor, at: datetime
) -> IntakeDecision:
    """A person decides, once, with a reason; they may decide otherwise than the figures. Raises DecidedAlready."""
    if decision not in Intake.Answer.values:
        raise NothingAsked("decision", _("Accept, begin in phases, or decline."))
    reason = one_line(storable(reason), limit=500)
    if not reason:
        raise NothingAsked("reason", _("Say why: whoever reads the register later was not there."))
    try:
        with transaction.atomic():
            decided = IntakeDecision.objects.create(
                intake=intake, decision=decision, reason=reason, decided_at=at, decided_by=agent
            )
    except IntegrityError as again:
        raise DecidedAlready(_("This was decided already. Enter a new question to decide anew.")) from again
    publish(IntakeDecided(intake_id=intake.pk, decision=decision), by=by, at=at)
    return decided


def _figures(seen: Outlook, verdict: Verdict) -> dict[str, Any]:
    """The verdict as it is shown for ever after, with the terms and the error it stood on."""
    terms, miss = seen.scope.terms, seen.miss
    return {
        "share": verdict.share,
        "now": asdict(verdict.now),
        "whole": asdict(verdict.whole),
        "fits": asdict(verdict.fits) if verdict.fits else None,
        "terms": asdict(terms),
        "error": miss.half_hours if miss else None,
        "error_of_days": miss.whole_days if miss else None,
    }
