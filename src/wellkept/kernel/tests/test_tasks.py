from datetime import timedelta

import pytest
import time_machine

from wellkept.kernel import clock, tasks
from wellkept.kernel.models import Task, TaskState
from wellkept.kernel.tasks import Retry, TaskFunction

pytestmark = pytest.mark.django_db

done: list[object] = []


@pytest.fixture
def boil(monkeypatch):
    done.clear()
    function = TaskFunction(name="test.boil", run=lambda *, litres: done.append(litres), retries=2)
    monkeypatch.setitem(tasks.REGISTRY, "test.boil", function)
    return function


@pytest.fixture
def spill(monkeypatch):
    def run():
        raise Retry("the kettle is wet")

    function = TaskFunction(name="test.spill", run=run, retries=1)
    monkeypatch.setitem(tasks.REGISTRY, "test.spill", function)
    return function


def test_a_task_runs_once_at_its_time_and_its_row_is_gone(boil):
    at = clock.now()
    boil.enqueue(at=at, run_at=at + timedelta(minutes=5), litres=1)
    assert tasks.run_due(at=at) == 0
    assert tasks.run_due(at=at + timedelta(minutes=5)) == 1
    assert done == [1]
    assert not Task.objects.exists()


def test_with_a_key_only_one_waits_and_the_earlier_time_wins(boil):
    at = clock.now()
    boil.enqueue(at=at, run_at=at + timedelta(hours=1), key="k", litres=1)
    boil.enqueue(at=at, run_at=at + timedelta(minutes=1), key="k", litres=2)
    assert [row.run_at for row in Task.objects.all()] == [at + timedelta(minutes=1)]


def test_a_failing_task_waits_longer_each_time_and_then_stays_for_a_person(spill):
    at = clock.now()
    spill.enqueue(at=at)
    tasks.run_due(at=at)
    row = Task.objects.get()
    assert row.state == TaskState.READY
    assert row.last_error == "the kettle is wet"
    assert row.run_at > clock.now()
    tasks.run_due(at=row.run_at)
    assert Task.objects.get().state == TaskState.FAILED


def test_a_task_whose_worker_died_is_taken_over_after_its_lease(boil):
    at = clock.now()
    boil.enqueue(at=at, litres=3)
    Task.objects.update(state=TaskState.RUNNING, lease_until=at + tasks.LEASE)
    assert tasks.run_due(at=at + timedelta(minutes=1)) == 0
    assert tasks.run_due(at=at + timedelta(minutes=6)) == 1
    assert done == [3]


def test_two_workers_never_run_the_same_row(boil):
    at = clock.now()
    boil.enqueue(at=at, litres=4)
    number = Task.objects.get().pk
    assert tasks._claim_and_run(number)
    assert not tasks._claim_and_run(number)
    assert done == [4]


def test_a_task_nobody_knows_is_kept_and_says_so(boil):
    at = clock.now()
    boil.enqueue(at=at, litres=1)
    Task.objects.update(name="test.gone")
    tasks.run_due(at=at)
    assert "test.gone" in Task.objects.get(state=TaskState.FAILED).last_error


def test_overdue_tasks_run_once_each_oldest_first(boil):
    at = clock.now()
    for n in range(5):
        boil.enqueue(at=at, run_at=at - timedelta(hours=5 - n), litres=n)
    with time_machine.travel(at + timedelta(hours=3), tick=False):
        assert tasks.run_due(at=clock.now()) == 5
    assert done == [0, 1, 2, 3, 4]


def test_a_recurring_task_comes_back_by_itself(monkeypatch):
    function = TaskFunction(
        name="test.tick", run=lambda: done.append("tick"), retries=0, every=timedelta(hours=1)
    )
    monkeypatch.setattr(tasks, "REGISTRY", {"test.tick": function})
    done.clear()
    tasks.schedule_recurring(at=clock.now())
    tasks.schedule_recurring(at=clock.now())
    assert tasks.run_due(at=clock.now()) == 1
    assert done == ["tick"]
    assert Task.objects.get().run_at > clock.now() + timedelta(minutes=59)


@pytest.mark.parametrize("attempts, seconds", [(1, 5), (2, 10), (3, 20), (11, 3600), (60, 3600)])
def test_backoff_doubles_up_to_an_hour(attempts, seconds):
    assert tasks.backoff(attempts) == timedelta(seconds=seconds)
