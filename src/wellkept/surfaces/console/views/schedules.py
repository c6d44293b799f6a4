"""Business hours: schedules, their weeks, the days of their own, and who counts by them."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wellkept.accounts.models import Team
from wellkept.accounts.operations import set_team_schedule
from wellkept.conversations.models import Inbox
from wellkept.conversations.operations import set_inbox_schedule
from wellkept.kernel import clock
from wellkept.kernel.errors import Refused
from wellkept.kernel.text import whole
from wellkept.schedules import operations, queries
from wellkept.schedules.models import Holiday, Schedule
from wellkept.surfaces.console import hours
from wellkept.surfaces.console.forms.schedules import DayForm, ScheduleForm, UsedByForm, week_as_lines
from wellkept.surfaces.console.pages import (
    actor,
    carry_out,
    done,
    for_admins,
    for_supervisors,
    form_page,
    page,
    said,
)  # fmt: skip
from wellkept.surfaces.console.paging import listing

HERE = "schedules"


@require_safe
@for_supervisors
def schedules(request: HttpRequest) -> HttpResponse:
    """All schedules, archived ones too."""
    queries.default_schedule()
    shown = listing(Schedule.objects.all(), ("name", "id"), request)
    context = {
        "schedules": shown,
        "weeks": {one.pk: hours.week_in_words(one.week) for one in shown.rows},
        "used_by": hours.used_by(shown.rows),
    }
    return page(request, "schedules", context, here=HERE)


@require_http_methods(["GET", "HEAD", "POST"])
@for_admins
def new(request: HttpRequest) -> HttpResponse:
    like = queries.default_schedule()
    form = ScheduleForm(request.POST or None, initial={"zone": like.zone, **week_as_lines(like.week)})

    def add(given: dict[str, Any]) -> HttpResponse:
        made = operations.create(by=actor(request), at=clock.now(), **given)
        return done("schedule", "added", made.pk)

    return carry_out(request, form, add) or form_page(request, "schedule_form", form, here=HERE)


@require_safe
@for_supervisors
def schedule(request: HttpRequest, schedule_id: int) -> HttpResponse:
    """One schedule: its week, its own days from this year on, who counts by it; for admins with what changes it."""
    return _page(request, _found(schedule_id))


@require_http_methods(["GET", "HEAD", "POST"])
@for_admins
def change(request: HttpRequest, schedule_id: int) -> HttpResponse:
    found = _found(schedule_id)
    initial = {"name": found.name, "zone": found.zone, **week_as_lines(found.week)}
    form = ScheduleForm(request.POST or None, initial=initial)

    def save(given: dict[str, Any]) -> HttpResponse:
        operations.change(schedule=found, by=actor(request), at=clock.now(), **given)
        return done("schedule", "saved", found.pk)

    context = {"schedule": found}
    return carry_out(request, form, save) or form_page(request, "schedule_form", form, context, here=HERE)


@require_POST
@for_admins
def set_day(request: HttpRequest, schedule_id: int) -> HttpResponse:
    found = _found(schedule_id)
    form = DayForm(request.POST)

    def save(given: dict[str, Any]) -> HttpResponse:
        operations.set_day(schedule=found, by=actor(request), at=clock.now(), **given)
        return done("schedule", "day", found.pk)

    return carry_out(request, form, save, beside="on") or _page(request, found, day_form=form)


@require_POST
@for_admins
def remove_day(request: HttpRequest, schedule_id: int, on: str) -> HttpResponse:
    found = _found(schedule_id)
    try:
        day = date.fromisoformat(on)
    except ValueError as error:
        raise Http404 from error
    operations.remove_days(schedule=found, on=[day], by=actor(request), at=clock.now())
    return done("schedule", "removed", found.pk)


@require_POST
@for_admins
def set_users(request: HttpRequest, schedule_id: int) -> HttpResponse:
    """Exactly the ticked inboxes and teams count by it; who is unticked counts by the default."""
    found = _found(schedule_id)
    form = UsedByForm(request.POST)

    def save(given: dict[str, Any]) -> HttpResponse:
        by, at = actor(request), clock.now()
        for inbox in Inbox.objects.order_by("id"):
            if (inbox in given["inboxes"]) != (inbox.schedule_id == found.pk):
                wanted = found if inbox in given["inboxes"] else None
                set_inbox_schedule(inbox=inbox, schedule=wanted, by=by, at=at)
        for team in Team.objects.order_by("id"):
            if (team in given["teams"]) != (team.schedule_id == found.pk):
                wanted = found if team in given["teams"] else None
                set_team_schedule(team=team, schedule=wanted, by=by, at=at)
        return done("schedule", "users", found.pk)

    return carry_out(request, form, save, beside=None) or _page(request, found, users_form=form)


@require_POST
@for_admins
def make_default(request: HttpRequest, schedule_id: int) -> HttpResponse:
    return _act(request, schedule_id, operations.make_default, "default")


@require_POST
@for_admins
def archive(request: HttpRequest, schedule_id: int) -> HttpResponse:
    return _act(request, schedule_id, operations.archive, "archived")


@require_POST
@for_admins
def restore(request: HttpRequest, schedule_id: int) -> HttpResponse:
    return _act(request, schedule_id, operations.restore, "restored")


def _act(request: HttpRequest, schedule_id: int, act: Any, what: str) -> HttpResponse:
    found = _found(schedule_id)
    try:
        act(schedule=found, by=actor(request), at=clock.now())
    except Refused as refusal:
        return _page(request, found, refusal=str(refusal))
    return done("schedule", what, found.pk)


def _found(schedule_id: int) -> Schedule:
    return get_object_or_404(Schedule, pk=schedule_id)


def _page(
    request: HttpRequest,
    found: Schedule,
    *,
    day_form: DayForm | None = None,
    users_form: UsedByForm | None = None,
    refusal: str = "",
) -> HttpResponse:
    found.refresh_from_db()
    at = clock.now()
    asked = min(whole(request.GET.get("hours")) or 8, hours.MOST_PREVIEW_HOURS)
    this_year = timezone.localtime(at).date().replace(month=1, day=1)
    days = listing(Holiday.objects.filter(schedule=found, on__gte=this_year), ("on", "id"), request)
    ticked = {
        "inboxes": list(Inbox.objects.filter(schedule=found).values_list("pk", flat=True)),
        "teams": list(Team.objects.filter(schedule=found).values_list("pk", flat=True)),
    }
    context = {
        "schedule": found,
        "week": hours.week_in_words(found.week),
        "days": days,
        "own_days": hours.own_days(days.rows),
        "used_by": hours.used_by([found])[found.pk],
        "asked": asked,
        "runs_out": hours.runs_out(found, asked, at=at),
        "day_form": day_form or DayForm(),
        "users_form": users_form or UsedByForm(initial=ticked),
        "refusal": refusal,
        "said": said(request, _sentences()),
    }
    wrong = refusal or (day_form and day_form.errors) or (users_form and users_form.errors)
    return page(request, "schedule", context, here=HERE, status=422 if wrong else 200)


def _sentences() -> dict[str, str]:
    return {
        "added": _("The schedule is there. Next, say which inboxes or teams count by it."),
        "saved": _("Saved. What is due stays due; what begins from now on counts by these hours."),
        "day": _("The day has hours of its own now."),
        "removed": _("The day follows the week again."),
        "users": _("Saved. What begins there from now on counts by these hours."),
        "default": _("Whatever has no schedule of its own counts by this one from now on."),
        "archived": _("Archived. What was counted by it can still be explained."),
        "restored": _("It is back."),
        "imported": _("The days are in."),
    }
