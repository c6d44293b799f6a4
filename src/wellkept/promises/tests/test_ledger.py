from __future__ import annotations

from copy import copy
from datetime import timedelta

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from wellkept.conversations import operations as conversations
from wellkept.kernel import clock
from wellkept.kernel.actors import SYSTEM, Actor
from wellkept.kernel.events import payload
from wellkept.kernel.models import LoggedEvent
from wellkept.promises import operations
from wellkept.promises.models import Promise
from wellkept.promises.operations import Proof
from wellkept.promises.tasks import tick

from .rebuilding import rebuilt, stored

pytestmark = pytest.mark.django_db


@pytest.fixture
def word(ledger):
    """Ben has promised something in words, due tomorrow."""
    ledger.write()
    return operations.make(
        kind="word",
        customer=ledger.conversation.customer,
        conversation=ledger.conversation,
        owner=ledger.agent,
        text="write when the warehouse has answered",
        due_at=ledger.at + timedelta(days=1),
        by=Actor.agent(ledger.agent.pk),
        at=ledger.at,
    )


def test_the_first_date_never_changes_even_by_hand(word):
    with pytest.raises(DatabaseError, match="first date"), transaction.atomic():
        Promise.objects.filter(pk=word.pk).update(original_due_at=word.original_due_at + timedelta(days=1))


def test_nobody_answering_for_it_is_refused_by_the_database(word):
    with pytest.raises(IntegrityError), transaction.atomic():
        Promise.objects.filter(pk=word.pk).update(owner=None, team=None)


def test_a_date_in_the_past_is_refused(word, ledger):
    with pytest.raises(operations.NoTimeLeft):
        operations.make(
            kind="word",
            customer=word.customer,
            conversation=word.conversation,
            due_at=ledger.at,
            by=SYSTEM,
            at=ledger.at,
        )


def test_no_other_date_without_telling_the_customer(word, ledger):
    with pytest.raises(operations.NotTold):
        operations.move(promise=word, due_at=word.due_at + timedelta(days=2), by=SYSTEM, at=ledger.at)
    with pytest.raises(operations.NotTold):
        operations.propose(
            promise=word,
            due_at=word.due_at + timedelta(days=2),
            told=ledger.write(),
            by=SYSTEM,
            at=ledger.at,
        )


def propose(word, ledger, **later):
    return operations.propose(
        promise=word,
        due_at=word.original_due_at + timedelta(**later),
        told=ledger.answer(),
        by=SYSTEM,
        at=ledger.at,
    )


def test_another_date_they_agree_to_keeps_the_first_one(word, ledger):
    first = word.original_due_at
    propose(word, ledger, days=2)
    assert (word.status, word.due_at) == ("renegotiation_proposed", first)
    operations.accept(promise=word, message=ledger.write("Fine."), by=SYSTEM, at=ledger.at)
    word.refresh_from_db()
    assert (word.original_due_at, word.due_at, word.version) == (first, first + timedelta(days=2), 2)


def test_silence_until_the_old_date_agrees_to_the_new_one(word, ledger):
    propose(word, ledger, days=2)
    operations.break_late(at=word.due_at)
    word.refresh_from_db()
    assert (word.status, word.due_at) == ("open", word.original_due_at + timedelta(days=2))


def test_a_new_date_that_has_passed_too_breaks_it(word, ledger):
    propose(word, ledger, days=2)
    operations.break_late(at=word.due_at + timedelta(days=3))
    word.refresh_from_db()
    assert (word.status, word.version) == ("broken", 2)


def test_a_refused_date_leaves_the_old_one(word, ledger):
    propose(word, ledger, days=2)
    operations.refuse(promise=word, by=SYSTEM, at=ledger.at)
    operations.break_late(at=word.due_at)
    word.refresh_from_db()
    assert (word.status, word.version) == ("broken", 1)


def test_a_date_told_in_a_reply_that_is_taken_back_was_never_told(word, ledger):
    propose(word, ledger, days=2)
    conversations.undo_reply(message=word.told_message, agent=ledger.agent, at=ledger.at)
    word.refresh_from_db()
    assert (word.status, word.proposed_due_at) == ("open", None)


def test_a_date_that_has_passed_cannot_be_moved(word, ledger):
    told = ledger.answer()
    with pytest.raises(operations.TooLate):
        operations.propose(
            promise=word,
            due_at=word.due_at + timedelta(days=2),
            told=told,
            by=SYSTEM,
            at=word.due_at + timedelta(seconds=1),
        )


def test_a_broken_one_is_left_so_only_with_a_reason(word, ledger):
    operations.break_late(at=word.due_at)
    word.refresh_from_db()
    with pytest.raises(operations.NeedsReason):
        operations.leave_broken(promise=word, reason=" ", by=SYSTEM, at=word.due_at)
    operations.leave_broken(promise=word, reason="She moved away.", by=SYSTEM, at=word.due_at)
    word.refresh_from_db()
    assert word.status == "closed_broken"


def test_kept_needs_evidence(word, ledger):
    with pytest.raises(operations.NeedsEvidence):
        operations.keep(promise=word, proof=Proof(), by=SYSTEM, at=ledger.at)
    operations.keep(promise=word, proof=Proof(word="Called her at noon."), by=SYSTEM, at=ledger.at)
    assert word.evidence.get().what == "word"


def test_it_ends_once(word, ledger):
    other = Promise.objects.get(pk=word.pk)
    operations.keep(promise=word, proof=Proof(word="Done."), by=SYSTEM, at=ledger.at)
    with pytest.raises(operations.NotOpen):
        operations.keep(promise=other, proof=Proof(word="Done."), by=SYSTEM, at=ledger.at)


def test_whoever_made_it_cannot_void_it_alone(word, ledger, cleo):
    with pytest.raises(operations.NeedsAnotherPerson):
        operations.void(promise=word, reason="mistake", by=Actor.agent(ledger.agent.pk), at=ledger.at)
    operations.void(promise=word, reason="mistake", by=Actor.agent(cleo.pk), at=ledger.at)
    word.refresh_from_db()
    assert word.status == "void"


def test_only_the_customers_own_message_waives_it(word, ledger):
    ours = ledger.answer()
    with pytest.raises(operations.NeedsEvidence):
        operations.waive(promise=word, message=ours, by=SYSTEM, at=ledger.at)
    theirs = ledger.write("Never mind.")
    operations.waive(promise=word, message=theirs, by=SYSTEM, at=ledger.at)
    word.refresh_from_db()
    assert word.status == "waived"


def test_the_ledger_can_be_rebuilt_from_the_log(word, ledger, kitchen, cleo):
    ledger.answer()
    ledger.later(hours=1)
    ledger.set("pending")
    ledger.later(days=1)
    ledger.write("Any news?")
    operations.hand_over(promise=word, owner=cleo, team=None, by=SYSTEM, at=ledger.at - timedelta(hours=2))
    operations.break_late(at=ledger.at + timedelta(days=9))
    ledger.later(days=10)
    ledger.answer(status="solved")
    assert rebuilt() == stored()
    assert len(stored()) >= 4


@pytest.mark.slow
def test_ten_thousand_overdue_promises_break_once_each_oldest_first(ledger, monkeypatch):
    ledger.write()
    first = Promise.objects.get()
    count = 10_000
    hours = timedelta(hours=3) / count
    rows = []
    for number in range(count):
        row = copy(first)
        row.pk, row.kind, row.due_at = (
            None,
            "word",
            ledger.at + timedelta(minutes=1) + (count - number) * hours,
        )
        rows.append(row)
    Promise.objects.bulk_create(rows, batch_size=500)
    monkeypatch.setattr(clock, "now", lambda: ledger.at + timedelta(days=9))
    tick()
    dues = [
        payload(row)["due_at"] for row in LoggedEvent.objects.filter(kind="promise.broken").order_by("id")
    ]
    assert dues == sorted(dues)
    assert len(dues) == count + 1 == Promise.objects.filter(status="broken").count()
