"""The reply that can still be taken back, on whatever page its writer is by now."""

from __future__ import annotations

from datetime import datetime

from wellkept.accounts.models import Agent
from wellkept.conversations.models import Delivery, DeliveryState


def leaving(agent: Agent, *, at: datetime) -> Delivery | None:
    """The agent's newest reply that waits for its undo time, with its conversation. One query over what is due."""
    return (
        Delivery.objects.filter(
            state=DeliveryState.QUEUED, attempts=0, send_at__gt=at, message__agent_id=agent.pk
        )
        .select_related("message__conversation")
        .order_by("-send_at", "-id")
        .first()
    )
