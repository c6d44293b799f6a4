"""The event log and the tasks that wait."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q


class LoggedEvent(models.Model):
    """One thing that happened. Append-only: the database refuses to change or remove a row.

    Ids grow in the order in which transactions commit (see `events.publish`), so a reader who has seen id n
    misses nothing by asking for what is greater.
    """

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField()
    kind = models.CharField(max_length=60)
    actor_kind = models.CharField(max_length=10)
    actor_id = models.BigIntegerField(null=True)
    inbox_id = models.BigIntegerField(null=True)
    conversation_id = models.BigIntegerField(null=True)
    customer_id = models.BigIntegerField(null=True)
    data = models.JSONField(default=dict)
    cause = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+", db_index=False)

    class Meta:
        db_table = "kernel_event"
        indexes = [
            models.Index(
                fields=["conversation_id", "id"],
                name="event_conversation",
                condition=Q(conversation_id__isnull=False),
            ),
            models.Index(fields=["kind", "at"], name="event_kind_at"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} at {self.at:%Y-%m-%d %H:%M:%S}"


class TaskState(models.TextChoices):
    READY = "ready"
    RUNNING = "running"
    FAILED = "failed"


class Task(models.Model):
    """Work that waits. A finished task's row is gone; a failed one stays until a person retries or drops it."""

    name = models.CharField(max_length=80)
    payload = models.JSONField(default=dict)
    state = models.CharField(max_length=8, choices=TaskState.choices, default=TaskState.READY)
    run_at = models.DateTimeField()
    attempts = models.PositiveIntegerField(default=0)
    lease_until = models.DateTimeField(null=True)
    key = models.CharField(max_length=120, null=True)
    last_error = models.TextField(default="", blank=True)
    created_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["run_at", "id"], name="task_ready", condition=Q(state="ready")),
            models.Index(fields=["lease_until"], name="task_running", condition=Q(state="running")),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["name", "key"],
                condition=Q(key__isnull=False, state="ready"),
                name="task_key_waits_once",
            ),
            models.CheckConstraint(
                condition=Q(state="running", lease_until__isnull=False)
                | (~Q(state="running") & Q(lease_until__isnull=True)),
                name="task_leased_while_running",
            ),
        ]
        ordering = [F("run_at").asc(), F("id").asc()]

    def __str__(self) -> str:
        return f"{self.name} ({self.state})"
