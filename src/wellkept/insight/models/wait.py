"""A person waited, and what they were told."""

from __future__ import annotations

from django.db import models


class WaitFact(models.Model):
    """One announcement of a wait, by its event. Seconds are of business hours.

    `outcome`: answered, left (closed without an answer), open. `permille` is waited ÷ announced and `overshoot`
    announced ÷ waited, both in thousandths; None while it is open. `lapses_at`: when what was said has passed.
    `was_told_again`: another time was said before that.
    """

    event_id = models.BigIntegerField(primary_key=True)
    conversation_id = models.BigIntegerField(db_index=True)
    message_id = models.BigIntegerField()
    inbox_id = models.BigIntegerField()
    team_id = models.BigIntegerField(null=True)
    announced_at = models.DateTimeField()
    day = models.IntegerField()
    announced_seconds = models.IntegerField()
    lapses_at = models.DateTimeField()
    outcome = models.CharField(max_length=8)
    ended_at = models.DateTimeField(null=True)
    permille = models.IntegerField(null=True)
    overshoot = models.IntegerField(null=True)
    was_told_again = models.BooleanField(default=False)

    class Meta:
        db_table = "insight_wait"
        indexes = [
            models.Index(
                fields=["day", "outcome", "permille", "lapses_at", "inbox_id", "team_id"], name="wait_tally"
            ),
        ]

    def __str__(self) -> str:
        return f"wait announced by event {self.event_id}"
