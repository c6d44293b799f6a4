"""The service code: the standing promises we publish, in versions that never change."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from wellkept.accounts.models import Agent
from wellkept.conversations.models import Inbox, Priority, Tag
from wellkept.customers.models import Company


class TargetKind(models.TextChoices):
    FIRST_REPLY = "first_reply", "First reply"
    NEXT_REPLY = "next_reply", "Next reply"
    UPDATE = "update", "Word on how it stands"
    RESOLUTION = "resolution", "Resolution"
    CALL_BACK = "call_back", "Call back"


class Hours(models.TextChoices):
    BUSINESS = "business", "Business hours"
    CALENDAR = "calendar", "Calendar hours"


class ServiceCode(models.Model):
    """One version. A draft has no `published_at`; the newest published one applies to what begins from then on."""

    created_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True)
    published_by = models.ForeignKey(Agent, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ["-published_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["published_at"], condition=Q(published_at__isnull=False), name="code_version_moment"
            ),
        ]

    def __str__(self) -> str:
        return f"Version {self.pk}"


class Target(models.Model):
    """One standing promise: what, within how many minutes, for which conversations.

    Of several that fit, the most particular counts (`domain.choosing`).
    """

    code = models.ForeignKey(ServiceCode, on_delete=models.CASCADE, related_name="targets")
    kind = models.CharField(max_length=12, choices=TargetKind.choices)
    minutes = models.PositiveIntegerField()
    hours = models.CharField(max_length=8, choices=Hours.choices, default=Hours.BUSINESS)
    inbox = models.ForeignKey(Inbox, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    priority = models.PositiveSmallIntegerField(choices=Priority.choices, null=True, blank=True)
    company = models.ForeignKey(Company, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    tag = models.ForeignKey(Tag, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    pauses_while_pending = models.BooleanField(default=True)
    pauses_while_on_hold = models.BooleanField(default=True)

    class Meta:
        ordering = ["kind", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=TargetKind.values), name="target_kind_known"),
            models.CheckConstraint(condition=Q(hours__in=Hours.values), name="target_hours_known"),
            models.CheckConstraint(condition=Q(minutes__gt=0), name="target_takes_time"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} in {self.minutes} minutes ({self.get_hours_display().lower()})"
