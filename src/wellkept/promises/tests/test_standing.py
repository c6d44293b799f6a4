from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from wellkept.accounts.operations import add_agent
from wellkept.conversations import operations as conversations
from wellkept.conversations.models import Inbox
from wellkept.kernel.actors import SYSTEM, Actor
from wellkept.promises import operations, tasks
from wellkept.promises.models import Evidence, Promise
from wellkept.promises.queries import uncovered

from .conftest import Ledger

pytestmark = pytest.mark.django_db


def test_a_message_is_owed_a_first_reply_by_the_inboxs_team(ledger, kitchen):
    ledger.write()
    (promise,) = ledger.owed()
    assert (promise.kind, promise.status) == ("first_reply", "open")
    assert promise.original_due_at == promise.due_at
    assert promise.owner_id is None
    assert promise.team_id == kitchen.pk


def test_the_clock_of_the_first_message_counts_however_often_they_write(ledger):
    ledger.write()
    (first,) = ledger.owed()
    ledger.later(hours=1)
    ledger.write("Hello?")
    (still,) = ledger.owed()
    assert (still.pk, still.due_at) == (first.pk, first.due_at)


def test_an_answer_keeps_it_with_the_message_as_evidence_and_an_update_is_owed_next(ledger):
    ledger.write()
    ledger.later(hours=1)
    message = ledger.answer()
    assert ledger.kinds() == [("first_reply", "kept"), ("update", "open")]
    kept = Promise.objects.get(kind="first_reply")
    assert kept.kept_at == ledger.at
    assert [(one.what, one.message_id) for one in kept.evidence.all()] == [("message", message.pk)]


def test_an_answer_that_waits_for_the_customer_owes_nothing_more(ledger):
    ledger.write()
    ledger.answer(status="pending")
    assert ledger.kinds() == [("first_reply", "kept")]


def test_an_answer_that_solves_it_owes_nothing_more(ledger):
    ledger.write()
    ledger.answer(status="solved")
    assert ledger.kinds() == [("first_reply", "kept")]


def test_the_next_message_is_owed_a_next_reply(ledger):
    ledger.write()
    ledger.answer(status="pending")
    ledger.later(hours=2)
    ledger.write("It is the round lid.")
    assert ledger.kinds() == [("first_reply", "kept"), ("next_reply", "open")]


def test_solving_without_an_answer_leaves_the_reply_owed(ledger):
    ledger.write()
    ledger.set("solved")
    assert ledger.kinds() == [("first_reply", "open")]


def test_solving_after_a_thank_you_ends_the_next_reply(ledger):
    ledger.write()
    ledger.answer(status="pending")
    ledger.later(hours=2)
    ledger.write("Lovely, thank you!")
    ledger.set("solved")
    assert ledger.kinds() == [("first_reply", "kept"), ("next_reply", "void")]


def test_a_machines_message_is_owed_no_reply_yet_nothing_open_is_without_a_next_step(ledger):
    ledger.write(is_automatic=True)
    assert ledger.kinds() == [("follow_up", "open")]


def test_on_hold_somebody_asks_again(ledger):
    ledger.write()
    ledger.answer()
    ledger.set("on_hold")
    assert ("third_party", "open") in ledger.kinds() or ("update", "open") in ledger.kinds()


def test_the_update_stands_while_we_wait_for_the_customer_and_runs_on_afterwards(ledger):
    ledger.write()
    ledger.answer()
    update = Promise.objects.get(kind="update")
    ledger.later(minutes=60)
    ledger.set("pending")
    update.refresh_from_db()
    assert update.paused_at == ledger.at
    left = update.remaining_minutes
    ledger.later(days=7)
    assert operations.break_late(at=ledger.at) == 0
    ledger.set("open")
    update = Promise.objects.get(kind="update")
    assert update.paused_at is None
    assert update.due_at > ledger.at
    assert update.original_due_at < ledger.at
    assert left == 24 * 60 - 60


def test_a_reply_taken_back_kept_nothing(ledger):
    ledger.write()
    message = ledger.answer()
    ledger.later(seconds=5)
    conversations.undo_reply(message=message, agent=ledger.agent, at=ledger.at)
    assert ledger.kinds() == [("first_reply", "open"), ("update", "void")]
    assert not Evidence.objects.exists()


def test_spam_is_owed_nothing(ledger):
    ledger.write()
    by = Actor.agent(ledger.agent.pk)
    conversations.set_place(conversation=ledger.conversation, place="spam", by=by, at=ledger.at)
    assert ledger.kinds() == [("first_reply", "void")]
    conversations.set_place(conversation=ledger.conversation, place="desk", by=by, at=ledger.at)
    assert ledger.kinds() == [("first_reply", "void"), ("follow_up", "open")]


def test_promises_go_with_the_conversation(ledger, kitchen):
    ledger.write()
    by = Actor.agent(ledger.agent.pk)
    conversations.assign(
        conversation=ledger.conversation, assignee=ledger.agent, team=kitchen, by=by, at=ledger.at
    )
    (promise,) = ledger.owed()
    assert promise.owner_id == ledger.agent.pk


def test_business_hours_are_counted_not_the_night(ledger):
    ledger.at = datetime(2026, 6, 12, 15, 0, tzinfo=UTC)  # Friday 16:00 in London
    ledger.write()
    (promise,) = ledger.owed()
    assert promise.due_at == datetime(2026, 6, 15, 15, 0, tzinfo=UTC)  # Monday 16:00


def test_what_is_late_breaks_once_and_a_late_answer_repairs_it(ledger):
    ledger.write()
    (promise,) = ledger.owed()
    ledger.at = promise.due_at - timedelta(seconds=1)
    assert operations.break_late(at=ledger.at) == 0
    ledger.at = promise.due_at
    assert operations.break_late(at=ledger.at) == 1
    assert operations.break_late(at=ledger.at) == 0
    promise.refresh_from_db()
    assert (promise.status, promise.broken_at) == ("broken", ledger.at)
    ledger.later(hours=1)
    ledger.answer(status="pending")
    promise.refresh_from_db()
    assert (promise.status, promise.kept_at) == ("repaired", None)


def test_an_answer_after_its_time_repairs_what_the_clock_had_not_come_to_yet(ledger):
    ledger.write()
    (promise,) = ledger.owed()
    ledger.at = promise.due_at + timedelta(seconds=5)
    ledger.answer(status="pending")
    promise.refresh_from_db()
    assert (promise.status, promise.broken_at, promise.kept_at) == ("repaired", ledger.at, None)


def test_an_answer_at_the_very_moment_keeps_it(ledger):
    ledger.write()
    (promise,) = ledger.owed()
    ledger.at = promise.due_at
    ledger.answer(status="pending")
    promise.refresh_from_db()
    assert promise.status == "kept"


def test_solving_does_not_hide_a_next_reply_that_was_late(ledger):
    ledger.write()
    ledger.answer(status="pending")
    ledger.write("And the box?")
    late = Promise.objects.get(kind="next_reply")
    ledger.at = late.due_at + timedelta(seconds=5)
    ledger.set("solved")
    late.refresh_from_db()
    assert late.status == "broken"


def test_mail_comes_in_before_anybody_has_moved_in_and_is_owed_when_somebody_has(at):
    inbox = Inbox.objects.create(name="Help", created_at=at)
    early = Ledger(inbox, None, at)
    early.write()
    assert early.kinds() == []
    add_agent(email="ada@larkmoor.example", name="Ada", role="admin", password=None, by=SYSTEM, at=at)
    tasks.cover()
    assert early.kinds() == [("follow_up", "open")]


def test_what_was_open_before_there_was_a_ledger_gets_its_next_step(ledger):
    ledger.write()
    for promise in ledger.owed():
        Promise.objects.filter(pk=promise.pk).update(status="void")
    assert list(uncovered()) == [ledger.conversation]
    tasks.cover()
    assert list(uncovered()) == []
    assert ("follow_up", "open") in ledger.kinds()
