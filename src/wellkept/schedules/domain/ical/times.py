"""Dates, times and durations of RFC 5545, sections 3.3.4 to 3.3.6."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, tzinfo

from wellkept.schedules.domain.problems import BadField, Problem
from wellkept.schedules.domain.zones import zone

from .lines import Line

_DATE = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})", re.ASCII)
_TIME = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})T([0-9]{2})([0-9]{2})([0-9]{2})(Z?)", re.ASCII)
_DURATION = re.compile(
    r"\+?P(?:([0-9]{1,5})W|(?:([0-9]{1,5})D)?(?:T(?:([0-9]{1,5})H)?(?:([0-9]{1,6})M)?(?:([0-9]{1,7})S)?)?)",
    re.ASCII,
)


def read_moment(value: str, parameters: dict[str, str], here: tzinfo) -> date | datetime:
    """A date, or an aware time; one without a zone is on the wall of `here`. Raises Problem.

    Only of the years 1900 to 2199: nothing further is counted, and dates near the ends of the calendar overflow.
    """
    if not "1900" <= value[:4] <= "2199":
        raise Problem(f'"{value[:40]}" is no date between 1900 and 2199')
    try:
        if plain := _DATE.fullmatch(value):
            return date(*map(int, plain.groups()))
        if exact := _TIME.fullmatch(value):
            year, month, day, hour, minute, second = map(int, exact.groups()[:6])
            where = UTC if exact[7] else _zone(parameters.get("TZID"), here)
            # A leap second is the last one of its minute to everybody but astronomers.
            return datetime(year, month, day, hour, minute, min(second, 59), tzinfo=where)
    except ValueError as problem:
        if isinstance(problem, Problem):
            raise
    raise Problem(f'"{value[:40]}" is no date')


def _zone(name: str | None, here: tzinfo) -> tzinfo:
    """The IANA zone of a TZID; programs like to put their own name before it, as in "/example.org/Europe/Berlin"."""
    if not name:
        return here
    parts = name.strip("/").split("/")
    for count in (3, 2, 1):
        if count > len(parts):
            continue
        try:
            return zone("/".join(parts[-count:]), field="TZID")
        except BadField:
            continue
    raise Problem(f'its time zone "{name[:60]}" is not known')


def read_moments(line: Line, here: tzinfo) -> list[date | datetime]:
    """The values of an EXDATE or RDATE; of a period only its start. Raises Problem."""
    return [read_moment(value.partition("/")[0], line.parameters, here) for value in line.value.split(",")]


def read_duration(value: str) -> timedelta:
    """A duration, 0 or more. Raises Problem."""
    found = _DURATION.fullmatch(value)
    if found is None or not any(found.groups()):
        raise Problem(f'"{value[:40]}" is no duration')
    weeks, days, hours, minutes, seconds = (int(one or 0) for one in found.groups())
    return timedelta(weeks=weeks, days=days, hours=hours, minutes=minutes, seconds=seconds)


def day_of(moment: date | datetime, like: date | datetime) -> date:
    """The date it shows on the wall of `like`, when both are times; else its own."""
    if not isinstance(moment, datetime):
        return moment
    return moment.astimezone(like.tzinfo).date() if isinstance(like, datetime) else moment.date()
