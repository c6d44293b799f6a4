"""The arithmetic of a figure from how often each value was seen: exact, and quick for any number of cases."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import accumulate
from math import ceil, floor, sqrt

from wellkept.kernel.statistics.intervals import Interval
from wellkept.kernel.statistics.normal import Z95
from wellkept.kernel.statistics.proportions import wilson
from wellkept.kernel.statistics.survival import Curve, Observation, curve_of

LEVEL = 0.95


@dataclass(frozen=True, slots=True)
class Figure:
    """A number with all that makes it honest, but for its cases.

    `value` in the unit its measure names; None when there is none to give: no case, or a point in time that has not
    come yet. `low` and `high` are its 95 % interval; None: open to that side. `hits`: how many speak for us; None where
    nothing is hit or missed. `exclusions`: how many were left out, by reason, the commonest first.
    """

    value: float | None
    n: int
    low: float | None = None
    high: float | None = None
    hits: int | None = None
    exclusions: Mapping[str, int] = field(default_factory=dict)

    level = LEVEL


def share_of(hits: int, n: int, exclusions: Mapping[str, int] | None = None) -> Figure:
    """M01: hits ÷ n with the Wilson interval."""
    left_out = commonest_first(exclusions or {})
    if n == 0:
        return Figure(None, 0, hits=0, exclusions=left_out)
    low, high = wilson(hits, n)
    return Figure(hits / n, n, low, high, hits, left_out)


def done_by(
    seen: Mapping[Observation, int], time: float, exclusions: Mapping[str, int] | None = None
) -> Figure:
    """M08: the Kaplan–Meier share to whom it has happened by `time`; what is open is censored, never dropped."""
    left_out = commonest_first(exclusions or {})
    if not seen:
        return Figure(None, 0, hits=0, exclusions=left_out)
    curve = curve_of(seen)
    share = curve.happened_by(time)
    hits = sum(count for one, count in seen.items() if one.happened and one.time <= time)
    low, high = curve.interval(time) if 0 < share < 1 else _at_an_end(seen, time, hits)
    return Figure(share, curve.n, low, high, hits, left_out)


def time_until(
    seen: Mapping[Observation, int], share: float, exclusions: Mapping[str, int] | None = None
) -> Figure:
    """The time by which it has happened to that share, what is open censored. Without any open: an order statistic.

    The interval holds every time at which the 95 % interval of the share contains it. Source: Brookmeyer and Crowley
    1982. None, for the value or an end, where the watching stopped before.
    """
    left_out = commonest_first(exclusions or {})
    if not seen:
        return Figure(None, 0, exclusions=left_out)
    curve = curve_of(seen)
    low, high = _reaches(curve, share)
    return Figure(curve.quantile(share), curve.n, low, high, exclusions=left_out)


def point_of(seen: Mapping[float, int], share: float, exclusions: Mapping[str, int] | None = None) -> Figure:
    """The quantile of values by how often each was seen, with the interval of order statistics.

    As `kernel.statistics.quantiles` has it: Hyndman and Fan's definition 7, Conover's ranks.
    """
    left_out = commonest_first(exclusions or {})
    if not seen:
        return Figure(None, 0, exclusions=left_out)
    values = sorted(seen)
    ends = list(accumulate(seen[value] for value in values))
    n = ends[-1]

    def at(rank: int) -> float:
        return values[bisect_left(ends, min(max(rank, 1), n))]

    place = share * (n - 1)
    below, above = at(floor(place) + 1), at(floor(place) + 2)
    spread = Z95 * sqrt(n * share * (1 - share))
    low, high = at(ceil(n * share - spread)), at(ceil(n * share + spread))
    return Figure(below + (above - below) * (place - floor(place)), n, low, high, exclusions=left_out)


def _at_an_end(seen: Mapping[Observation, int], time: float, hits: int) -> Interval:
    """Where it has happened to all or to none, the variance says nothing; those whose end is known say this much."""
    known = hits + sum(count for one, count in seen.items() if one.time > time)
    return wilson(hits, known) if known else Interval(0.0, 1.0)


def commonest_first(counts: Mapping[str, int]) -> dict[str, int]:
    """Reasons by how many they took, then by name; those that took none are left away."""
    return dict(sorted(((k, v) for k, v in counts.items() if v), key=lambda pair: (-pair[1], pair[0])))


def _reaches(curve: Curve, share: float) -> tuple[float | None, float | None]:
    """The first times at which the upper and the lower limit of the curve reach the share."""
    low = high = None
    for step in curve.steps:
        # Where it has happened to all, the variance says nothing; Wilson's limits of n of n stand in.
        limits = wilson(curve.n, curve.n) if step.survival <= 0 else step.interval()
        if low is None and limits.high >= share:
            low = step.time
        if limits.low >= share:
            high = step.time
            break
    return low, high
