"""A customer wrote: the one entrance for every channel."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F, QuerySet

from wellkept.conversations.events import ConversationOpened, MessageReceived, StatusChanged
from wellkept.conversations.files import Stored
from wellkept.conversations.models import (
    Attachment,
    Conversation,
    Direction,
    Inbox,
    Message,
    Participant,
    Place,
    Status,
)
from wellkept.customers.models import Identity
from wellkept.kernel.actors import SYSTEM, Actor
from wellkept.kernel.events import publish
from wellkept.kernel.ids import random_key
from wellkept.kernel.prepared import insert, prepared_update
from wellkept.kernel.text import one_line, storable

REOPENS = (Status.PENDING, Status.ON_HOLD, Status.SOLVED, Status.CLOSED)


@dataclass(frozen=True, kw_only=True)
class IncomingFile:
    """A file already stored, with what its sender says of it."""

    stored: Stored
    name: str
    content_type: str
    is_inline: bool = False
    content_id: str = ""


@dataclass(frozen=True, kw_only=True)
class IncomingMessage:
    """What a channel hands over. `text` is the whole body, `reply_text` the own words; addresses are
    [{"name", "address"}]. `facts` is what the channel wants shown beside the message."""

    channel: str
    sender: Identity
    author_name: str = ""
    subject: str = ""
    text: str = ""
    reply_text: str = ""
    html: str = ""
    to: list[dict[str, str]] = field(default_factory=list)
    cc: list[dict[str, str]] = field(default_factory=list)
    files: list[IncomingFile] = field(default_factory=list)
    sent_at: datetime | None = None
    language: str = ""
    is_automatic: bool = False
    matched_by: str = ""
    facts: dict[str, Any] = field(default_factory=dict)


@transaction.atomic(savepoint=False)
def receive(
    *,
    incoming: IncomingMessage,
    inbox: Inbox,
    into: Conversation | None,
    at: datetime,
    place: str = Place.DESK,
) -> Message:
    """Writes the message, opening a conversation in `inbox` when `into` is None. `into` is as it is now, and locked.

    A person's answer opens a solved conversation again; a machine's does not. Runs in one transaction with
    its events; the caller adds its own rows to it.
    """
    actor = Actor.customer(incoming.sender.customer_id)
    conversation = into or _open(incoming=incoming, inbox=inbox, place=place, by=actor, at=at)
    message = _write(incoming=incoming, conversation=conversation, at=at)
    reopened = _update_row(conversation=conversation, message=message, incoming=incoming, at=at)
    event = MessageReceived(
        conversation_id=conversation.pk,
        inbox_id=conversation.inbox_id,
        message_id=message.pk,
        reopened=reopened,
        is_automatic=incoming.is_automatic,
    )
    publish(event, by=actor, at=at, about=message)
    return message


def _open(*, incoming: IncomingMessage, inbox: Inbox, place: str, by: Actor, at: datetime) -> Conversation:
    customer = incoming.sender.customer
    conversation = insert(
        Conversation(
            inbox=inbox,
            customer=customer,
            channel=incoming.channel,
            subject=one_line(storable(incoming.subject), limit=300),
            place=place,
            team_id=inbox.default_team_id,
            language=incoming.language or customer.language,
            public_key=random_key(),
            customer_name=(incoming.author_name or customer.name or incoming.sender.address)[:200],
            created_at=at,
            last_activity_at=at,
            status_since=at,
        )
    )
    insert(
        Participant(
            conversation=conversation,
            identity=incoming.sender,
            role=Participant.Role.CUSTOMER,
            state=Participant.State.CONFIRMED,
            at=at,
        )
    )
    opened = ConversationOpened(
        conversation_id=conversation.pk,
        inbox_id=inbox.pk,
        customer_id=customer.pk,
        channel=incoming.channel,
    )
    publish(opened, by=by, at=at)
    return conversation


def _write(*, incoming: IncomingMessage, conversation: Conversation, at: datetime) -> Message:
    people = [incoming.author_name, incoming.sender.address]
    for person in [*incoming.to, *incoming.cc]:
        people += [person.get("name", ""), person.get("address", "")]
    message = insert(
        Message(
            conversation=conversation,
            direction=Direction.IN,
            channel=incoming.channel,
            customer_id=incoming.sender.customer_id,
            author_name=storable(incoming.author_name)[:200],
            author_address=incoming.sender.address,
            to=incoming.to,
            cc=incoming.cc,
            subject=storable(incoming.subject)[:998],
            text=storable(incoming.text),
            reply_text=storable(incoming.reply_text),
            html=storable(incoming.html),
            people=storable(" ".join(filter(None, people)))[:4000],
            file_names=storable(" ".join(file.name for file in incoming.files))[:4000],
            created_at=at,
            sent_at=incoming.sent_at,
            is_automatic=incoming.is_automatic,
            matched_by=incoming.matched_by,
            facts=incoming.facts,
        )
    )
    if incoming.files:
        Attachment.objects.bulk_create(_attachment(file, message, at) for file in incoming.files)
    return message


def _attachment(file: IncomingFile, message: Message, at: datetime) -> Attachment:
    return Attachment(
        message=message,
        name=storable(file.name)[:255] or "file",
        content_type=storable(file.content_type)[:127],
        size=file.stored.size,
        sha256=file.stored.sha256,
        storage_key=file.stored.storage_key,
        is_inline=file.is_inline,
        content_id=storable(file.content_id)[:255],
        created_at=at,
    )


def _update_row(
    *, conversation: Conversation, message: Message, incoming: IncomingMessage, at: datetime
) -> bool:
    """Brings the list line up to date; True when that opened a solved conversation again."""
    previous = conversation.status
    reopens = previous in REOPENS and not incoming.is_automatic
    _write_row(
        reopens,
        bool(incoming.files),
        pk=conversation.pk,
        at=at,
        message=message.pk,
        words=one_line(message.reply_text or message.text or message.subject, limit=160),
    )
    conversation.message_count += 1
    if reopens:
        changed = StatusChanged(
            conversation_id=conversation.pk,
            inbox_id=conversation.inbox_id,
            status=Status.OPEN,
            previous=previous,
        )
        publish(changed, by=SYSTEM, at=at)
        conversation.status = Status.OPEN
    return reopens and previous in (Status.SOLVED, Status.CLOSED)


@prepared_update
def _write_row(
    reopens: bool, has_files: bool, *, pk: Any, at: Any, message: Any, words: Any
) -> tuple[QuerySet[Conversation], dict[str, Any]]:
    changes: dict[str, Any] = {
        "last_activity_at": at,
        "last_message_id": message,
        "last_inbound_id": message,
        "last_direction": Direction.IN,
        "last_words": words,
        "message_count": F("message_count") + 1,
    }
    if has_files:
        changes["has_attachments"] = True
    if reopens:
        changes |= {"status": Status.OPEN, "status_since": at}
    return Conversation.objects.filter(pk=pk), changes
