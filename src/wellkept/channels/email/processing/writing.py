"""The message itself, with what hangs on it: ids, files, people, and the question where it belongs."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import islice
from typing import Any

from django.db import transaction

from wellkept.channels.email.addresses import Account
from wellkept.channels.email.letter import Enclosure, Letter, stored_id
from wellkept.channels.email.models import EmailAccount, InboundMail, MailId
from wellkept.channels.email.sender import Person
from wellkept.conversations import operations as conversations
from wellkept.conversations.files import forget, store
from wellkept.conversations.models import Conversation, Place
from wellkept.conversations.operations import IncomingFile, IncomingMessage
from wellkept.customers import operations as customers
from wellkept.customers.models import Identity
from wellkept.kernel.actors import SYSTEM, Actor
from wellkept.kernel.text import storable

from . import lookups, receipts, screening
from .ending import end
from .ground import AUTOMATIC, Ground
from .matching import Found
from .screening import Suspended

State = InboundMail.State
# Who is copied on a mail to hundreds is no participant that an agent would confirm one by one.
MOST_SUGGESTED = 10
OLD = timedelta(days=1)


class HeldBack(Exception):
    """The conversation has just had enough mail of this sender. Nothing was written."""

    def __init__(self, why: Suspended) -> None:
        super().__init__(why.reason)
        self.why = why


def write(row: InboundMail, letter: Letter, found: Found, account: Account, ground: Ground) -> None:
    """Writes the mail into its conversation, or opens one. One transaction, with the end of the row in it.

    Raises HeldBack.
    """
    at = ground.at if row.decided_at else row.received_at
    files = _store(letter.enclosures)
    try:
        with transaction.atomic():
            keeps = _write(row, letter, found, account, ground, files, at=at)
    except BaseException:
        _forget(files)
        raise
    if not keeps:
        _forget(files)


def _write(
    row: InboundMail,
    letter: Letter,
    found: Found,
    account: Account,
    ground: Ground,
    files: list[IncomingFile],
    *,
    at: datetime,
) -> bool:
    """False when the conversation had this very mail already, by another inbox: then the files are not needed."""
    into = None
    if found.match.joins and found.match.conversation_id is not None:
        into = Conversation.objects.select_for_update().get(pk=found.match.conversation_id)
        trouble = screening.by_its_conversation(letter, ground, conversation=into, at=row.received_at)
        if trouble is not None and not row.decided_at:
            raise HeldBack(trouble)
        first = _same_message(letter, into) if into.pk in found.repeats else None
        if first is not None:
            end(row, letter, state=State.DUPLICATE, detail="Stored already.", message_id=first)
            return False
    person = letter.writer if into is None else letter.claimed
    identity = customers.identify(kind="email", address=person.address, name=person.name, by=SYSTEM, at=at)
    incoming = _incoming(row, letter, found, ground, identity, person, files)
    place = Place.SPAM if letter.is_spam and into is None else Place.DESK
    message = conversations.receive(
        incoming=incoming, inbox=ground.inboxes[account.inbox_id], into=into, at=at, place=place
    )
    lookups.remember_ids(letter.ids, message_id=message.pk, conversation_id=message.conversation_id)
    if into is not None and into.place == Place.TRASH and not letter.is_automatic:
        conversations.set_place(
            conversation=into, place=Place.DESK, by=Actor.customer(identity.customer_id), at=at
        )
    if not letter.is_automatic:
        customers.mark_reachable(identity=identity)
    _suggest_people(letter, found, message.conversation, identity, ground, at=at)
    if found.match.review and found.match.conversation_id and found.match.doubt:
        conversations.suggest_join(
            conversation=message.conversation,
            target=Conversation(pk=found.match.conversation_id),
            reason=found.match.doubt.sentence,
            at=at,
        )
    elif _may_have_receipt(letter, account, ground, is_new=into is None, place=place, at=at):
        own = EmailAccount.objects.select_related("inbox").get(pk=account.id)
        receipts.send(message=message, identity=identity, account=own, at=at)
    end(
        row,
        letter,
        state=State.PROCESSED,
        reason=AUTOMATIC if letter.is_automatic else "",
        message_id=message.pk,
    )
    return True


def _incoming(
    row: InboundMail,
    letter: Letter,
    found: Found,
    ground: Ground,
    identity: Identity,
    person: Person,
    files: list[IncomingFile],
) -> IncomingMessage:
    facts: dict[str, Any] = dict(letter.facts)
    if found.match.doubt is not None:
        facts["doubt"] = found.match.doubt.value
    if letter.sender in ground.agents:
        facts["claims_agent"] = True
    if row.decided_at is not None:
        facts["released"] = row.reason
    return IncomingMessage(
        channel="email",
        sender=identity,
        author_name=person.name,
        subject=letter.subject,
        text=letter.text,
        reply_text=letter.reply_text,
        html=letter.html,
        to=[person.as_dict() for person in letter.to],
        cc=[person.as_dict() for person in letter.cc],
        files=files,
        sent_at=letter.sent_at,
        language=letter.language,
        is_automatic=letter.is_automatic,
        matched_by=found.match.rule.value,
        facts=facts,
    )


def _same_message(letter: Letter, into: Conversation) -> int | None:
    """The message of the same Message-ID that is the same in all that people see. What differs is another message."""
    rows = MailId.objects.filter(conversation=into, value=stored_id(letter.message_id), is_ours=False)
    carried = sorted(enclosure.sha256 for enclosure in letter.enclosures)
    for row in rows.select_related("message").order_by("pk")[:5]:
        first = row.message
        said = (storable(letter.subject)[:998], storable(letter.text), storable(letter.html))
        sent_to = [one.as_dict() for one in letter.to], [one.as_dict() for one in letter.cc]
        if (first.subject, first.text, first.html) != said or (first.to, first.cc) != sent_to:
            continue
        if sorted(first.attachments.values_list("sha256", flat=True)) == carried:
            return first.pk
    return None


def _suggest_people(
    letter: Letter,
    found: Found,
    conversation: Conversation,
    sender: Identity,
    ground: Ground,
    *,
    at: datetime,
) -> None:
    """Others in To and Cc, for an agent to confirm. Not from a sender who is proven not to be who they say."""
    if letter.is_automatic or letter.is_list or letter.is_forged or letter.is_spam:
        return
    known = found.people.ever.get(conversation.pk, set()) | {sender.address, letter.sender, letter.contact}
    others = {person.address: person for person in [*letter.to, *letter.cc] if person.address not in known}
    wanted = (
        person
        for address, person in others.items()
        if address not in ground.agents and not ground.addresses.is_own(address)
    )
    for person in islice(wanted, MOST_SUGGESTED):
        identity = customers.identify(
            kind="email", address=person.address, name=person.name, by=SYSTEM, at=at
        )
        conversations.suggest_participant(conversation=conversation, identity=identity, at=at)


def _may_have_receipt(
    letter: Letter, account: Account, ground: Ground, *, is_new: bool, place: str, at: datetime
) -> bool:
    # Old mail, brought in when a mailbox is first connected, gets no receipt: "it arrived" would come out of the blue.
    is_old = letter.sent_at is not None and at - letter.sent_at > OLD
    return (
        account.has_receipt
        and is_new
        and not is_old
        and place == Place.DESK
        and letter.may_be_answered_by_machine
        and not ground.addresses.is_own(letter.contact)
        and not ground.is_storm
    )


def _store(enclosures: list[Enclosure]) -> list[IncomingFile]:
    files: list[IncomingFile] = []
    try:
        for enclosure in enclosures:
            files.append(
                IncomingFile(
                    stored=store(enclosure.data),
                    name=enclosure.name,
                    content_type=enclosure.content_type,
                    is_inline=enclosure.is_inline,
                    content_id=enclosure.content_id,
                )
            )
    except BaseException:
        _forget(files)
        raise
    return files


def _forget(files: list[IncomingFile]) -> None:
    for file in files:
        forget(file.stored.storage_key)
