"""Reading a mail again from its source, after the parser has learned something."""

from __future__ import annotations

from datetime import datetime
from functools import partial

from django.db import transaction
from django.utils.translation import gettext as _

from wellkept.channels.email.events import MailReread
from wellkept.channels.email.letter import Enclosure, Letter, Reading, read
from wellkept.channels.email.models import InboundMail
from wellkept.conversations.files import forget, store
from wellkept.conversations.models import Attachment, Conversation, Message
from wellkept.kernel.actors import Actor
from wellkept.kernel.errors import Refused
from wellkept.kernel.events import publish
from wellkept.kernel.text import one_line, storable

from .sources import read_raw

State = InboundMail.State


class CannotRead(Refused):
    """There is no source to read again, or what came of it is no message of a customer."""


def reparse(what: InboundMail | Message, *, by: Actor, at: datetime) -> Message | None:
    """Brings the message up to date with its source: words, HTML, own words, files. Never a second message.

    Mail that was held because it could not be read is queued again instead, and None comes back. Who wrote, when,
    and the conversation stay as they are: people may have acted on them. Raises CannotRead.
    """
    inbound = _newest_source(what) if isinstance(what, Message) else what
    if inbound.message_id is None:
        _queue_again(inbound)
        return None
    message = Message.objects.get(pk=inbound.message_id)
    if message.direction != "in":
        raise CannotRead(
            _("This mail is a report on a message of yours; there is nothing of it to read again.")
        )
    letter = read(read_raw(inbound.raw), inbound, Reading.now(at=at))
    with transaction.atomic():
        locked = Message.objects.select_for_update().get(pk=message.pk)
        conversation = Conversation.objects.select_for_update().get(pk=locked.conversation_id)
        has_files = _bring_files_up_to_date(locked, letter.enclosures, at=at)
        _update(locked, letter, conversation, has_files=has_files)
        event = MailReread(
            conversation_id=conversation.pk, inbox_id=conversation.inbox_id, message_id=locked.pk
        )
        publish(event, by=by, at=at)
    message.refresh_from_db()
    return message


def _newest_source(message: Message) -> InboundMail:
    found = (
        InboundMail.objects.filter(message=message, state=State.PROCESSED)
        .select_related("raw")
        .order_by("pk")
        .first()
    )
    if found is None:
        raise CannotRead(_("This message did not come by mail, or its source is not kept any more."))
    return found


def _queue_again(inbound: InboundMail) -> None:
    queued = InboundMail.objects.filter(pk=inbound.pk, state__in=[State.HELD, State.RECEIVED]).update(
        state=State.RECEIVED, reason="", detail="", attempts=0, retry_at=None
    )
    if queued != 1:
        raise CannotRead(_("Nothing came of this mail that could be read again. Release it first."))
    inbound.state = State.RECEIVED


def _update(message: Message, letter: Letter, conversation: Conversation, *, has_files: bool) -> None:
    text, reply_text = storable(letter.text), storable(letter.reply_text)
    kept = {name: value for name, value in message.facts.items() if name not in ("problems", "masked_cards")}
    found = {name: letter.facts[name] for name in ("problems", "masked_cards") if name in letter.facts}
    Message.objects.filter(pk=message.pk).update(
        text=text,
        reply_text=reply_text,
        html=storable(letter.html),
        subject=storable(letter.subject)[:998],
        file_names=storable(" ".join(enclosure.name for enclosure in letter.enclosures))[:4000],
        facts=kept | found,
    )
    changes: dict[str, object] = {"has_attachments": conversation.has_attachments or has_files}
    if conversation.last_inbound_id == message.pk and conversation.last_direction == "in":
        changes["last_words"] = one_line(reply_text or text or message.subject, limit=160)
    Conversation.objects.filter(pk=conversation.pk).update(**changes)


def _bring_files_up_to_date(message: Message, enclosures: list[Enclosure], *, at: datetime) -> bool:
    """Files that are the same stay; others go; new ones come. A file is the same by its bytes and its name."""
    waiting = list(message.attachments.order_by("pk"))
    for enclosure in enclosures:
        name = storable(enclosure.name)[:255] or "file"
        same = next((file for file in waiting if (file.sha256, file.name) == (enclosure.sha256, name)), None)
        if same is None:
            _add(message, enclosure, name, at=at)
            continue
        waiting.remove(same)
        Attachment.objects.filter(pk=same.pk).update(
            content_type=storable(enclosure.content_type)[:127],
            is_inline=enclosure.is_inline,
            content_id=storable(enclosure.content_id)[:255],
        )
    for gone in waiting:
        gone.delete()
        transaction.on_commit(partial(forget, gone.storage_key))
    return bool(enclosures)


def _add(message: Message, enclosure: Enclosure, name: str, *, at: datetime) -> None:
    stored = store(enclosure.data)
    Attachment.objects.create(
        message=message,
        name=name,
        content_type=storable(enclosure.content_type)[:127],
        size=stored.size,
        sha256=stored.sha256,
        storage_key=stored.storage_key,
        is_inline=enclosure.is_inline,
        content_id=storable(enclosure.content_id)[:255],
        created_at=at,
    )
