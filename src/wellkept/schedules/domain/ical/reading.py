"""From a file to closed days: every event within a window, on the wall of the schedule's zone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from wellkept.schedules.domain.hours import DAY, Hours, Interval
from wellkept.schedules.domain.problems import BadField, Problem
from wellkept.schedules.domain.zones import instant, micros

from .events import Event, read_events
from .lines import read_lines
from .rules import Budget, expand, read_rule
from .times import day_of, read_duration, read_moment, read_moments

MOST_DAYS = 10_000
LONGEST_WINDOW = timedelta(days=20 * 366)

_DAYS_LOOKED_AT = 1_000_000
_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Closure:
    """A date on which somebody does not answer: during `closed`, which is all of it for an all-day event."""

    day: date
    name: str
    closed: Hours

    @property
    def all_day(self) -> bool:
        return self.closed == ((0, DAY),)


@dataclass(frozen=True, slots=True)
class Reading:
    """The closures by date, one a date; and a sentence for each event that could not be read."""

    closures: tuple[Closure, ...]
    problems: tuple[str, ...]


def read_ical(raw: bytes, *, zone: ZoneInfo, first: date, last: date) -> Reading:
    """The closed days from `first` to `last`, both inclusive, at most twenty years.

    An all-day event closes its days, a timed one its hours; a cancelled one nothing. An event that cannot be
    understood is told and left out. Raises BadField for a file that is too large, no calendar, or full of traps.
    """
    if not first <= last <= first + LONGEST_WINDOW:
        raise BadField("last", "write a day after the first one, at most twenty years later.")
    found: dict[date, list[tuple[Interval, str]]] = defaultdict(list)
    problems: list[str] = []
    events = list(read_events(read_lines(raw)))
    moved = _moved(events, zone)
    budget = Budget(_DAYS_LOOKED_AT)
    count = 0
    for event in events:
        if event.is_cancelled:
            continue
        try:
            for day, interval in _days(event, zone, first, last, moved, budget):
                found[day].append((interval, event.name))
                count += 1
                if count > MOST_DAYS:
                    raise BadField("file", f"closes more than {MOST_DAYS:,} days; import fewer years.")
        except BadField:
            raise
        except Problem as problem:
            if budget.left < 0:
                raise BadField(
                    "file", "repeats its events too often to be read; export fewer years."
                ) from None
            problems.append(f"“{event.name or 'an event without a name'}” is left out: {problem}.")
    return Reading(tuple(_joined(day, found[day]) for day in sorted(found)), tuple(problems))


def _moved(events: list[Event], zone: ZoneInfo) -> dict[str, set[date]]:
    """By UID, the occurrences that have an event of their own (RECURRENCE-ID): the repeating one leaves them out."""
    starts: dict[str, date | datetime] = {}
    moved: dict[str, set[date]] = defaultdict(set)
    for event in events:
        line = event.lines.get("DTSTART")
        if line is not None and "RECURRENCE-ID" not in event.lines:
            with suppress(Problem):
                starts[event.text("UID")] = read_moment(line.value.strip(), line.parameters, zone)
    for event in events:
        line = event.lines.get("RECURRENCE-ID")
        if line is not None and (start := starts.get(event.text("UID"))) is not None:
            with suppress(Problem):
                moment = read_moment(line.value.strip(), line.parameters, zone)
                moved[event.text("UID")].add(day_of(moment, start))
    return moved


def _days(
    event: Event,
    zone: ZoneInfo,
    first: date,
    last: date,
    moved: dict[str, set[date]],
    budget: Budget,
) -> Iterator[tuple[date, Interval]]:
    line = event.lines.get("DTSTART")
    if line is None:
        raise Problem("it has no start")
    start = read_moment(line.value.strip(), line.parameters, zone)
    length = _length(event, start, zone)
    early = first - timedelta(
        days=length.days + 2
    )  # begun before the window, or west of it, and still going on
    left_out = set() if "RECURRENCE-ID" in event.lines else moved.get(event.text("UID"), set())
    for day in sorted(_starts(event, start, zone, early, last + _ONE_DAY, budget) - left_out):
        if isinstance(start, datetime):
            yield from _timed(datetime.combine(day, start.timetz()), length, zone, first, last)
        else:
            yield from _all_day(max(day, first), min(day + length - _ONE_DAY, last))


def _length(event: Event, start: date | datetime, zone: ZoneInfo) -> timedelta:
    length = timedelta()
    if line := event.lines.get("DTEND"):
        end = read_moment(line.value.strip(), line.parameters, zone)
        if isinstance(end, datetime) != isinstance(start, datetime):
            raise Problem("its start and end are not of one kind")
        if isinstance(end, datetime) and isinstance(start, datetime):
            length = instant(micros(end)) - instant(micros(start))  # real time, not the wall's
        else:
            length = end - start
    elif line := event.lines.get("DURATION"):
        length = read_duration(line.value.strip())
    if length > LONGEST_WINDOW:
        raise Problem("it lasts more than twenty years")
    if not isinstance(start, datetime):
        return max(timedelta(days=length.days), _ONE_DAY)
    if length <= timedelta():
        raise Problem("it ends when it starts")
    return length


def _starts(
    event: Event, start: date | datetime, zone: ZoneInfo, first: date, last: date, budget: Budget
) -> set[date]:
    begins = day_of(start, start)
    days = {begins}
    if rule := event.lines.get("RRULE"):
        days = set(
            expand(read_rule(rule.value.strip(), start), begins, first=first, last=last, budget=budget)
        )
    days |= {day_of(one, start) for line in event.also_on for one in read_moments(line, zone)}
    days -= {day_of(one, start) for line in event.except_on for one in read_moments(line, zone)}
    return {day for day in days if first <= day <= last}


def _all_day(first: date, last: date) -> Iterator[tuple[date, Interval]]:
    for number in range(first.toordinal(), last.toordinal() + 1):
        yield date.fromordinal(number), (0, DAY)


def _timed(
    begins: datetime, length: timedelta, zone: ZoneInfo, first: date, last: date
) -> Iterator[tuple[date, Interval]]:
    """The hours on the wall of the zone, a date at a time; begun minutes count whole."""
    moment = micros(begins)
    opens = instant(moment).astimezone(zone).replace(tzinfo=None)
    closes = (instant(moment) + length).astimezone(zone).replace(tzinfo=None)
    for number in range(max(opens.date(), first).toordinal(), min(closes.date(), last).toordinal() + 1):
        day = date.fromordinal(number)
        since = (opens.hour * 60 + opens.minute) if day == opens.date() else 0
        until = DAY
        if day == closes.date():
            until = -(-int((closes - datetime.combine(day, time())).total_seconds()) // 60)
        if since < until:
            yield day, (since, until)


def _joined(day: date, found: list[tuple[Interval, str]]) -> Closure:
    closed: list[Interval] = []
    for start, end in sorted(interval for interval, _ in found):
        if closed and start <= closed[-1][1]:
            closed[-1] = (closed[-1][0], max(closed[-1][1], end))
        else:
            closed.append((start, end))
    names = dict.fromkeys(name for _, name in found if name)
    return Closure(day=day, name=", ".join(names)[:200], closed=tuple(closed))
