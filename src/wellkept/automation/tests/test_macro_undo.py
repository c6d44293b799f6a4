"""Taking back what a macro did."""

from __future__ import annotations

from datetime import timedelta

import pytest

from wellkept.accounts import operations as accounts
from wellkept.automation.models import MacroRun
from wellkept.automation.operations import macro_undo
from wellkept.conversations import operations as conversations
from wellkept.conversations.models import Conversation, Draft, Driver
from wellkept.kernel.actors import SYSTEM, Actor
from wellkept.kernel.errors import NotAllowed, NotVisible
from wellkept.kernel.models import LoggedEvent
from wellkept.promises.models import OPEN, Promise
from wellkept.promises.operations import next_steps

pytestmark = pytest.mark.django_db
FIELDS = ("status", "priority", "assignee_id", "team_id", "driver_id", "snoozed_until")


def fields(one):
    found = Conversation.objects.get(pk=one.pk)
    return {name: getattr(found, name) for name in FIELDS} | {"tags": {tag.name for tag in found.tags.all()}}


@pytest.fixture
def tags(at):
    return [conversations.define_tag(name=name, by=SYSTEM, at=at).pk for name in ("delivery", "lid")]


@pytest.fixture
def undo(ben, at):
    def one(run, *, agent=ben, when=at):
        return macro_undo.undo(run=run, agent=agent, at=when)

    return one


def test_undoing_puts_every_field_back(make, use, undo, kettle, kitchen, cleo, tags, at):
    conversations.add_tag(conversation=kettle, name="lid", by=SYSTEM, at=at)
    before = fields(kettle)
    run = use(
        make(
            "All of it",
            ("assign", "author"),
            ("team", kitchen.pk),
            ("priority", 3),
            ("driver", Driver.objects.create(name="Broken").pk),
            ("add_tags", [tags[0]]),
            ("remove_tags", [tags[1]]),
            ("status", "pending"),
        )
    )
    assert fields(kettle) != before
    assert undo(run) == []
    assert fields(kettle) == before


def test_what_somebody_changed_since_is_left_alone(make, use, undo, kettle, sam, tags, at):
    run = use(make("Late", ("priority", 2), ("status", "pending"), ("add_tags", tags)))
    by = Actor.agent(sam.pk)
    kettle.refresh_from_db()
    conversations.set_status(conversation=kettle, status="on_hold", by=by, at=at)
    conversations.remove_tag(conversation=kettle, tag=kettle.tags.get(name="lid"), by=by, at=at)
    assert undo(run) == ["status", "add_tags"]
    now = fields(kettle)
    assert (now["status"], now["priority"], now["tags"]) == ("on_hold", 1, set())
    assert MacroRun.objects.get().left == ["status", "add_tags"]


def test_a_reply_leaves_the_draft_word_for_word(make, use, undo, kettle, ben, at):
    conversations.save_draft(
        conversation=kettle, agent=ben, mode="reply", body="Hello Dana,", known_version=0, at=at
    )
    run = use(make("Thanks", ("reply", "thank you.")))
    draft = Draft.objects.get(agent=ben)
    conversations.save_draft(
        conversation=kettle, agent=ben, mode="reply", body=f"{draft.body}\n\nBen", known_version=draft.version, at=at
    )  # fmt: skip
    assert undo(run) == []
    assert Draft.objects.get(agent=ben).body == "Hello Dana,\n\nBen"


def test_a_reply_that_was_rewritten_stays(make, use, undo, kettle, ben, at):
    run = use(make("Thanks", ("reply", "thank you.")))
    conversations.save_draft(
        conversation=kettle, agent=ben, mode="reply", body="Thanks a lot.", known_version=1, at=at
    )
    assert undo(run) == ["draft"]
    assert Draft.objects.get(agent=ben).body == "Thanks a lot."


def test_a_note_stays_and_undoing_says_so(make, use, undo, kettle):
    run = use(make("Photo", ("note", "Asked for a photo"), ("priority", 2)))
    assert undo(run) == ["note"]
    assert kettle.messages.filter(text="Asked for a photo").exists()


def test_what_it_promised_is_void_and_something_else_is_owed_next(make, use, undo, kettle):
    run = use(make("Wait", ("wait", {"minutes": 600, "text": "The workshop"})))
    assert undo(run) == []
    promise = Promise.objects.get(text="The workshop")
    assert (promise.status, fields(kettle)["status"]) == ("void", "open")
    assert Promise.objects.filter(conversation=kettle, status__in=OPEN).exists()


def test_a_promise_that_was_moved_since_stays(make, use, undo, kettle, at):
    run = use(make("Later", ("follow_up", {"minutes": 600, "text": "Ask"})))
    promise = Promise.objects.get(text="Ask")
    next_steps.postpone(promise=promise, due_at=at + timedelta(days=2), by=SYSTEM, at=at)
    assert undo(run) == ["follow_up"]
    assert Promise.objects.get(text="Ask").is_open


def test_a_snooze_goes_back_to_the_one_before(make, use, undo, kettle, ben, at):
    tomorrow = at + timedelta(days=1)
    next_steps.plan(conversation=kettle, step="snooze", due_at=tomorrow, agent=ben, at=at)
    run = use(make("Next week", ("snooze", 7 * 1440)))
    assert undo(run) == []
    assert fields(kettle)["snoozed_until"] == tomorrow
    live = Promise.objects.filter(conversation=kettle, kind="follow_up", status__in=OPEN)
    assert [promise.due_at for promise in live] == [tomorrow]


def test_whom_it_was_taken_from_may_have_left(make, use, undo, kettle, ada, sam, at):
    conversations.assign(conversation=kettle, assignee=sam, team=None, by=SYSTEM, at=at)
    run = use(make("Mine", ("assign", "author")))
    accounts.deactivate(agent=sam, by=Actor.agent(ada.pk), at=at)
    assert undo(run) == ["assign"]


def test_it_is_undone_once(make, use, undo):
    run = use(make("Up", ("priority", 2)))
    undo(run)
    with pytest.raises(macro_undo.AlreadyUndone):
        undo(run)
    event = LoggedEvent.objects.get(kind="macro.undone")
    assert (event.data["run_id"], event.data["left"]) == (run.pk, [])


def test_undoing_is_for_those_who_may_do_it(make, use, undo, lou, cleo, kettle):
    run = use(make("Up", ("priority", 2)))
    with pytest.raises(NotAllowed):
        undo(run, agent=lou)
    with pytest.raises(NotVisible):
        undo(run, agent=cleo)
    assert fields(kettle)["priority"] == 2
