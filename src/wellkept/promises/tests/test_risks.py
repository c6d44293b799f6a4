"""What will probably not be kept is found before it breaks, told of once, and forgotten when the danger is over."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from wellkept.conversations import operations as conversations
from wellkept.kernel.actors import SYSTEM, Actor
from wellkept.kernel.models import LoggedEvent
from wellkept.promises import operations
from wellkept.promises.models import Kind, Promise, Promisor, Risk
from wellkept.promises.risks import look_ahead
from wellkept.promises.working import in_order, past_keeping

pytestmark = pytest.mark.django_db


@pytest.fixture
def promise_by(kettle, ben, at):
    """`promise_by(minutes)`: Ben's word to Dana for so many minutes from now."""

    def make(minutes: int, **more) -> Promise:
        given = {"kind": Kind.WORD, "text": f"within {minutes}", "promisor": Promisor.AGENT, "owner": ben}
        return operations.make(
            customer=kettle.customer,
            conversation=kettle,
            due_at=at + timedelta(minutes=minutes),
            by=Actor.agent(ben.pk),
            at=at,
            **(given | more),
        )

    return make


@pytest.fixture
def risks(at):
    def look(later: timedelta = timedelta()) -> dict[str, str]:
        look_ahead(at=at + later)
        return {risk.promise.text: risk.reason for risk in Risk.objects.select_related("promise")}

    return look


def told() -> list[tuple[int, str]]:
    rows = LoggedEvent.objects.filter(kind="promise.at_risk").order_by("id")
    return [(data["promise_id"], data["reason"]) for data in rows.values_list("data", flat=True)]


def test_what_does_not_fit_into_the_time_left_is_at_risk(promise_by, risks):
    """A quarter of an hour each, a little kept back: two fit into forty minutes, three do not."""
    promise_by(38)
    promise_by(39)
    assert risks() == {}
    third = promise_by(40)
    assert len(risks()) == 1
    assert [reason for _number, reason in told()] == ["infeasible"]
    assert third.due_at >= Risk.objects.get().due_at


def test_it_is_told_once_for_as_long_as_it_lasts(promise_by, risks):
    promise_by(5)
    risks()
    risks()
    assert len(told()) == 1


def test_a_promise_kept_or_moved_is_in_no_danger_any_more(promise_by, risks, ben, at):
    kept, moved = promise_by(5), promise_by(6, is_visible_to_customer=False)
    assert len(risks()) == 2
    operations.keep(promise=kept, proof=operations.Proof(word="done"), by=Actor.agent(ben.pk), at=at)
    operations.move(promise=moved, due_at=at + timedelta(hours=3), by=Actor.agent(ben.pk), at=at)
    assert risks() == {}


def test_another_date_that_cannot_be_kept_either_is_told_anew(promise_by, risks, ben, at):
    moved = promise_by(5, is_visible_to_customer=False)
    risks()
    operations.move(promise=moved, due_at=at + timedelta(minutes=10), by=Actor.agent(ben.pk), at=at)
    risks()
    assert len(told()) == 2


def test_what_waits_for_somebody_else_is_at_risk_while_the_customer_counts_on_it(
    promise_by, risks, kettle, at
):
    promise_by(300)
    promise_by(301, is_visible_to_customer=False)
    kettle.refresh_from_db()
    conversations.set_status(conversation=kettle, status="on_hold", by=SYSTEM, at=at)
    assert risks()["within 300"] == "waiting"
    assert "within 301" not in risks()


def test_what_is_late_or_stands_or_lies_far_ahead_is_not_at_risk(promise_by, risks, at):
    promise_by(5)
    promise_by(60 * 24 * 3)
    paused = promise_by(6)
    operations.pause(promise=paused, remaining_minutes=6, by=SYSTEM, at=at)
    operations.break_late(at=at + timedelta(minutes=5))
    assert risks(timedelta(minutes=5)) == {}


def test_a_look_ahead_costs_the_same_however_much_is_owed(promise_by, at):
    for minutes in range(300, 303):
        promise_by(minutes)
    look_ahead(at=at)
    with CaptureQueriesContext(connection) as few:
        look_ahead(at=at)
    for minutes in range(303, 312):
        promise_by(minutes)
    with CaptureQueriesContext(connection) as many:
        look_ahead(at=at)
    assert len(many) == len(few)


def test_the_order_of_work_puts_the_first_due_first_and_says_what_is_to_spare(promise_by, at):
    later, sooner = promise_by(120), promise_by(60)
    rows = list(Promise.objects.filter(kind=Kind.WORD).select_related("conversation"))
    placed = in_order(rows, at=at)
    assert [one.promise for one in placed] == [sooner, later]
    assert [one.place.slack for one in placed] == [timedelta(minutes=45), timedelta(minutes=105)]
    assert not any(one.is_lost for one in placed)
    assert past_keeping(rows, at=at) == set()


def test_an_urgent_one_is_kept_rather_than_one_that_can_wait(
    promise_by, kettle, eve, help_inbox, write_in, at
):
    urgent = write_in(eve, help_inbox, "Gas smell!", subject="Gas").conversation
    conversations.set_priority(conversation=urgent, priority=3, by=SYSTEM, at=at)
    first = promise_by(20)
    second = operations.make(
        kind=Kind.WORD, customer=urgent.customer, conversation=urgent, owner=first.owner, text="urgent",
        due_at=at + timedelta(minutes=21), by=SYSTEM, at=at,
    )  # fmt: skip
    rows = list(Promise.objects.filter(kind=Kind.WORD).select_related("conversation"))
    assert past_keeping(rows, at=at) == {first.pk}
    assert in_order(rows, at=at)[0].promise == second
