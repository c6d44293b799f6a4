"""Macros, and what each did when somebody used it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from wellkept.accounts.models import Agent, Team
from wellkept.conversations.models import Conversation


class Macro(models.Model):
    """Several actions under one name, done by a person. `actions` is what `domain.actions.write` gives.

    `team` None: everybody may use it; else its members, and whoever supervises.
    """

    name = models.CharField(max_length=80)
    description = models.CharField(max_length=200, default="", blank=True)
    actions = models.JSONField()
    team = models.ForeignKey(Team, null=True, blank=True, on_delete=models.PROTECT, related_name="macros")
    position = models.PositiveIntegerField()
    created_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True, blank=True)  # offered no more; what it did stays

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["name"], condition=Q(retired_at__isnull=True), name="macro_name_once"
            )
        ]

    def __str__(self) -> str:
        return self.name


class MacroRun(models.Model):
    """A macro as it was used once. `did` is a list of what `domain.did.Did.write` gives.

    `left` are the kinds of what undoing it left alone, because somebody had changed it since. `key` is the form's own:
    a double click finds it used.
    """

    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="macro_runs")
    macro = models.ForeignKey(Macro, on_delete=models.PROTECT, related_name="runs")
    by = models.ForeignKey(Agent, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False)
    at = models.DateTimeField()
    key = models.CharField(max_length=64, null=True)
    did = models.JSONField()
    undone_at = models.DateTimeField(null=True)
    left = models.JSONField(default=list)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["by", "key"], name="macro_run_once")]

    def __str__(self) -> str:
        return f"{self.macro_id} in {self.conversation_id}"
