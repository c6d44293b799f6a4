"""How a promise counts."""

from __future__ import annotations

from django.db import models


class PromiseFact(models.Model):
    """One promise of the ledger, as the log tells it. `day` is that of the first date, which never changes.

    `counts_until` is the first date, later by the time the clock stood. `outcome`: open, standing (the clock stands),
    done, broken, waived, void. `slack` is (due − done) ÷ (due − made) in percent; `late_minutes` are business
    minutes after the date, None when it was never done or was in time.
    """

    promise_id = models.BigIntegerField(primary_key=True)
    conversation_id = models.BigIntegerField(null=True, db_index=True)
    inbox_id = models.BigIntegerField(null=True)
    team_id = models.BigIntegerField(null=True)
    what = models.CharField(max_length=20)
    is_to_customer = models.BooleanField()
    made_at = models.DateTimeField()
    original_due_at = models.DateTimeField()
    day = models.IntegerField()
    counts_until = models.DateTimeField()
    due_at = models.DateTimeField()
    outcome = models.CharField(max_length=8)
    was_moved = models.BooleanField()
    is_in_time = models.BooleanField()
    done_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=80, default="", blank=True)
    evidence_id = models.BigIntegerField(null=True)
    source_id = models.BigIntegerField(null=True)
    late_minutes = models.IntegerField(null=True)
    slack = models.IntegerField(null=True)
    last_event_id = models.BigIntegerField()

    class Meta:
        db_table = "insight_promise"
        indexes = [
            # In the order in which tiles group; see `tiles.grouped`.
            models.Index(
                fields=[
                    "day",
                    "is_to_customer",
                    "outcome",
                    "was_moved",
                    "is_in_time",
                    "reason",
                    "slack",
                    "late_minutes",
                    "counts_until",
                    "inbox_id",
                    "team_id",
                ],
                name="promise_tally",
            ),
        ]

    def __str__(self) -> str:
        return f"facts of promise {self.promise_id}"
