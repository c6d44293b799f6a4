"""What an agent said about a promise that was found in what they are writing."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from wellkept.accounts.models import Agent
from wellkept.conversations.models import Conversation, Message

from .promise import Promise


class Decision(models.Model):
    """One answer to one chip, kept with the draft: it is the agent's, of this conversation.

    `words` is what was found, on one line and in small letters: a sentence that is written anew asks anew. "keeps 7"
    says whether the reply keeps promise 7. `due_at` and
    `text` are what the agent put in place of the date and the words found; None and "" leave them. `message` is the
    reply that it left with; taken back, it belongs to the draft again. `mends` is the broken promise that the
    sentence gives a new date for.
    """

    class Says(models.TextChoices):
        PROMISE = "promise", "A promise"
        NONE = "none", "Not a promise"

    agent = models.ForeignKey(Agent, on_delete=models.CASCADE, related_name="+", db_index=False)
    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="+", db_index=False)
    message = models.ForeignKey(Message, null=True, on_delete=models.SET_NULL, related_name="+")
    words = models.CharField(max_length=300)
    says = models.CharField(max_length=7, choices=Says.choices)
    due_at = models.DateTimeField(null=True)
    text = models.CharField(max_length=300, default="", blank=True)
    mends = models.ForeignKey(Promise, null=True, on_delete=models.CASCADE, related_name="+", db_index=False)
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["conversation", "agent", "id"], name="decision_draft")]
        constraints = [
            models.CheckConstraint(condition=Q(says__in=["promise", "none"]), name="decision_known"),
            models.UniqueConstraint(
                fields=["conversation", "agent", "words"],
                condition=Q(message__isnull=True),
                name="decision_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_says_display()}: {self.words}"
