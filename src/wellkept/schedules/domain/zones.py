"""Zones: their names, and when their distance from UTC changes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from difflib import get_close_matches
from functools import cache, lru_cache
from zoneinfo import ZoneInfo, available_timezones

from .problems import BadField

SECOND = 1_000_000
DAY = 86_400 * SECOND
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

_TICK = timedelta(microseconds=1)


def micros(at: datetime) -> int:
    """Microseconds since 1970 in UTC: an exact number to count with. `at` is aware; its fold is respected."""
    since = at - EPOCH
    return (since.days * 86_400 + since.seconds) * SECOND + since.microseconds


def instant(moment: int) -> datetime:
    """The time of a number from `micros`, in UTC."""
    return EPOCH + timedelta(microseconds=moment)


@cache
def _names() -> frozenset[str]:
    return frozenset(available_timezones()) - {"localtime", "Factory", "posixrules"}


def zone(name: object, *, field: str = "zone") -> ZoneInfo:
    """The zone of an IANA name such as "Europe/Berlin". Raises BadField with the nearest names."""
    if not isinstance(name, str) or name not in _names():
        shown = f'"{name[:60]}"' if isinstance(name, str) else "this"
        near = get_close_matches(name[:60], _names(), n=3) if isinstance(name, str) else []
        like = ", ".join(f'"{one}"' for one in sorted(near)) or '"Europe/Berlin" or "UTC"'
        raise BadField(field, f"{shown} is no IANA time zone; write one such as {like}.")
    return ZoneInfo(name)


@lru_cache(maxsize=4096)
def segments(zone: ZoneInfo, year: int) -> tuple[tuple[int, int, int], ...]:
    """The UTC year cut where the zone's distance from UTC changes: (from, until, distance), all in microseconds.

    Looks once a day and closes in on the change in between. No zone of the IANA database changes twice within
    three days, so none is overlooked.
    """
    return tuple(_segments(zone, year))


def _segments(zone: ZoneInfo, year: int) -> Iterator[tuple[int, int, int]]:
    start, end = micros(datetime(year, 1, 1, tzinfo=UTC)), micros(datetime(year + 1, 1, 1, tzinfo=UTC))
    begun, offset = start, _offset(zone, start)
    for until in range(start + DAY, end + 1, DAY):
        next_offset = _offset(zone, until)
        if next_offset == offset:
            continue
        before, after = (until - DAY) // SECOND, until // SECOND
        while after - before > 1:
            middle = (before + after) // 2
            if _offset(zone, middle * SECOND) == offset:
                before = middle
            else:
                after = middle
        if after * SECOND < end:
            yield begun, after * SECOND, offset
            begun, offset = after * SECOND, next_offset
    yield begun, end, offset


def _offset(zone: ZoneInfo, moment: int) -> int:
    distance = instant(moment).astimezone(zone).utcoffset()
    assert distance is not None, "a ZoneInfo always knows its distance"
    return distance // _TICK
