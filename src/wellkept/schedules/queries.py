"""Reads of the room."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable
from datetime import date
from threading import Lock
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from wellkept.kernel import clock
from wellkept.kernel.ids import random_key
from wellkept.kernel.prepared import prepared

from .domain.calendar import Calendar
from .domain.days import OwnDay
from .domain.hours import read_hours
from .domain.reading import read_week
from .domain.zones import zone
from .editions import calendar_from, write_down
from .models import Edition, Holiday, Schedule

FIRST_WEEK = {str(day): [["09:00", "17:00"]] for day in range(5)}

_KEPT = 200  # calendars in memory, about 100 KB each
_calendars: OrderedDict[str, Calendar] = OrderedDict()
_lock = Lock()


def schedules() -> QuerySet[Schedule]:
    """All schedules, by name, those put away too."""
    return Schedule.objects.order_by("name", "id")


def usable() -> QuerySet[Schedule]:
    """Those that something can be given, by name."""
    return schedules().filter(archived_at__isnull=True)


def default_schedule() -> Schedule:
    """The schedule of whatever has none of its own. Until someone changes it: Monday to Friday, 9 to 17, UTC."""
    return next(iter(_default()), None) or _first_default()


@prepared
def _default() -> QuerySet[Schedule]:
    return Schedule.objects.filter(is_default=True)


def _first_default() -> Schedule:
    values = {
        "name": "Business hours",
        "zone": "UTC",
        "week": FIRST_WEEK,
        "revision": random_key(),
        "created_at": clock.now(),
    }
    with transaction.atomic():
        schedule, made = Schedule.objects.get_or_create(is_default=True, defaults=values)
        if made:
            write_down(schedule, at=schedule.created_at)
    return schedule


def default_calendar() -> Calendar:
    """The calendar of the default schedule: one query, and none of its computing twice."""
    return calendar_of(default_schedule())


def calendar_of(schedule: Schedule) -> Calendar:
    """The arithmetic of the schedule as it is now. Kept in memory by revision; a known one asks nothing."""
    return _known(schedule.revision) or _keep(*_read(schedule.pk))


def calendar_at(revision: str) -> Calendar | None:
    """The calendar of that revision, as it was then; None for one that was never written down.

    One that is still in memory asks nothing.
    """
    if (known := _known(revision)) is not None:
        return known
    edition = Edition.objects.filter(revision=revision).first()
    return _keep(revision, calendar_from(edition)) if edition else None


def editions(revisions: Iterable[str]) -> dict[str, Edition]:
    """What is known of these revisions: how the schedule was called and what it held."""
    return {one.revision: one for one in Edition.objects.filter(revision__in=set(revisions))}


def _known(revision: str) -> Calendar | None:
    with _lock:
        if (known := _calendars.get(revision)) is not None:
            _calendars.move_to_end(revision)
        return known


def _keep(revision: str, calendar: Calendar) -> Calendar:
    with _lock:
        _calendars[revision] = calendar
        while len(_calendars) > _KEPT:
            _calendars.popitem(last=False)
    return calendar


def _read(schedule_id: int) -> tuple[str, Calendar]:
    """In one statement, so that the revision and the days belong together."""
    rows: Iterable[tuple[str, str, Any, date | None, str, Any]] = (
        Schedule.objects.filter(pk=schedule_id)
        .order_by("holidays__on")
        .values_list("revision", "zone", "week", "holidays__on", "holidays__name", "holidays__hours")
    )
    head, days = None, {}
    for revision, zone_name, week, on, name, hours in rows:
        head = revision, zone_name, week
        if on is not None:  # a schedule without days is one row
            days[on] = OwnDay(hours=read_hours(hours, field="hours"), name=name)
    if head is None:
        raise Schedule.DoesNotExist
    revision, zone_name, week = head
    return revision, Calendar(zone=zone(zone_name), week=read_week(week), days=days)


def holidays_of(schedule: Schedule, *, first: date, last: date) -> QuerySet[Holiday]:
    """Its days with hours of their own from `first` to `last`, both inclusive, in order."""
    return Holiday.objects.filter(schedule=schedule, on__range=(first, last)).order_by("on", "id")
