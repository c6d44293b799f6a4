"""One thing that we owe a customer, or ourselves for their sake (PRINCIPLES.md, 3b)."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from wellkept.accounts.models import Agent, Team
from wellkept.conversations.models import Conversation, Message
from wellkept.customers.models import Customer

from .code import Target


class Kind(models.TextChoices):
    FIRST_REPLY = "first_reply", "First reply"
    NEXT_REPLY = "next_reply", "Next reply"
    UPDATE = "update", "Word on how it stands"
    RESOLUTION = "resolution", "Resolution"
    WORD = "word", "Given in words"
    FOLLOW_UP = "follow_up", "Follow-up"
    CALL_BACK = "call_back", "Call back"
    THIRD_PARTY = "third_party", "Waiting for someone else"


class PromiseStatus(models.TextChoices):
    DETECTED = "detected", "Found in the draft"
    DISMISSED = "dismissed", "Not a promise"
    OPEN = "open", "Open"
    RENEGOTIATION = "renegotiation_proposed", "Another date is proposed"
    KEPT = "kept", "Kept"
    BROKEN = "broken", "Broken"
    WAIVED = "waived", "Waived by the customer"
    VOID = "void", "Void"
    REPAIRED = "repaired", "Broken, then made good"
    CLOSED_BROKEN = "closed_broken", "Broken, and left so"


OPEN = (PromiseStatus.OPEN, PromiseStatus.RENEGOTIATION)
ENDED = (
    PromiseStatus.DISMISSED,
    PromiseStatus.KEPT,
    PromiseStatus.WAIVED,
    PromiseStatus.VOID,
    PromiseStatus.REPAIRED,
    PromiseStatus.CLOSED_BROKEN,
)


class Promisor(models.TextChoices):
    AGENT = "agent", "An agent"
    TEAM = "team", "A team"
    BOT = "bot", "The bot"
    CODE = "code", "The service code"


class DueKind(models.TextChoices):
    EXPLICIT = "explicit"
    DEFAULT = "default"
    VAGUE = "vague"


class Strength(models.TextChoices):
    FIRM = "firm"
    AIM = "aim"
    CONDITIONAL = "conditional"


class Promise(models.Model):
    """A row of the ledger. The database refuses to change `original_due_at`, or to leave it without an owner.

    `owner` or `team` answers for it. While `paused_at` is set the clock stands; `remaining_minutes` are left then.
    Another date is `proposed_due_at` from the message in which the customer was told (`told_message`).
    `calendar` is the revision of the schedule by which the time was last counted (`schedules.queries.calendar_at`).
    `text` is what was promised in words; it is the only column that the event log does not hold.
    """

    kind = models.CharField(max_length=12, choices=Kind.choices)
    status = models.CharField(max_length=22, choices=PromiseStatus.choices, default=PromiseStatus.OPEN)
    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="promises", db_index=False)
    conversation = models.ForeignKey(
        Conversation, null=True, on_delete=models.PROTECT, related_name="promises", db_index=False
    )
    target = models.ForeignKey(Target, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    source_message = models.ForeignKey(
        Message, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    span_start = models.PositiveIntegerField(null=True)
    span_end = models.PositiveIntegerField(null=True)
    text = models.TextField(default="", blank=True)

    promisor = models.CharField(max_length=5, choices=Promisor.choices)
    promisor_agent = models.ForeignKey(
        Agent, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    owner = models.ForeignKey(
        Agent, null=True, on_delete=models.PROTECT, related_name="promises", db_index=False
    )
    team = models.ForeignKey(
        Team, null=True, on_delete=models.PROTECT, related_name="promises", db_index=False
    )

    made_at = models.DateTimeField()
    original_due_at = models.DateTimeField()
    due_at = models.DateTimeField()
    zone = models.CharField(max_length=64, default="UTC")
    calendar = models.CharField(max_length=40, null=True)
    due_kind = models.CharField(max_length=8, choices=DueKind.choices, default=DueKind.EXPLICIT)
    strength = models.CharField(max_length=11, choices=Strength.choices, default=Strength.FIRM)
    is_visible_to_customer = models.BooleanField(default=True)
    version = models.PositiveIntegerField(default=1)

    proposed_due_at = models.DateTimeField(null=True)
    told_message = models.ForeignKey(
        Message, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    paused_at = models.DateTimeField(null=True)
    remaining_minutes = models.PositiveIntegerField(null=True)
    kept_at = models.DateTimeField(null=True)
    broken_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    broken_cause = models.CharField(max_length=40, default="", blank=True)

    class Meta:
        ordering = ["due_at", "id"]
        indexes = [
            # Whole, not partial: SQLite cannot see that a bound status lies in a partial index.
            models.Index(fields=["status", "due_at", "id"], name="promise_clock"),
            models.Index(fields=["owner", "status", "due_at", "id"], name="promise_owner"),
            models.Index(fields=["team", "owner", "status", "due_at", "id"], name="promise_team"),
            models.Index(fields=["conversation", "id"], name="promise_conversation"),
            models.Index(fields=["customer", "id"], name="promise_customer"),
            models.Index(fields=["original_due_at", "id"], name="promise_original_due"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="promise_kind_known"),
            models.CheckConstraint(condition=Q(status__in=PromiseStatus.values), name="promise_status_known"),
            models.CheckConstraint(
                condition=Q(owner__isnull=False) | Q(team__isnull=False), name="promise_has_an_owner"
            ),
            models.CheckConstraint(
                condition=~Q(status=PromiseStatus.KEPT) | Q(kept_at__isnull=False), name="promise_kept_when"
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["broken", "repaired", "closed_broken"]) | Q(broken_at__isnull=False),
                name="promise_broken_when",
            ),
            models.CheckConstraint(
                condition=Q(paused_at__isnull=True, remaining_minutes__isnull=True)
                | Q(paused_at__isnull=False, remaining_minutes__isnull=False),
                name="promise_paused_with_rest",
            ),
            models.CheckConstraint(condition=Q(original_due_at__gte=F("made_at")), name="promise_due_later"),
            # Of each standing promise a conversation has one open at a time.
            models.UniqueConstraint(
                fields=["conversation", "kind"],
                condition=Q(status__in=OPEN, kind__in=["first_reply", "next_reply", "update", "resolution"]),
                name="promise_standing_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} due {self.due_at:%Y-%m-%d %H:%M}"

    @property
    def is_open(self) -> bool:
        return self.status in OPEN


class Evidence(models.Model):
    """What proves that a promise was kept: a message, an event of the system, or somebody's word for it."""

    class What(models.TextChoices):
        MESSAGE = "message", "A message to the customer"
        EVENT = "event", "An event of the system"
        CONFIRMATION = "confirmation", "The customer says so"
        WORD = "word", "The owner says so"

    promise = models.ForeignKey(Promise, on_delete=models.PROTECT, related_name="evidence")
    what = models.CharField(max_length=12, choices=What.choices)
    message = models.ForeignKey(
        Message, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    event_id = models.BigIntegerField(null=True)
    note = models.CharField(max_length=300, default="", blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(what__in=["message", "event", "confirmation", "word"]), name="evidence_known"
            ),
        ]

    def __str__(self) -> str:
        return self.get_what_display()
