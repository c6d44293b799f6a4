"""P18: may we take this on? What so much more work would do to every half-hour of a week, and the answer with it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from math import fsum, sqrt
from typing import Literal

from .load import OVERLOAD
from .need import BUSIEST, MOST_WAITING, Terms, needed, outcome

Answer = Literal["accept", "phase", "decline"]

# So many half-hours may lack a hand: one in twenty is a bad morning, more is a habit.
MOST_SHORT = 0.05
STEPS = (0.75, 0.5, 0.25)  # of the whole, for a beginning in phases
A_HALF_HOUR = 0.5


@dataclass(frozen=True, slots=True)
class Slot:
    """One half-hour in which somebody answers: what arrives then, as a number, and how many agents are there."""

    arrivals: float
    there: int


@dataclass(frozen=True, slots=True)
class Figures:
    """A week under a load. Shares 0 to 1; `short` of `slots` half-hours have fewer agents than they need.

    `missing` is how many agents the worst half-hour lacks. `spare` is β of M12 over the week: (n − R)/√R.
    `waiting_share` is of all who arrive, None where nobody gives up: then the target says how long is too long.
    """

    slots: int
    short: int
    missing: int
    occupancy: float
    spare: float
    waiting_share: float | None

    @property
    def short_share(self) -> float:
        return self.short / self.slots if self.slots else 0.0

    @property
    def is_too_much(self) -> bool:
        return (
            self.short_share > MOST_SHORT
            or self.occupancy > BUSIEST
            or (self.waiting_share is not None and self.waiting_share > MOST_WAITING)
        )


@dataclass(frozen=True, slots=True)
class Verdict:
    """The answer, and why: the week as it is, with all of it, and with the largest share that fits (`share`).

    accept: share 1. phase: begin with `share`. decline: not even a quarter fits, `fits` is None.
    """

    answer: Answer
    share: float
    now: Figures
    whole: Figures
    fits: Figures | None


def judge(
    week: Sequence[Slot], *, terms: Terms, more_a_week: float, more_handle_seconds: float | None = None
) -> Verdict:
    """Whether `more_a_week` arrivals, spread over the week as those of today are, can be done well.

    P18 over M10 and M12. They may take another time to handle; then a half-hour's handle time is the mean of all that
    arrive in it.
    Raises ValueError for nonsense, or a week in which nobody answers.
    """
    if more_a_week < 0:
        raise ValueError(f"Arrivals a week are 0 or more; {more_a_week} is not.")
    if not week:
        raise ValueError("A week needs half-hours in which somebody answers.")
    handle = terms.handle_seconds if more_handle_seconds is None else more_handle_seconds
    now, whole = (figures(_with(week, share * more_a_week, terms, handle), week) for share in (0.0, 1.0))
    if not whole.is_too_much:
        return Verdict("accept", 1.0, now, whole, whole)
    for share in STEPS:
        part = figures(_with(week, share * more_a_week, terms, handle), week)
        if not part.is_too_much:
            return Verdict("phase", share, now, whole, part)
    return Verdict("decline", 0.0, now, whole, None)


def figures(loads: Iterable[tuple[float, Terms]], week: Sequence[Slot]) -> Figures:
    """The week under these loads, one a half-hour: arrivals an hour, and the terms that then hold."""
    short = missing = 0
    offered, hands, waiting, arrived = [], [], [], []
    patient = False
    for (an_hour, terms), slot in zip(loads, week, strict=True):
        lack = needed(terms, an_hour) - slot.there
        short += lack > 0
        missing = max(missing, lack)
        offered.append(terms.load(an_hour).offered)
        hands.append(slot.there * terms.concurrency)
        patient = patient or terms.patience_seconds is None
        arrived.append(an_hour)
        if an_hour and not patient:
            found = outcome(terms, an_hour, agents=slot.there) if slot.there else OVERLOAD
            waiting.append(an_hour * (1.0 if found == OVERLOAD else found.waiting_share))
    load, there = fsum(offered), fsum(hands)
    mean_load, mean_there = load / len(offered), there / len(offered)
    return Figures(
        slots=len(offered),
        short=short,
        missing=missing,
        occupancy=load / there if there else (1.0 if load else 0.0),
        spare=(mean_there - mean_load) / sqrt(mean_load) if mean_load else 0.0,
        waiting_share=None if patient else (fsum(waiting) / fsum(arrived) if fsum(arrived) else 0.0),
    )


def _with(week: Sequence[Slot], more: float, terms: Terms, handle: float) -> list[tuple[float, Terms]]:
    """Each half-hour with its share of what comes on top; rounded, so that a need is computed once."""
    whole = fsum(slot.arrivals for slot in week)
    loads = []
    for slot in week:
        share = slot.arrivals / whole if whole else 1 / len(week)
        own, added = slot.arrivals, more * share
        mean = (own * terms.handle_seconds + added * handle) / (own + added) if own + added else handle
        loads.append(
            (round((own + added) / A_HALF_HOUR, 2), replace(terms, handle_seconds=round(mean, 1) or mean))
        )
    return loads
