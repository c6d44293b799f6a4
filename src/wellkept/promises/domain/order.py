"""In what order to work, so that the most promises are kept and nobody is forgotten (P02)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

Why = Literal["in_time", "late_first", "late_waits"]
NOTHING = timedelta()


@dataclass(frozen=True, slots=True, kw_only=True)
class Owed:
    """One promise as work: hours until it is due (below 0: late), hours it takes, how severe (more is worse), how old.

    All spans are counted in the same hours, those in which its owner works.
    """

    id: int
    left: timedelta
    work: timedelta
    severity: int = 0
    age: timedelta = NOTHING

    @property
    def slack(self) -> timedelta:
        """How long it can wait and still be kept; below 0 it no longer can."""
        return self.left - self.work


@dataclass(frozen=True, slots=True)
class Place:
    """Where a promise stands in the order, and why.

    in_time: kept, when worked off in this order; what is due first comes first. late_first: late or past keeping, and
    doing it here breaks no other. late_waits: late or past keeping, and doing it earlier would break another.
    """

    id: int
    why: Why
    slack: timedelta


def work_order(promises: Iterable[Owed]) -> tuple[Place, ...]:
    """Every promise once, the next to work on first.

    Due first, leaving out of each overload the least severe and of those the longest: with equal severity no order
    keeps more (Moore 1968, Hodgson's algorithm). What is late goes, severe and old before the rest, as far to the
    front as breaks nothing that can be kept.
    """
    plan, late = _in_time(promises)
    placed: list[tuple[Owed, bool]] = [(one, False) for one in plan]
    for one in sorted(late, key=lambda one: (-one.severity, one.left, -one.age, one.id)):
        placed.insert(_earliest(placed, one), (one, True))
    last_in_time = max((number for number, (_, is_late) in enumerate(placed) if not is_late), default=-1)
    return tuple(
        Place(one.id, _why(is_late, before=number < last_in_time), one.slack)
        for number, (one, is_late) in enumerate(placed)
    )


def past_keeping(promises: Iterable[Owed]) -> frozenset[int]:
    """The numbers of those that no order keeps together with the others, late ones included."""
    _plan, late = _in_time(promises)
    return frozenset(one.id for one in late)


def _why(is_late: bool, *, before: bool) -> Why:
    if not is_late:
        return "in_time"
    return "late_first" if before else "late_waits"


def _in_time(promises: Iterable[Owed]) -> tuple[list[Owed], list[Owed]]:
    """Those that can all be kept, due first, and the others."""
    plan: list[Owed] = []
    late: list[Owed] = []
    busy = NOTHING
    for one in sorted(promises, key=lambda one: (one.left, -one.severity, -one.age, one.id)):
        plan.append(one)
        busy += one.work
        # One that alone takes too long goes first: giving up others would not save it.
        while busy > one.left and plan:
            out = one if one.slack < NOTHING else min(plan, key=lambda it: (it.severity, -it.work, it.id))
            plan.remove(out)
            late.append(out)
            busy -= out.work
            if out is one:
                break
    return plan, late


def _earliest(placed: list[tuple[Owed, bool]], new: Owed) -> int:
    """The first place from which on everything that can be kept has time for the new work before it.

    Never before a late one that is already placed: those came in the order of their weight.
    """
    busy = sum((one.work for one, _ in placed), NOTHING)
    place = len(placed)
    for number in range(len(placed) - 1, -1, -1):
        one, is_late = placed[number]
        if is_late or busy + new.work > one.left:
            break
        busy -= one.work
        place = number
    return place
