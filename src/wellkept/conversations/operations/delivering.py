"""What became of a message on its way. Called by the outbox worker and by whoever reads reports."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from wellkept.conversations.events import DeliveryChanged
from wellkept.conversations.models import Conversation, Delivery, DeliveryState
from wellkept.kernel.actors import SYSTEM, Actor
from wellkept.kernel.errors import Refused
from wellkept.kernel.events import publish
from wellkept.kernel.text import one_line

TROUBLE = (DeliveryState.FAILED, DeliveryState.BOUNCED)


class CannotRetry(Refused):
    """Sending again would not help, or it is on its way."""


@transaction.atomic
def record_delivery(
    *,
    delivery: Delivery,
    state: str,
    at: datetime,
    detail: str = "",
    refused: Mapping[str, str] | None = None,
    can_retry: bool = True,
    next_try_at: datetime | None = None,
) -> None:
    """Writes the outcome of one try and lets go of the row.

    `refused` are the addresses that a message sent to several did not reach, each with the reason: that is trouble,
    too, although the message is sent.
    """
    if state == DeliveryState.SENT:
        delivery.refused = one_line(_each(refused or {}), limit=500)
    Delivery.objects.filter(pk=delivery.pk).update(
        state=state,
        lease_until=None,
        detail=one_line(detail, limit=500),
        refused=delivery.refused,
        can_retry=can_retry,
        send_at=next_try_at or delivery.send_at,
        sent_at=at if state == DeliveryState.SENT else delivery.sent_at,
        updated_at=at,
    )
    delivery.state = state
    _tell(delivery, by=SYSTEM, at=at)


@transaction.atomic
def record_bounce(*, delivery: Delivery, detail: str, is_permanent: bool, at: datetime) -> None:
    """The message came back. A temporary report only adds its words; a permanent one is trouble."""
    if is_permanent:
        record_delivery(delivery=delivery, state=DeliveryState.BOUNCED, at=at, detail=detail, can_retry=False)
        return
    Delivery.objects.filter(pk=delivery.pk).update(detail=one_line(detail, limit=500), updated_at=at)
    _tell(delivery, by=SYSTEM, at=at)


@transaction.atomic
def record_complaint(*, delivery: Delivery, detail: str, at: datetime) -> None:
    """Somebody who got the message called it spam. It did arrive, so that is no trouble with its delivery."""
    Delivery.objects.filter(pk=delivery.pk).update(
        detail=one_line(detail, limit=500), complained_at=at, updated_at=at
    )
    _tell(delivery, by=SYSTEM, at=at)


@transaction.atomic
def retry_delivery(*, delivery: Delivery, by: Actor, at: datetime) -> None:
    """Queues a failed message again, with the same identity. Raises CannotRetry."""
    again = Delivery.objects.filter(pk=delivery.pk, state__in=[*TROUBLE, DeliveryState.DEFERRED]).update(
        state=DeliveryState.QUEUED, send_at=at, updated_at=at, can_retry=True
    )
    if again != 1:
        raise CannotRetry(_("It is on its way already."))
    delivery.state = DeliveryState.QUEUED
    _tell(delivery, by=by, at=at)


def _each(refused: Mapping[str, str]) -> str:
    return "; ".join(f"{address} ({why})" for address, why in refused.items())


def _tell(delivery: Delivery, *, by: Actor, at: datetime) -> None:
    conversation = delivery.message.conversation
    deliveries = Delivery.objects.filter(message__conversation=conversation)
    has_trouble = deliveries.filter(Q(state__in=TROUBLE) | ~Q(refused="")).exists()
    if has_trouble != conversation.has_trouble:
        Conversation.objects.filter(pk=conversation.pk).update(has_trouble=has_trouble)
        conversation.has_trouble = has_trouble
    event = DeliveryChanged(
        conversation_id=conversation.pk,
        inbox_id=conversation.inbox_id,
        message_id=delivery.message_id,
        delivery_id=delivery.pk,
        state=delivery.state,
    )
    publish(event, by=by, at=at)
