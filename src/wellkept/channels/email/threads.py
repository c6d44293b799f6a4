"""What ties our mail to the thread it belongs to: the address it comes from, its own name, and what it answers."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.db import transaction

from wellkept.conversations.models import Conversation, Delivery, Direction, Message
from wellkept.customers.operations import normalise_address

from .addresses import domain_of, without_tag
from .domain import tokens
from .models import EmailAccount, InboundMail, MailId
from .operations.sources import SourceMissing, read_raw
from .signing import signing_keys

# Long threads name their beginning and their latest mails (RFC 5322 lets us; some servers refuse endless headers).
MOST_REFERENCES = 30

_HEADER_BYTES = 64 * 1024
_THREAD_INDEX = re.compile(rb"^thread-index:[ \t]*(\S{1,2000})", re.IGNORECASE | re.MULTILINE)


@dataclass(frozen=True)
class Ancestry:
    """Message-IDs without brackets, oldest first; `parent` is the one answered, "" for a first mail."""

    parent: str
    references: list[str]


def last_inbound(message: Message) -> Message | None:
    """The customer's last message before this one."""
    earlier = Message.objects.filter(
        conversation_id=message.conversation_id, direction=Direction.IN, pk__lt=message.pk
    )
    return earlier.order_by("-pk").first()


def account_for(conversation: Conversation, answered: Message | None) -> EmailAccount | None:
    """The address of the inbox that the customer wrote to, else the inbox's oldest; None when it has none."""
    accounts = {
        normalise_address(account.address): account
        for account in EmailAccount.objects.filter(inbox_id=conversation.inbox_id).order_by("pk")
    }
    if answered is not None and len(accounts) > 1:
        for address in _written_to(answered):
            account = accounts.get(address) or accounts.get(without_tag(address))
            if account is not None:
                return account
    return next(iter(accounts.values()), None)


def takes_tags(answered: Message | None) -> bool:
    """Whether mail to `help+token@…` surely arrives: what it answers came straight to our own listener.

    Other mail servers may know no tags, and would return the customer's answer.
    """
    if answered is None:
        return False
    ways = InboundMail.objects.filter(message=answered).values_list("via", flat=True)
    return bool(ways) and set(ways) <= {"smtp", "lmtp"}


def thread_index(answered: Message) -> str:
    """The Thread-Index that the mail came with, by which Outlook sorts; "" when it had none."""
    arrival = InboundMail.objects.filter(message=answered).select_related("raw").order_by("pk").first()
    if arrival is None:
        return ""
    try:
        head, _, _ = read_raw(arrival.raw)[:_HEADER_BYTES].replace(b"\r\n", b"\n").partition(b"\n\n")
    except SourceMissing:
        return ""
    found = _THREAD_INDEX.search(head)
    return found[1].decode("ascii", "ignore") if found else ""


@transaction.atomic
def name_once(delivery: Delivery, account: EmailAccount) -> str:
    """The Message-ID of this delivery, without brackets: minted before the first try and the same ever after.

    It is also entered among the conversation's ids, so that an answer finds its way even if we crash now.
    """
    locked = Delivery.objects.select_for_update().get(pk=delivery.pk)
    if not locked.external_id:
        conversation_id = delivery.message.conversation_id
        minted = tokens.mint_message_id(signing_keys(), conversation_id, domain_of(account.address))
        locked.external_id = minted.strip("<>")
        Delivery.objects.filter(pk=delivery.pk).update(external_id=locked.external_id)
        MailId.objects.create(
            message_id=delivery.message_id,
            conversation_id=conversation_id,
            value=locked.external_id,
            is_ours=True,
        )
    delivery.external_id = locked.external_id
    return locked.external_id


def name_as_sent(delivery: Delivery, message_id: str) -> None:
    """Enters the id, without brackets, that a provider wrote into the mail in place of ours: it is what answers name.

    Ours stays good. A crash before this loses only theirs; the signed reply address still finds the conversation.
    """
    MailId.objects.get_or_create(
        message_id=delivery.message_id,
        value=message_id,
        defaults={"conversation_id": delivery.message.conversation_id, "is_ours": True},
    )


def ancestry(message: Message) -> Ancestry:
    """What the message answers: the customer's last mail before it, or ours when they have not written yet."""
    ids: dict[int, str] = {}
    parent = ""
    rows = MailId.objects.filter(
        message__conversation_id=message.conversation_id, message_id__lt=message.pk
    ).order_by("message_id", "pk")
    for message_id, value, is_ours in rows.values_list("message_id", "value", "is_ours"):
        if is_ours:
            ids[message_id] = value  # the later one is a provider's, and the one that was read
        elif ids.setdefault(message_id, value) == value:
            parent = value
    references = list(ids.values())
    if len(references) > MOST_REFERENCES:
        references = [references[0], *references[1 - MOST_REFERENCES :]]
    parent = parent or (references[-1] if references else "")
    if parent and parent != references[-1]:  # the id answered comes last (RFC 5322, 3.6.4)
        references = [*(value for value in references if value != parent), parent]
    return Ancestry(parent=parent, references=references)


def _written_to(answered: Message) -> list[str]:
    arrivals = InboundMail.objects.filter(message=answered).order_by("pk")
    envelope = [address for arrival in arrivals for address in arrival.envelope_to]
    headers = [person.get("address", "") for person in [*answered.to, *answered.cc]]
    return [normalise_address(address) for address in [*envelope, *headers]]
