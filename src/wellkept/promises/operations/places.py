"""Whose inbox a promise belongs to: those who see it may hear of it."""

from __future__ import annotations

from wellkept.promises.models import Promise


def inbox_of(promise: Promise) -> int | None:
    """None for a promise without a conversation."""
    return promise.conversation.inbox_id if promise.conversation_id and promise.conversation else None
