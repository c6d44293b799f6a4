"""The outbox: one row for each message on its way."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from .message import Message


class DeliveryState(models.TextChoices):
    QUEUED = "queued"  # waits for the undo time or its turn
    SENDING = "sending"  # a worker holds it
    SENT = "sent"  # the next server took it
    DEFERRED = "deferred"  # refused for now; will be tried again
    FAILED = "failed"  # refused for good, or given up
    BOUNCED = "bounced"  # taken, then returned
    CANCELLED = "cancelled"  # undone in time


class Delivery(models.Model):
    """A message on its way. `external_id` (for mail the Message-ID) is fixed before the first try, so a repeat
    after a crash is the same message and never a second one."""

    message = models.OneToOneField(Message, on_delete=models.CASCADE, related_name="delivery")
    channel = models.CharField(max_length=20)
    state = models.CharField(max_length=9, choices=DeliveryState.choices, default=DeliveryState.QUEUED)
    send_at = models.DateTimeField()
    attempts = models.PositiveIntegerField(default=0)
    lease_until = models.DateTimeField(null=True)
    external_id = models.CharField(max_length=255, default="", blank=True)
    detail = models.CharField(max_length=500, default="", blank=True)
    refused = models.CharField(max_length=500, default="", blank=True)  # who did not get it while others did
    complained_at = models.DateTimeField(null=True)  # somebody who got it called it spam
    can_retry = models.BooleanField(default=True)
    sent_at = models.DateTimeField(null=True)
    updated_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "deliveries"
        indexes = [
            models.Index(
                fields=["send_at", "id"], name="delivery_due", condition=Q(state__in=["queued", "deferred"])
            ),
            models.Index(fields=["lease_until"], name="delivery_leased", condition=Q(state="sending")),
            models.Index(
                fields=["-updated_at"], name="delivery_trouble", condition=Q(state__in=["failed", "bounced"])
            ),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=DeliveryState.values), name="delivery_state_known"),
            models.CheckConstraint(
                condition=Q(state="sending", lease_until__isnull=False)
                | (~Q(state="sending") & Q(lease_until__isnull=True)),
                name="delivery_leased_while_sending",
            ),
        ]
