"""What every measure returns."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from wellkept.insight.domain.figure import LEVEL, Figure, commonest_first, point_of, share_of
from wellkept.kernel.statistics.intervals import Interval


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

    level = LEVEL

    @property
    def interval(self) -> Interval | None:
        """Both limits; None without a figure, or where one of them is open."""
        return None if self.low is None or self.high is None else Interval(self.low, self.high)

    @property
    def hit_ids(self) -> tuple[int, ...]:
        return tuple(case.id for case in self.evidence if case.is_hit is True)

    @property
    def miss_ids(self) -> tuple[int, ...]:
        return tuple(case.id for case in self.evidence if case.is_hit is False)

    @property
    def hits(self) -> int:
        return sum(case.is_hit is True for case in self.evidence)

    @property
    def reasons(self) -> dict[str, int]:
        """How many were left out, by reason, the commonest first."""
        return commonest_first(Counter(one.reason for one in self.excluded))


def share(cases: Iterable[Case], *, excluded: Iterable[Excluded] = ()) -> Measure:
    """Hits among the cases, with the Wilson interval (M01)."""
    evidence = _sorted(cases)
    figure = share_of(sum(case.is_hit is True for case in evidence), len(evidence))
    return of(figure, evidence, excluded)


def point(values: Sequence[tuple[int, float]], at: float, *, excluded: Iterable[Excluded] = ()) -> Measure:
    """The quantile of (id, value) pairs, with the interval of order statistics. `at` .5 is the median."""
    figure = point_of(Counter(value for _, value in values), at)
    return of(figure, (Case(number, None) for number, _ in values), excluded)


def of(figure: Figure, cases: Iterable[Case], excluded: Iterable[Excluded] = ()) -> Measure:
    """A figure with the cases it was counted from."""
    return Measure(figure.value, figure.n, figure.low, figure.high, tuple(excluded), _sorted(cases))


def nothing(excluded: Iterable[Excluded] = ()) -> Measure:
    """No case to count: no figure."""
    return Measure(None, 0, None, None, tuple(excluded), ())


def _sorted(cases: Iterable[Case]) -> tuple[Case, ...]:
    return tuple(sorted(cases, key=lambda case: case.id))
