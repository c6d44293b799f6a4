"""What follows from an event of a conversation: one small step each, in the transaction of the event."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import Model, QuerySet

from wellkept.conversations.models import Conversation, Message, Place, Status
from wellkept.kernel.actors import SYSTEM, Actor
from wellkept.kernel.events import publish
from wellkept.kernel.prepared import prepared

from . import operations, standing
from .events import PromiseHandedOver
from .models import OPEN, Hours, Kind, Promise, PromiseStatus, Promisor, TargetKind
from .operations import Proof
from .owners import owner_of, somebody_answers

# Where the service code promises no word, we promise it to ourselves: in three working days, one on hold in two.
OWN_UPDATE_MINUTES = 3 * 8 * 60
THIRD_PARTY_MINUTES = 2 * 8 * 60
TO_OURSELVES = (Kind.FOLLOW_UP, Kind.THIRD_PARTY)


def conversation(number: int, message: Model | None = None) -> Conversation:
    """As it is now, within the transaction: the message's own, where its writer holds it locked, else read."""
    if isinstance(message, Message):
        return message.conversation
    return _conversation(pk=number)[0]


def owed(one: Conversation, *, kinds: Iterable[str] | None = None) -> list[Promise]:
    """What is open or broken there, the first due first."""
    return [promise for promise in _owed(conversation=one.pk) if kinds is None or promise.kind in kinds]


def owe_answer(one: Conversation, *, at: datetime) -> None:
    """They wrote: the first reply or the next one is owed, and the resolution where the code promises one.

    Nothing new while it is owed already: its clock began with the first message.
    """
    # Its very first message is owed what nobody has promised yet: one question less for each mail of a stranger.
    known = {promise.kind for promise in owed(one)} if one.message_count > 1 else set()
    code = standing.code_now()
    if code is not None:
        reply = Kind.FIRST_REPLY if one.first_reply_at is None else Kind.NEXT_REPLY
        if not known & {Kind.FIRST_REPLY, Kind.NEXT_REPLY} and _owe(one, reply, code, at=at):
            known.add(reply)
        if Kind.RESOLUTION not in known and _owe(one, Kind.RESOLUTION, code, at=at):
            known.add(Kind.RESOLUTION)
    if not known:
        ensure_next(one, at=at)


def owe_update(one: Conversation, *, at: datetime) -> None:
    """We have just answered, which kept the word that was owed, and it stays open: word is owed next."""
    code = standing.code_now()
    if not (code and _owe(one, Kind.UPDATE, code, at=at)):
        ensure_next(one, at=at)


def ensure_next(one: Conversation, *, at: datetime) -> None:
    """Nothing open is without a next step: where nothing is owed, looking at it again is, to ourselves."""
    if one.place != Place.DESK or one.status not in (Status.OPEN, Status.ON_HOLD):
        return
    if any(promise.paused_at is None for promise in owed(one)):
        return
    if not somebody_answers(one):
        return
    on_hold = one.status == Status.ON_HOLD
    minutes = THIRD_PARTY_MINUTES if on_hold else OWN_UPDATE_MINUTES
    due = standing.after(at, minutes=minutes, hours=Hours.BUSINESS, conversation=one)
    operations.make(
        kind=Kind.THIRD_PARTY if on_hold else Kind.FOLLOW_UP,
        customer=one.customer,
        conversation=one,
        due_at=due.at,
        calendar=due.calendar,
        promisor=Promisor.TEAM,
        is_visible_to_customer=False,
        by=SYSTEM,
        at=at,
    )


def pause(one: Conversation, status: str, *, at: datetime) -> None:
    """Stops the clocks that the service code stops in that status."""
    for promise in owed(one):
        target = promise.target
        if target is None or not promise.is_open or promise.paused_at is not None:
            continue
        if target.pauses_while_pending if status == Status.PENDING else target.pauses_while_on_hold:
            left = standing.minutes_left(promise, at)
            operations.pause(promise=promise, remaining_minutes=left, by=SYSTEM, at=at)


def resume(one: Conversation, *, at: datetime) -> None:
    """Lets the clocks run that stood."""
    for promise in owed(one):
        if promise.paused_at is None:
            continue
        hours = promise.target.hours if promise.target else Hours.CALENDAR
        left = promise.remaining_minutes or 0
        due = standing.after(at, minutes=left, hours=hours, conversation=one)
        operations.resume(promise=promise, due_at=max(due.at, at), calendar=due.calendar, by=SYSTEM, at=at)


def finish(one: Conversation, *, event_id: int, by: Actor, at: datetime) -> None:
    """Solved: the resolution is kept, word on how it stands is given.

    A first reply that is owed stays owed: nobody was answered. A next one does not: whoever solves it after our answer
    saw that the last words ("thank you!") asked for none.
    """
    for promise in owed(one):
        operations.settle(promise, at=at)
        if promise.kind in (Kind.RESOLUTION, Kind.UPDATE):
            operations.keep(promise=promise, proof=Proof(event_id=event_id), by=by, at=at)
        elif promise.is_open and promise.kind in (*TO_OURSELVES, Kind.NEXT_REPLY):
            operations.void(promise=promise, reason="solved", by=SYSTEM, at=at)


def give_to_owner_of(one: Conversation, promise: Promise, *, at: datetime) -> None:
    """Whoever has the conversation now answers for it."""
    owner_id, team_id = owner_of(one)
    if (owner_id, team_id) == (promise.owner_id, promise.team_id):
        return
    if Promise.objects.filter(pk=promise.pk).update(owner_id=owner_id, team_id=team_id) == 1:
        event = PromiseHandedOver(
            promise_id=promise.pk,
            conversation_id=one.pk,
            inbox_id=one.inbox_id,
            owner_id=owner_id,
            team_id=team_id,
        )
        publish(event, by=SYSTEM, at=at)


def _owe(one: Conversation, kind: str, code: standing.Code, *, at: datetime) -> bool:
    """Enters what the service code promises; False when it promises nothing of the kind."""
    target = standing.target_for(one, kind, code)
    if target is None or not somebody_answers(one):
        return False
    due = standing.due_after(one, target, at)
    operations.make(
        kind=kind,
        customer=one.customer,
        conversation=one,
        target=target,
        due_at=due.at,
        calendar=due.calendar,
        promisor=Promisor.CODE,
        by=SYSTEM,
        at=at,
    )
    return True


@prepared
def _conversation(*, pk: Any) -> QuerySet[Conversation]:
    return Conversation.objects.select_related("customer").filter(pk=pk)


@prepared
def _owed(*, conversation: Any) -> QuerySet[Promise]:
    live = Promise.objects.filter(conversation=conversation, status__in=[*OPEN, PromiseStatus.BROKEN])
    locked = live.select_for_update(of=("self",))  # the clock waits, and finds what happened
    return locked.select_related("target", "conversation").order_by("due_at", "id")


assert set(TargetKind.values) <= set(Kind.values)  # a target's kind is the kind of the promise it makes
