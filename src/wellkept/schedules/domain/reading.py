"""A calendar as JSON: read with errors that name the field, and written again.

{"zone": "Europe/Berlin",
 "week": {"0": [["09:00", "12:30"], ["13:00", "17:00"]], …},   Monday is "0"; a day that is missing is closed
 "holidays": ["2026-12-25", …],                                or {"2026-12-25": "Christmas Day", …}
 "half_days": {"2026-12-24": [["09:00", "12:00"]]}}            hours of one date, an extra opening too
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from .calendar import Calendar
from .days import OwnDay
from .hours import Hours, read_hours, write_hours
from .problems import BadField
from .zones import zone

MOST_DAYS = 10_000
LONGEST_NAME = 200

_FIELDS = ("zone", "week", "holidays", "half_days", "name")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)


def read_calendar(given: object) -> Calendar:
    """The calendar of parsed JSON. A half-day wins over a holiday of the same date. Raises BadField."""
    if not isinstance(given, dict):
        raise BadField("calendar", 'write an object with "zone" and "week".')
    for name in given:
        if name not in _FIELDS:
            raise BadField(f"calendar.{str(name)[:60]}", f"is not known; write one of {', '.join(_FIELDS)}.")
    days = _holidays(given.get("holidays") or [])
    days |= _half_days(given.get("half_days") or {}, names=days)
    if len(days) > MOST_DAYS:
        raise BadField("calendar", f"has more than {MOST_DAYS} days of its own; leave out those long past.")
    return Calendar(
        zone=zone(given.get("zone"), field="calendar.zone"),
        week=read_week(given.get("week"), field="calendar.week"),
        days=days,
    )


def read_week(given: object, *, field: str = "week") -> tuple[Hours, ...]:
    """Seven days of hours, Monday first, from `{"0": [["09:00", "17:00"]], …}`. Raises BadField."""
    if not isinstance(given, Mapping):
        raise BadField(field, 'write an object of weekdays, for example {"0": [["09:00", "17:00"]]}.')
    for name in given:
        if name not in {"0", "1", "2", "3", "4", "5", "6"}:
            raise BadField(
                field, f'"{str(name)[:20]}" is no weekday; write "0" for Monday to "6" for Sunday.'
            )
    return tuple(read_hours(given.get(str(day), []), field=f"{field}.{day}") for day in range(7))


def write_week(week: tuple[Hours, ...]) -> dict[str, list[list[str]]]:
    """The same as `read_week` reads; closed days are left out."""
    return {str(number): write_hours(hours) for number, hours in enumerate(week) if hours}


def write_calendar(calendar: Calendar) -> dict[str, Any]:
    """The same as `read_calendar` reads; names of half-days are lost."""
    days = sorted(calendar.days.items())
    return {
        "zone": calendar.zone.key,
        "week": write_week(calendar.week),
        "holidays": {day.isoformat(): own.name for day, own in days if not own.hours},
        "half_days": {day.isoformat(): write_hours(own.hours) for day, own in days if own.hours},
    }


def read_day(given: object, *, field: str) -> date:
    """The date written as "2026-12-25". Raises BadField."""
    try:
        if isinstance(given, str) and _DATE.fullmatch(given):
            return date.fromisoformat(given)
    except ValueError:
        pass
    shown = f'"{given[:40]}"' if isinstance(given, str) else "this"
    raise BadField(field, f'{shown} is no date; write year, month and day, for example "2026-12-25".')


def read_time(given: object, *, field: str) -> datetime:
    """The aware time written in ISO 8601. Raises BadField."""
    try:
        at = datetime.fromisoformat(given) if isinstance(given, str) else None
    except ValueError:
        at = None
    example = '"2026-03-27T16:30:00+01:00"'
    if at is None:
        shown = f'"{given[:40]}"' if isinstance(given, str) else "this"
        raise BadField(field, f"{shown} is no time; write it in ISO 8601, for example {example}.")
    if at.tzinfo is None:
        raise BadField(field, f"has no offset from UTC; write one, for example {example}, or Z for UTC.")
    return at


def read_minutes(given: object, *, field: str) -> int:
    """A whole number of minutes, 0 or more. Raises BadField."""
    if isinstance(given, float) and given.is_integer():
        given = int(given)
    if not isinstance(given, int) or isinstance(given, bool) or given < 0:
        raise BadField(field, "write a whole number of minutes, 0 or more.")
    return given


def _holidays(given: object) -> dict[date, OwnDay]:
    if isinstance(given, dict):
        named = list(given.items())
    elif isinstance(given, list):
        named = [(one, "") for one in given]
    else:
        raise BadField("calendar.holidays", 'write a list of dates, for example ["2026-12-25"].')
    days = {}
    for number, (day, name) in enumerate(named[: MOST_DAYS + 1]):
        field = f"calendar.holidays.{number}"
        if not isinstance(name, str):
            raise BadField(field, "the name of a holiday is a text.")
        days[read_day(day, field=field)] = OwnDay(name=name[:LONGEST_NAME])
    return days


def _half_days(given: object, *, names: Mapping[date, OwnDay]) -> dict[date, OwnDay]:
    if not isinstance(given, dict):
        raise BadField(
            "calendar.half_days", 'write dates with hours, for example {"2026-12-24": [["09:00", "12:00"]]}.'
        )
    days = {}
    for day, hours in list(given.items())[: MOST_DAYS + 1]:
        field = f"calendar.half_days.{str(day)[:40]}"
        found = read_day(day, field=field)
        name = names[found].name if found in names else ""
        days[found] = OwnDay(hours=read_hours(hours, field=field), name=name)
    return days
