"""The intake gate: a question, the answer of the figures, a person's decision, and what really came."""

from __future__ import annotations

from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from wellkept.accounts.models import Agent, Team
from wellkept.kernel import clock
from wellkept.kernel.errors import Refused
from wellkept.routing.capacity.register import came, intakes_for
from wellkept.routing.capacity.scope import scope_of, teams_for
from wellkept.routing.operations.intake import NothingAsked, ask_intake, decide_intake
from wellkept.surfaces.console.forms.capacity import DecisionForm, IntakeForm
from wellkept.surfaces.console.pages import access, actor, carry_out, done, for_supervisors, form_page, said
from wellkept.surfaces.console.paging import listing

FIELDS = {"handle_seconds": "handle_minutes"}  # what the operation calls otherwise than the form


@require_http_methods(["GET", "HEAD", "POST"])
@for_supervisors
def intake(request: HttpRequest) -> HttpResponse:
    """The register; posting asks for one team, `team` in the address or the form."""
    teams = teams_for(access(request))
    named = request.POST.get("team") or request.GET.get("team") or ""
    team = get_object_or_404(teams, pk=int(named)) if named.isdecimal() else teams.first()
    handle = scope_of(team).terms.handle_seconds / 60 if team else 10
    asked = {name: request.GET[name] for name in ("arrivals_a_week", "handle_minutes") if name in request.GET}
    form = IntakeForm(request.POST or None, initial={"handle_minutes": f"{handle:g}", **asked})
    if team is not None and request.method == "POST" and form.is_valid():
        try:
            return _ask(request, team, form.cleaned_data)
        except NothingAsked as refusal:
            form.add_error(FIELDS.get(refusal.field, refusal.field), str(refusal))
        except Refused as refusal:
            form.add_error(None, str(refusal))
    context = {
        "teams": teams,
        "team": team,
        "intakes": listing(intakes_for(access(request)), ("-asked_at", "-id"), request),
    }
    return form_page(request, "intake", form, context, here="intake")


@require_http_methods(["GET", "HEAD", "POST"])
@for_supervisors
def one_intake(request: HttpRequest, intake_id: int) -> HttpResponse:
    """One entry with its figures and what came; posting decides."""
    found = get_object_or_404(intakes_for(access(request)), pk=intake_id)
    form = DecisionForm(request.POST or None, initial={"decision": found.answer})

    def decide(given: dict[str, Any]) -> HttpResponse:
        decide_intake(
            intake=found, agent=cast(Agent, request.user), by=actor(request), at=clock.now(), **given
        )
        return done("one-intake", "decided", found.pk)

    if decided := carry_out(request, form, decide, beside="reason"):
        return decided
    weeks = came(found, at=clock.now())
    context = {
        "intake": found,
        "decision": getattr(found, "decision", None),
        "weeks": weeks,
        "most": max([1, *(max(week.came, week.said) for week in weeks or [])]),
        "said": said(
            request,
            {
                "asked": _("It is in the register. The figures have answered; now decide."),
                "decided": _("Decided. It stays in the register, with the reason."),
            },
        ),
    }
    return form_page(request, "one_intake", form, context, here="intake")


def _ask(request: HttpRequest, team: Team, given: dict[str, Any]) -> HttpResponse:
    entered = ask_intake(
        team=team,
        asked_by=given["asked_by"],
        what=given["what"],
        arrivals_a_week=given["arrivals_a_week"],
        handle_seconds=round(given["handle_minutes"] * 60),
        begins_on=given["begins_on"],
        counted_by=given["inbox"] or given["company"] or given["tag"],
        agent=cast(Agent, request.user),
        by=actor(request),
        at=clock.now(),
    )
    return done("one-intake", "asked", entered.pk)
