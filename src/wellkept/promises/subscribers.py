"""Standing promises begin and end with what happens in conversations, in the same transaction.

A customer writes: a reply is owed. We write: it is kept, and while the conversation stays open word on how it stands is
owed next. Solved: the resolution is kept. So nothing open is without an owner, a next step and a time.
"""

from __future__ import annotations

from datetime import datetime

from wellkept.conversations.events import (
    ConversationAssigned,
    ConversationOpened,
    MessageReceived,
    PlaceChanged,
    ReplyUndone,
    ReplyWritten,
    StatusChanged,
)
from wellkept.conversations.models import Message, Place, Status
from wellkept.kernel.actors import SYSTEM
from wellkept.kernel.events import Heard, subscribe

from . import operations, steps
from .models import Evidence, Kind, Promise, PromiseStatus
from .operations import Proof, kept_by

REPLIES = (Kind.FIRST_REPLY, Kind.NEXT_REPLY, Kind.UPDATE)
OVER = (Status.SOLVED, Status.CLOSED)


@subscribe(ConversationOpened)
def what_we_begin_has_a_next_step(heard: Heard) -> None:
    """A conversation begun by an agent. One begun by a customer has its message in a moment."""
    assert isinstance(heard.event, ConversationOpened)
    if heard.by.kind == "agent":
        steps.ensure_next(steps.conversation(heard.event.conversation_id), at=heard.at)


@subscribe(MessageReceived)
def a_message_is_owed_an_answer(heard: Heard) -> None:
    event = heard.event
    assert isinstance(event, MessageReceived)
    conversation = steps.conversation(event.conversation_id, heard.about)
    if conversation.place != Place.DESK:
        return
    if event.is_automatic:
        steps.ensure_next(conversation, at=heard.at)
    else:
        steps.owe_answer(conversation, at=heard.at)


@subscribe(ReplyWritten)
def an_answer_keeps_what_was_owed(heard: Heard) -> None:
    event = heard.event
    assert isinstance(event, ReplyWritten)
    conversation = steps.conversation(event.conversation_id, heard.about)
    owed = steps.owed(conversation)
    if owed:
        message = heard.about or Message.objects.get(pk=event.message_id)
        assert isinstance(message, Message)
        for promise in owed:
            if promise.kind in REPLIES:
                operations.keep_in_step(
                    promise=promise, proof=Proof(message=message), by=heard.by, at=heard.at
                )
        kept_by.kept_by(message, owed, by=heard.by, at=heard.at)
    if (event.status or conversation.status) == Status.OPEN:
        steps.owe_update(conversation, at=heard.at)


@subscribe(ReplyUndone)
def an_answer_taken_back_kept_nothing(heard: Heard) -> None:
    event = heard.event
    assert isinstance(event, ReplyUndone)
    for promise in Promise.objects.filter(told_message=event.message_id).select_related("conversation"):
        operations.refuse(promise=promise, by=heard.by, at=heard.at)
    kept = Promise.objects.filter(
        evidence__message_id=event.message_id, evidence__what=Evidence.What.MESSAGE, status=PromiseStatus.KEPT
    )
    for promise in kept.select_related("conversation"):
        _void_what_followed(promise, at=heard.at)
        operations.reopen(promise=promise, by=heard.by, at=heard.at)


@subscribe(StatusChanged)
def the_clocks_follow_the_status(heard: Heard) -> None:
    event = heard.event
    assert isinstance(event, StatusChanged)
    conversation = steps.conversation(event.conversation_id)
    if event.status in OVER:
        steps.finish(conversation, event_id=heard.id, by=heard.by, at=heard.at)
        return
    if event.status in (Status.PENDING, Status.ON_HOLD):
        steps.pause(conversation, event.status, at=heard.at)
    else:
        steps.resume(conversation, at=heard.at)
    if heard.by != SYSTEM:  # else a message opened it, and says in a moment what is owed
        steps.ensure_next(conversation, at=heard.at)


@subscribe(PlaceChanged)
def spam_is_owed_nothing(heard: Heard) -> None:
    event = heard.event
    assert isinstance(event, PlaceChanged)
    conversation = steps.conversation(event.conversation_id)
    if event.place == Place.DESK:
        steps.ensure_next(conversation, at=heard.at)
        return
    for promise in steps.owed(conversation):
        operations.void(promise=promise, reason=event.place, by=SYSTEM, at=heard.at)


@subscribe(ConversationAssigned)
def promises_go_with_the_conversation(heard: Heard) -> None:
    """Those that its former owner answered for; what somebody else took on stays with them."""
    event = heard.event
    assert isinstance(event, ConversationAssigned)
    conversation = steps.conversation(event.conversation_id)
    for promise in steps.owed(conversation):
        if promise.owner_id is None or promise.owner_id == event.previous_assignee_id:
            steps.give_to_owner_of(conversation, promise, at=heard.at)


def _void_what_followed(kept: Promise, *, at: datetime) -> None:
    """Word on how it stands was owed only because of the answer."""
    assert kept.conversation is not None
    for promise in steps.owed(kept.conversation, kinds=(Kind.UPDATE, Kind.FOLLOW_UP)):
        if promise.made_at == kept.kept_at:
            operations.void(promise=promise, reason="undone", by=SYSTEM, at=at)
