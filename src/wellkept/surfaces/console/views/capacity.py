"""People needed and there, by half-hour; what one more client would do; and the figures behind each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, cast

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from wellkept.accounts.models import Agent, Team
from wellkept.kernel import clock
from wellkept.routing.capacity import days, evidence, handling
from wellkept.routing.capacity.scope import HALF_HOUR, scope_of, teams_for
from wellkept.routing.capacity.waits import teams_waits
from wellkept.routing.domain.forecast import SLOTS
from wellkept.routing.domain.intake import Verdict
from wellkept.routing.operations.waiting import NonsenseTerms, set_staffing_terms
from wellkept.surfaces.console.capacity_chart import chart_of
from wellkept.surfaces.console.forms.capacity import MoreForm, TermsForm
from wellkept.surfaces.console.pages import access, actor, done, for_supervisors, form_page, page, said

from .capacity_waits import held_words

DAYS = 7
NEXT = 6  # half-hours


@dataclass(frozen=True, slots=True)
class DayInWeek:
    """A line of the week: half-hours in which somebody is missing, of those that are open."""

    day: date
    short: int
    open: int


@require_safe
@for_supervisors
def capacity(request: HttpRequest) -> HttpResponse:
    """One team and one day: `team`, `day` (today unless named), `more` and `handle` from the address."""
    teams = teams_for(access(request))
    team = _chosen(request, teams)
    if team is None:
        return page(request, "capacity_empty", {"teams": []}, here="capacity")
    at = clock.now()
    look = days.outlook(scope_of(team), at=at)
    day = _day(request.GET.get("day", ""), look.today)
    plan = days.plan(look, day)
    form = MoreForm(request.GET if "more" in request.GET else None)
    context = {
        "teams": teams,
        "team": team,
        "look": look,
        "day": day,
        "plan": plan,
        "chart": chart_of(plan, at=at) if plan else None,
        "worst": _worst(plan, at) if plan else None,
        "coming": [row for row in plan.rows if row.start + HALF_HOUR > at][:NEXT] if plan else [],
        "week": [_line(look, look.today + timedelta(days=n)) for n in range(DAYS)] if plan else [],
        "yesterday": day - timedelta(days=1) if day > look.today else None,
        "tomorrow": day + timedelta(days=1) if day < look.today + timedelta(days=DAYS - 1) else None,
        "form": form,
        "verdict": _verdict(look, form),
        "held": held_words(teams_waits(team, at=at)),
        "day_name": day_name,
        "said": said(request, {"terms": _("Saved. The page is computed under these terms from now on.")}),
    }
    return page(request, "capacity", context, here="capacity")


@require_safe
@for_supervisors
def half_hour(request: HttpRequest, team_id: int, day: str, slot: int) -> HttpResponse:
    """What one half-hour was computed from: the days that speak for it, their messages, the terms, the table."""
    team = get_object_or_404(teams_for(access(request)), pk=team_id)
    look = days.outlook(scope_of(team), at=clock.now())
    plan = days.plan(look, _day(day, look.today))
    row = next((one for one in plan.rows if one.slot == slot), None) if plan and slot < SLOTS else None
    if plan is None or row is None:
        raise Http404("Nothing was computed for that half-hour.")
    spoken = evidence.evidence(look, plan.day, slot)
    context = {
        "team": team,
        "look": look,
        "plan": plan,
        "row": row,
        "until": row.start + HALF_HOUR,
        "spoken": spoken,
        "subjects": evidence.subjects(spoken),
        "steps": evidence.steps(look, row),
        "most": evidence.MOST,
        "day_name": day_name,
    }
    return page(request, "capacity_half_hour", context, here="capacity")


@require_http_methods(["GET", "HEAD", "POST"])
@for_supervisors
def terms(request: HttpRequest, team_id: int) -> HttpResponse:
    """Under which terms a team's staffing is computed; posting sets them."""
    team = get_object_or_404(teams_for(access(request)), pk=team_id)
    scope = scope_of(team)
    now = scope.terms
    initial = {
        "handle_minutes": _plain(now.handle_seconds / 60),
        "patience_minutes": _plain(now.patience_seconds / 60) if now.patience_seconds else None,
        "target_percent": round(now.target.share * 100),
        "target_minutes": _plain(now.target.seconds / 60),
        "shrinkage_percent": round(now.shrinkage * 100),
        "concurrency": _plain(now.concurrency),
    }
    form = TermsForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            _set(request, team, form.cleaned_data)
            return done("capacity", f"terms&team={team.pk}")
        except NonsenseTerms as refusal:
            form.add_error(refusal.field.replace("_seconds", "_minutes"), str(refusal))
    former = team.staffing_terms.select_related("set_by").order_by("-set_at", "-id")[:20]
    context = {
        "team": team,
        "scope": scope,
        "former": former,
        "pace": handling.pace_of(scope, at=clock.now()),
    }
    return form_page(request, "capacity_terms", form, context, here="capacity")


def day_name(day: date) -> str:
    return date_format(day, "l j F")


def _chosen(request: HttpRequest, teams: Any) -> Team | None:
    named = request.GET.get("team", "")
    if named.isdecimal():
        return cast(Team, get_object_or_404(teams, pk=int(named)))
    return cast("Team | None", teams.first())


def _day(text: str, today: date) -> date:
    """The day of the address; 404 for one that is none of the next seven."""
    if not text:
        return today
    try:
        day = date.fromisoformat(text)
    except ValueError as problem:
        raise Http404("That is no day.") from problem
    if not today <= day < today + timedelta(days=DAYS):
        raise Http404("Only today and the six days after it are looked at.")
    return day


def _worst(plan: days.Plan, at: Any) -> days.Row | None:
    """The half-hour to come that lacks most, the first of several; None where nobody is missing."""
    coming = [row for row in plan.short if row.start + HALF_HOUR > at]
    return max(coming, key=lambda row: row.needed - row.there, default=None)


def _line(look: days.Outlook, day: date) -> DayInWeek:
    plan = days.plan(look, day)
    rows = plan.rows if plan else ()
    return DayInWeek(day, sum(row.is_short for row in rows), sum(row.is_open for row in rows))


def _verdict(look: days.Outlook, form: MoreForm) -> Verdict | None:
    if not form.is_bound or not form.is_valid():
        return None
    minutes: Decimal | None = form.cleaned_data["handle"]
    return days.with_more(
        look,
        arrivals_a_week=form.cleaned_data["more"],
        handle_seconds=float(minutes) * 60 if minutes else None,
    )


def _set(request: HttpRequest, team: Team, given: dict[str, Any]) -> None:
    patience: Decimal | None = given["patience_minutes"]
    set_staffing_terms(
        team=team,
        handle_seconds=round(given["handle_minutes"] * 60),
        patience_seconds=None if patience is None else round(patience * 60),
        target_percent=given["target_percent"],
        target_seconds=round(given["target_minutes"] * 60),
        shrinkage_percent=given["shrinkage_percent"],
        concurrency=given["concurrency"],
        agent=cast(Agent, request.user),
        by=actor(request),
        at=clock.now(),
    )


def _plain(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")
