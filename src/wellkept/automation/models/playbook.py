"""Playbooks and their versions, and how one is followed in a conversation."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from wellkept.accounts.models import Agent
from wellkept.conversations.models import Conversation, Driver


class Playbook(models.Model):
    """What we do about one reason for contact."""

    driver = models.OneToOneField(Driver, on_delete=models.PROTECT, related_name="playbook")
    name = models.CharField(max_length=120)
    created_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True, blank=True)  # offered no more; what follows it goes on

    class Meta:
        ordering = ["name", "id"]

    def __str__(self) -> str:
        return self.name


class PlaybookVersion(models.Model):
    """`definition` is what `domain.playbook.write` gives.

    Without `published_at` it is the draft; once published it stays as it is.
    """

    playbook = models.ForeignKey(Playbook, on_delete=models.CASCADE, related_name="versions", db_index=False)
    number = models.PositiveIntegerField()
    definition = models.JSONField()
    saved_at = models.DateTimeField()
    saved_by = models.ForeignKey(
        Agent, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    published_at = models.DateTimeField(null=True)
    published_by = models.ForeignKey(
        Agent, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["playbook", "number"], name="playbook_version_once"),
            models.UniqueConstraint(
                fields=["playbook"], condition=Q(published_at__isnull=True), name="playbook_one_draft"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.playbook_id} version {self.number}"


class PlaybookRun(models.Model):
    """A version as it is followed in one conversation, from the first fact or check on."""

    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="playbook_runs")
    playbook = models.ForeignKey(Playbook, on_delete=models.PROTECT, related_name="runs")
    version = models.ForeignKey(PlaybookVersion, on_delete=models.PROTECT, related_name="+", db_index=False)
    started_at = models.DateTimeField()
    started_by = models.ForeignKey(
        Agent, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["conversation", "playbook"], name="playbook_run_once"),
        ]

    def __str__(self) -> str:
        return f"{self.playbook_id} in {self.conversation_id}"


class PlaybookEntry(models.Model):
    """Somebody entered a fact or ticked a step. Rows are only added: the last of a key holds.

    `value` of a fact is None when it was taken out again, of a step it is true or false.
    """

    class What(models.TextChoices):
        FACT = "fact"
        STEP = "step"

    run = models.ForeignKey(PlaybookRun, on_delete=models.CASCADE, related_name="entries")
    what = models.CharField(max_length=4, choices=What.choices)
    key = models.CharField(max_length=60)
    value = models.JSONField(null=True)
    by = models.ForeignKey(Agent, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False)
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=Q(what__in=["fact", "step"]), name="playbook_entry_known"),
        ]

    def __str__(self) -> str:
        return f"{self.what} {self.key}"
