"""Why this person got this conversation."""

from __future__ import annotations

from django.db import models

from wellkept.accounts.models import Agent, Team
from wellkept.conversations.models import Conversation


class Decision(models.Model):
    """One automatic move. `at` equals the moment of its ConversationAssigned event.

    `reasons` are [code, value] pairs (domain.assignment.Because); `candidates` say for each person looked at
    {"agent", "load", "limit", "why_not": [codes]}.
    """

    class What(models.TextChoices):
        GIVEN = "given", "Given"
        OVERFLOW = "overflow", "To another team"
        SUBSTITUTE = "substitute", "To the substitute"

    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="routing_decisions")
    what = models.CharField(max_length=10, choices=What.choices)
    team = models.ForeignKey(Team, null=True, on_delete=models.SET_NULL, related_name="+")
    agent = models.ForeignKey(Agent, null=True, on_delete=models.SET_NULL, related_name="+")
    method = models.CharField(max_length=12, default="", blank=True)
    reasons = models.JSONField(default=list)
    candidates = models.JSONField(default=list)
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["-at", "-id"], name="decision_newest")]
