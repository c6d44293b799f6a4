"""The ledger against any order of calls, clock moves and crashes."""

from __future__ import annotations

from contextlib import suppress
from copy import copy
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from wellkept.kernel.actors import SYSTEM, Actor
from wellkept.kernel.errors import Refused
from wellkept.kernel.events import payload
from wellkept.kernel.models import LoggedEvent
from wellkept.promises import operations
from wellkept.promises.models import ENDED, OPEN, Promise
from wellkept.promises.operations import Proof

from .rebuilding import rebuilt, stored

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
ENDINGS = ("promise.kept", "promise.waived", "promise.voided", "promise.left_broken")
LATE = ("broken", "repaired", "closed_broken")


class Crash(Exception):
    """The machine goes down before the transaction is over."""


def _due(machine: Any, minutes: int) -> Any:
    return machine.at + timedelta(minutes=minutes)


# What people and the service code do to a promise, with right and wrong times.
VERBS: dict[str, Any] = {
    "keep": lambda m, one, n: operations.keep(promise=one, proof=Proof(word="Called."), by=m.agent, at=m.at),
    "keep by message": lambda m, one, n: operations.keep(
        promise=one, proof=Proof(message=m.ours), by=SYSTEM, at=m.at
    ),
    "waive": lambda m, one, n: operations.waive(promise=one, message=m.theirs, by=SYSTEM, at=m.at),
    "void": lambda m, one, n: operations.void(promise=one, reason="mistake", by=m.agent, at=m.at),
    "void by another": lambda m, one, n: operations.void(
        promise=one, reason="mistake", by=Actor.agent(m.other.pk), at=m.at
    ),
    "propose": lambda m, one, n: operations.propose(
        promise=one, due_at=_due(m, n), told=m.ours, by=SYSTEM, at=m.at
    ),
    "move": lambda m, one, n: operations.move(promise=one, due_at=_due(m, n), by=SYSTEM, at=m.at),
    "accept": lambda m, one, n: operations.accept(promise=one, message=m.theirs, by=SYSTEM, at=m.at),
    "refuse": lambda m, one, n: operations.refuse(promise=one, by=SYSTEM, at=m.at),
    "pause": lambda m, one, n: operations.pause(promise=one, remaining_minutes=abs(n), by=SYSTEM, at=m.at),
    "resume": lambda m, one, n: operations.resume(promise=one, due_at=_due(m, abs(n)), by=SYSTEM, at=m.at),
    "hand over": lambda m, one, n: operations.hand_over(
        promise=one, owner=m.other, team=None, by=SYSTEM, at=m.at
    ),
    "leave to nobody": lambda m, one, n: operations.hand_over(
        promise=one, owner=None, team=None, by=SYSTEM, at=m.at
    ),
    "leave broken": lambda m, one, n: operations.leave_broken(
        promise=one, reason="She moved away.", by=SYSTEM, at=m.at
    ),
    "take back": lambda m, one, n: operations.reopen(promise=one, by=SYSTEM, at=m.at),
}


def machine(ledger: Any, other: Any) -> type[RuleBasedStateMachine]:
    """A machine about one conversation of Dana's, its agent Ben and a colleague."""

    class Machine(RuleBasedStateMachine):
        def __init__(self) -> None:
            super().__init__()
            self.frame = transaction.atomic()
            self.frame.__enter__()
            self.at = ledger.at
            self.first_dates: dict[int, Any] = {}
            self.held: list[Promise] = []  # as somebody read them a while ago

        def teardown(self) -> None:
            transaction.set_rollback(True)
            self.frame.__exit__(None, None, None)

        @initialize()
        def begin(self) -> None:
            ledger.at, ledger.conversation = self.at, None
            self.theirs = ledger.write()
            self.ours = ledger.answer()
            self.agent, self.other = Actor.agent(ledger.agent.pk), other
            for minutes in (90, 1500, 4000):
                self.make(minutes=minutes, by_code=minutes == 90)

        def read(self) -> None:
            self.held = list(Promise.objects.select_related("conversation").order_by("id"))
            for promise in self.held:
                self.first_dates.setdefault(promise.pk, promise.original_due_at)

        @rule(minutes=st.integers(1, 5000), by_code=st.booleans())
        def make(self, minutes: int, by_code: bool) -> None:
            operations.make(
                kind="word",
                customer=self.theirs.customer,
                conversation=ledger.conversation,
                due_at=self.at + timedelta(minutes=minutes),
                promisor="team" if by_code else "agent",
                is_visible_to_customer=not by_code,
                by=Actor.agent(ledger.agent.pk),
                at=self.at,
            )
            self.read()

        @rule(minutes=st.integers(1, 3000), limit=st.integers(0, 5))
        def time_passes(self, minutes: int, limit: int) -> None:
            self.at += timedelta(minutes=minutes)
            operations.break_late(at=self.at, limit=limit)

        @rule(
            verb=st.sampled_from(sorted(VERBS)),
            which=st.integers(0, 50),
            minutes=st.integers(-100, 5000),
            crashes=st.sampled_from([False, False, False, True]),
            looks_first=st.booleans(),
        )
        def somebody_acts(
            self, verb: str, which: int, minutes: int, crashes: bool, looks_first: bool
        ) -> None:
            if looks_first:
                self.read()
            promise = copy(self.held[which % len(self.held)])  # what was read stays as old as it is
            with suppress(Refused, Crash), transaction.atomic():
                VERBS[verb](self, promise, minutes)
                if crashes:
                    raise Crash

        @invariant()
        def somebody_answers_and_the_first_date_stays(self) -> None:
            for promise in Promise.objects.all():
                assert promise.owner_id or promise.team_id
                assert promise.original_due_at == self.first_dates.setdefault(
                    promise.pk, promise.original_due_at
                )

        @invariant()
        def no_break_gets_lost(self) -> None:
            broken = {payload(row)["promise_id"] for row in LoggedEvent.objects.filter(kind="promise.broken")}
            now = dict(Promise.objects.values_list("id", "status"))
            assert all(now[number] in (*LATE, "void") for number in broken)
            assert broken >= {number for number, status in now.items() if status in LATE}

        @invariant()
        def it_ends_once(self) -> None:
            ends: dict[int, int] = {}
            for row in LoggedEvent.objects.filter(kind__startswith="promise.").order_by("id"):
                number = payload(row)["promise_id"]
                change = 1 if row.kind in ENDINGS else -1 if row.kind == "promise.reopened" else 0
                ends[number] = ends.get(number, 0) + change
            for promise in Promise.objects.all():
                assert ends[promise.pk] == int(promise.status in ENDED)

        @invariant()
        def what_is_kept_has_evidence(self) -> None:
            assert not Promise.objects.filter(status__in=("kept", "repaired"), evidence__isnull=True).exists()

        @invariant()
        def nothing_is_kept_after_its_time(self) -> None:
            log = LoggedEvent.objects.filter(kind__in=("promise.paused", "promise.resumed")).order_by("id")
            stands = {payload(row)["promise_id"]: row.kind == "promise.paused" for row in log}
            for promise in Promise.objects.filter(status="kept"):
                assert promise.kept_at is not None
                assert promise.kept_at <= promise.due_at or stands.get(promise.pk)

        @invariant()
        def the_log_tells_the_same(self) -> None:
            assert rebuilt() == stored()

        @rule()
        def the_clock_leaves_nothing_late(self) -> None:
            while operations.break_late(at=self.at):
                pass
            late = Promise.objects.filter(status__in=OPEN, paused_at__isnull=True, due_at__lte=self.at)
            assert not late.exists()

    return Machine


def test_no_order_of_calls_clock_moves_and_crashes_breaks_the_ledger(ledger, cleo):
    run_state_machine_as_test(
        machine(ledger, cleo),
        settings=settings(
            max_examples=40,
            stateful_step_count=30,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
