"""Recurrence rules (RFC 5545, section 3.3.10) of days: read, and expanded within bounds."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from wellkept.schedules.domain.problems import BadField, Problem

from .times import day_of, read_moment

_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_READ = ("FREQ", "INTERVAL", "COUNT", "UNTIL", "BYDAY", "BYMONTH", "BYMONTHDAY", "BYSETPOS", "WKST")


@dataclass(frozen=True, slots=True)
class Rule:
    """`by_day` holds (number, weekday): (0, 4) is every Friday, (-1, 4) the last one of the month or year."""

    frequency: str
    interval: int = 1
    count: int | None = None
    until: date | None = None
    by_day: tuple[tuple[int, int], ...] = ()
    by_month: frozenset[int] = frozenset()
    by_month_day: tuple[int, ...] = ()
    by_position: tuple[int, ...] = ()
    week_start: int = 0


class Budget:
    """How many days may still be looked at: a hostile file ends here, not in an endless walk."""

    def __init__(self, days: int) -> None:
        self.left = days

    def spend(self, days: int) -> None:
        self.left -= days
        if self.left < 0:
            raise BadField("file", "repeats its events too often to be read; export fewer years.")


def read_rule(value: str, start: date | datetime) -> Rule:
    """The rule written after RRULE, of an event with this start. Raises Problem for what is not understood: nothing
    is guessed."""
    parts = dict(part.upper().split("=", 1) for part in value.split(";") if "=" in part)
    if unknown := sorted(set(parts) - set(_READ)):
        raise Problem(f"it repeats by {unknown[0][:20]}, which is not read")
    frequency = parts.get("FREQ", "")
    if frequency not in ("DAILY", "WEEKLY", "MONTHLY", "YEARLY"):
        raise Problem("it repeats neither daily, weekly, monthly nor yearly")
    try:
        return Rule(
            frequency=frequency,
            interval=_number(parts.get("INTERVAL", "1"), 1, 10_000),
            count=_number(parts["COUNT"], 1, 100_000) if "COUNT" in parts else None,
            until=_until(parts["UNTIL"], start) if "UNTIL" in parts else None,
            by_day=tuple(_weekday(one) for one in _listed(parts, "BYDAY")),
            by_month=frozenset(_number(one, 1, 12) for one in _listed(parts, "BYMONTH")),
            by_month_day=tuple(_number(one, -31, 31) for one in _listed(parts, "BYMONTHDAY")),
            by_position=tuple(_number(one, -366, 366) for one in _listed(parts, "BYSETPOS")),
            week_start=_WEEKDAYS.index(parts.get("WKST", "MO")),
        )
    except ValueError as problem:
        raise Problem(f'its rule "{value[:80]}" cannot be read') from problem


def _until(text: str, start: date | datetime) -> date | None:
    """The last day on which an occurrence may start; None when that is too far off to matter."""
    if text[:4].isdecimal() and text[:4] > "2199":
        return None
    wall = start.tzinfo if isinstance(start, datetime) else None
    until = read_moment(text, {}, wall or UTC)
    if not isinstance(until, datetime) or not isinstance(start, datetime):
        return day_of(until, start)
    local = until.astimezone(wall)
    return local.date() if local.time() >= start.time() else local.date() - timedelta(days=1)


def _listed(parts: dict[str, str], name: str) -> list[str]:
    return parts[name].split(",")[:400] if name in parts else []


def _number(text: str, least: int, most: int) -> int:
    number = int(text)
    if not least <= number <= most:
        raise ValueError(text)
    return number


def _weekday(text: str) -> tuple[int, int]:
    return (_number(text[:-2], -53, 53) if text[:-2] else 0), _WEEKDAYS.index(text[-2:])


def expand(rule: Rule, start: date, *, first: date, last: date, budget: Budget) -> Iterator[date]:
    """The days from `first` to `last`, both inclusive, on which it recurs. The start is always the first one."""
    end = min(last, rule.until or last)
    left = rule.count
    for day in _all(rule, start, from_day=first if left is None else start, end=end, budget=budget):
        if left is not None:
            if left == 0:
                return
            left -= 1
        if day >= first:
            yield day


def _all(rule: Rule, start: date, *, from_day: date, end: date, budget: Budget) -> Iterator[date]:
    if start <= end:
        yield start
    number = _periods_before(rule, start, from_day)
    while True:
        days = _days_of_period(rule, start, number)
        if days[0] > end:
            return
        budget.spend(len(days))
        for day in _chosen(rule, start, days):
            if day > end:
                return
            if day > start:
                yield day
        number += rule.interval


def _periods_before(rule: Rule, start: date, day: date) -> int:
    """A multiple of the interval that still lies before the day."""
    passed = max((day - start).days, 0)
    length = {"DAILY": 1, "WEEKLY": 7, "MONTHLY": 31, "YEARLY": 366}[rule.frequency]
    return max(passed // length - 2, 0) // rule.interval * rule.interval


def _days_of_period(rule: Rule, start: date, number: int) -> list[date]:
    """The days of the period so many periods after that of the start, without months that cannot match."""
    if rule.frequency == "DAILY":
        return [start + timedelta(days=number)]
    if rule.frequency == "WEEKLY":
        begun = start - timedelta(days=(start.weekday() - rule.week_start) % 7)
        return [begun + timedelta(days=7 * number + day) for day in range(7)]
    if rule.frequency == "MONTHLY":
        year, month = divmod(start.year * 12 + start.month - 1 + number, 12)
        return _days_of_month(year, month + 1)
    months: Iterable[int] = sorted(rule.by_month)
    if not months:
        months = range(1, 13) if rule.by_day or rule.by_month_day else (start.month,)
    return [day for month in months for day in _days_of_month(start.year + number, month)]


def _days_of_month(year: int, month: int) -> list[date]:
    return [date(year, month, day + 1) for day in range(monthrange(year, month)[1])]


def _chosen(rule: Rule, start: date, days: list[date]) -> list[date]:
    found = [day for day in days if _matches(rule, start, day)]
    if not rule.by_position:
        return found
    places = {place - 1 if place > 0 else len(found) + place for place in rule.by_position if place}
    return [day for place, day in enumerate(found) if place in places]


def _matches(rule: Rule, start: date, day: date) -> bool:
    if rule.by_month and day.month not in rule.by_month:
        return False
    if rule.by_month_day:
        backwards = day.day - monthrange(day.year, day.month)[1] - 1
        if day.day not in rule.by_month_day and backwards not in rule.by_month_day:
            return False
    if rule.by_day:
        return any(weekday == day.weekday() and _nth(rule, number, day) for number, weekday in rule.by_day)
    return bool(rule.by_month_day) or _as_the_start(rule, start, day)


def _nth(rule: Rule, number: int, day: date) -> bool:
    """Whether it is the number-th of its weekday, in the month, or in the year when the rule names no month."""
    if number == 0 or rule.frequency in ("DAILY", "WEEKLY"):
        return True
    if rule.frequency == "YEARLY" and not rule.by_month:
        place = day.timetuple().tm_yday
        length = 366 if monthrange(day.year, 2)[1] == 29 else 365
    else:
        place, length = day.day, monthrange(day.year, day.month)[1]
    return ((place - 1) // 7 + 1 if number > 0 else -((length - place) // 7 + 1)) == number


def _as_the_start(rule: Rule, start: date, day: date) -> bool:
    """What the rule leaves open is as on the first day."""
    if rule.frequency == "DAILY":
        return True
    if rule.frequency == "WEEKLY":
        return day.weekday() == start.weekday()
    return day.day == start.day and (
        rule.frequency == "MONTHLY" or bool(rule.by_month) or day.month == start.month
    )
