"""The order of work (P02) and what does not fit into the time that is left (M16), in the hours of this desk."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.db.models import Count

from wellkept.accounts.models import Membership
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


@dataclass(frozen=True, slots=True)
class Placed:
    """A promise as work. `is_lost`: it cannot be kept any more in time, though it is not late yet."""

    promise: Promise
    place: Place
    is_lost: bool


def in_order(promises: Sequence[Promise], *, at: datetime) -> list[Placed]:
    """Those whose clock runs, the next to work on first, each with its reason. Conversations are loaded.

    What a team answers for is shared by its people. A fixed number of queries, however many promises.
    """
    by_id = {promise.pk: promise for promise in promises if promise.paused_at is None}
    work = _work(list(by_id.values()), at=at)
    lost = order.past_keeping(_spared(work))
    return [
        Placed(by_id[place.id], place, place.id in lost and by_id[place.id].due_at > at)
        for place in order.work_order(work)
    ]


def past_keeping(promises: Sequence[Promise], *, at: datetime) -> set[int]:
    """Which of them cannot be kept any more in time, by M16 with its buffer: late ones are not among them."""
    running = [promise for promise in promises if promise.paused_at is None]
    lost = order.past_keeping(_spared(_work(running, at=at)))
    return {promise.pk for promise in running if promise.pk in lost and promise.due_at > at}


def _spared(work: Iterable[Owed]) -> list[Owed]:
    """With a part of the time that is left kept back, as M16 does."""
    return [replace(one, left=one.left * (1 - BUFFER)) if one.left > NOTHING else one for one in work]


def _work(promises: Sequence[Promise], *, at: datetime) -> list[Owed]:
    calendar, _revision = standing.counting(None)
    takes = timedelta(hours=feasibility.effort_now().hours)
    hands = _hands(promises)
    work = []
    for promise in promises:
        one = Owed(
            id=promise.pk,
            left=_left(calendar, at, promise.due_at),
            work=takes if promise.owner_id else takes / hands.get(promise.team_id, 1),
            severity=_severity(promise),
            age=at - promise.made_at,
        )
        work.append(one)
    return work


def _hands(promises: Sequence[Promise]) -> dict[int | None, int]:
    """How many people there are in each team that answers for any of them."""
    teams = {promise.team_id for promise in promises if promise.owner_id is None and promise.team_id}
    if not teams:
        return {}
    counted = Membership.objects.filter(team__in=teams).values("team_id").annotate(people=Count("id"))
    return {row["team_id"]: row["people"] for row in counted.order_by()}


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
