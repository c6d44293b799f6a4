"""What a macro or a rule does, done: with whose permission, in whose name, and all or nothing."""

from __future__ import annotations

from datetime import timedelta

import pytest

from wellkept.accounts import operations as accounts
from wellkept.automation.domain.actions import read
from wellkept.automation.operations.acting import HasGaps, NoLongerThere, perform
from wellkept.conversations import operations as conversations
from wellkept.conversations.models import Direction, Driver
from wellkept.kernel.actors import SYSTEM, Actor
from wellkept.kernel.errors import NotAllowed, NotVisible, Refused
from wellkept.kernel.events import caused_by
from wellkept.kernel.models import LoggedEvent
from wellkept.promises.models import Kind, Promise

pytestmark = pytest.mark.django_db
RULE = Actor("rule", 7)


@pytest.fixture
def do(kettle, ben, at):
    """`do([...])` has Ben do it; gives what changed, as plain data."""

    def act(*actions, author=ben, by=None, conversation=kettle, cause=None):
        done = perform(
            conversation_id=conversation.pk,
            actions=read([{"do": kind, "value": value} for kind, value in actions]),
            author=author,
            by=by or Actor.agent(author.pk),
            at=at,
            cause=cause,
        )
        conversation.refresh_from_db()
        return [(one.kind, one.old, one.new) for one in done]

    return act


@pytest.fixture
def tags(at):
    return [conversations.define_tag(name=name, by=SYSTEM, at=at) for name in ("delivery", "lid")]


def test_every_field_is_set_and_told(do, kettle, ben, kitchen, tags, at):
    reason = Driver.objects.create(name="Broken")
    conversations.add_tag(conversation=kettle, name="lid", by=SYSTEM, at=at)
    done = do(
        ("status", "pending"),
        ("priority", 2),
        ("assign", "author"),
        ("team", kitchen.pk),
        ("driver", reason.pk),
        ("add_tags", [tags[0].pk]),
        ("remove_tags", [tags[1].pk]),
    )
    assert done == [
        ("assign", None, ben.pk),
        ("team", None, kitchen.pk),
        ("priority", 1, 2),
        ("driver", None, reason.pk),
        ("add_tags", [], [tags[0].pk]),
        ("remove_tags", [tags[1].pk], []),
        ("status", "open", "pending"),
    ]
    assert (kettle.status, kettle.priority, kettle.assignee, kettle.team, kettle.driver) == (
        "pending", 2, ben, kitchen, reason,
    )  # fmt: skip
    assert list(kettle.tags.all()) == [tags[0]]


def test_what_was_so_before_is_not_told(do, kettle, tags, at):
    conversations.add_tag(conversation=kettle, name="lid", by=SYSTEM, at=at)
    done = do(("status", "open"), ("assign", "nobody"), ("add_tags", [tag.pk for tag in tags]))
    assert done == [("add_tags", [], [tags[0].pk])]


def test_a_follow_up_is_a_promise_of_whoever_has_the_conversation(do, kettle, ben, at):
    done = do(("assign", "author"), ("follow_up", {"minutes": 60, "text": "Ask the carrier"}))
    promise = Promise.objects.get(pk=done[-1][2]["promise"])
    assert (promise.owner, promise.due_at, promise.text) == (ben, at + timedelta(hours=1), "Ask the carrier")
    assert not promise.is_visible_to_customer


def test_what_a_rule_plans_is_owed_by_the_team_and_not_by_its_author(do, kettle, sam, kitchen):
    done = do(("team", kitchen.pk), ("follow_up", {"minutes": 60}), author=sam, by=RULE)
    promise = Promise.objects.get(pk=done[-1][2]["promise"])
    assert (promise.owner, promise.team, promise.promisor_agent) == (None, kitchen, None)


def test_waiting_for_somebody_else_puts_it_on_hold(do, kettle):
    done = do(("wait", {"minutes": 600, "text": "The workshop"}))
    assert [one[:2] for one in done] == [("status", "open"), ("wait", None)]
    assert kettle.status == "on_hold"
    assert Promise.objects.get(pk=done[1][2]["promise"]).kind == Kind.THIRD_PARTY


def test_a_snooze_takes_it_out_of_the_lists(do, kettle, at):
    do(("snooze", 120))
    assert kettle.snoozed_until == at + timedelta(hours=2)


def test_a_note_is_filled_for_this_customer(do, kettle):
    (done,) = do(("note", "{{ customer.first_name }} wrote about {{ conversation.subject }}"))
    note = kettle.messages.get(pk=done[2])
    assert (note.direction, note.text) == (Direction.NOTE, "Dana wrote about Ember kettle: lid cracked")
    assert not note.is_automatic


def test_a_note_of_a_rule_says_that_it_is_automatic(do, kettle, sam):
    (done,) = do(("note", "Look at the photo"), author=sam, by=RULE)
    assert kettle.messages.get(pk=done[2]).is_automatic
    event = LoggedEvent.objects.get(kind="conversation.note_written")
    assert (event.actor_kind, event.actor_id) == ("rule", 7)


def test_a_reply_goes_out_marked_automatic_and_answers_nothing_that_is_owed(do, kettle, sam):
    (done,) = do(("reply", "Dear {{ customer.name }}, the parcel is on its way."), author=sam, by=RULE)
    sent = kettle.messages.get(pk=done[2])
    assert (sent.direction, sent.is_automatic) == (Direction.OUT, True)
    assert sent.text == "Dear Dana Whitfield, the parcel is on its way."
    assert kettle.first_reply_at is None


def test_nothing_with_a_hole_in_it_is_sent(do, kettle, sam):
    with pytest.raises(HasGaps, match=r"customer\.company"):
        do(("priority", 3), ("reply", "Dear people of {{ customer.company }}"), author=sam, by=RULE)
    kettle.refresh_from_db()
    assert (kettle.priority, kettle.message_count) == (1, 1)


def test_it_is_all_or_nothing(do, kettle, lou):
    with pytest.raises(Refused):
        do(("priority", 3), ("note", "x"), ("snooze", 60), ("assign", lou.pk))
    kettle.refresh_from_db()
    assert (kettle.priority, kettle.message_count, kettle.snoozed_until) == (1, 1, None)


def test_nobody_does_by_rule_what_they_may_not_do(do, lou, cleo, kettle):
    assert do(("note", "Lou reads along"), author=lou)
    for forbidden in [("status", "solved"), ("add_tags", [1]), ("reply", "x"), ("snooze", 5)]:
        with pytest.raises(NotAllowed):
            do(forbidden, author=lou, by=RULE)
    with pytest.raises(NotVisible):
        do(("note", "x"), author=cleo, by=RULE)


def test_the_rules_of_who_has_left_do_nothing(do, ben, ada, at):
    accounts.deactivate(agent=ben, by=Actor.agent(ada.pk), at=at)
    ben.refresh_from_db()
    with pytest.raises(NotAllowed):
        do(("note", "x"), author=ben, by=RULE)


@pytest.mark.parametrize("gone", [("assign", 99), ("team", 99), ("driver", 99), ("add_tags", [99])])
def test_what_is_no_longer_there_is_refused(do, gone):
    with pytest.raises(NoLongerThere):
        do(gone)


def test_everything_carries_its_cause(do, kettle, at):
    first = LoggedEvent.objects.order_by("id").first()
    before = LoggedEvent.objects.order_by("-id").first().pk
    do(("note", "x"), ("status", "solved"), ("follow_up", {"minutes": 9}), by=RULE, cause=first.pk)
    told = LoggedEvent.objects.filter(pk__gt=before)
    assert told.count() == 3
    assert {one.cause_id for one in told} == {first.pk}


def test_a_cause_ends_with_its_block(kettle, at):
    first = LoggedEvent.objects.order_by("id").first().pk
    with caused_by(first), caused_by(None):
        conversations.set_priority(conversation=kettle, priority=2, by=SYSTEM, at=at)
    conversations.set_priority(conversation=kettle, priority=3, by=SYSTEM, at=at)
    told = LoggedEvent.objects.filter(kind="conversation.priority_changed").order_by("id")
    assert [one.cause_id for one in told] == [first, None]
