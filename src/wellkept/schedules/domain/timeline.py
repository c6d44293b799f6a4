"""A stretch of time cut into pieces: which of them counted, which did not, and why."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Literal

from .hours import DAY as MINUTES_A_DAY
from .problems import Problem
from .zones import DAY, EPOCH, SECOND, instant, segments

if TYPE_CHECKING:
    from .calendar import Calendar

Why = Literal["open", "break", "closed", "holiday"]

LONGEST = 3 * 366 * DAY

_MINUTE = 60 * SECOND
_EPOCH_DAY = EPOCH.toordinal()


@dataclass(frozen=True, slots=True)
class Piece:
    """From `start` until `end`, in UTC. `why` says why it counted or not; `name` names the day when it has its own.

    "break" lies between two openings of a day. "holiday" is the rest of a day that does not follow the week, be it
    the whole of it or what a half-day leaves out. "closed" is everything else.
    """

    start: datetime
    end: datetime
    counted: bool
    why: Why
    name: str


@dataclass(frozen=True, slots=True)
class Span:
    """As a piece, in microseconds since 1970, within one date of the wall."""

    start: int
    end: int
    counted: bool
    why: Why
    name: str
    day: date


def pieces(calendar: Calendar, since: int, until: int) -> list[Piece]:
    """The spans, with neighbours of one kind joined."""
    if until - since > LONGEST:
        raise Problem("A timeline covers three years at most; write a later start.")
    joined: list[Piece] = []
    for span in spans(calendar, since, until):
        kind = (span.counted, span.why, span.name)
        start = instant(span.start)
        if joined and (joined[-1].counted, joined[-1].why, joined[-1].name) == kind:
            start = joined.pop().start
        joined.append(Piece(start, instant(span.end), *kind))
    return joined


def spans(calendar: Calendar, since: int, until: int) -> Iterator[Span]:
    """All of the time from `since` until `until`, in order and without gaps, as the wall clock shows it."""
    for year in range(instant(since).year, instant(until).year + 1):
        for begun, ended, offset in segments(calendar.zone, year):
            start, end = max(begun, since), min(ended, until)
            if start < end:
                yield from _days(calendar, start, end, offset)


def _days(calendar: Calendar, since: int, until: int, offset: int) -> Iterator[Span]:
    for number in range((since + offset) // DAY, (until + offset - 1) // DAY + 1):
        midnight = number * DAY - offset
        day = date.fromordinal(number + _EPOCH_DAY)
        for opens, closes, counted, why, name in _day(calendar, day):
            start, end = max(midnight + opens * _MINUTE, since), min(midnight + closes * _MINUTE, until)
            if start < end:
                yield Span(start, end, counted, why, name, day)


def _day(calendar: Calendar, day: date) -> Iterator[tuple[int, int, bool, Why, str]]:
    """The date from 00:00 to 24:00, in minutes of the wall."""
    own = calendar.days.get(day)
    name = own.name if own else ""
    why: Why = "holiday" if own else "closed"
    reached = 0
    for opens, closes in calendar.hours_on(day):
        if reached < opens:
            yield reached, opens, False, "break" if reached else why, name
        yield opens, closes, True, "open", name
        reached = closes
    if reached < MINUTES_A_DAY:
        yield reached, MINUTES_A_DAY, False, why, name
