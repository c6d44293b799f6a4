"""The agent's own presence: online, away, on a break, off; and who stands in while they are out of office."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from wellkept.kernel import clock
from wellkept.kernel.actors import Actor
from wellkept.kernel.errors import Refused
from wellkept.kernel.text import whole
from wellkept.routing import queries_assignment as queries
from wellkept.routing.decision_words import state_words
from wellkept.routing.operations import presence as operations
from wellkept.surfaces.desk.pages.presence import Own, own

from .frame import AgentRequest, agent_page, desk, must_reply
from .promises import NoSuchMoment, moment_of


@agent_page
@require_http_methods(["GET", "HEAD", "POST"])
def presence(request: AgentRequest) -> HttpResponse:
    """The page; for htmx the piece in the rail. Posting sets `state`, and `until` ("17:00", the next one to come)."""
    must_reply(request)
    at = clock.now()
    problem = ""
    if request.method == "POST":
        try:
            operations.set_presence(
                agent=request.user,
                state=request.POST.get("state", ""),
                until=_next(request.POST.get("until", ""), at=at),
                by=Actor.agent(request.user.pk),
                at=at,
            )
        except Refused as refusal:
            problem = str(refusal)
        else:
            if not request.headers.get("HX-Request"):
                return redirect("presence")
    if request.headers.get("HX-Request") and not request.headers.get("HX-Boosted"):
        status = 200  # htmx shows nothing of a 422; the piece says the problem itself
        return render(request, "desk/presencerail.html", _context(request, problem=problem), status=status)
    return _page(request, problem=problem)


@agent_page
@require_POST
def absence(request: AgentRequest) -> HttpResponse:
    """Out of office from `starts_at` until `ends_at`, with `substitute`; with `back` no longer."""
    must_reply(request)
    at, by = clock.now(), Actor.agent(request.user.pk)
    if request.POST.get("back"):
        operations.end_absence(agent=request.user, by=by, at=at)
        return redirect("presence")
    given = {name: request.POST.get(name, "") for name in ("starts_at", "ends_at", "substitute")}
    number = whole(given["substitute"])
    try:
        if number is None:
            raise operations.NoSubstitute(_("Somebody has to stand in. Choose one."))
        operations.set_absence(
            agent=request.user,
            starts_at=moment_of(given["starts_at"]),
            ends_at=moment_of(given["ends_at"]),
            substitute=get_object_or_404(queries.substitutes_for(request.user), pk=number),
            by=by,
            at=at,
        )
    except operations.NoSubstitute as refusal:
        return _page(request, given=given, problems={"substitute": str(refusal)})
    except (NoSuchMoment, operations.BadMoment) as refusal:
        return _page(request, given=given, problems={"ends_at": str(refusal)})
    return redirect("presence")


def _page(request: AgentRequest, **more: Any) -> HttpResponse:
    status = 422 if more.get("problem") or more.get("problems") else 200
    return desk(request, "desk/presence.html", _context(request, **more), status=status)


def _context(
    request: AgentRequest,
    *,
    problem: str = "",
    given: dict[str, str] | None = None,
    problems: dict[str, str] | None = None,
) -> dict[str, Any]:
    found: Own = own(request.user, at=clock.now())
    return {
        "own": found,
        "states": state_words(),
        "problem": problem,
        "given": given or found.absence_given,
        "problems": problems or {},
    }


def _next(text: str, *, at: datetime) -> datetime | None:
    """The next time the reader's clock shows that; None for nothing. Raises NoSuchMoment."""
    if not text.strip():
        return None
    try:
        wanted = time.fromisoformat(text.strip())
    except ValueError as error:
        raise NoSuchMoment(_("Write a time, like 17:00.")) from error
    here = timezone.localtime(at)
    found = timezone.make_aware(datetime.combine(here.date(), wanted.replace(tzinfo=None)))
    if found <= at:
        found = timezone.make_aware(
            datetime.combine(here.date() + timedelta(days=1), wanted.replace(tzinfo=None))
        )
    return found
