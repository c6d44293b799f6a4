"""What every measure returns."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from wellkept.kernel.statistics.proportions import wilson
from wellkept.kernel.statistics.quantiles import quantile, quantile_interval


@dataclass(frozen=True, slots=True)
class Case:
    """One of the cases a figure was counted from. `is_hit`: whether it speaks for us; None: neither, or open."""

    id: int
    is_hit: bool | None


@dataclass(frozen=True, slots=True)
class Excluded:
    """A case left out, and why in a few words."""

    id: int
    reason: str


@dataclass(frozen=True, slots=True)
class Measure:
    """A figure and all that makes it honest.

    `value` in the unit that the measure names; None when n is 0. `low` and `high` are its 95 % interval in that unit.
    `evidence` holds every case counted, hits and misses alike, by id.
    """

    value: float | None
    n: int
    low: float | None
    high: float | None
    excluded: tuple[Excluded, ...]
    evidence: tuple[Case, ...]

    @property
    def hits(self) -> int:
        return sum(case.is_hit is True for case in self.evidence)

    @property
    def reasons(self) -> dict[str, int]:
        """How many were left out, by reason, the commonest first."""
        return dict(Counter(one.reason for one in self.excluded).most_common())


def share(cases: Iterable[Case], *, excluded: Iterable[Excluded] = ()) -> Measure:
    """Hits among the cases, with the Wilson interval (M01)."""
    evidence = tuple(sorted(cases, key=lambda case: case.id))
    n = len(evidence)
    if n == 0:
        return nothing(excluded)
    hits = sum(case.is_hit is True for case in evidence)
    low, high = wilson(hits, n)
    return Measure(hits / n, n, low, high, tuple(excluded), evidence)


def point(values: Sequence[tuple[int, float]], at: float, *, excluded: Iterable[Excluded] = ()) -> Measure:
    """The quantile of (id, value) pairs, with the interval of order statistics. `at` .5 is the median."""
    if not values:
        return nothing(excluded)
    plain = [value for _, value in values]
    low, high = quantile_interval(plain, at)
    evidence = tuple(Case(number, None) for number, _ in sorted(values))
    return Measure(quantile(plain, at), len(plain), low, high, tuple(excluded), evidence)


def nothing(excluded: Iterable[Excluded] = ()) -> Measure:
    """No case to count: no figure."""
    return Measure(None, 0, None, None, tuple(excluded), ())
