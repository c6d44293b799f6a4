"""A customer wrote and waited."""

from __future__ import annotations

from django.db import models


class TurnFact(models.Model):
    """One wait for an answer, by its first unanswered message. `day` counts days since 1970 in the desk's zone.

    `outcome`: answered, closed (without a reply), open, away (spam or trash). Minutes are whole ones, rounded up, of
    business hours and of calendar hours; None while it is open. `was_told`: how long it would take.
    """

    message_id = models.BigIntegerField(primary_key=True)
    conversation_id = models.BigIntegerField(db_index=True)
    inbox_id = models.BigIntegerField()
    team_id = models.BigIntegerField(null=True)
    is_first = models.BooleanField()
    asked_at = models.DateTimeField()
    day = models.IntegerField()
    outcome = models.CharField(max_length=8)
    ended_at = models.DateTimeField(null=True)
    minutes = models.IntegerField(null=True)
    clock_minutes = models.IntegerField(null=True)
    was_told = models.BooleanField(default=False)
    reply_id = models.BigIntegerField(null=True)

    class Meta:
        db_table = "insight_turn"
        indexes = [
            # In the order in which tiles group; see `tiles.grouped`.
            models.Index(
                fields=["is_first", "day", "outcome", "minutes", "inbox_id", "team_id", "asked_at"],
                name="turn_tally",
            ),
            models.Index(fields=["day", "outcome", "was_told", "inbox_id", "team_id"], name="turn_told"),
        ]

    def __str__(self) -> str:
        return f"turn of message {self.message_id}"
