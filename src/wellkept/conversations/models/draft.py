"""Words not yet sent. Kept on the server, per person and mode."""

from __future__ import annotations

from django.db import models

from wellkept.accounts.models import Agent

from .conversation import Conversation


class DraftMode(models.TextChoices):
    REPLY = "reply"
    NOTE = "note"


class Draft(models.Model):
    """What an agent is writing. `version` grows with each save: a save that knows an older one is refused."""

    agent = models.ForeignKey(Agent, on_delete=models.CASCADE, related_name="drafts", db_index=False)
    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="drafts")
    mode = models.CharField(max_length=5, choices=DraftMode.choices)
    body = models.TextField(default="", blank=True)
    cc = models.JSONField(default=list)
    version = models.PositiveIntegerField(default=0)
    seen_message_id = models.BigIntegerField(default=0)
    updated_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agent", "conversation", "mode"], name="draft_once")]
