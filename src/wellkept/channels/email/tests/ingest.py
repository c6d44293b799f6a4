"""Mails to deliver, and the desk that takes them in: shared by the tests of mail-in."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from wellkept.channels.email import operations
from wellkept.channels.email.domain import tokens
from wellkept.channels.email.models import EmailAccount, InboundMail, MailId
from wellkept.channels.email.processing import process_waiting
from wellkept.channels.email.signing import signing_keys
from wellkept.conversations import operations as conversations
from wellkept.conversations.models import Conversation, Delivery, DeliveryState, Message

_numbers = itertools.count(1)

DANA = "Dana Whitfield <dana@whitfield.example>"
EVE = "Eve Sorensen <eve@quayside.example>"
HELP = "help@larkmoor.example"


def raw_mail(
    text: str = "Hello, the lid is cracked right across.",
    *,
    sender: str = DANA,
    to: str = HELP,
    subject: str = "Ember kettle: lid cracked",
    message_id: str | None = None,
    headers: Mapping[str, str | None] | None = None,
    content_type: str = "text/plain; charset=utf-8",
) -> bytes:
    """A plain mail; every call gives another Message-ID. `headers` adds or, with None as value, takes away."""
    fields: dict[str, str | None] = {
        "From": sender,
        "To": to,
        "Subject": subject,
        "Date": "Wed, 10 Jun 2026 10:40:00 +0000",
        "Message-ID": message_id or f"<mail{next(_numbers)}@whitfield.example>",
        "MIME-Version": "1.0",
        "Content-Type": content_type,
    }
    fields |= headers or {}
    head = "".join(f"{name}: {value}\r\n" for name, value in fields.items() if value is not None)
    return f"{head}\r\n{text}\r\n".replace("\r\n", "\n").replace("\n", "\r\n").encode()


@dataclass
class Desk:
    """What a test does: `deliver` a mail, look at `row` and `message`, `answer` as an agent."""

    at: datetime

    def accept(
        self,
        raw: bytes,
        *,
        to: str | list[str] = HELP,
        sender: str = "dana@whitfield.example",
        via: str = "smtp",
        peer: str = "127.0.0.1",
    ) -> InboundMail:
        recipients = [to] if isinstance(to, str) else to
        return operations.accept(
            raw=raw, envelope_from=sender, envelope_to=recipients, via=via, peer=peer, at=self.at
        )

    def process(self) -> int:
        return process_waiting(limit=50, at=self.at)

    def deliver(self, raw: bytes, **how) -> InboundMail:
        row = self.accept(raw, **how)
        self.process()
        row.refresh_from_db()
        return row

    def pass_time(self, **how) -> None:
        self.at += timedelta(**how)

    def answer(self, conversation: Conversation, agent, *, text: str = "A new lid is on its way.") -> Message:
        """An agent replies and the mail leaves: its Message-ID is minted and stored as the sender of mail does."""
        conversation.refresh_from_db()
        message = conversations.reply(
            conversation=conversation,
            agent=agent,
            text=text,
            seen_message_id=conversation.last_inbound_id,
            undo=timedelta(0),
            at=self.at,
        )
        value = tokens.mint_message_id(signing_keys(), conversation.pk, "larkmoor.example").strip("<>")
        delivery = Delivery.objects.get(message=message)
        Delivery.objects.filter(pk=delivery.pk).update(external_id=value)
        MailId.objects.create(message=message, conversation=conversation, value=value, is_ours=True)
        conversations.record_delivery(delivery=delivery, state=DeliveryState.SENT, at=self.at)
        return message


def our_id(message: Message) -> str:
    """The Message-ID of one of our mails, in brackets."""
    return f"<{MailId.objects.get(message=message, is_ours=True).value}>"


def account(inbox, address: str, at: datetime, **more) -> EmailAccount:
    return EmailAccount.objects.create(inbox=inbox, address=address, created_at=at, **more)
