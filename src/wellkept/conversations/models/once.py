"""What was asked once must not happen twice."""

from __future__ import annotations

from django.db import models

from wellkept.accounts.models import Agent


class SendKey(models.Model):
    """A form's own key, used up by its first success: a double click or a resent form finds it taken."""

    key = models.CharField(max_length=64)
    agent = models.ForeignKey(Agent, on_delete=models.CASCADE, related_name="+", db_index=False)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agent", "key"], name="send_key_once")]
