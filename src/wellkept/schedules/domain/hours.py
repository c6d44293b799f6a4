"""The hours of one day: intervals of wall-clock minutes, sorted, apart from each other, within 00:00 to 24:00."""

from __future__ import annotations

import re
from collections.abc import Iterable

from .problems import BadField

Interval = tuple[int, int]
"""From inclusive, until exclusive, in minutes after midnight on the wall; until at most 1440, which is 24:00."""

Hours = tuple[Interval, ...]

DAY = 24 * 60
MOST_INTERVALS = 24  # a day: one an hour; more is a mistake or an attack

_TIME = re.compile(r"([0-9]{1,2}):([0-5][0-9])", re.ASCII)


def arrange(intervals: Iterable[Interval], *, field: str = "hours") -> Hours:
    """Sorts intervals and joins those that touch. Raises BadField when they overlap or leave the day."""
    found = sorted(intervals)
    if len(found) > MOST_INTERVALS:
        raise BadField(field, f"has {len(found)} intervals; write at most {MOST_INTERVALS} a day.")
    arranged: list[Interval] = []
    for start, end in found:
        if not 0 <= start < end <= DAY:
            raise BadField(field, f"{_text(start, end)} is no interval of a day; {_how(start, end)}")
        if arranged and start < arranged[-1][1]:
            raise BadField(
                field, f"{_text(*arranged[-1])} and {_text(start, end)} overlap; write them as one interval."
            )
        if arranged and start == arranged[-1][1]:
            arranged[-1] = (arranged[-1][0], end)
        else:
            arranged.append((start, end))
    return tuple(arranged)


def _text(start: int, end: int) -> str:
    return f"{clock(start)}–{clock(end)}"


def _how(start: int, end: int) -> str:
    if end == 0:
        return 'write "24:00" for the end of the day.'
    if end < start:
        return 'write a night as two: until "24:00", and from "00:00" on the next day.'
    return "write an end that is later than the start."


def clock(minutes: int) -> str:
    """ "09:30" for 570."""
    return f"{minutes // 60:02}:{minutes % 60:02}"


def minutes_of(text: object, *, field: str) -> int:
    """570 for "09:30". Raises BadField."""
    matched = _TIME.fullmatch(text) if isinstance(text, str) else None
    minutes = int(matched[1]) * 60 + int(matched[2]) if matched else DAY + 1
    if minutes > DAY:
        raise BadField(field, f'{_shown(text)} is no time of day; write one from "00:00" to "24:00".')
    return minutes


def read_hours(given: object, *, field: str) -> Hours:
    """The hours written as `[["09:00", "12:30"], ["13:00", "17:00"]]`. Raises BadField."""
    if not isinstance(given, list):
        raise BadField(field, 'write a list of intervals, for example [["09:00", "17:00"]].')
    if len(given) > MOST_INTERVALS:
        raise BadField(field, f"has {len(given)} intervals; write at most {MOST_INTERVALS} a day.")
    read = []
    for number, one in enumerate(given):
        here = f"{field}.{number}"
        if not isinstance(one, list) or len(one) != 2:
            raise BadField(here, 'write an interval as start and end, for example ["09:00", "17:00"].')
        read.append((minutes_of(one[0], field=here), minutes_of(one[1], field=here)))
    return arrange(read, field=field)


def write_hours(hours: Hours) -> list[list[str]]:
    """The same as `read_hours` reads."""
    return [[clock(start), clock(end)] for start, end in hours]


def without(hours: Hours, closed: Hours) -> Hours:
    """What is left of `hours` when `closed` is cut out."""
    left = list(hours)
    for cut_start, cut_end in closed:
        pieces = [
            ((start, min(end, cut_start)), (max(start, cut_end), end)) for start, end in left
        ]  # before the cut, and after it
        left = [piece for pair in pieces for piece in pair if piece[0] < piece[1]]
    return tuple(left)


def _shown(value: object) -> str:
    text = repr(value) if not isinstance(value, str) else f'"{value}"'
    return text if len(text) <= 60 else text[:57] + "…"
