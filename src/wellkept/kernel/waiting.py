"""Background work as a person sees it: what waits, what failed, and doing something about it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from .actors import Actor
from .errors import Refused
from .events import Event, declare, publish
from .models import Task, TaskState


class NotFailed(Refused):
    """It waits for its turn or runs; there is nothing to decide."""


@declare
@dataclass(frozen=True, kw_only=True)
class TaskRetried(Event):
    """A person sent failed work round again."""

    kind = "task.retried"
    task_id: int
    name: str


@declare
@dataclass(frozen=True, kw_only=True)
class TaskDropped(Event):
    """A person decided that failed work shall not be done."""

    kind = "task.dropped"
    task_id: int
    name: str


def failed() -> QuerySet[Task]:
    """Work that gave up, the latest first."""
    return Task.objects.filter(state=TaskState.FAILED).order_by("-run_at", "-id")


def under_way() -> QuerySet[Task]:
    """Work that waits or runs, the next first."""
    return Task.objects.filter(state__in=[TaskState.READY, TaskState.RUNNING]).order_by("run_at", "id")


@transaction.atomic
def retry(*, task_id: int, by: Actor, at: datetime) -> None:
    """Lets failed work run now, with all its tries again. Raises NotFailed.

    When like work waits already, that one is enough and the failed row goes.
    """
    task = _take(task_id)
    twin = task.key is not None and Task.objects.filter(name=task.name, key=task.key, state=TaskState.READY)
    if twin and twin.exists():
        task.delete()
    else:
        Task.objects.filter(pk=task_id).update(state=TaskState.READY, run_at=at, attempts=0)
    publish(TaskRetried(task_id=task_id, name=task.name), by=by, at=at)


@transaction.atomic
def drop(*, task_id: int, by: Actor, at: datetime) -> None:
    """Forgets failed work. Raises NotFailed."""
    task = _take(task_id)
    Task.objects.filter(pk=task_id).delete()
    publish(TaskDropped(task_id=task_id, name=task.name), by=by, at=at)


def _take(task_id: int) -> Task:
    task = Task.objects.select_for_update().filter(pk=task_id, state=TaskState.FAILED).first()
    if task is None:
        raise NotFailed("This work does not wait for a decision any more.")
    return task
