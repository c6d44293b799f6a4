"""A need of a customer, however many conversations it took."""

from __future__ import annotations

from django.db import models


class IssueFact(models.Model):
    """One issue, by the message of its first contact. Inbox and team are those of its first conversation.

    `contacts`: until a week after it was first solved. `is_once`: there was one. `effort` is M05's sum.
    """

    message_id = models.BigIntegerField(primary_key=True)
    conversation_id = models.BigIntegerField()
    customer_id = models.BigIntegerField(db_index=True)
    inbox_id = models.BigIntegerField()
    team_id = models.BigIntegerField(null=True)
    began_at = models.DateTimeField()
    solved_at = models.DateTimeField(null=True)
    solved_day = models.IntegerField(null=True)
    contacts = models.IntegerField()
    is_once = models.BooleanField()
    transfers = models.IntegerField()
    owners = models.IntegerField()
    effort = models.IntegerField()

    class Meta:
        db_table = "insight_issue"
        indexes = [
            models.Index(
                fields=["solved_day", "is_once", "solved_at", "inbox_id", "team_id"], name="issue_once"
            ),
            models.Index(
                fields=["solved_day", "effort", "solved_at", "inbox_id", "team_id"], name="issue_effort"
            ),
            models.Index(
                fields=["solved_day", "owners", "solved_at", "inbox_id", "team_id"], name="issue_owners"
            ),
        ]

    def __str__(self) -> str:
        return f"issue of message {self.message_id}"
