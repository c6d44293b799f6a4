"""The register of the intake gate: who asked for how much, what the figures said, what a person decided."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from wellkept.accounts.models import Agent, Team
from wellkept.conversations.models import Inbox, Tag
from wellkept.customers.models import Company


class Intake(models.Model):
    """A client, campaign or product that asks for hands. `figures` is the verdict as it was computed that day.

    At most one of `inbox`, `company`, `tag` names where its messages will be found, to hold what came against what
    was said.
    """

    class Answer(models.TextChoices):
        ACCEPT = "accept", "Accept"
        PHASE = "phase", "Begin in phases"
        DECLINE = "decline", "Decline"

    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="intakes")
    asked_by = models.CharField(max_length=120)
    what = models.CharField(max_length=300)
    arrivals_a_week = models.PositiveIntegerField()
    handle_seconds = models.PositiveIntegerField()
    begins_on = models.DateField()
    inbox = models.ForeignKey(Inbox, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    company = models.ForeignKey(Company, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    tag = models.ForeignKey(Tag, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    answer = models.CharField(max_length=7, choices=Answer.choices)
    figures = models.JSONField(default=dict)
    asked_at = models.DateTimeField()
    entered_by = models.ForeignKey(Agent, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ["-asked_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(answer__in=["accept", "phase", "decline"]), name="intake_answer"
            ),
            models.CheckConstraint(
                condition=Q(arrivals_a_week__gt=0, handle_seconds__gt=0), name="intake_asks_for_something"
            ),
            models.CheckConstraint(
                condition=Q(inbox__isnull=True, company__isnull=True)
                | Q(inbox__isnull=True, tag__isnull=True)
                | Q(company__isnull=True, tag__isnull=True),
                name="intake_counted_in_one_place",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.asked_by}: {self.what}"


class IntakeDecision(models.Model):
    """What a person decided, and why; it may differ from the figures. Made once."""

    intake = models.OneToOneField(Intake, on_delete=models.CASCADE, related_name="decision")
    decision = models.CharField(max_length=7, choices=Intake.Answer.choices)
    reason = models.CharField(max_length=500)
    decided_at = models.DateTimeField()
    decided_by = models.ForeignKey(Agent, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ["-decided_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(decision__in=["accept", "phase", "decline"]), name="intake_decision_known"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="intake_decision_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.decision}: {self.reason}"
