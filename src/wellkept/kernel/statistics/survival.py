"""Kaplan–Meier: the share to whom something has happened by a time, where for some it is not known yet.

Open things are censored, never dropped: leaving them out would flatter whoever answers the easy ones first.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import exp, log, sqrt
from typing import NamedTuple

from .intervals import Interval
from .normal import Z95


class Observation(NamedTuple):
    """Watched for `time` (0 or more, any unit): then it happened, or the watching ended (False: censored)."""

    time: float
    happened: bool


@dataclass(frozen=True, slots=True)
class Step:
    """From `time` on, the share to whom it has not happened, and Greenwood's sum for its variance."""

    time: float
    survival: float
    greenwood: float

    def interval(self, *, z: float = Z95) -> Interval:
        """Of F at this time; see `Curve.interval`."""
        if not 0 < self.survival < 1:
            return Interval(0.0, 1.0)
        width = z * sqrt(self.greenwood) / abs(log(self.survival))
        lowest, highest = self.survival ** exp(width), self.survival ** exp(-width)
        return Interval(1 - highest, 1 - lowest)


@dataclass(frozen=True, slots=True)
class Curve:
    """`n` observations as steps, the earliest first. `last` is the longest time watched."""

    n: int
    steps: tuple[Step, ...]
    last: float

    def happened_by(self, time: float) -> float:
        """F(t): the share to whom it has happened by then, events at that very time included."""
        step = self._at(time)
        return 1 - step.survival if step else 0.0

    def interval(self, time: float, *, z: float = Z95) -> Interval:
        """Of F(t): Greenwood's variance on the scale log(−log S), which keeps both limits within 0 to 1.

        Source: Kalbfleisch and Prentice 1980. (0, 1) where nothing has happened yet, or to everyone: there the
        variance says nothing.
        """
        step = self._at(time)
        return Interval(0.0, 1.0) if step is None else step.interval(z=z)

    def quantile(self, share: float) -> float | None:
        """The first time by which it has happened to that share; None when the watching ended before."""
        if not 0 < share <= 1:
            raise ValueError(f"A share lies above 0 and is 1 at most; {share} is neither.")
        # A hair of room: 1 − (1 − 1/5)(1 − 1/4)… is 0.8 only to the last digit but one.
        return next((step.time for step in self.steps if 1 - step.survival >= share - 1e-12), None)

    def _at(self, time: float) -> Step | None:
        found = None
        for step in self.steps:
            if step.time > time:
                break
            found = step
        return found


def kaplan_meier(observations: Iterable[Observation]) -> Curve:
    """The curve of what was observed. Of one time, what happened counts before what was censored, as is the custom.

    S(t) = Π (1 − dᵢ/nᵢ), Greenwood Σ dᵢ / (nᵢ(nᵢ − dᵢ)). Source: Kaplan and Meier 1958.
    Raises ValueError for no observations, or a negative time.
    """
    seen: Counter[Observation] = Counter(Observation(*one) for one in observations)
    return curve_of(seen)


def curve_of(counts: Mapping[Observation, int]) -> Curve:
    """The same, of how often each observation was made. Raises ValueError as `kaplan_meier` does."""
    happened: Counter[float] = Counter()
    left: Counter[float] = Counter()
    for (time, was_seen), count in counts.items():
        if time < 0:
            raise ValueError(f"Nothing is watched for a negative time: {time}.")
        left[time] += count
        happened[time] += count if was_seen else 0
    if not left:
        raise ValueError("A curve needs one observation at least.")
    n = at_risk = left.total()
    steps, survival, greenwood = [], 1.0, 0.0
    for time in sorted(left):
        events = happened[time]
        if events:
            survival *= 1 - events / at_risk
            greenwood += events / (at_risk * (at_risk - events)) if at_risk > events else 0.0
            steps.append(Step(time, survival, greenwood))
        at_risk -= left[time]
    return Curve(n, tuple(steps), max(left))
