"""Rules: triggers on events and timed automations, and what each did."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from wellkept.accounts.models import Agent
from wellkept.conversations.models import Conversation


class RuleKind(models.TextChoices):
    TRIGGER = "trigger"
    TIMED = "timed"


class Outcome(models.TextChoices):
    """Refused: its author may not do it. Failed: it cannot be done, for example because a tag is gone."""

    DONE = "done"
    REFUSED = "refused"
    FAILED = "failed"


class Rule(models.Model):
    """`on` lists kinds of event, for a trigger; `conditions` and `actions` are what the domain's `write` gives.

    `author` is whose permissions count. `edition` grows with each change of what it does; `rehearsed` is the edition
    that was last tried on the past, 0: none. It does nothing while `switched_on_at` is None.
    """

    name = models.CharField(max_length=80)
    kind = models.CharField(max_length=10, choices=RuleKind)
    on = models.JSONField(default=list)
    conditions = models.JSONField()
    actions = models.JSONField()
    author = models.ForeignKey(Agent, on_delete=models.PROTECT, related_name="rules")
    position = models.PositiveIntegerField()
    stops = models.BooleanField(default=False)  # no later trigger runs on the same event
    is_once = models.BooleanField(default=False)  # once in a conversation, ever
    edition = models.PositiveIntegerField(default=1)
    rehearsed = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField()
    switched_on_at = models.DateTimeField(null=True)
    retired_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["name"], condition=Q(retired_at__isnull=True), name="rule_name_once"
            )
        ]

    def __str__(self) -> str:
        return self.name


class RuleRun(models.Model):
    """A rule as it ran once, or was refused. `did` is a list of what `domain.did.Did.write` gives.

    `key` is what it may run for once: "event:7", "once", or "since:7", the last thing that a person did there.
    """

    rule = models.ForeignKey(Rule, on_delete=models.PROTECT, related_name="runs", db_index=False)
    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="rule_runs")
    key = models.CharField(max_length=30)
    cause_id = models.BigIntegerField(null=True)  # the event that it ran on; None for the clock
    edition = models.PositiveIntegerField()
    at = models.DateTimeField()
    did = models.JSONField(default=list)
    outcome = models.CharField(max_length=10, choices=Outcome)
    words = models.CharField(max_length=300, default="")

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["rule", "at", "id"], name="rule_run_newest")]
        constraints = [models.UniqueConstraint(fields=["rule", "conversation", "key"], name="rule_run_once")]

    def __str__(self) -> str:
        return f"{self.rule_id} in {self.conversation_id}: {self.outcome}"
