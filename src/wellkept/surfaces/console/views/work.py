"""Background work: what failed, what waits, and the log of what happened."""

from __future__ import annotations

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from wellkept.accounts.models import Agent
from wellkept.kernel import clock, waiting
from wellkept.kernel.events import KINDS
from wellkept.kernel.models import LoggedEvent
from wellkept.surfaces.console.pages import actor, done, for_supervisors, page, said
from wellkept.surfaces.console.paging import listing
from wellkept.surfaces.console.words import short_error


@require_safe
@for_supervisors
def work(request: HttpRequest) -> HttpResponse:
    failed = listing(waiting.failed(), ("-run_at", "-id"), request, name="failed")
    sentences = {
        "again": _("It runs again now."),
        "dropped": _("Dropped: it will not be done."),
        "late": _("Someone has decided on it already."),
    }
    context = {
        "failed": failed,
        "errors": {task.pk: short_error(task.last_error) for task in failed.rows},
        "under_way": listing(waiting.under_way(), ("run_at", "id"), request, name="under-way"),
        "at": clock.now(),
        "said": said(request, sentences),
    }
    return page(request, "work", context, here="work")


@require_POST
@for_supervisors
def retry(request: HttpRequest, task_id: int) -> HttpResponse:
    try:
        waiting.retry(task_id=task_id, by=actor(request), at=clock.now())
    except waiting.NotFailed:
        return done("work", "late")
    return done("work", "again")


@require_POST
@for_supervisors
def drop(request: HttpRequest, task_id: int) -> HttpResponse:
    try:
        waiting.drop(task_id=task_id, by=actor(request), at=clock.now())
    except waiting.NotFailed:
        return done("work", "late")
    return done("work", "dropped")


@require_safe
@for_supervisors
def events(request: HttpRequest) -> HttpResponse:
    """The latest first; `kind` narrows."""
    kind = request.GET.get("kind", "")
    kind = kind if kind in KINDS else ""
    found: QuerySet[LoggedEvent] = LoggedEvent.objects.all()
    # By kind the index runs over the time; without one the ids alone are the order in which things happened.
    order = ("-at", "-id") if kind else ("-id", "-id")
    shown = listing(found.filter(kind=kind) if kind else found, order, request)
    doers = {event.actor_id or 0 for event in shown.rows if event.actor_kind == "agent"}
    context = {
        "events": shown,
        "kind": kind,
        "kinds": sorted(KINDS),
        "names": dict(Agent.objects.filter(pk__in=doers).values_list("pk", "name")),
    }
    return page(request, "events", context, here="events")
