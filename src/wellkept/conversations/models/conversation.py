"""The thread itself, and what hangs on it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from wellkept.accounts.models import Agent, Team
from wellkept.customers.models import Customer, Identity

from .inbox import Inbox


class Status(models.TextChoices):
    OPEN = "open", "Open"
    PENDING = "pending", "Pending"
    ON_HOLD = "on_hold", "On hold"
    SOLVED = "solved", "Solved"
    CLOSED = "closed", "Closed"


class Place(models.TextChoices):
    DESK = "desk", "Desk"
    SPAM = "spam", "Spam"
    TRASH = "trash", "Trash"


class Priority(models.IntegerChoices):
    LOW = 0, "Low"
    NORMAL = 1, "Normal"
    HIGH = 2, "High"
    URGENT = 3, "Urgent"


class Driver(models.Model):
    """Why people contact us: a leaf or a branch of a two-level taxonomy."""

    name = models.CharField(max_length=80)
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="children"
    )
    retired_at = models.DateTimeField(null=True, blank=True)  # off the list, still on what bears it

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(fields=["parent", "name"], nulls_distinct=False, name="driver_once"),
        ]

    def __str__(self) -> str:
        return self.name


class Tag(models.Model):
    name = models.CharField(max_length=60, unique=True)
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["name", "id"]

    def __str__(self) -> str:
        return self.name


class Conversation(models.Model):
    """All exchanges on one matter. The row carries what its line in a list shows, so a list reads one table.

    `id` is the number people say aloud. `version` grows with every change of a field that people set.
    """

    inbox = models.ForeignKey(Inbox, on_delete=models.PROTECT, related_name="conversations", db_index=False)
    customer = models.ForeignKey(
        Customer, on_delete=models.PROTECT, related_name="conversations", db_index=False
    )
    channel = models.CharField(max_length=20)
    subject = models.CharField(max_length=300, default="", blank=True)
    status = models.CharField(max_length=8, choices=Status.choices, default=Status.OPEN)
    place = models.CharField(max_length=5, choices=Place.choices, default=Place.DESK)
    priority = models.PositiveSmallIntegerField(choices=Priority.choices, default=Priority.NORMAL)
    assignee = models.ForeignKey(
        Agent, null=True, on_delete=models.SET_NULL, related_name="conversations", db_index=False
    )
    team = models.ForeignKey(
        Team, null=True, on_delete=models.SET_NULL, related_name="conversations", db_index=False
    )
    driver = models.ForeignKey(
        Driver, null=True, on_delete=models.SET_NULL, related_name="conversations", db_index=False
    )
    language = models.CharField(max_length=12, default="", blank=True)
    public_key = models.CharField(max_length=40, unique=True)
    version = models.PositiveIntegerField(default=1)

    created_at = models.DateTimeField()
    last_activity_at = models.DateTimeField()
    status_since = models.DateTimeField()
    first_reply_at = models.DateTimeField(null=True)
    snoozed_until = models.DateTimeField(
        null=True
    )  # not in the lists of what needs somebody; its promises stand

    customer_name = models.CharField(max_length=200, default="", blank=True)
    last_words = models.CharField(max_length=160, default="", blank=True)
    last_direction = models.CharField(max_length=4, default="in")
    last_message_id = models.BigIntegerField(default=0)
    last_inbound_id = models.BigIntegerField(default=0)
    message_count = models.PositiveIntegerField(default=0)
    has_attachments = models.BooleanField(default=False)
    has_trouble = models.BooleanField(default=False)  # a delivery of this conversation failed or bounced

    tags = models.ManyToManyField(Tag, through="ConversationTag", related_name="conversations")

    class Meta:
        ordering = ["-last_activity_at", "-id"]
        indexes = [
            # One covering order per view: keyset paging reads one page, however many rows there are.
            models.Index(fields=["place", "status", "-last_activity_at", "-id"], name="conv_status"),
            models.Index(fields=["place", "-last_activity_at", "-id"], name="conv_all"),
            models.Index(
                fields=["assignee", "place", "status", "-last_activity_at", "-id"], name="conv_assignee"
            ),
            models.Index(
                fields=["place", "status", "-last_activity_at", "-id"],
                name="conv_unassigned",
                condition=Q(assignee__isnull=True),
            ),
            models.Index(fields=["team", "place", "status", "-last_activity_at", "-id"], name="conv_team"),
            models.Index(
                fields=["inbox", "place", "status", "-last_activity_at", "-id"], name="conv_inbox_status"
            ),
            models.Index(fields=["inbox", "place", "-last_activity_at", "-id"], name="conv_inbox_all"),
            models.Index(fields=["customer", "-last_activity_at", "-id"], name="conv_customer"),
            models.Index(
                fields=["snoozed_until", "id"], name="conv_snoozed", condition=Q(snoozed_until__isnull=False)
            ),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(status__in=Status.values), name="conversation_status_known"),
            models.CheckConstraint(condition=Q(place__in=Place.values), name="conversation_place_known"),
            models.CheckConstraint(
                condition=Q(priority__in=Priority.values), name="conversation_priority_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk} {self.subject}"

    @property
    def is_open(self) -> bool:
        return self.status in (Status.OPEN, Status.PENDING, Status.ON_HOLD) and self.place == Place.DESK


class ConversationTag(models.Model):
    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE)
    tag = models.ForeignKey(Tag, on_delete=models.CASCADE)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["conversation", "tag"], name="conversation_tag_once")]


class Participant(models.Model):
    """An address that takes part. Mail alone never makes one: a stranger in Cc is only suggested."""

    class Role(models.TextChoices):
        CUSTOMER = "customer"
        CC = "cc"

    class State(models.TextChoices):
        SUGGESTED = "suggested"
        CONFIRMED = "confirmed"
        REMOVED = "removed"

    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="participants")
    identity = models.ForeignKey(Identity, on_delete=models.CASCADE, related_name="participations")
    role = models.CharField(max_length=8, choices=Role.choices)
    state = models.CharField(max_length=9, choices=State.choices)
    decided_by = models.ForeignKey(Agent, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["conversation", "identity"], name="participant_once")]


class Read(models.Model):
    """How far an agent has read: everything up to this message."""

    agent = models.ForeignKey(Agent, on_delete=models.CASCADE, related_name="reads", db_index=False)
    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="reads")
    message_id = models.BigIntegerField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agent", "conversation"], name="read_once")]
