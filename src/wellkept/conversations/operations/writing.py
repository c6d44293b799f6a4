"""We write: replies, notes, notices, and taking a reply back in time."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils.translation import gettext as _

from wellkept.accounts.models import Agent
from wellkept.conversations.events import (
    ConversationOpened,
    NoteWritten,
    NoticeWritten,
    ReplyUndone,
    ReplyWritten,
)
from wellkept.conversations.models import (
    Attachment,
    Conversation,
    Delivery,
    DeliveryState,
    Direction,
    Draft,
    DraftMode,
    Inbox,
    Message,
    Participant,
    SendKey,
)
from wellkept.customers.models import Identity
from wellkept.kernel.actors import SYSTEM, Actor
from wellkept.kernel.errors import Refused
from wellkept.kernel.events import publish
from wellkept.kernel.ids import random_key
from wellkept.kernel.prepared import insert, insert_once, prepared
from wellkept.kernel.text import one_line, storable

from .fields import set_status


class NothingToSay(Refused):
    """Neither words nor files."""


class NewMessageArrived(Refused):
    """The customer wrote while this was being written. Nothing was sent; the words are still in the draft."""


class NowhereToSend(Refused):
    """The conversation has no address to answer to."""


class AlreadySent(Refused):
    """The same form came twice: the first one counts."""


class TooLateToUndo(Refused):
    """The message has left."""


@transaction.atomic
def reply(
    *,
    conversation: Conversation,
    agent: Agent,
    text: str,
    seen_message_id: int,
    at: datetime,
    undo: timedelta,
    draft: Draft | None = None,
    status: str | None = None,
    send_key: str = "",
) -> Message:
    """Writes the answer and its outbox row; it leaves when the undo time is over.

    `seen_message_id` is the newest message of the customer that the writer has seen: if a newer one is here,
    nothing happens and NewMessageArrived says so. The draft's files go along, and the draft ends. With `status`
    the conversation gets it in the same step. A `send_key` works once: AlreadySent.
    Raises NothingToSay, NowhereToSend.
    """
    _use_up(send_key, agent, at)
    text = storable(text).strip()
    files = list(Attachment.objects.filter(draft=draft)) if draft else []
    if not text and not files:
        raise NothingToSay(_("There is nothing to send yet."))
    (locked,) = _locked(pk=conversation.pk)
    if locked.last_inbound_id > seen_message_id:
        raise NewMessageArrived(_("A new message arrived while you wrote. Read it, then send."))
    to, cc = recipients(locked)
    if not to:
        raise NowhereToSend(_("There is no address to answer to. Add one to the customer first."))
    message = _write(locked, Direction.OUT, text=text, agent=agent, to=to, cc=cc, files=files, at=at)
    delivery = _enqueue(message, send_at=at + undo, at=at)
    changes: dict[str, Any] = {} if locked.first_reply_at else {"first_reply_at": at}
    _update_row(locked, message, has_files=bool(files), at=at, **changes)
    event = ReplyWritten(
        conversation_id=locked.pk,
        inbox_id=locked.inbox_id,
        message_id=message.pk,
        delivery_id=delivery.pk,
        status=status or "",
    )
    by = Actor.agent(agent.pk)
    publish(event, by=by, at=at, about=message)
    if draft is not None:
        draft.delete()
    if status:
        set_status(conversation=locked, status=status, by=by, at=at)
    return message


@transaction.atomic
def note(
    *,
    conversation: Conversation,
    agent: Agent,
    text: str,
    at: datetime,
    draft: Draft | None = None,
    send_key: str = "",
    by: Actor | None = None,
) -> Message:
    """Writes what only the team sees. Raises NothingToSay, AlreadySent.

    `by` other than the agent: it was written for them, by a rule of theirs, and is marked automatic.
    """
    by = by or Actor.agent(agent.pk)
    _use_up(send_key, agent, at)
    text = storable(text).strip()
    files = list(Attachment.objects.filter(draft=draft)) if draft else []
    if not text and not files:
        raise NothingToSay(_("The note is empty."))
    locked = Conversation.objects.select_for_update().get(pk=conversation.pk)
    message = _write(
        locked,
        Direction.NOTE,
        text=text,
        agent=agent,
        to=[],
        cc=[],
        files=files,
        at=at,
        is_automatic=by.kind != "agent",
    )
    Conversation.objects.filter(pk=locked.pk).update(
        last_activity_at=at,
        last_message_id=message.pk,
        message_count=F("message_count") + 1,
        has_attachments=locked.has_attachments or bool(files),
    )
    event = NoteWritten(conversation_id=locked.pk, inbox_id=locked.inbox_id, message_id=message.pk)
    publish(event, by=by, at=at)
    if draft is not None:
        draft.delete()
    return message


@transaction.atomic
def notify(*, conversation: Conversation, text: str, subject: str = "", at: datetime) -> Message:
    """The system writes to the customer by itself (a receipt, say). Marked automatic on its way out."""
    locked = Conversation.objects.select_for_update().get(pk=conversation.pk)
    to, _cc = recipients(locked)
    if not to:
        raise NowhereToSend(_("There is no address to write to."))
    message = _write(
        locked,
        Direction.OUT,
        text=text,
        agent=None,
        to=to,
        cc=[],
        files=[],
        at=at,
        subject=subject,
        is_automatic=True,
    )
    delivery = _enqueue(message, send_at=at, at=at)
    Conversation.objects.filter(pk=locked.pk).update(
        last_message_id=message.pk, message_count=F("message_count") + 1
    )
    event = NoticeWritten(
        conversation_id=locked.pk, inbox_id=locked.inbox_id, message_id=message.pk, delivery_id=delivery.pk
    )
    publish(event, by=SYSTEM, at=at)
    return message


@transaction.atomic
def start(
    *, inbox: Inbox, identity: Identity, channel: str, subject: str, agent: Agent, at: datetime
) -> Conversation:
    """Opens a conversation that we begin. It is the agent's, and holds no message yet."""
    subject = one_line(storable(subject), limit=300)
    if not subject:
        raise NothingToSay(_("Give it a subject: it is the first thing the customer sees."))
    conversation = Conversation.objects.create(
        inbox=inbox,
        customer=identity.customer,
        channel=channel,
        subject=subject,
        assignee=agent,
        team_id=inbox.default_team_id,
        language=identity.customer.language,
        public_key=random_key(),
        customer_name=(identity.customer.name or identity.address)[:200],
        last_direction=Direction.OUT,
        created_at=at,
        last_activity_at=at,
        status_since=at,
    )
    Participant.objects.create(
        conversation=conversation,
        identity=identity,
        role=Participant.Role.CUSTOMER,
        state=Participant.State.CONFIRMED,
        at=at,
    )
    event = ConversationOpened(
        conversation_id=conversation.pk, inbox_id=inbox.pk, customer_id=identity.customer_id, channel=channel
    )
    publish(event, by=Actor.agent(agent.pk), at=at)
    return conversation


@transaction.atomic
def undo_reply(*, message: Message, agent: Agent, at: datetime) -> Draft:
    """Takes a reply back while it waits: it becomes the draft again, files and all. Raises TooLateToUndo.

    The conditional update decides against the worker that may be claiming the row this very moment.
    """
    stopped = Delivery.objects.filter(message=message, state=DeliveryState.QUEUED, attempts=0).update(
        state=DeliveryState.CANCELLED, updated_at=at
    )
    if stopped != 1:
        raise TooLateToUndo(_("It has left already."))
    conversation = message.conversation
    draft, made = Draft.objects.get_or_create(
        agent=agent,
        conversation=conversation,
        mode=DraftMode.REPLY,
        defaults={"body": message.text, "version": 1, "updated_at": at},
    )
    if not made:
        draft.body = f"{message.text}\n\n{draft.body}".strip()
        draft.version += 1
        draft.updated_at = at
    draft.seen_message_id = conversation.last_inbound_id
    draft.save()
    message.attachments.update(message=None, draft=draft)
    event = ReplyUndone(
        conversation_id=conversation.pk, inbox_id=conversation.inbox_id, message_id=message.pk
    )
    publish(event, by=Actor.agent(agent.pk), at=at)
    message.delete()
    _recount(conversation)
    return draft


def recipients(conversation: Conversation) -> tuple[list[dict[str, str]], list[dict[str, str]]]:
    """To and Cc of the next reply: the customer's address here, and the confirmed others."""
    to: list[dict[str, str]] = []
    cc: list[dict[str, str]] = []
    for row in _confirmed(conversation=conversation.pk):
        identity = row.identity
        person = {"name": identity.display_name or identity.customer.name, "address": identity.address}
        (to if row.role == Participant.Role.CUSTOMER else cc).append(person)
    return to, cc


def _use_up(key: str, agent: Agent, at: datetime) -> None:
    if key and not insert_once(SendKey(agent=agent, key=key[:64], at=at)):
        raise AlreadySent(_("That was sent already."))


@prepared
def _locked(*, pk: Any) -> QuerySet[Conversation]:
    return Conversation.objects.select_for_update(of=("self",)).select_related("customer").filter(pk=pk)


@prepared
def _confirmed(*, conversation: Any) -> QuerySet[Participant]:
    rows = Participant.objects.filter(conversation=conversation, state=Participant.State.CONFIRMED)
    return rows.select_related("identity__customer").order_by("id")


def _write(
    conversation: Conversation,
    direction: str,
    *,
    text: str,
    agent: Agent | None,
    to: list[dict[str, str]],
    cc: list[dict[str, str]],
    files: Iterable[Attachment],
    at: datetime,
    subject: str = "",
    is_automatic: bool = False,
) -> Message:
    files = list(files)
    people = [agent.name if agent else "", *(part for person in [*to, *cc] for part in person.values())]
    message = insert(
        Message(
            conversation=conversation,
            direction=direction,
            channel=conversation.channel,
            agent=agent,
            author_name=agent.name if agent else "",
            to=to,
            cc=cc,
            subject=subject or (conversation.subject if direction == Direction.OUT else ""),
            text=text,
            reply_text=text,
            people=storable(" ".join(filter(None, people)))[:4000],
            file_names=" ".join(file.name for file in files)[:4000],
            created_at=at,
            sent_at=at,
            is_automatic=is_automatic,
        )
    )
    if files:
        Attachment.objects.filter(pk__in=[file.pk for file in files]).update(message=message, draft=None)
    return message


def _enqueue(message: Message, *, send_at: datetime, at: datetime) -> Delivery:
    return insert(Delivery(message=message, channel=message.channel, send_at=send_at, updated_at=at))


def _update_row(
    conversation: Conversation, message: Message, *, has_files: bool, at: datetime, **more: Any
) -> None:
    Conversation.objects.filter(pk=conversation.pk).update(
        last_activity_at=at,
        last_message_id=message.pk,
        last_direction=Direction.OUT,
        last_words=one_line(_unmarked(message.text), limit=160),
        message_count=F("message_count") + 1,
        has_attachments=conversation.has_attachments or has_files,
        **more,
    )


def _unmarked(text: str) -> str:
    """Without Markdown's loudest marks, for the one line of a list."""
    return text.replace("**", "").replace("`", "")


def _recount(conversation: Conversation) -> None:
    """After a message was taken back: the list line says what is last now."""
    last = conversation.messages.order_by("-id").first()
    said = conversation.messages.exclude(direction=Direction.NOTE).order_by("-id").first()
    Conversation.objects.filter(pk=conversation.pk).update(
        last_message_id=last.pk if last else 0,
        last_direction=said.direction if said else Direction.OUT,
        last_words=one_line(_unmarked(said.reply_text or said.text), limit=160) if said else "",
        message_count=F("message_count") - 1,
    )
