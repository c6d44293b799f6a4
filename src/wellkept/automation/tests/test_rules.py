"""Rules: when they run, how often, in whose name, and that they end."""

from __future__ import annotations

from datetime import timedelta

import pytest

from wellkept.accounts import operations as accounts
from wellkept.automation.domain import conditions
from wellkept.automation.domain.actions import read
from wellkept.automation.models import RuleRun
from wellkept.automation.operations import rules, running
from wellkept.conversations import operations as conversations
from wellkept.kernel.actors import SYSTEM, Actor
from wellkept.kernel.errors import Refused
from wellkept.kernel.models import LoggedEvent, Task
from wellkept.kernel.tasks import REGISTRY

pytestmark = pytest.mark.django_db
OPEN = {"field": "status", "op": "is", "value": ["open"]}
QUIET = {"field": "quiet", "op": "at_least", "value": [60]}


@pytest.fixture
def rule(ben, at):
    """`rule("Name", [("priority", 3)], on=[...])` is switched on; without `on` it is timed."""

    def one(name, acts, *, on=(), when=OPEN, author=ben, is_on=True, **more):
        made = rules.make(
            name=name,
            kind="trigger" if on else "timed",
            on=on,
            conditions=conditions.read(when),
            actions=read([{"do": kind, "value": value} for kind, value in acts]),
            author=author,
            by=SYSTEM,
            at=at,
            **more,
        )
        if is_on:
            rules.switch_on(rule=made, by=SYSTEM, at=at, is_confirmed=True)
        return made

    return one


@pytest.fixture
def work(at):
    """Does all that waits for triggers, and gives how many tasks that was."""

    def run():
        count = 0
        while (row := Task.objects.filter(name="automation.triggers").order_by("id").first()) and count < 100:
            running.on_event(at=at, **row.payload)
            row.delete()
            count += 1
        return count

    return run


def _urgent(conversation, value=2, by=SYSTEM, *, at):
    conversations.set_priority(conversation=conversation, priority=value, by=by, at=at)


def _outcomes():
    return list(RuleRun.objects.values_list("rule__name", "outcome"))


def test_a_trigger_does_what_it_says_after_its_event_in_its_own_name(rule, work, kettle, at):
    made = rule("Urgent waits", [("status", "pending")], on=["conversation.priority_changed"])
    _urgent(kettle, at=at)
    assert kettle.status == "open"
    work()
    kettle.refresh_from_db()
    assert kettle.status == "pending"
    told = LoggedEvent.objects.get(kind="conversation.status_changed", actor_kind="rule")
    assert (told.actor_id, told.cause.kind, told.cause.cause.kind) == (
        made.pk, "rule.ran", "conversation.priority_changed",
    )  # fmt: skip


def test_where_its_conditions_do_not_hold_it_does_nothing(rule, work, kettle, at):
    on_hold = {"field": "status", "op": "is", "value": ["on_hold"]}
    rule("Never", [("status", "pending")], on=["conversation.priority_changed"], when=on_hold)
    _urgent(kettle, at=at)
    work()
    assert _outcomes() == []


def test_an_event_costs_nothing_while_no_trigger_waits_for_it(kettle, at, django_assert_num_queries, rule):
    from wellkept.automation.rule_tasks import what_a_trigger_waits_for_is_queued as hear
    from wellkept.automation.switched_on import waited_for
    from wellkept.conversations.events import PriorityChanged
    from wellkept.kernel.events import Heard

    rule("On tags", [("priority", 3)], on=["conversation.tag_added"])
    rule("Off", [("priority", 3)], on=["conversation.priority_changed"], is_on=False)
    assert waited_for("conversation.tag_added")
    event = PriorityChanged(conversation_id=1, inbox_id=1, priority=1, previous=0)
    with django_assert_num_queries(0):
        hear(Heard(id=1, event=event, by=SYSTEM, at=at))


def test_two_rules_that_feed_each_other_end(rule, work, kettle, at):
    rule("Up", [("priority", 3)], on=["conversation.priority_changed"])
    rule("Down", [("priority", 0)], on=["conversation.priority_changed"])
    _urgent(kettle, at=at)
    assert work() < 10
    ran = RuleRun.objects.values_list("rule__name", flat=True)
    assert set(ran) == {"Up", "Down"}
    # Each may answer the first event, and once what the other did; never anything that goes back to itself.
    assert len(ran) <= 4


def test_a_long_chain_of_causes_ends(kettle, rule, at):
    from django.db import transaction

    from wellkept.conversations.events import PriorityChanged
    from wellkept.kernel.events import publish

    rule("Up", [("priority", 3)], on=["conversation.priority_changed"])
    event = PriorityChanged(conversation_id=kettle.pk, inbox_id=kettle.inbox_id, priority=1, previous=0)
    last: int | None = None
    with transaction.atomic():
        for _nr in range(running.MOST_CHAIN + 1):
            last = publish(event, by=SYSTEM, at=at, cause=last)
    assert last is not None
    running.on_event(event_id=last, at=at)
    assert _outcomes() == []


def test_an_event_that_is_worked_on_twice_runs_it_once(rule, kettle, at):
    rule("Note", [("note", "Urgent now.")], on=["conversation.priority_changed"])
    _urgent(kettle, at=at)
    event = LoggedEvent.objects.get(kind="conversation.priority_changed")
    running.on_event(event_id=event.pk, at=at)
    running.on_event(event_id=event.pk, at=at)
    assert _outcomes() == [("Note", "done")]


def test_once_only_is_once_in_a_conversation(rule, work, kettle, at):
    rule("Note", [("note", "Urgent now.")], on=["conversation.priority_changed"], is_once=True)
    _urgent(kettle, 2, at=at)
    _urgent(kettle, 3, at=at)
    work()
    assert _outcomes() == [("Note", "done")]


def test_they_run_in_their_order_and_one_that_stops_is_the_last(rule, work, kettle, at):
    second = rule("Second", [("note", "b")], on=["conversation.priority_changed"], stops=True)
    first = rule("First", [("note", "a")], on=["conversation.priority_changed"])
    rule("Third", [("note", "c")], on=["conversation.priority_changed"])
    second.refresh_from_db()
    rules.move_up(rule=first, by=SYSTEM, at=at)
    _urgent(kettle, at=at)
    work()
    assert _outcomes() == [("First", "done"), ("Second", "done")]


def test_what_its_author_may_not_do_is_refused_and_the_rule_stays(rule, work, kettle, ben, at):
    made = rule("Wait", [("status", "pending")], on=["conversation.priority_changed"])
    accounts.change_role(agent=ben, role="light", by=SYSTEM, at=at)
    _urgent(kettle, at=at)
    work()
    run = RuleRun.objects.get()
    kettle.refresh_from_db()
    made.refresh_from_db()
    assert (run.outcome, kettle.status, made.switched_on_at) == ("refused", "open", at)
    assert "Ben" in run.words
    assert not LoggedEvent.objects.filter(kind="rule.ran").exists()


def test_what_cannot_be_done_is_logged_with_its_reason(rule, work, kettle, at):
    rule("Gone", [("add_tags", [999])], on=["conversation.priority_changed"])
    _urgent(kettle, at=at)
    work()
    run = RuleRun.objects.get()
    assert (run.outcome, run.words) == ("failed", "A tag is not there any more.")


def test_the_clock_runs_it_once_until_a_person_does_something(rule, kettle, ben, at):
    rule("Quiet", [("note", "Nobody wrote for an hour.")], when={"all": [OPEN, QUIET]})
    rule("Old", [("note", "Old.")], when={"field": "age", "op": "at_least", "value": [60]})
    running.by_clock(at=at + timedelta(minutes=59))
    assert _outcomes() == []
    for minutes in (60, 61, 500):
        running.by_clock(at=at + timedelta(minutes=minutes))
    assert sorted(_outcomes()) == [("Old", "done"), ("Quiet", "done")]
    _urgent(kettle, 3, Actor.agent(ben.pk), at=at + timedelta(minutes=600))
    running.by_clock(at=at + timedelta(minutes=700))
    running.by_clock(at=at + timedelta(minutes=900))
    assert sorted(_outcomes()) == [("Old", "done")] * 2 + [("Quiet", "done")] * 2


def test_the_clock_takes_a_bounded_batch(rule, dana, help_inbox, write_in, at, monkeypatch):
    monkeypatch.setattr(running, "BATCH", 2)
    for _nr in range(3):
        write_in(dana, help_inbox, "Hello")
    rule("Old", [("note", "Old.")])
    running.by_clock(at=at + timedelta(minutes=1))
    assert RuleRun.objects.count() == 2
    running.by_clock(at=at + timedelta(minutes=2))
    assert RuleRun.objects.count() == 3


def test_the_clock_looks_every_minute():
    assert REGISTRY["automation.timed"].every == timedelta(minutes=1)


def test_it_is_switched_on_after_a_look_at_the_past_or_by_confirming(rule, ben, at):
    made = rule("Quiet", [("note", "a")], is_on=False)
    with pytest.raises(rules.NotRehearsed):
        rules.switch_on(rule=made, by=SYSTEM, at=at)
    rules.rehearsed(rule=made, by=SYSTEM, at=at)
    rules.switch_on(rule=made, by=SYSTEM, at=at)
    rules.change(
        rule=made, name="Quiet", conditions=conditions.read(OPEN), actions=read([{"do": "note", "value": "b"}]),
        author=ben, by=SYSTEM, at=at,
    )  # fmt: skip
    assert made.switched_on_at is None
    with pytest.raises(rules.NotRehearsed):
        rules.switch_on(rule=made, by=SYSTEM, at=at)


def test_a_trigger_without_events_and_a_second_of_a_name_are_refused(rule):
    rule("One", [("note", "a")])
    with pytest.raises(rules.RuleNameTaken):
        rule("One", [("note", "a")])
    with pytest.raises(Refused):
        rule("Two", [("note", "a")], on=["no.such"])


def test_a_retired_rule_runs_no_more(rule, work, kettle, at):
    made = rule("Note", [("note", "a")], on=["conversation.priority_changed"])
    _urgent(kettle, at=at)
    rules.retire(rule=made, by=SYSTEM, at=at)
    work()
    assert _outcomes() == []
