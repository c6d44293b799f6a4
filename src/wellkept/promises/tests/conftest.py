from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from wellkept.conversations import operations as conversations
from wellkept.conversations.models import Message
from wellkept.conversations.operations import IncomingMessage
from wellkept.customers import operations as customers
from wellkept.kernel.actors import SYSTEM, Actor
from wellkept.promises import steps
from wellkept.promises.models import Promise


class Ledger:
    """A conversation of Dana's, what happens in it, and what is owed there."""

    def __init__(self, inbox, agent, at: datetime) -> None:
        self.inbox, self.agent, self.at = inbox, agent, at
        self.conversation: Any = None

    def write(self, text: str = "The lid is cracked.", **more) -> Message:
        sender = customers.identify(
            kind="email", address="dana@whitfield.example", name="Dana", by=SYSTEM, at=self.at
        )
        incoming = IncomingMessage(
            channel="email",
            sender=sender,
            author_name="Dana",
            subject="Lid",
            text=text,
            reply_text=text,
            **more,
        )
        if self.conversation:
            self.conversation.refresh_from_db()
        message = conversations.receive(
            incoming=incoming, inbox=self.inbox, into=self.conversation, at=self.at
        )
        self.conversation = message.conversation
        return message

    def answer(self, status: str | None = None) -> Message:
        self.conversation.refresh_from_db()
        return conversations.reply(
            conversation=self.conversation,
            agent=self.agent,
            text="A new one leaves today.",
            seen_message_id=self.conversation.last_inbound_id,
            at=self.at,
            undo=timedelta(seconds=10),
            status=status,
        )

    def set(self, status: str) -> None:
        self.conversation.refresh_from_db()
        conversations.set_status(
            conversation=self.conversation, status=status, by=Actor.agent(self.agent.pk), at=self.at
        )

    def later(self, **how) -> None:
        self.at += timedelta(**how)

    def owed(self) -> list[Promise]:
        return steps.owed(self.conversation)

    def kinds(self) -> list[tuple[str, str]]:
        """Kind and status of every promise there ever was, the oldest first."""
        rows = Promise.objects.filter(conversation=self.conversation).order_by("id")
        return [(row.kind, row.status) for row in rows]


@pytest.fixture
def ledger(help_inbox, ben, at) -> Ledger:
    """Wednesday 10 June 2026, 10:42 UTC, which is 11:42 in London."""
    return Ledger(help_inbox, ben, at)
