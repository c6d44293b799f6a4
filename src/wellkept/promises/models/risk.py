"""What will probably not be kept, unless somebody does something."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from .promise import Promise


class Risk(models.Model):
    """A promise that is at risk now, and why. Derived from the ledger and looked at anew; no part of its history."""

    class Reason(models.TextChoices):
        INFEASIBLE = "infeasible", "It does not fit into the working time that is left"
        OWNER_AWAY = "owner_away", "Whoever answers for it is away"
        WAITING = "waiting", "It waits for somebody else"

    promise = models.OneToOneField(Promise, on_delete=models.CASCADE, related_name="risk", primary_key=True)
    reason = models.CharField(max_length=10, choices=Reason.choices)
    due_at = models.DateTimeField()
    since = models.DateTimeField()

    class Meta:
        ordering = ["due_at", "promise"]
        indexes = [models.Index(fields=["due_at", "promise"], name="risk_due")]
        constraints = [
            models.CheckConstraint(
                condition=Q(reason__in=["infeasible", "owner_away", "waiting"]), name="risk_known"
            ),
        ]

    def __str__(self) -> str:
        return f"Promise {self.promise_id}: {self.reason}"
