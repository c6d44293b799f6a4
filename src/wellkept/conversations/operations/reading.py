"""Unread is per person."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from wellkept.accounts.models import Agent
from wellkept.conversations.models import Conversation, Read
from wellkept.kernel.prepared import prepared


def mark_read(*, conversation: Conversation, agent: Agent, message_id: int, at: datetime) -> None:
    """Everything up to this message has been seen. Never goes back."""
    if any(seen >= message_id for seen in _seen(agent=agent.pk, conversation=conversation.pk)):
        return
    with connection.cursor() as cursor:
        at_stored = connection.ops.adapt_datetimefield_value(at)
        cursor.execute(_FURTHER, [agent.pk, conversation.pk, message_id, at_stored])


# In one statement, so that of two windows the one that is further wins.
_FURTHER = """
INSERT INTO conversations_read (agent_id, conversation_id, message_id, at) VALUES (%s, %s, %s, %s)
ON CONFLICT (agent_id, conversation_id) DO UPDATE SET message_id = excluded.message_id, at = excluded.at
WHERE conversations_read.message_id < excluded.message_id
"""


@prepared
def _seen(*, agent: Any, conversation: Any) -> QuerySet[Read, int]:
    return Read.objects.filter(agent=agent, conversation=conversation).values_list("message_id", flat=True)


def mark_unread(*, conversation: Conversation, agent: Agent) -> None:
    """As if never opened."""
    Read.objects.filter(agent=agent, conversation=conversation).delete()
