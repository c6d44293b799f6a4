"""What was said, with its files."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from wellkept.accounts.models import Agent
from wellkept.customers.models import Customer

from .conversation import Conversation


class Direction(models.TextChoices):
    IN = "in"
    OUT = "out"
    NOTE = "note"


class Message(models.Model):
    """One message or note. `text` is the whole body as plain text; `reply_text` the person's own words in it.

    The columns `subject`, `text`, `people` and `file_names` are what search reads.
    """

    conversation = models.ForeignKey(
        Conversation, on_delete=models.CASCADE, related_name="messages", db_index=False
    )
    direction = models.CharField(max_length=4, choices=Direction.choices)
    channel = models.CharField(max_length=20)
    agent = models.ForeignKey(
        Agent, null=True, on_delete=models.SET_NULL, related_name="messages", db_index=False
    )
    customer = models.ForeignKey(
        Customer, null=True, on_delete=models.SET_NULL, related_name="messages", db_index=False
    )
    author_name = models.CharField(max_length=200, default="", blank=True)
    author_address = models.CharField(max_length=320, default="", blank=True)
    to = models.JSONField(default=list)
    cc = models.JSONField(default=list)
    subject = models.CharField(max_length=998, default="", blank=True)
    text = models.TextField(default="", blank=True)
    reply_text = models.TextField(default="", blank=True)
    html = models.TextField(default="", blank=True)
    people = models.TextField(default="", blank=True)
    file_names = models.TextField(default="", blank=True)
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    is_automatic = models.BooleanField(default=False)
    matched_by = models.CharField(max_length=30, default="", blank=True)
    facts = models.JSONField(default=dict)  # what the channel found out: sender checks, problems, bounce

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["conversation", "id"], name="message_conversation")]
        constraints = [
            models.CheckConstraint(
                condition=Q(direction__in=Direction.values), name="message_direction_known"
            ),
            models.CheckConstraint(
                condition=~Q(direction="note") | Q(customer__isnull=True), name="message_note_is_ours"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.direction} {self.pk}"


class Attachment(models.Model):
    """A file. Lies under a random name; the sender's name and type are only ever shown, never trusted."""

    message = models.ForeignKey(Message, null=True, on_delete=models.CASCADE, related_name="attachments")
    draft = models.ForeignKey("Draft", null=True, on_delete=models.CASCADE, related_name="attachments")
    name = models.CharField(max_length=255)
    content_type = models.CharField(max_length=127)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    storage_key = models.CharField(max_length=120)
    is_inline = models.BooleanField(default=False)
    content_id = models.CharField(max_length=255, default="", blank=True)
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(message__isnull=False, draft__isnull=True)
                | Q(message__isnull=True, draft__isnull=False),
                name="attachment_of_one",
            )
        ]

    def __str__(self) -> str:
        return self.name


class JoinSuggestion(models.Model):
    """This conversation may belong to another: an agent decides. How a stranger's answer waits for review."""

    conversation = models.OneToOneField(
        Conversation, on_delete=models.CASCADE, related_name="join_suggestion"
    )
    target = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="join_candidates")
    reason = models.CharField(max_length=300)
    created_at = models.DateTimeField()
    outcome = models.CharField(max_length=6, default="", blank=True)  # "joined", "apart" or "" while open
    decided_by = models.ForeignKey(Agent, null=True, on_delete=models.SET_NULL, related_name="+")
    decided_at = models.DateTimeField(null=True)
