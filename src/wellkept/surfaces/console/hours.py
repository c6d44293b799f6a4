"""A schedule in words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.dates import WEEKDAYS_ABBR
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from wellkept.accounts.models import Team
from wellkept.conversations.models import Inbox
from wellkept.schedules.domain.hours import read_hours
from wellkept.schedules.domain.lines import write_line
from wellkept.schedules.domain.problems import NeverOpens, OutOfReach
from wellkept.schedules.models import Holiday, Schedule
from wellkept.schedules.queries import calendar_of
from wellkept.surfaces.look.words import day_in

MOST_PREVIEW_HOURS = 2_000


@dataclass(frozen=True, slots=True)
class Days:
    """Days of the week with the same hours: "Mon–Fri", "09:00–17:00", or "closed"."""

    days: str
    hours: str


@dataclass(frozen=True, slots=True)
class OwnDay:
    """A day with hours of its own, as a line. `hours` "" is closed; `source` says where it came from."""

    iso: str
    on: str
    name: str
    hours: str
    source: str


def own_days(days: Iterable[Holiday]) -> list[OwnDay]:
    return [
        OwnDay(
            iso=one.on.isoformat(),
            on=date_format(one.on, "D j M Y"),
            name=one.name,
            hours=write_line(read_hours(one.hours, field="hours")),
            source=_("from a file") if one.source == "file" else one.source.removeprefix("region "),
        )
        for one in days
    ]


def week_in_words(week: dict[str, Any]) -> list[Days]:
    """The week with neighbours of the same hours joined."""
    lines = [write_line(read_hours(week.get(str(number), []), field="week")) for number in range(7)]
    joined: list[tuple[int, int, str]] = []
    for number, line in enumerate(lines):
        if joined and joined[-1][2] == line:
            joined[-1] = (joined[-1][0], number, line)
        else:
            joined.append((number, number, line))
    return [Days(_between(first, last), line or _("closed")) for first, last, line in joined]


def _between(first: int, last: int) -> str:
    names = (str(WEEKDAYS_ABBR[first]), str(WEEKDAYS_ABBR[last]))
    return names[0] if first == last else f"{names[0]}–{names[1]}"


def runs_out(schedule: Schedule, hours: int, *, at: datetime) -> str:
    """When a clock of so many hours that starts now runs out, in the schedule's zone; a sentence when it never does."""
    calendar = calendar_of(schedule)
    try:
        due = calendar.add(at, hours * 60).astimezone(calendar.zone)
    except (NeverOpens, OutOfReach):
        return _("never: it does not open often enough")
    return f"{day_in(due, 'l j F Y')}, {due.hour:02}:{due.minute:02}"


def used_by(schedules: list[Schedule]) -> dict[int, list[str]]:
    """The names of inboxes and teams that count by each. Two queries."""
    numbers = [one.pk for one in schedules]
    found: dict[int, list[str]] = {number: [] for number in numbers}
    for model in (Inbox, Team):
        rows = model.objects.filter(schedule__in=numbers).order_by("name", "id")
        for schedule_id, name in rows.values_list("schedule_id", "name"):
            found[schedule_id].append(name)
    return found
