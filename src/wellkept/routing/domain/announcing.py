"""What may be said to a person who waits, and when it must be said again (P03)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import ceil
from typing import NamedTuple

from wellkept.kernel.statistics.quantiles import median
from wellkept.kernel.statistics.survival import Curve, Observation, kaplan_meier

from .waits import ANNOUNCED_SHARE

# M14: announced shares within five points of what they claim are honest.
TOLERANCE = 0.05
# Fewer announcements than this say nothing about whether we are right.
FEWEST_ANNOUNCED = 30
# A wait that grew by more than a quarter is told again.
WORSENED = 1.25


@dataclass(frozen=True, slots=True)
class Announcement:
    """`seconds` is the estimate that is measured (M14); `minutes` is what is said, rounded up and never below it."""

    seconds: float
    minutes: int


def announce(seconds: float) -> Announcement:
    """The words' number for a P80: whole minutes upwards, from ten minutes on in steps of five.

    Raises ValueError for seconds that are not above 0.
    """
    if seconds <= 0:
        raise ValueError(f"Only a wait is announced; {seconds} seconds is none.")
    minutes = ceil(seconds / 60)
    return Announcement(seconds, minutes if minutes <= 10 else 5 * ceil(minutes / 5))


def must_tell_again(*, told: Announcement, waited_seconds: float, left_seconds: float) -> bool:
    """Whether what is left now makes the whole wait more than a quarter longer than what was told."""
    return waited_seconds + left_seconds > WORSENED * told.minutes * 60


class Told(NamedTuple):
    """One wait that was announced: for how long, how long it was, and whether an answer ended it (else they left)."""

    announced_seconds: float
    waited_seconds: float
    answered: bool


def coverage(told: Iterable[Told]) -> Curve:
    """M14: the curve of wait ÷ announced; `happened_by(1)` is P(virtual wait ≤ announced). Who left is censored.

    Raises ValueError for an announcement of 0 seconds or less, or for none at all.
    """
    return kaplan_meier(Observation(_ratio(one), one.answered) for one in told)


def overshoot(told: Iterable[Told]) -> float | None:
    """M14: the median of announced ÷ actual, of those answered after a wait; it shows padding. None when nobody was."""
    ratios = [
        one.announced_seconds / one.waited_seconds for one in told if one.answered and one.waited_seconds > 0
    ]
    return median(ratios) if ratios else None


def is_calibrated(told: Iterable[Told], *, share: float = ANNOUNCED_SHARE) -> bool:
    """Whether waits may be announced: lately `share` ± 5 points of them held. False with fewer than 30 to judge by.

    Rather nothing than something false: when this is False, the person hears their position and no time.
    """
    known = list(told)
    if len(known) < FEWEST_ANNOUNCED:
        return False
    return abs(coverage(known).happened_by(1.0) - share) <= TOLERANCE + 1e-9


def _ratio(one: Told) -> float:
    if one.announced_seconds <= 0:
        raise ValueError(f"Only a wait is announced; {one.announced_seconds} seconds is none.")
    return one.waited_seconds / one.announced_seconds
