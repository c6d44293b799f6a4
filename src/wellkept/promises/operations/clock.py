"""The clock, not a person, says that a promise is broken."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from wellkept.kernel.actors import SYSTEM
from wellkept.kernel.events import publish
from wellkept.promises.events import PromiseBroken
from wellkept.promises.models import OPEN, Promise, PromiseStatus

from .moving import put_in_force
from .places import inbox_of
from .refusals import NotOpen

TOGETHER = 200


def break_late(*, at: datetime, limit: int = TOGETHER) -> int:
    """Breaks up to `limit` promises whose time has passed, those due first first; returns how many it looked at.

    Each is a conditional update, so that any number of clocks may run and each promise breaks once. What breaks
    in one call is one transaction.
    """
    late = Promise.objects.filter(status__in=OPEN, paused_at__isnull=True, due_at__lte=at)
    with transaction.atomic():
        rows = list(late.select_related("conversation").order_by("due_at", "id")[:limit])
        for promise in rows:
            _pass(promise, at=at)
    return len(rows)


def settle(promise: Promise, *, at: datetime) -> None:
    """Before anything else happens to it: what was late a moment ago is broken, though the clock had not come yet."""
    if promise.is_open and promise.paused_at is None and promise.due_at < at:
        _pass(promise, at=at)


def _pass(promise: Promise, *, at: datetime) -> None:
    """Its time has passed. A date that the customer was told in time, and has not refused, is in force instead;
    should that one have passed as well, after a long standstill, the promise is broken at once."""
    if promise.proposed_due_at is not None:
        try:
            put_in_force(promise, due_at=promise.proposed_due_at, by=SYSTEM, at=at)
        except NotOpen:  # somebody ended it in this very moment
            return
        if promise.due_at > at:
            return
    _break(promise, at=at)


def _break(promise: Promise, *, at: datetime) -> None:
    still = Promise.objects.filter(pk=promise.pk, status=promise.status, due_at=promise.due_at)
    if still.update(status=PromiseStatus.BROKEN, broken_at=at) != 1:
        return
    promise.status, promise.broken_at = PromiseStatus.BROKEN, at
    event = PromiseBroken(
        promise_id=promise.pk,
        conversation_id=promise.conversation_id,
        inbox_id=inbox_of(promise),
        due_at=promise.due_at.isoformat(),
        owner_id=promise.owner_id,
        team_id=promise.team_id,
    )
    publish(event, by=SYSTEM, at=at)
