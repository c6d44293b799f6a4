"""What is written makes promises, what is taken back makes none, and what comes due comes back."""

from __future__ import annotations

from wellkept.conversations.events import MessageReceived, ReplyUndone, ReplyWritten, StatusChanged
from wellkept.conversations.models import Message, Status
from wellkept.kernel.events import Heard, subscribe

from . import (
    breaks,
    steps,
    subscribers,  # noqa: F401  they listen first: a reply repairs what it owed before it renews the rest
)
from .models import Decision
from .operations import next_steps, words


@subscribe(ReplyWritten)
def words_to_the_customer_are_promises(heard: Heard) -> None:
    event = heard.event
    assert isinstance(event, ReplyWritten)
    if heard.by.kind != "agent" or heard.by.id is None:
        return
    conversation = steps.conversation(event.conversation_id, heard.about)
    message = heard.about or Message.objects.get(pk=event.message_id)
    assert isinstance(message, Message)
    made = words.record(
        message=message, conversation=conversation, agent_id=heard.by.id, by=heard.by, at=heard.at
    )
    if not made:
        return
    by_words = {spotted.words: promise for spotted, promise in made}
    mending = Decision.objects.filter(message=message.pk, mends__isnull=False)
    for decision in mending.select_related("mends__conversation"):
        assert decision.mends is not None
        # The sentence of the note may have been put in other words: then the first promise gives the new date.
        following = by_words.get(decision.words, made[0][1])
        breaks.renew(
            broken=decision.mends, following=following, message_id=message.pk, by=heard.by, at=heard.at
        )


@subscribe(ReplyUndone)
def words_taken_back_promised_nothing(heard: Heard) -> None:
    event = heard.event
    assert isinstance(event, ReplyUndone)
    words.unsay(conversation_id=event.conversation_id, message_id=event.message_id, at=heard.at)
    breaks.break_again(message_id=event.message_id, by=heard.by, at=heard.at)


@subscribe(MessageReceived)
def whoever_writes_wakes_the_conversation(heard: Heard) -> None:
    event = heard.event
    assert isinstance(event, MessageReceived)
    conversation = steps.conversation(event.conversation_id, heard.about)
    if conversation.snoozed_until is not None and not event.is_automatic:
        next_steps.wake(conversation=conversation, why="message", at=heard.at)


@subscribe(StatusChanged)
def open_again_it_waits_for_nobody_else(heard: Heard) -> None:
    event = heard.event
    assert isinstance(event, StatusChanged)
    if (event.previous, event.status) != (Status.ON_HOLD, Status.OPEN):
        return
    conversation = steps.conversation(event.conversation_id)
    if next_steps.waits_no_more(conversation, event_id=heard.id, by=heard.by, at=heard.at):
        steps.ensure_next(conversation, at=heard.at)


@subscribe(StatusChanged)
def only_what_is_open_is_snoozed(heard: Heard) -> None:
    event = heard.event
    assert isinstance(event, StatusChanged)
    if event.status == Status.OPEN:
        return
    conversation = steps.conversation(event.conversation_id)
    if conversation.snoozed_until is not None:
        next_steps.wake(conversation=conversation, why="status", at=heard.at)
