"""Every opening of a run of years in order, with what was counted before it: adding and measuring are two searches."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import accumulate
from zoneinfo import ZoneInfo

from .hours import Hours
from .zones import DAY, EPOCH, SECOND, micros, segments

FIRST_YEAR, LAST_YEAR = 1900, 2199  # UTC; what lies outside is a slip of the pen, not a due time

_MINUTE = 60 * SECOND
_EPOCH_DAY = EPOCH.toordinal()


@dataclass(frozen=True, slots=True)
class Table:
    """The openings of the UTC years `first` to `last`, in microseconds since 1970.

    `sums[i]` is what was counted from `begin` until opening i; one more entry holds the whole. Openings that touch
    are one, so that a desk that never closes has a single one.
    """

    first: int
    last: int
    begin: int
    end: int
    starts: Sequence[int]
    ends: Sequence[int]
    sums: Sequence[int]

    def counted_until(self, moment: int) -> int:
        """What was counted from `begin` until the moment."""
        number = bisect_right(self.ends, moment)
        counted = self.sums[number]
        if number < len(self.starts) and moment > (start := self.starts[number]):
            counted += moment - start
        return counted

    def moment_of(self, counted: int) -> int | None:
        """The first moment by which so much (above 0) was counted; None when that lies beyond the table."""
        number = bisect_left(self.sums, counted) - 1
        if number == len(self.starts):
            return None
        return self.starts[number] + counted - self.sums[number]

    def opening_from(self, moment: int) -> int | None:
        """The start of the opening that the moment lies in, or of the next; None when the table holds none."""
        number = bisect_right(self.ends, moment)
        return self.starts[number] if number < len(self.starts) else None


def build(zone: ZoneInfo, hours_on: Callable[[date], Hours], first: int, last: int) -> Table:
    """The table of these UTC years.

    Between two changes of the clock the wall and UTC differ by a constant, so a day's hours are moved by it and cut
    at the change: an hour that the wall shows twice counts twice, one that it never shows counts nothing.
    """
    starts: list[int] = []
    ends: list[int] = []
    for year in range(first, last + 1):
        for begun, until, offset in segments(zone, year):
            _fill(starts, ends, hours_on, begun, until, offset)
    return Table(
        first=first,
        last=last,
        begin=micros(datetime(first, 1, 1, tzinfo=UTC)),
        end=micros(datetime(last + 1, 1, 1, tzinfo=UTC)),
        starts=starts,
        ends=ends,
        sums=[0, *accumulate(end - start for start, end in zip(starts, ends, strict=True))],
    )


def _fill(
    starts: list[int],
    ends: list[int],
    hours_on: Callable[[date], Hours],
    begun: int,
    until: int,
    offset: int,
) -> None:
    for day in range((begun + offset) // DAY, (until + offset - 1) // DAY + 1):
        midnight = day * DAY - offset
        for opens, closes in hours_on(date.fromordinal(day + _EPOCH_DAY)):
            start = max(midnight + opens * _MINUTE, begun)
            end = min(midnight + closes * _MINUTE, until)
            if start >= end:
                continue
            if ends and ends[-1] == start:
                ends[-1] = end
            else:
                starts.append(start)
                ends.append(end)
