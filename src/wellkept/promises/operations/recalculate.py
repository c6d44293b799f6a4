"""The open clocks of the service code, counted anew by the code and the calendars of now, because somebody asks.

A change of the code or of the hours applies to what begins from then on. This is the exception: explicit, with a
reason, one event for each clock that moves. First dates never change, and dates agreed with a customer stay.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from wellkept.kernel.actors import Actor
from wellkept.kernel.events import publish
from wellkept.kernel.models import LoggedEvent
from wellkept.kernel.text import one_line
from wellkept.promises import cases, standing
from wellkept.promises.domain.account import stretches
from wellkept.promises.domain.anew import Anew, count_anew
from wellkept.promises.domain.choosing import choose
from wellkept.promises.domain.replay import Said
from wellkept.promises.events import PromiseRecalculated
from wellkept.promises.models import Hours, Promise, PromiseStatus, Promisor, Target
from wellkept.schedules.domain.problems import NeverOpens, OutOfReach

from .refusals import NeedsReason

CLOCK = ("promise.paused", "promise.resumed", "promise.recalculated")


@dataclass(frozen=True, slots=True)
class Recalculated:
    """Of `looked_at` open clocks how many get a later or an earlier time, and another rest while they stand.

    `at_once` of the earlier ones would have run out already: they are due a minute from now.
    """

    looked_at: int = 0
    later: int = 0
    earlier: int = 0
    standing: int = 0
    at_once: int = 0

    @property
    def moved(self) -> int:
        return self.later + self.earlier + self.standing


@dataclass(frozen=True, slots=True)
class _Change:
    promise: Promise
    target: Target
    calendar: str | None
    anew: Anew


def open_clocks() -> int:
    """How many could move."""
    return _open().count()


def what_would_move(*, at: datetime) -> Recalculated:
    """The counts of `recalculate`, and nothing is changed."""
    total = Recalculated()
    for looked_at, changes in _batches(at=at):
        total = _add(total, looked_at, changes)
    return total


def recalculate(*, reason: str, by: Actor, at: datetime) -> Recalculated:
    """Counts every open standing promise anew from its beginning; what stays the same is left alone.

    Batch by batch, each a transaction: safe to repeat. A clock never gets a time earlier than a minute from `at`.
    Raises NeedsReason.
    """
    reason = checked_reason(reason)
    total = Recalculated()
    for looked_at, changes in _batches(at=at):
        with transaction.atomic():
            done = [change for change in changes if _carry_out(change, reason=reason, by=by, at=at)]
        total = _add(total, looked_at, done)
    return total


def checked_reason(reason: str) -> str:
    """The reason as the log keeps it: one line. Raises NeedsReason."""
    reason = one_line(reason, limit=80)
    if not reason:
        raise NeedsReason(_("Say why: the log keeps it beside every time that moves."))
    return reason


def _batches(*, at: datetime) -> Iterator[tuple[int, list[_Change]]]:
    code = standing.code_now()
    if code is None:
        return
    hours, last = cases.Hours(), 0
    while rows := list(_open().filter(pk__gt=last).order_by("id")[: cases.TOGETHER]):
        last = rows[-1].pk
        numbers = {row.conversation_id for row in rows if row.conversation_id}
        there, log = cases.known(numbers), _log(numbers)
        found = (_change(row, there[row.conversation_id or 0], log[row.pk], code, hours, at) for row in rows)
        yield len(rows), [change for change in found if change is not None]


def _open() -> QuerySet[Promise]:
    """Clocks of the code that run or stand, without those whose date was agreed with the customer."""
    clocks = Promise.objects.filter(
        promisor=Promisor.CODE, status=PromiseStatus.OPEN, version=1, conversation__isnull=False
    )
    return clocks.select_related("conversation")


def _log(numbers: set[int]) -> dict[int, list[Said]]:
    told: dict[int, list[Said]] = defaultdict(list)
    rows = LoggedEvent.objects.filter(conversation_id__in=numbers, kind__in=CLOCK).order_by("id")
    for kind, data, at in rows.values_list("kind", "data", "at"):
        told[data["promise_id"]].append(Said(kind, data, at))
    return told


def _change(
    promise: Promise,
    there: cases.Known,
    log: list[Said],
    code: standing.Code,
    hours: cases.Hours,
    at: datetime,
) -> _Change | None:
    """None when nothing moves, or the clock has run out: then the clock of the ledger comes first."""
    rule = choose(code.rules, promise.kind, there.case)
    if rule is None or (promise.paused_at is None and promise.due_at <= at):
        return None
    target = code.targets[rule.id]
    calendar, revision = (
        (None, None) if target.hours == Hours.CALENDAR else hours.of(there.case.inbox_id, there.team_id)
    )
    parts = stretches(promise.made_at, revision, log, until=max(at, promise.made_at + standing.LEAST))
    try:
        anew = count_anew(parts, target.minutes, calendar, at=at)
    except (NeverOpens, OutOfReach):
        return None
    if (anew.due_at is None) != (promise.paused_at is not None):
        return None  # it began to stand this very moment
    same = anew.left == promise.remaining_minutes if promise.paused_at else anew.due_at == promise.due_at
    return None if same else _Change(promise, target, revision, anew)


def _carry_out(change: _Change, *, reason: str, by: Actor, at: datetime) -> bool:
    """False when somebody was quicker: it ended, stood or moved meanwhile."""
    promise = change.promise
    due_at = change.anew.due_at or promise.due_at
    still = Promise.objects.filter(
        pk=promise.pk, status=promise.status, due_at=promise.due_at, paused_at=promise.paused_at
    )
    changes = {
        "due_at": due_at,
        "target": change.target,
        "calendar": change.calendar,
        "remaining_minutes": change.anew.left,
    }
    if still.update(**changes) != 1:
        return False
    event = PromiseRecalculated(
        promise_id=promise.pk,
        conversation_id=promise.conversation_id,
        inbox_id=promise.conversation.inbox_id if promise.conversation else None,
        due_at=due_at.isoformat(),
        target_id=change.target.pk,
        calendar=change.calendar,
        remaining_minutes=change.anew.left,
        reason=reason,
    )
    publish(event, by=by, at=at)
    return True


def _add(total: Recalculated, looked_at: int, changes: list[_Change]) -> Recalculated:
    running = [one for one in changes if one.anew.due_at is not None]
    later = sum(one.anew.due_at > one.promise.due_at for one in running if one.anew.due_at)
    return Recalculated(
        looked_at=total.looked_at + looked_at,
        later=total.later + later,
        earlier=total.earlier + len(running) - later,
        standing=total.standing + len(changes) - len(running),
        at_once=total.at_once + sum(one.anew.is_clamped for one in changes),
    )
