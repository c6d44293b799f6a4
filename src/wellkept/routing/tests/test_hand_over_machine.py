"""Hand-overs against any order of calls, clock moves and crashes."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from wellkept.conversations import operations as conversations
from wellkept.conversations.models import Conversation
from wellkept.kernel.actors import Actor
from wellkept.kernel.errors import Refused
from wellkept.kernel.models import LoggedEvent
from wellkept.promises import operations as promises
from wellkept.promises.models import Promise
from wellkept.promises.queries import uncovered
from wellkept.routing.models import HandOver
from wellkept.routing.operations import hand_over as operations

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


class Crash(Exception):
    """The machine goes down before the transaction is over."""


def _offer(m: Any, one: HandOver | None, who: Any, other: Any) -> None:
    to = {"to_team": m.team} if other is None else {"to_agent": other}
    operations.offer(
        conversation=m.conversation, agent=who, done="Looked.", promised="", next_step="Ask the warehouse",
        next_at=m.at + timedelta(hours=2), reason="It is needed.", at=m.at, **to,
    )  # fmt: skip


# `one` is a hand-over as somebody read it a while ago, `who` acts, `other` is somebody else or None.
VERBS: dict[str, Any] = {
    "offer": _offer,
    "accept": lambda m, one, who, other: operations.accept(hand_over=one, agent=who, at=m.at),
    "decline": lambda m, one, who, other: operations.decline(hand_over=one, why="No.", agent=who, at=m.at),
    "withdraw": lambda m, one, who, other: operations.withdraw(hand_over=one, agent=who, at=m.at),
    "take": lambda m, one, who, other: conversations.assign(
        conversation=m.conversation, assignee=who, team=None, by=Actor.agent(who.pk), at=m.at
    ),
    "lay back": lambda m, one, who, other: conversations.assign(
        conversation=m.conversation, assignee=None, team=m.team, by=Actor.agent(who.pk), at=m.at
    ),
    "solve": lambda m, one, who, other: conversations.set_status(
        conversation=m.conversation, status="solved", by=Actor.agent(who.pk), at=m.at
    ),
    "open": lambda m, one, who, other: conversations.set_status(
        conversation=m.conversation, status="open", by=Actor.agent(who.pk), at=m.at
    ),
}


def machine(kettle: Any, people: list[Any], team: Any, at: Any) -> type[RuleBasedStateMachine]:
    """A machine about one conversation and the people who may answer in it."""

    class Machine(RuleBasedStateMachine):
        def __init__(self) -> None:
            super().__init__()
            self.frame = transaction.atomic()
            self.frame.__enter__()
            self.at, self.team = at, team
            self.held: list[HandOver] = []
            self.conversation = Conversation.objects.get(pk=kettle.pk)

        def teardown(self) -> None:
            transaction.set_rollback(True)
            self.frame.__exit__(None, None, None)

        @rule(minutes=st.integers(1, 400))
        def time_passes(self, minutes: int) -> None:
            self.at += timedelta(minutes=minutes)
            promises.break_late(at=self.at)
            operations.mark_overdue(at=self.at)

        @rule(
            verb=st.sampled_from(sorted(VERBS)),
            which=st.integers(0, 20),
            who=st.integers(0, 3),
            other=st.integers(0, 4),
            crashes=st.sampled_from([False, False, False, True]),
            looks_first=st.booleans(),
        )
        def somebody_acts(
            self, verb: str, which: int, who: int, other: int, crashes: bool, looks_first: bool
        ) -> None:
            if looks_first:
                self.held = list(HandOver.objects.select_related("conversation").order_by("-id"))
            one = self.held[which % len(self.held)] if self.held else None
            if one is None and verb in ("accept", "decline", "withdraw"):
                return
            with suppress(Refused, Crash), transaction.atomic():
                VERBS[verb](self, one, people[who], [*people, None][other])
                if crashes:
                    raise Crash
            self.conversation.refresh_from_db()

        @invariant()
        def somebody_answers_for_it(self) -> None:
            for promise in Promise.objects.filter(conversation=self.conversation):
                assert promise.owner_id or promise.team_id
            assert not uncovered().exists()

        @invariant()
        def one_at_most_is_on_its_way(self) -> None:
            assert HandOver.objects.filter(state="offered").count() <= 1

        @invariant()
        def each_ends_once(self) -> None:
            ends: dict[int, int] = {}
            for row in LoggedEvent.objects.filter(
                kind__in=("hand_over.accepted", "hand_over.declined", "hand_over.withdrawn")
            ):
                number = row.data["hand_over_id"]
                ends[number] = ends.get(number, 0) + 1
            for one in HandOver.objects.all():
                assert ends.get(one.pk, 0) == int(not one.is_pending)

        @invariant()
        def only_what_is_accepted_or_taken_moves(self) -> None:
            """The owner of the row is the owner of the last assignment that the log has."""
            last = LoggedEvent.objects.filter(kind="conversation.assigned").order_by("-id").first()
            told = last.data["assignee_id"] if last else None
            assert self.conversation.assignee_id == told

        @invariant()
        def what_its_owner_promised_is_with_its_owner(self) -> None:
            """The next step of an accepted hand-over that is the newest is never left behind with who gave it away."""
            newest = HandOver.objects.order_by("-id").select_related("step").first()
            if newest is None or newest.state != "accepted" or newest.step is None or not newest.step.is_open:
                return
            assert newest.step.owner_id == self.conversation.assignee_id

    return Machine


def test_no_order_of_calls_clock_moves_and_crashes_loses_the_owner(
    kettle, ben, sam, ada, lou, kitchen, help_inbox, at
):
    run_state_machine_as_test(
        machine(kettle, [ben, sam, ada, lou], kitchen, at),
        settings=settings(
            max_examples=25, stateful_step_count=30, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
