"""A schedule as it is now, written down for later: what counts by it can then always be explained."""

from __future__ import annotations

from datetime import datetime

from .domain.calendar import Calendar
from .domain.days import OwnDay
from .domain.hours import read_hours
from .domain.reading import read_day, read_week
from .domain.zones import zone
from .models import Edition, Holiday, Schedule


def write_down(schedule: Schedule, *, at: datetime) -> None:
    """Keeps the schedule under its revision, in the transaction that drew it."""
    days = Holiday.objects.filter(schedule=schedule).order_by("on").values_list("on", "name", "hours")
    Edition.objects.create(
        revision=schedule.revision,
        schedule=schedule,
        name=schedule.name,
        zone=schedule.zone,
        week=schedule.week,
        days={on.isoformat(): {"name": name, "hours": hours} for on, name, hours in days},
        made_at=at,
    )


def calendar_from(edition: Edition) -> Calendar:
    """The arithmetic of the schedule as it was."""
    days = {
        read_day(on, field="days"): OwnDay(hours=read_hours(own["hours"], field=on), name=own["name"])
        for on, own in edition.days.items()
    }
    return Calendar(zone=zone(edition.zone), week=read_week(edition.week), days=days)
