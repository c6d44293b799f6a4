"""What a team works under, and the waits that were announced."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from wellkept.accounts.models import Agent, Team
from wellkept.conversations.models import Conversation


class StaffingTerms(models.Model):
    """How a team's staffing is computed from `set_at` on; the newest row of a team counts, the older ones explain.

    `patience_seconds` None: nobody gives up, as with mail. `concurrency`: conversations at once, as measured.
    """

    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="staffing_terms")
    handle_seconds = models.PositiveIntegerField()
    patience_seconds = models.PositiveIntegerField(null=True, blank=True)
    target_percent = models.PositiveSmallIntegerField()
    target_seconds = models.PositiveIntegerField()
    shrinkage_percent = models.PositiveSmallIntegerField()
    concurrency = models.DecimalField(max_digits=4, decimal_places=1)
    set_at = models.DateTimeField()
    set_by = models.ForeignKey(Agent, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ["-set_at", "-id"]
        indexes = [models.Index(fields=["team", "-set_at", "-id"], name="terms_of_team")]
        constraints = [
            models.CheckConstraint(condition=Q(handle_seconds__gt=0), name="terms_handling_takes_time"),
            models.CheckConstraint(
                condition=Q(patience_seconds__isnull=True) | Q(patience_seconds__gt=0),
                name="terms_patience_takes_time",
            ),
            models.CheckConstraint(
                condition=Q(target_percent__gte=1, target_percent__lte=99), name="terms_target_is_a_share"
            ),
            models.CheckConstraint(
                condition=Q(shrinkage_percent__lte=90), name="terms_shrinkage_leaves_somebody"
            ),
            models.CheckConstraint(condition=Q(concurrency__gte=1), name="terms_one_at_least"),
        ]

    def __str__(self) -> str:
        return f"{self.team}: {self.target_percent} % in {self.target_seconds} s"


class WaitAnnouncement(models.Model):
    """What one who waits was told: `seconds` of opening time still to wait, which 8 in 10 stay below (M13).

    `told_until` is that in the clock of the wall. `ahead` is how many of the same team waited before them. What became
    of the wait is read from the event log, never written here.
    """

    class Reason(models.TextChoices):
        MANY = "many", "More people than usual are writing"
        FEW = "few", "Fewer of us than usual are here"
        CLOSED = "closed", "We are closed"
        USUAL = "usual", "As on most days"

    conversation = models.ForeignKey(
        Conversation, on_delete=models.CASCADE, related_name="wait_announcements"
    )
    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="+", db_index=False)
    waiting_since = models.DateTimeField()
    told_at = models.DateTimeField()
    told_until = models.DateTimeField()
    seconds = models.PositiveIntegerField()
    ahead = models.PositiveIntegerField()
    reason = models.CharField(max_length=6, choices=Reason.choices)
    sample = models.PositiveIntegerField()

    class Meta:
        ordering = ["-told_at", "-id"]
        indexes = [models.Index(fields=["team", "-told_at", "-id"], name="announcement_of_team")]
        constraints = [
            models.CheckConstraint(condition=Q(seconds__gt=0), name="announcement_is_a_wait"),
            models.CheckConstraint(
                condition=Q(reason__in=["many", "few", "closed", "usual"]), name="announcement_reason_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.seconds} s told at {self.told_at:%Y-%m-%d %H:%M}"
