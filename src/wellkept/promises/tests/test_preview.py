"""The last 90 days under a draft, played again from the log, against what the ledger says."""

from __future__ import annotations

import random
from datetime import timedelta
from typing import Any

import pytest

from wellkept.conversations import operations as conversations
from wellkept.conversations.models import Priority
from wellkept.kernel import clock
from wellkept.kernel.actors import SYSTEM, Actor
from wellkept.kernel.tasks import run_due
from wellkept.promises import operations, recalculating, rehearsals, standing, tasks
from wellkept.promises.domain.tally import read_tally
from wellkept.promises.models import ServiceCode
from wellkept.promises.preview import fingerprint, preview

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def first_version(at):
    ServiceCode.objects.update(published_at=at - timedelta(days=1))
    standing._read.cache_clear()


@pytest.fixture
def draft(at):
    return operations.draft_code(at=at, like=ServiceCode.objects.get(), by=SYSTEM)


def change(draft, at, kind, **values):
    target = draft.targets.filter(kind=kind).first()
    given: dict[str, Any] = {"minutes": 480, "hours": "business"} | values
    operations.set_target(code=draft, target=target, kind=kind, by=SYSTEM, at=at, **given)


def counts(tally, kind):
    of = tally.kinds[kind]
    return (of.was.kept, of.was.broken), (of.would.kept, of.would.broken)


def test_the_published_code_as_a_draft_changes_nothing(ledger, draft):
    ledger.write()
    ledger.later(hours=1)
    ledger.answer()
    tally = preview(draft, at=ledger.at)
    assert counts(tally, "first_reply") == ((1, 0), (1, 0))
    assert (tally.compared, tally.agreed, tally.conversations) == (2, 2, 1)


def test_a_stricter_draft_would_have_been_broken_and_says_where(ledger, draft):
    ledger.write()
    ledger.later(hours=2)
    ledger.answer(status="solved")
    change(draft, ledger.at, "first_reply", minutes=60)
    tally = preview(draft, at=ledger.at)
    assert counts(tally, "first_reply") == ((1, 0), (0, 1))
    first = tally.kinds["first_reply"]
    assert (first.lost, first.won, first.lost_in) == (1, 0, [ledger.conversation.pk])


def test_a_longer_time_would_have_been_kept(ledger, draft, monkeypatch):
    ledger.write()
    ledger.later(days=2)
    monkeypatch.setattr(clock, "now", lambda: ledger.at)
    tasks.tick()
    ledger.answer(status="solved")
    change(draft, ledger.at, "first_reply", minutes=5000)
    assert counts(preview(draft, at=ledger.at), "first_reply") == ((0, 1), (1, 0))


def test_a_promise_that_nobody_made_yet_is_played_too(ledger, draft):
    ledger.write()
    ledger.later(hours=1)
    ledger.answer(status="solved")
    change(draft, ledger.at, "resolution", minutes=120)
    tally = preview(draft, at=ledger.at)
    assert counts(tally, "resolution") == ((0, 0), (1, 0))


def test_the_priority_of_then_chooses_and_not_that_of_now(ledger, draft):
    ledger.write()
    ledger.later(hours=1)
    ledger.answer(status="solved")
    conversations.set_priority(
        conversation=ledger.conversation, priority=Priority.URGENT, by=SYSTEM, at=ledger.at
    )
    operations.set_target(
        code=draft, kind="first_reply", minutes=10, hours="business", priority=Priority.URGENT, by=SYSTEM,
        at=ledger.at,
    )  # fmt: skip
    assert counts(preview(draft, at=ledger.at), "first_reply") == ((1, 0), (1, 0))


def test_what_began_more_than_90_days_ago_is_left_out(ledger, draft):
    ledger.write()
    assert preview(draft, at=ledger.at + timedelta(days=91)).conversations == 0


def test_a_tally_survives_being_written_down(ledger, draft):
    ledger.write()
    tally = preview(draft, at=ledger.at)
    assert read_tally(tally.as_json()) == tally


def test_another_target_makes_what_was_worked_out_old(draft, at):
    before = fingerprint(draft)
    assert fingerprint(draft) == before
    change(draft, at, "first_reply", minutes=61)
    assert fingerprint(draft) != before


@pytest.mark.parametrize("seed", range(12))
def test_a_replay_ends_as_the_ledger_did_whatever_happened(ledger, draft, seed, monkeypatch):
    """Random walks through a conversation: the replay of what was in force agrees with every row of the ledger."""
    chance = random.Random(seed)
    monkeypatch.setattr(clock, "now", lambda: ledger.at)
    change(draft, ledger.at, "update", minutes=600, pauses_while_pending=True, pauses_while_on_hold=True)
    change(draft, ledger.at, "resolution", minutes=900, pauses_while_pending=True)
    operations.publish_code(code=draft, agent=None, by=SYSTEM, at=ledger.at)
    ledger.write()
    for _ in range(25):
        ledger.later(minutes=chance.choice([1, 40, 300, 1500]))
        tasks.tick()
        step = chance.choice(["write", "answer", "answer", "set", "undo", "place", "priority", "tag"])
        one = ledger.conversation
        one.refresh_from_db()
        if step == "write":
            ledger.write()
        elif step == "answer":
            ledger.answer(status=chance.choice([None, "pending", "solved", "on_hold"]))
        elif step == "set":
            ledger.set(chance.choice(["open", "pending", "on_hold", "solved"]))
        elif step == "undo":
            message = ledger.answer()
            conversations.undo_reply(message=message, agent=ledger.agent, at=ledger.at)
        elif step == "place":
            conversations.set_place(
                conversation=one, place=chance.choice(["spam", "desk"]), by=SYSTEM, at=ledger.at
            )
        elif step == "priority":
            conversations.set_priority(
                conversation=one, priority=chance.choice([0, 1, 2]), by=SYSTEM, at=ledger.at
            )
        else:
            conversations.add_tag(conversation=one, name="glass", by=SYSTEM, at=ledger.at)
    tasks.tick()
    again = operations.draft_code(at=ledger.at, like=draft, by=SYSTEM)
    tally = preview(again, at=ledger.at)
    assert (tally.agreed, tally.left_out) == (tally.compared, 0)
    assert tally.compared > 0


def test_a_rehearsal_in_the_background_comes_to_the_same(ledger, draft, monkeypatch):
    ledger.write()
    ledger.later(hours=1)
    ledger.answer()
    asked = rehearsals.ask(draft, at=ledger.at)
    assert (asked.total, rehearsals.result(asked)) == (1, None)
    assert rehearsals.ask(draft, at=ledger.at) == asked
    monkeypatch.setattr(clock, "now", lambda: ledger.at)
    assert run_due(at=ledger.at) == 1
    done = rehearsals.of(draft)
    assert done is not None
    assert (done.done, rehearsals.result(done)) == (1, preview(draft, at=ledger.at))
    rehearsals.play_on(rehearsal_id=done.pk)
    change(draft, ledger.at, "first_reply", minutes=60)
    assert rehearsals.of(draft) is None
    assert rehearsals.ask(draft, at=ledger.at) != asked


def test_counting_anew_waits_for_the_background_when_there_is_much(ledger, draft, monkeypatch, ben):
    ledger.write()
    change(draft, ledger.at, "first_reply", minutes=60)
    operations.publish_code(code=draft, agent=ben, by=SYSTEM, at=ledger.at)
    monkeypatch.setattr(recalculating, "AT_ONCE", 0)
    monkeypatch.setattr(clock, "now", lambda: ledger.at)
    by = Actor.agent(ben.pk)
    assert recalculating.recalculate_soon(reason="Stricter", by=by, at=ledger.at) is None
    assert run_due(at=ledger.at) == 1
    (promise,) = ledger.owed()
    assert promise.due_at - promise.made_at == timedelta(hours=1)
    monkeypatch.setattr(recalculating, "AT_ONCE", 10)
    done = recalculating.recalculate_soon(reason="Once more", by=by, at=ledger.at)
    assert done is not None
    assert done.moved == 0
    with pytest.raises(operations.NeedsReason):
        recalculating.recalculate_soon(reason="", by=by, at=ledger.at)


def test_a_rehearsal_asks_little_however_many_there_are(ledger, draft, django_assert_max_num_queries):
    for _ in range(3):
        ledger.conversation = None
        ledger.write()
    preview(draft, at=ledger.at)
    with django_assert_max_num_queries(14):
        preview(draft, at=ledger.at)
