"""The next step of a conversation is a promise: it waits, comes back, and ends by what happened."""

from __future__ import annotations

from datetime import timedelta

import pytest

from wellkept.conversations import operations as conversations
from wellkept.conversations.access import access_of
from wellkept.conversations.queries import View, count, page
from wellkept.kernel.actors import SYSTEM, Actor
from wellkept.promises import operations
from wellkept.promises.models import Promise
from wellkept.promises.operations import next_steps

from .rebuilding import rebuilt, stored

pytestmark = pytest.mark.django_db


@pytest.fixture
def talk(ledger):
    """Dana wrote, Ben has it and answered: word on how it stands is owed."""
    ledger.write()
    conversations.assign(
        conversation=ledger.conversation, assignee=ledger.agent, team=None, by=SYSTEM, at=ledger.at
    )
    ledger.answer()
    ledger.conversation.refresh_from_db()
    return ledger


def plan(ledger, step, *, at=None, **more):
    ledger.conversation.refresh_from_db()
    more = {"due_at": at or ledger.at + timedelta(days=2), "agent": ledger.agent, "at": ledger.at} | more
    return next_steps.plan(conversation=ledger.conversation, step=step, **more)


def mine(ledger):
    view = View("mine", assignee=ledger.agent.pk)
    access = access_of(ledger.agent)
    rows = page(view, access).rows
    assert count(view, access) == len(rows)
    return [row.id for row in rows]


@pytest.mark.parametrize(
    ("step", "kind", "is_visible"),
    [
        ("follow_up", "follow_up", False),
        ("call_back", "call_back", True),
        ("third_party", "third_party", False),
    ],
)
def test_a_next_step_is_owed_by_whoever_has_the_conversation(talk, step, kind, is_visible):
    promise = plan(talk, step, text="ask the warehouse")
    assert (promise.kind, promise.owner_id, promise.is_visible_to_customer) == (
        kind,
        talk.agent.pk,
        is_visible,
    )
    assert promise.text == "ask the warehouse"


def test_what_the_customer_knows_of_is_owed_to_them(talk):
    assert plan(talk, "follow_up", is_told=True).is_visible_to_customer


def test_waiting_for_somebody_else_puts_it_on_hold(talk):
    plan(talk, "third_party")
    talk.conversation.refresh_from_db()
    assert talk.conversation.status == "on_hold"
    assert "third_party" in [one.kind for one in talk.owed() if one.paused_at is None]


def test_no_longer_on_hold_the_waiting_is_over_and_something_is_planned(talk):
    promise = plan(talk, "third_party")
    talk.later(hours=1)
    talk.set("open")
    promise.refresh_from_db()
    assert (promise.status, promise.evidence.get().what) == ("kept", "event")
    assert [one for one in talk.owed() if one.paused_at is None]


def test_what_was_planned_by_itself_gives_way(talk):
    for promise in talk.owed():
        operations.void(promise=promise, reason="test", by=SYSTEM, at=talk.at)
    talk.set("pending")
    talk.set("open")
    assert [one.promisor for one in talk.owed()] == ["team"]
    plan(talk, "call_back")
    assert [(one.kind, one.promisor) for one in talk.owed()] == [("call_back", "agent")]


def test_a_moment_that_has_passed_is_refused(talk):
    with pytest.raises(operations.NoTimeLeft):
        plan(talk, "follow_up", at=talk.at)


def test_spam_has_no_next_step(talk):
    conversations.set_place(conversation=talk.conversation, place="spam", by=SYSTEM, at=talk.at)
    with pytest.raises(next_steps.NotOnTheDesk):
        plan(talk, "call_back")


def test_snoozed_it_leaves_mine_and_comes_back_in_time_and_the_promise_is_kept(talk):
    promise = plan(talk, "snooze", at=talk.at + timedelta(hours=20))
    assert mine(talk) == []
    assert page(View("all"), access_of(talk.agent)).rows  # it is not lost
    assert next_steps.wake_due(at=talk.at + timedelta(hours=19)) == 0
    assert next_steps.wake_due(at=talk.at + timedelta(hours=20, seconds=-10)) == 1
    assert mine(talk) == [talk.conversation.pk]
    promise.refresh_from_db()
    assert (promise.status, promise.evidence.get().what) == ("kept", "event")
    assert rebuilt() == stored()


def test_snoozing_stops_no_clock_that_runs_for_the_customer(talk):
    (update,) = [one for one in talk.owed() if one.kind == "update"]
    plan(talk, "snooze", at=update.due_at + timedelta(days=3))
    operations.break_late(at=update.due_at + timedelta(minutes=1))
    update.refresh_from_db()
    assert update.status == "broken"


def test_what_comes_back_late_is_broken(talk):
    promise = plan(talk, "snooze", at=talk.at + timedelta(hours=20))
    operations.break_late(at=talk.at + timedelta(hours=23))
    next_steps.wake_due(at=talk.at + timedelta(hours=23))
    promise.refresh_from_db()
    assert (promise.status, mine(talk)) == ("repaired", [talk.conversation.pk])


def test_the_customer_writing_brings_it_back(talk):
    promise = plan(talk, "snooze")
    talk.write("Is it there?")
    promise.refresh_from_db()
    assert (promise.status, mine(talk)) == ("void", [talk.conversation.pk])


def test_solving_ends_the_snooze(talk):
    plan(talk, "snooze")
    talk.set("solved")
    talk.conversation.refresh_from_db()
    assert talk.conversation.snoozed_until is None


def test_only_an_open_one_can_be_snoozed(talk):
    talk.set("pending")
    with pytest.raises(next_steps.OnlyOpen):
        plan(talk, "snooze")


def test_a_snooze_put_off_comes_back_later(talk):
    promise = plan(talk, "snooze")
    later = promise.due_at + timedelta(days=1)
    promise.conversation.refresh_from_db()
    next_steps.postpone(promise=promise, due_at=later, by=Actor.agent(talk.agent.pk), at=talk.at)
    talk.conversation.refresh_from_db()
    assert talk.conversation.snoozed_until == later


def test_a_reply_before_its_day_is_no_follow_up_and_one_on_its_day_is(talk):
    promise = plan(talk, "follow_up", at=talk.at + timedelta(days=2, hours=5))
    talk.later(days=1)
    talk.answer()
    promise.refresh_from_db()
    assert promise.status == "open"
    talk.later(days=1)
    message = talk.answer()
    promise.refresh_from_db()
    assert (promise.status, promise.evidence.get().message_id) == ("kept", message.pk)


def test_woken_twice_it_comes_back_once(talk):
    plan(talk, "snooze")
    next_steps.wake(conversation=talk.conversation, why="asked", at=talk.at)
    next_steps.wake(conversation=talk.conversation, why="asked", at=talk.at)
    assert Promise.objects.filter(kind="follow_up", status="void").count() == 1
