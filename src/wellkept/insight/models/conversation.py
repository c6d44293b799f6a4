"""What a conversation came to."""

from __future__ import annotations

from django.db import models


class ConversationFact(models.Model):
    """One conversation. The `_day` columns count days since 1970 in the desk's zone.

    `began_*`: the customer's first message; None when they never wrote. `solved_*`: now; `first_solved_*`: for the
    first time; `reopened_at`: when the customer came back after that,
    `came_back`: within a week. Minutes run from the first message until it was
    solved for good. `detail` holds the contacts and solves that issues are made of.
    """

    conversation_id = models.BigIntegerField(primary_key=True)
    inbox_id = models.BigIntegerField()
    team_id = models.BigIntegerField(null=True)
    customer_id = models.BigIntegerField(db_index=True)
    channel = models.CharField(max_length=20)
    driver_id = models.BigIntegerField(null=True)
    is_put_away = models.BooleanField()
    began_at = models.DateTimeField(null=True)
    began_day = models.IntegerField(null=True)
    message_id = models.BigIntegerField(null=True)
    first_solved_at = models.DateTimeField(null=True)
    first_solved_day = models.IntegerField(null=True)
    reopened_at = models.DateTimeField(null=True)
    came_back = models.BooleanField()
    solved_at = models.DateTimeField(null=True)
    solved_day = models.IntegerField(null=True)
    minutes = models.IntegerField(null=True)
    clock_minutes = models.IntegerField(null=True)
    replies = models.IntegerField()
    last_reply_id = models.BigIntegerField(null=True)
    transfers = models.IntegerField()
    owners = models.IntegerField()
    has_word = models.BooleanField()
    detail = models.JSONField(default=dict)

    class Meta:
        db_table = "insight_conversation"
        indexes = [
            # In the order in which tiles group: each is read from beginning to end without a look at the rows.
            models.Index(
                fields=["began_day", "is_put_away", "minutes", "inbox_id", "team_id"],
                name="conversation_began",
            ),
            models.Index(
                fields=["began_day", "is_put_away", "replies", "has_word", "inbox_id", "team_id"],
                name="conversation_word",
            ),
            models.Index(
                fields=["solved_day", "is_put_away", "replies", "began_day", "inbox_id", "team_id"],
                name="conversation_solved",
            ),
            models.Index(
                fields=[
                    "first_solved_day",
                    "is_put_away",
                    "came_back",
                    "first_solved_at",
                    "inbox_id",
                    "team_id",
                ],
                name="conversation_first_solved",
            ),
        ]

    def __str__(self) -> str:
        return f"facts of conversation {self.conversation_id}"
