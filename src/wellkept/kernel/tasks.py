"""Work for later: durable rows, claimed by a conditional update, retried with growing pauses, safe to run twice.

    @task("email.deliver", retries=8)
    def deliver(*, delivery_id: int) -> None: ...

    deliver.enqueue(at=now, delivery_id=7, run_at=now + timedelta(seconds=10), key="7")

The row is written in the caller's transaction: if the change does not happen, neither does the work.
"""

from __future__ import annotations

import logging
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F

from . import clock
from .models import Task, TaskState

log = logging.getLogger("wellkept.tasks")

LEASE = timedelta(minutes=5)


class Retry(Exception):
    """Raised by a task that wants to be tried again, after `after` if it says so."""

    def __init__(self, why: str, *, after: timedelta | None = None) -> None:
        super().__init__(why)
        self.after = after


@dataclass(frozen=True)
class TaskFunction:
    """A function that can be run later by its name."""

    name: str
    run: Callable[..., None]
    retries: int
    every: timedelta | None = None

    def __call__(self, **payload: Any) -> None:
        self.run(**payload)

    def enqueue(
        self, *, at: datetime, run_at: datetime | None = None, key: str | None = None, **payload: Any
    ) -> None:
        """Writes one row. With a `key`, while a like row waits, this one is not added and the earlier time wins."""
        run_at = run_at or at
        if key is not None:
            waiting = Task.objects.filter(name=self.name, key=key, state=TaskState.READY)
            if waiting.exists():
                waiting.filter(run_at__gt=run_at).update(run_at=run_at)
                return
        try:
            with transaction.atomic():
                Task.objects.create(name=self.name, payload=payload, run_at=run_at, key=key, created_at=at)
        except IntegrityError:
            pass  # another writer added the like row between the look and the insert: one of them is enough


REGISTRY: dict[str, TaskFunction] = {}


def task(
    name: str, *, retries: int = 10, every: timedelta | None = None
) -> Callable[[Callable[..., None]], TaskFunction]:
    """Makes a function a task. With `every` it also runs by itself, that long after its last run."""

    def register(function: Callable[..., None]) -> TaskFunction:
        REGISTRY[name] = TaskFunction(name=name, run=function, retries=retries, every=every)
        return REGISTRY[name]

    return register


def schedule_recurring(*, at: datetime) -> None:
    """Makes sure that each recurring task has a row waiting. Called when a worker starts; safe to repeat."""
    for function in REGISTRY.values():
        if function.every:
            function.enqueue(at=at, key="recurring")


def run_due(*, at: datetime, limit: int = 20) -> int:
    """Runs up to `limit` tasks whose time has come, oldest first; returns how many were claimed."""
    _free_expired(at)
    due = Task.objects.filter(state=TaskState.READY, run_at__lte=at).order_by("run_at", "id")
    return sum(_claim_and_run(task_id) for task_id in due.values_list("id", flat=True)[:limit])


def _free_expired(at: datetime) -> None:
    """A worker that died leaves its task leased; after the lease anyone may take it."""
    Task.objects.filter(state=TaskState.RUNNING, lease_until__lt=at).update(
        state=TaskState.READY,
        lease_until=None,
        last_error="The worker that had this stopped without finishing.",
    )


def _claim_and_run(task_id: int) -> bool:
    at = clock.now()
    claimed = Task.objects.filter(id=task_id, state=TaskState.READY).update(
        state=TaskState.RUNNING, lease_until=at + LEASE, attempts=F("attempts") + 1
    )
    if claimed != 1:
        return False
    row = Task.objects.get(id=task_id)
    function = REGISTRY.get(row.name)
    if function is None:
        _fail(row, f"No code here knows how to do {row.name}.")
        return True
    try:
        function.run(**row.payload)
    except Exception as error:  # whatever a task raises is recorded on its row
        _record_failure(row, function, error)
    else:
        _finish(row, function)
    return True


def _finish(row: Task, function: TaskFunction) -> None:
    with transaction.atomic():
        row.delete()
        if function.every and row.key == "recurring":
            at = clock.now()
            function.enqueue(at=at, run_at=at + function.every, key="recurring")


def _record_failure(row: Task, function: TaskFunction, error: Exception) -> None:
    text = str(error) if isinstance(error, Retry) else traceback.format_exc(limit=8)
    if not isinstance(error, Retry):
        log.exception("task %s failed", row.name)
    if row.attempts > function.retries and not function.every:
        _fail(row, text)
        return
    pause = error.after if isinstance(error, Retry) and error.after else backoff(row.attempts)
    Task.objects.filter(id=row.id).update(
        state=TaskState.READY, lease_until=None, run_at=clock.now() + pause, last_error=text[:4000]
    )


def _fail(row: Task, text: str) -> None:
    Task.objects.filter(id=row.id).update(state=TaskState.FAILED, lease_until=None, last_error=text[:4000])


def backoff(attempts: int) -> timedelta:
    """Pause before the next try: 5 s, 10 s, 20 s … up to an hour. `attempts` counts those already made."""
    return timedelta(seconds=min(3600, 5 * 2 ** max(0, attempts - 1)))
