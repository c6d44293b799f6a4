"""The note that is ready for the customer when a promise broke."""

from __future__ import annotations

from django.db import models

from wellkept.accounts.models import Agent
from wellkept.conversations.models import Message

from .promise import Promise


class Amends(models.Model):
    """One for each break: an apology with a new date that can be kept, in the customer's language.

    `taken_by` has it in their draft; `message` is the reply that it left with, and `following` the promise that reply
    made. All three together or none of them, except that a draft comes before its message.
    """

    promise = models.OneToOneField(Promise, on_delete=models.CASCADE, related_name="amends")
    text = models.TextField()
    language = models.CharField(max_length=12)
    zone = models.CharField(max_length=64)
    due_at = models.DateTimeField()
    prepared_at = models.DateTimeField()
    taken_by = models.ForeignKey(
        Agent, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    message = models.ForeignKey(Message, null=True, on_delete=models.SET_NULL, related_name="+")
    following = models.ForeignKey(
        Promise, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"For promise {self.promise_id}"
