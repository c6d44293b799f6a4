"""Reads for the console: what is on its way, what is in trouble, what lies in the local outbox."""

from __future__ import annotations

from django.db.models import QuerySet

from wellkept.conversations.access import Access
from wellkept.conversations.models import Delivery, DeliveryState

from .outbox import Kept, NotInOutbox, local_outbox, read_kept

__all__ = [
    "Kept",
    "NotInOutbox",
    "local_outbox",
    "read_kept",
    "trouble_count",
    "trouble_for",
    "under_way_for",
]

TROUBLE = (DeliveryState.FAILED, DeliveryState.BOUNCED)
UNDER_WAY = (DeliveryState.QUEUED, DeliveryState.SENDING, DeliveryState.DEFERRED)


def trouble_for(access: Access) -> QuerySet[Delivery]:
    """Messages that did not arrive, the latest first, each with its message."""
    return _seen_by(access).filter(state__in=TROUBLE).order_by("-updated_at", "-pk")


def under_way_for(access: Access) -> QuerySet[Delivery]:
    """Messages that wait or are leaving, the next first, each with its message."""
    return _seen_by(access).filter(state__in=UNDER_WAY).order_by("send_at", "pk")


def trouble_count(access: Access, *, most: int = 100) -> int:
    """How many messages did not arrive, never counting past `most`."""
    return trouble_for(access).order_by().values("pk")[:most].count()


def _seen_by(access: Access) -> QuerySet[Delivery]:
    deliveries = Delivery.objects.select_related("message__conversation")
    if access.inbox_ids is None:
        return deliveries
    return deliveries.filter(message__conversation__inbox_id__in=access.inbox_ids)
