"""The order of work (P02) and what does not fit into the time that is left (M16), in the hours of this desk."""

from __future__ import annotations

from collections.abc import Sequence
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


def in_order(promises: Sequence[Promise], *, at: datetime) -> list[tuple[Promise, Place]]:
    """Those whose clock runs, the next to work on first, each with its reason. Conversations are loaded.

    What a team answers for is shared by its people. A fixed number of queries, however many promises.
    """
    by_id = {promise.pk: promise for promise in promises if promise.paused_at is None}
    return [(by_id[place.id], place) for place in order.work_order(_work(list(by_id.values()), at=at))]


def past_keeping(promises: Sequence[Promise], *, at: datetime) -> set[int]:
    """Which of them cannot be kept any more in time, by M16 with its buffer: late ones are not among them."""
    running = [promise for promise in promises if promise.paused_at is None]
    lost = order.past_keeping(_work(running, at=at, spared=BUFFER))
    return {promise.pk for promise in running if promise.pk in lost and promise.due_at > at}


def _work(promises: Sequence[Promise], *, at: datetime, spared: float = 0.0) -> list[Owed]:
    calendar, _revision = standing.counting(None)
    takes = timedelta(hours=feasibility.effort_now().hours)
    hands = _hands(promises)
    work = []
    for promise in promises:
        left = _left(calendar, at, promise.due_at)
        one = Owed(
            id=promise.pk,
            left=left * (1 - spared) if left > NOTHING else left,
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
