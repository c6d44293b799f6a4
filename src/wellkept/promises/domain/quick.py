"""Moments that people mean when they put something off: in three hours, tomorrow morning, Friday noon, next week."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal, Protocol
from zoneinfo import ZoneInfo

Name = Literal["hours", "tomorrow", "friday", "week"]

HOURS = 3
NOON = 12 * 60
_FRIDAY = 4
_FAR = 30  # days within which something opens, or else nothing is offered


class Working(Protocol):
    """What is needed of a calendar; `schedules.domain.calendar.Calendar` has it."""

    @property
    def zone(self) -> ZoneInfo:
        """Where its hours are on the wall."""

    def hours_on(self, day: date) -> Sequence[tuple[int, int]]:
        """Open intervals of a date in minutes after midnight, sorted; empty when it is closed."""

    def add(self, start: datetime, minutes: int) -> datetime:
        """The time by which so many open minutes have passed. Raises ValueError when there is none."""


@dataclass(frozen=True, slots=True)
class Moment:
    """One offer, in UTC."""

    name: Name
    at: datetime


def moments(calendar: Working, *, at: datetime) -> list[Moment]:
    """What can be offered now, the earliest first, each moment once and all of them to come.

    Three working hours from now; the next opening after today; Friday noon, when Friday is open then; the first
    opening of next week.
    """
    today = at.astimezone(calendar.zone).date()
    monday = today + timedelta(days=7 - today.weekday())
    friday = today + timedelta(days=(_FRIDAY - today.weekday()) % 7)
    offers: list[tuple[Name, Callable[[], datetime | None]]] = [
        ("hours", lambda: calendar.add(at, HOURS * 60)),
        ("tomorrow", lambda: _opening(calendar, today + timedelta(days=1))),
        ("friday", lambda: _noon(calendar, friday)),
        ("week", lambda: _opening(calendar, monday)),
    ]
    found: dict[datetime, Name] = {}
    for name, moment in offers:
        try:
            when = moment()
        except (ValueError, OverflowError):  # a calendar that never opens again
            continue
        if when is not None and when > at:
            found.setdefault(when, name)
    return [Moment(name, when) for when, name in sorted(found.items())]


def _opening(calendar: Working, first: date) -> datetime | None:
    for day in (first + timedelta(days=number) for number in range(_FAR)):
        hours = calendar.hours_on(day)
        if hours:
            return _wall(day, hours[0][0], calendar.zone)
    return None


def _noon(calendar: Working, day: date) -> datetime | None:
    """Noon of a day that is open around it; None for one that is closed then."""
    hours = calendar.hours_on(day)
    is_open = bool(hours) and hours[0][0] <= NOON <= hours[-1][1]
    return _wall(day, NOON, calendar.zone) if is_open else None


def _wall(day: date, minutes: int, zone: ZoneInfo) -> datetime:
    wall = datetime.combine(day, time()) + timedelta(minutes=minutes)
    return wall.replace(tzinfo=zone).astimezone(UTC)
