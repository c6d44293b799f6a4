"""Medians, P80 and P90 of a list, and how sure they are."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import ceil, floor, sqrt
from statistics import fmean, stdev

from .intervals import Interval
from .normal import Z95


def quantile(values: Iterable[float], share: float) -> float:
    """The point that `share` of the values lie below, straight lines between neighbours.

    Source: Hyndman and Fan 1996, definition 7 (what spreadsheets compute). Raises ValueError for no values, or a share
    outside 0 to 1.
    """
    ordered = _ordered(values, share)
    place = share * (len(ordered) - 1)
    low = floor(place)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (ordered[high] - ordered[low]) * (place - low)


def median(values: Iterable[float]) -> float:
    """The middle value, or the middle of the two middle ones."""
    return quantile(values, 0.5)


def quantile_interval(values: Iterable[float], share: float, *, z: float = Z95) -> Interval:
    """Two of the values between which the quantile of the whole population lies, whatever its shape.

    Ranks ⌈nq − z√(nq(1−q))⌉ and ⌈nq + z√(nq(1−q))⌉, cut off at both ends: of few values it is their whole range.
    Source: Conover 1999, Practical Nonparametric Statistics, 3.2.
    """
    ordered = _ordered(values, share)
    n = len(ordered)
    spread = z * sqrt(n * share * (1 - share))
    low, high = ceil(n * share - spread), ceil(n * share + spread)
    return Interval(ordered[max(low, 1) - 1], ordered[min(max(high, 1), n) - 1])


def mean_interval(values: Sequence[float], *, z: float = Z95) -> Interval:
    """Mean ± z·s/√n; of a single value the value itself, twice."""
    if not values:
        raise ValueError("No values have no mean.")
    mean = fmean(values)
    half = z * stdev(values) / sqrt(len(values)) if len(values) > 1 else 0.0
    return Interval(mean - half, mean + half)


def _ordered(values: Iterable[float], share: float) -> list[float]:
    ordered = sorted(values)
    if not ordered:
        raise ValueError("No values have no quantile.")
    if not 0 <= share <= 1:
        raise ValueError(f"A share lies between 0 and 1; {share} does not.")
    return ordered
