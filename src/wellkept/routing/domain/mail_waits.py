"""Waits read out of what happened, and what one who waits now may be told from them (M13 where no model fits).

Mail waits over nights and weekends, so waits are measured in time during which somebody answers: `measure` does that.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice
from typing import Literal

from wellkept.kernel.statistics.survival import Observation

from .announcing import Told, is_calibrated
from .waits import LATEST_WAITS, wait_from_history

What = Literal["wrote", "answered", "undone", "ended", "left"]
Measure = Callable[[datetime, datetime], float]

# How many were ahead decides more than anything else; these bounds begin a bucket each.
BUCKETS = (0, 1, 4, 10, 25)
SEARCHED = 2000
ENOUGH_TOLD = 30
JUDGED = 100  # of the latest waits, what would have been told is held against what was


@dataclass(frozen=True, slots=True)
class Happened:
    """A line of the log: the customer wrote, we answered, took that back, ended it without an answer, or they left."""

    at: datetime
    conversation_id: int
    what: What


@dataclass(frozen=True, slots=True)
class Wait:
    """One wait. `until` None: it goes on. `answered` False with an `until`: it ended without an answer."""

    conversation_id: int
    since: datetime
    ahead: int
    until: datetime | None = None
    answered: bool = False


def waits_in(log: Iterable[Happened]) -> list[Wait]:
    """Every wait in the order in which it began. `log` is in order.

    A wait begins when a customer writes and nothing of theirs is waiting yet; further messages do not begin another.
    """
    waits: list[Wait] = []
    waiting: dict[int, int] = {}
    latest: dict[int, int] = {}
    for one in log:
        number = one.conversation_id
        if one.what == "wrote":
            if number not in waiting:
                waiting[number] = latest[number] = len(waits)
                waits.append(Wait(number, one.at, len(waiting) - 1))
        elif one.what == "undone":
            found = latest.get(number)
            if number not in waiting and found is not None and waits[found].answered:
                waits[found] = replace(waits[found], until=None, answered=False)
                waiting[number] = found
        elif (found := waiting.pop(number, None)) is not None:
            waits[found] = replace(waits[found], until=one.at, answered=one.what == "answered")
    return waits


def estimate(
    waits: Sequence[Wait], *, since: datetime, at: datetime, ahead: int, measure: Measure
) -> float | None:
    """M13: the P80 of what is left of a wait that began `since`, in seconds of `measure`; None where too few speak.

    Of the latest 200 that had begun by `at` with as many ahead (of all, where those are too few), those that lasted
    longer than this one has by now. Only what was known `at` is used: what went on then is censored there.
    """
    waited = measure(since, at)
    for chosen in _before(waits, since=min(since, at), bucket_of=bucket(ahead)):
        lasting = [
            Observation(seen.time - waited, seen.happened)
            for seen in (_seen(one, at, measure) for one in chosen)
            if seen.time > waited
        ]
        if (found := wait_from_history(lasting)) is not None and found > 0:
            return found
    return None


def rehearsed(waits: Sequence[Wait], *, at: datetime, measure: Measure) -> list[Told]:
    """What each of the latest waits would have been told when it began, and how long it was: M14 before anyone is told.

    A wait that goes on is watched until `at`.
    """
    told = []
    for number in range(max(0, len(waits) - JUDGED), len(waits)):
        one = waits[number]
        seconds = estimate(waits[:number], since=one.since, at=one.since, ahead=one.ahead, measure=measure)
        if seconds is not None:
            seen = _seen(one, at, measure)
            told.append(Told(seconds, seen.time, seen.happened))
    return told


def may_announce(waits: Sequence[Wait], told: Sequence[Told], *, at: datetime, measure: Measure) -> bool:
    """M14: whether waits may be announced: rehearsed ones hold, and so do those really told, from 30 on."""
    if not is_calibrated(rehearsed(waits, at=at, measure=measure)):
        return False
    return len(told) < ENOUGH_TOLD or is_calibrated(told)


def bucket(ahead: int) -> int:
    """The number of its bucket; waits in one bucket speak for each other."""
    return sum(bound <= ahead for bound in BUCKETS)


def _before(waits: Sequence[Wait], *, since: datetime, bucket_of: int) -> tuple[list[Wait], list[Wait]]:
    """The latest 200 that began before: of that bucket, and of all. Looks back over 2,000 waits at most."""
    alike: list[Wait] = []
    known: list[Wait] = []
    for one in islice(reversed(waits), SEARCHED):
        if one.since < since:
            if len(known) < LATEST_WAITS:
                known.append(one)
            if bucket(one.ahead) == bucket_of:
                alike.append(one)
            if len(alike) == LATEST_WAITS:
                break
    return alike, known


def _seen(one: Wait, at: datetime, measure: Measure) -> Observation:
    if one.until is None or one.until > at:
        return Observation(measure(one.since, max(at, one.since)), False)
    return Observation(measure(one.since, one.until), one.answered)
