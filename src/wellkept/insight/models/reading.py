"""How far the log has been read."""

from __future__ import annotations

from django.db import models


class Reading(models.Model):
    """One row. All events up to `last_event_id` are in the facts.

    `revision` is the calendar they were counted by. While `rebuild_upto` is set everything is read again: the
    conversations one after the other, then (`is_at_issues`) the customers; `rebuild_after` is the last one done.
    """

    last_event_id = models.BigIntegerField(default=0)
    revision = models.CharField(max_length=60, default="", blank=True)
    rebuild_upto = models.BigIntegerField(null=True)
    rebuild_after = models.BigIntegerField(default=0)
    is_at_issues = models.BooleanField(default=False)

    def __str__(self) -> str:
        return f"read up to {self.last_event_id}"
