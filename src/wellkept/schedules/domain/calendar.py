"""A calendar: when somebody answers, and time counted only then.

Hours are wall-clock hours of the zone. Time is real time: an instant counts when the wall clock shows an open time
at that instant, so an hour that the clock repeats counts twice and one that it skips counts nothing. All results are
in UTC, because Python compares and subtracts two times of one zone by the wall.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from threading import Lock
from zoneinfo import ZoneInfo

from .days import OwnDay
from .hours import Hours
from .problems import NeverOpens, OutOfReach, Problem
from .table import FIRST_YEAR, LAST_YEAR, Table, build
from .timeline import Piece, pieces, spans
from .zones import DAY, SECOND, instant, micros

MINUTE = 60 * SECOND

_FIRST = micros(datetime(FIRST_YEAR, 1, 1, tzinfo=UTC))
_LAST = micros(datetime(LAST_YEAR + 1, 1, 1, tzinfo=UTC))


class Calendar:
    """A zone, the hours of each weekday (Monday first), and the days that have their own.

    Never changes. Safe to share between threads. What it has computed stays with it: keep one and ask it often.
    """

    def __init__(
        self, *, zone: ZoneInfo, week: Sequence[Hours], days: Mapping[date, OwnDay] | None = None
    ) -> None:
        if len(week) != 7:
            raise Problem("A week has seven days, Monday first; a closed day is ().")
        self.zone = zone
        self.week = tuple(week)
        self.days = dict(days or {})
        self._last_own_year = max((day.year for day, own in self.days.items() if own.hours), default=0)
        self._table: Table | None = None
        self._lock = Lock()

    def hours_on(self, day: date) -> Hours:
        """The hours of that date on the wall: its own, or those of its weekday."""
        own = self.days.get(day)
        return self.week[day.weekday()] if own is None else own.hours

    def add(self, start: datetime, minutes: int) -> datetime:
        """The first time by which so many minutes have counted since `start`, in UTC.

        A minute that ends with the working day is due then, not at the next opening. With 0 it is `start` itself,
        open or closed. Raises NeverOpens when no opening follows, OutOfReach when the time would lie after 2199, and
        Problem for less than 0. Example: Friday 16:30 plus 60, open 09:00 to 17:00 on weekdays, is Monday 09:30.
        """
        if minutes < 0:
            raise Problem("The minutes to add are 0 or more.")
        moment = micros(start)
        table = self._covering(moment, moment)
        if minutes == 0:
            return instant(moment)
        wanted = minutes * MINUTE
        if wanted > _LAST - moment:
            raise _too_late()
        while (found := table.moment_of(table.counted_until(moment) + wanted)) is None:
            table = self._longer(table)
        return instant(found)

    def elapsed(self, start: datetime, end: datetime) -> float:
        """The minutes that counted from `start` until `end`; whole ones are exact. Raises Problem when end < start."""
        return self._counted(start, end) / MINUTE

    def counted(self, start: datetime, end: datetime) -> timedelta:
        """The same as `elapsed`, exact to the microsecond."""
        return timedelta(microseconds=self._counted(start, end))

    def is_open(self, at: datetime) -> bool:
        """Whether time counts at this instant. The start of an interval is open, its end is not."""
        moment = micros(at)
        opening = self._covering(moment, moment).opening_from(moment)
        return opening is not None and opening <= moment

    def next_opening(self, at: datetime) -> datetime:
        """The first open instant from `at` on, in UTC: `at` itself when it is open. Raises NeverOpens, OutOfReach."""
        moment = micros(at)
        table = self._covering(moment, moment)
        while (opening := table.opening_from(moment)) is None:
            table = self._longer(table)
        return instant(max(moment, opening))

    def closes_at(self, at: datetime) -> datetime:
        """The end of this working day, in UTC: that of the last opening of its date, whatever breaks lie before.

        From that end on, and on a day that is closed, it is the end of the next working day. A day that is open
        until 24:00 ends at midnight. Raises NeverOpens, OutOfReach.
        """
        opens = self.next_opening(at)
        day, since = opens.astimezone(self.zone).date(), micros(opens)
        until = since + 2 * DAY  # no date is longer, not even one that a change of the date line repeats
        return instant([one.end for one in spans(self, since, until) if one.counted and one.day == day][-1])

    def timeline(self, start: datetime, end: datetime) -> list[Piece]:
        """The pieces from `start` until `end` in order, without gaps: which counted, which did not, and why.

        Those that counted add up to `elapsed`. Raises Problem for more than three years, or when end < start.
        """
        return pieces(self, *_period(start, end))

    def _counted(self, start: datetime, end: datetime) -> int:
        since, until = _period(start, end)
        table = self._covering(since, until)
        return table.counted_until(until) - table.counted_until(since)

    def _covering(self, since: int, until: int) -> Table:
        """A table that holds both moments. Replaced as a whole, so that who reads one needs no lock."""
        table = self._table
        if table is not None and table.begin <= since and until < table.end:
            return table
        if since < _FIRST or until >= _LAST:
            raise _too_far()
        first, last = instant(since).year, instant(until).year
        return self._build(first, min(last + 1, LAST_YEAR))

    def _longer(self, table: Table) -> Table:
        """One that reaches twice as far ahead. Raises NeverOpens when nothing can come, OutOfReach at the end."""
        if not any(self.week) and self._last_own_year < table.last:
            raise NeverOpens("This calendar does not open any more; give it hours in its week.")
        if table.last == LAST_YEAR:
            raise _too_late()
        return self._build(table.first, min(2 * table.last - table.first + 1, LAST_YEAR))

    def _build(self, first: int, last: int) -> Table:
        with self._lock:
            if self._table is not None:
                first, last = min(first, self._table.first), max(last, self._table.last)
            if self._table is None or (first, last) != (self._table.first, self._table.last):
                self._table = build(self.zone, self.hours_on, first, last)
            return self._table


def _period(start: datetime, end: datetime) -> tuple[int, int]:
    since, until = micros(start), micros(end)
    if until < since:
        raise Problem("The end lies before the start; write the earlier time first.")
    if since < _FIRST or until >= _LAST:
        raise _too_far()
    return since, until


def _too_far() -> OutOfReach:
    return OutOfReach(f"Times are counted in the years {FIRST_YEAR} to {LAST_YEAR}; write one of them.")


def _too_late() -> OutOfReach:
    return OutOfReach(f"So many minutes lead past the year {LAST_YEAR}; write fewer.")
