from __future__ import annotations

from datetime import UTC, datetime, timedelta
from threading import Thread
from typing import Any

import pytest
from django.db import IntegrityError, connection
from django.db.models import F, QuerySet
from django.test.utils import CaptureQueriesContext

from wellkept.kernel.models import Task
from wellkept.kernel.prepared import insert, prepared, prepared_update

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


@prepared
def due(*, at: Any) -> QuerySet[Task]:
    return Task.objects.filter(run_at__lte=at).order_by("run_at")


@prepared
def names(limit: int, kinds: tuple[str, ...], *, state: Any) -> QuerySet[Task, str]:
    return (
        Task.objects.filter(state=state, name__in=kinds).order_by("id").values_list("name", flat=True)[:limit]
    )


@prepared_update
def put_off(kind: str, *, until: Any, before: Any) -> tuple[QuerySet[Task], dict[str, Any]]:
    waiting = Task.objects.filter(name=kind, run_at__lt=before)
    return waiting, {"run_at": until, "attempts": F("attempts") + 1}


@pytest.fixture
def tasks(db: None) -> list[Task]:
    return [
        Task.objects.create(name=f"task-{n}", run_at=NOON + timedelta(hours=n), created_at=NOON)
        for n in range(4)
    ]


def test_rows_are_those_of_the_plain_queryset(tasks: list[Task]) -> None:
    for hours in range(-1, 5):
        at = NOON + timedelta(hours=hours)
        assert due(at=at) == list(Task.objects.filter(run_at__lte=at).order_by("run_at"))


def test_a_later_call_sees_what_was_written_since(tasks: list[Task]) -> None:
    before = due(at=NOON)
    Task.objects.create(name="new", run_at=NOON - timedelta(hours=1), created_at=NOON)
    assert [task.name for task in due(at=NOON)] == ["new", *(task.name for task in before)]


def test_each_shape_has_a_query_of_its_own(tasks: list[Task]) -> None:
    assert names(1, ("task-1", "task-2"), state="ready") == ["task-1"]
    assert names(9, ("task-1", "task-2"), state="ready") == ["task-1", "task-2"]
    assert names(9, ("task-1", "task-2"), state="failed") == []


def test_nothing_is_asked_for_an_empty_choice(tasks: list[Task]) -> None:
    with CaptureQueriesContext(connection) as asked:
        assert names(9, (), state="ready") == []
    assert len(asked) == 0


def test_one_call_is_one_query_with_its_values_kept_apart(tasks: list[Task]) -> None:
    hostile = "x' OR 1=1 --"
    with CaptureQueriesContext(connection) as asked:
        assert names(9, ("task-1",), state=hostile) == []
    assert len(asked) == 1


def test_an_instance_can_be_saved_like_any_other(tasks: list[Task]) -> None:
    task = due(at=NOON)[0]
    task.attempts = 3
    task.save(update_fields=["attempts"])
    assert Task.objects.get(pk=task.pk).attempts == 3


@pytest.mark.django_db(transaction=True)
def test_each_thread_asks_through_its_own_connection() -> None:
    Task.objects.create(name="there", run_at=NOON, created_at=NOON)
    found: list[list[Task]] = [due(at=NOON)]

    def ask() -> None:
        found.append(due(at=NOON))
        connection.close()

    thread = Thread(target=ask)
    thread.start()
    thread.join()
    assert [[task.name for task in rows] for rows in found] == [["there"], ["there"]]


def test_a_prefetch_is_refused() -> None:
    @prepared
    def wrong() -> QuerySet[Task]:
        return Task.objects.prefetch_related("anything")  # type: ignore[misc]  # there is no such thing, which is not the point

    with pytest.raises(TypeError, match="prefetch"):
        wrong()


def test_an_update_changes_its_rows_alone_and_counts_them(tasks: list[Task]) -> None:
    later = NOON + timedelta(days=1)
    assert put_off("task-1", until=later, before=later) == 1
    assert put_off("task-2", until=later, before=NOON) == 0
    assert put_off("task-3", until=later, before=later) == 1
    kept = Task.objects.order_by("id").values_list("run_at", "attempts")
    assert list(kept) == [(tasks[0].run_at, 0), (later, 1), (tasks[2].run_at, 0), (later, 1)]


@pytest.mark.django_db
def test_an_inserted_row_is_the_row_that_save_would_have_written() -> None:
    row = Task(name="one", payload={"a": [1, "ü"]}, run_at=NOON, created_at=NOON, key=None)
    assert insert(row) is row
    assert row.pk is not None
    assert not row._state.adding
    read = Task.objects.get(pk=row.pk)
    for field in Task._meta.concrete_fields:
        assert getattr(read, field.attname) == getattr(row, field.attname)
    row.attempts = 2
    row.save()
    assert Task.objects.get().attempts == 2


@pytest.mark.django_db
def test_a_row_that_breaks_a_rule_is_refused_as_ever() -> None:
    insert(Task(name="one", run_at=NOON, created_at=NOON, key="once"))
    with pytest.raises(IntegrityError):
        insert(Task(name="one", run_at=NOON, created_at=NOON, key="once"))
