"""Unread is per person."""

from __future__ import annotations

from datetime import datetime

from wellkept.accounts.models import Agent
from wellkept.conversations.models import Conversation, Read


def mark_read(*, conversation: Conversation, agent: Agent, message_id: int, at: datetime) -> None:
    """Everything up to this message has been seen. Never goes back."""
    changed = Read.objects.filter(agent=agent, conversation=conversation)
    if changed.filter(message_id__gte=message_id).exists():
        return
    Read.objects.update_or_create(
        agent=agent, conversation=conversation, defaults={"message_id": message_id, "at": at}
    )


def mark_unread(*, conversation: Conversation, agent: Agent) -> None:
    """As if never opened."""
    Read.objects.filter(agent=agent, conversation=conversation).delete()
