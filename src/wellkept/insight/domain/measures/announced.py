"""M14: whether the waits we announced were true."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from wellkept.insight.domain.figure import done_by
from wellkept.kernel.statistics.survival import Observation

from .measure import Case, Measure, of, point


@dataclass(frozen=True, slots=True)
class AnnouncedWait:
    """One wait that was told to a person, and how it went."""

    id: int
    announced_seconds: float
    waited_seconds: float
    answered: bool


def announcement_coverage(waits: Iterable[AnnouncedWait]) -> Measure:
    """M14: Kaplan–Meier P(virtual wait ≤ announced); who left is censored. Honest is what was claimed ± 5 points.

    Evidence: a hit waited no longer than told, a miss did; None left before their time was up.
    """
    known = list(waits)
    told = Counter(Observation(one.waited_seconds / one.announced_seconds, one.answered) for one in known)
    return of(done_by(told, 1.0), (Case(one.id, _held(one)) for one in known))


def announcement_overshoot(waits: Iterable[AnnouncedWait]) -> Measure:
    """M14's counter: the median of announced ÷ actual among the answered. It rises when waits are padded."""
    return point(
        [
            (one.id, one.announced_seconds / one.waited_seconds)
            for one in waits
            if one.answered and one.waited_seconds > 0
        ],
        0.5,
    )


def _held(one: AnnouncedWait) -> bool | None:
    if one.waited_seconds > one.announced_seconds:
        return False
    return True if one.answered else None
