"""What will arrive in each half-hour of a day, from the same weekday of the weeks before, and how wrong that was.

Half-hours are those of the wall clock where the team works: people write after breakfast, not at 07:00 UTC.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import exp, floor, fsum, lgamma, log

SLOTS = 48  # half-hours in a day
WEEKS = 8  # so far back; what is older describes another desk
FADING = 0.8  # what each week further back counts, of the week after it
FEWEST_DAYS = 14  # a weekday seen once is no pattern
HOLIDAY = 7  # a weekday of its own
SUNDAY = 6

Day = tuple[float, ...]
NOTHING: Day = (0.0,) * SLOTS


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """What came: `counts` holds 48 numbers for each date with any, a date left out had none.

    `first` is the first whole date that is known. `holidays` are dates, past and coming, that are closed although
    their weekday is not.
    """

    first: date
    counts: Mapping[date, Day]
    holidays: frozenset[date] = frozenset()

    def on(self, day: date) -> Day:
        return self.counts.get(day, NOTHING)

    def kind_of(self, day: date) -> int:
        """0 to 6 for Monday to Sunday, 7 for a holiday."""
        return HOLIDAY if day in self.holidays else day.weekday()


@dataclass(frozen=True, slots=True)
class Seen:
    """A day that a forecast is made from, and its share of it; the shares add up to 1."""

    day: date
    share: float


@dataclass(frozen=True, slots=True)
class Miss:
    """How wrong forecasts were that were made for whole weeks before they began: WAPE, Σ|came − forecast| ÷ Σ came.

    `by_chance` is what the best forecast possible would miss by half-hours, for arrivals are chance: Poisson's mean
    deviation. An error near it is as good as it gets; far above it, the pattern is not understood.
    """

    days: int
    came: float
    half_hours: float
    whole_days: float
    by_chance: float


def seen(history: History, day: date, *, known_until: date) -> tuple[Seen, ...]:
    """The days that speak for `day`: the same weekday of the last eight weeks, the later the more.

    Holidays speak for holidays only; while none was seen, Sundays do. Empty with fewer than two weeks to go by.
    `known_until` is exclusive.
    """
    if (known_until - history.first).days < FEWEST_DAYS:
        return ()
    kind = history.kind_of(day)
    found = _alike(history, kind, known_until)
    if not found and kind == HOLIDAY:
        found = _alike(history, SUNDAY, known_until)
    weights = [FADING ** ((known_until - one).days // 7) for one in found]
    whole = fsum(weights)
    return tuple(Seen(one, weight / whole) for one, weight in zip(found, weights, strict=True))


def forecast(history: History, day: date, *, known_until: date) -> Day | None:
    """Arrivals in each half-hour of `day`; None where there is too little to go by.

    The weighted mean of the days that speak for it, smoothed over the neighbouring half-hours (¼, ½, ¼): whether one
    came at 09:28 or 09:31 is chance.
    """
    speaking = seen(history, day, known_until=known_until)
    if not speaking:
        return None
    mean = [fsum(one.share * history.on(one.day)[slot] for one in speaking) for slot in range(SLOTS)]
    return tuple(
        (mean[max(slot - 1, 0)] + 2 * mean[slot] + mean[min(slot + 1, SLOTS - 1)]) / 4
        for slot in range(SLOTS)
    )


def backtest(history: History, *, known_until: date, weeks: int = 4) -> Miss | None:
    """The last weeks forecast again, each from what was known when it began. None where nothing can be judged yet."""
    came = missed = missed_days = chance = 0.0
    days = 0
    for week in range(weeks, 0, -1):
        begin = known_until - timedelta(weeks=week)
        for ahead in range(7):
            day = begin + timedelta(days=ahead)
            expected = forecast(history, day, known_until=begin)
            if expected is None:
                continue
            actual = history.on(day)
            days += 1
            came += fsum(actual)
            missed += fsum(abs(a - e) for a, e in zip(actual, expected, strict=True))
            missed_days += abs(fsum(actual) - fsum(expected))
            chance += fsum(poisson_deviation(e) for e in expected)
    if not days or not came:
        return None
    return Miss(days, came, missed / came, missed_days / came, chance / came)


def poisson_deviation(mean: float) -> float:
    """E|X − m| for Poisson's X of mean m: 2·e^{−m}·m^{⌊m⌋+1}/⌊m⌋!. Source: De Moivre, Johnson 1957."""
    if mean <= 0:
        return 0.0
    whole = floor(mean)
    return 2 * exp(-mean + (whole + 1) * log(mean) - lgamma(whole + 1))


def levelled(arrivals: Sequence[float], is_open: Sequence[bool], *, over: int) -> list[float]:
    """When mail is worked on: each half-hour's arrivals evenly in the next `over` half-hours in which somebody works.

    So the mail of a night is the work of the morning, and a peak need not be answered within its own half-hour. What
    comes too late to be worked on before the end of `arrivals` is left out: begin early enough and read the last day.
    """
    work = [0.0] * len(arrivals)
    ahead: list[int] = []  # the next open half-hours from this one on, the farthest first
    for slot in range(len(arrivals) - 1, -1, -1):
        if is_open[slot]:
            ahead = ([*ahead, slot])[-over:]
        if arrivals[slot]:
            for each in ahead:
                work[each] += arrivals[slot] / over
    return work


def _alike(history: History, kind: int, known_until: date) -> list[date]:
    back = min((known_until - history.first).days, 7 * WEEKS)
    days = [known_until - timedelta(days=n) for n in range(1, back + 1)]
    return [one for one in days if history.kind_of(one) == kind]
