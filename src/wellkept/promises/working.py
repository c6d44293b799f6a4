"""The order of work (P02) and what does not fit into the time that is left (M16), in the hours of this desk."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from wellkept.schedules.domain.calendar import Calendar
from wellkept.schedules.domain.problems import Problem

from . import feasibility, standing
from .domain import order
from .domain.feasible import BUFFER
from .domain.order import NOTHING, Owed, Place
from .models import Promise

# Among equally late ones, what a customer counts on weighs more than what we owe to ourselves.
TO_CUSTOMER = 1
A_STEP_OF_PRIORITY = 2


def in_order(promises: Sequence[Promise], *, at: datetime, hands: float = 1.0) -> list[tuple[Promise, Place]]:
    """Those whose clock runs, the next to work on first, each with its reason. Conversations are loaded.

    `hands`: how many people share the work. Two queries at most, however many promises.
    """
    by_id = {promise.pk: promise for promise in promises if promise.paused_at is None}
    return [(by_id[place.id], place) for place in order.work_order(_work(by_id.values(), at=at, hands=hands))]


def past_keeping(promises: Sequence[Promise], *, at: datetime, hands: float = 1.0) -> set[int]:
    """Which of them cannot be kept any more in time, by M16 with its buffer: late ones are not among them."""
    running = [promise for promise in promises if promise.paused_at is None]
    lost = order.past_keeping(_work(running, at=at, hands=hands, spared=BUFFER))
    return {promise.pk for promise in running if promise.pk in lost and promise.due_at > at}


def _work(promises: Iterable[Promise], *, at: datetime, hands: float, spared: float = 0.0) -> Iterable[Owed]:
    calendar, _revision = standing.counting(None)
    takes = timedelta(hours=feasibility.effort_now().hours) / hands
    for promise in promises:
        left = _left(calendar, at, promise.due_at)
        yield Owed(
            id=promise.pk,
            left=left * (1 - spared) if left > NOTHING else left,
            work=takes,
            severity=_severity(promise),
            age=at - promise.made_at,
        )


def _severity(promise: Promise) -> int:
    priority = promise.conversation.priority if promise.conversation else 1
    return A_STEP_OF_PRIORITY * priority + TO_CUSTOMER * promise.is_visible_to_customer


def _left(calendar: Calendar, at: datetime, due_at: datetime) -> timedelta:
    """Working time until it is due; below 0 by how long it is late. Without open hours: all time."""
    try:
        if due_at >= at:
            return calendar.counted(at, due_at)
        return -calendar.counted(due_at, at) - timedelta(seconds=1)
    except Problem:
        return due_at - at
