from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from wellkept.kernel.actors import SYSTEM, Actor
from wellkept.kernel.events import payload
from wellkept.kernel.models import LoggedEvent
from wellkept.promises import operations
from wellkept.promises.domain.replay import Said, replay
from wellkept.promises.models import Promise
from wellkept.promises.operations import Proof

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


def test_moving_keeps_the_first_date(word, ledger):
    first = word.original_due_at
    operations.move(promise=word, due_at=first + timedelta(days=2), by=SYSTEM, at=ledger.at)
    word.refresh_from_db()
    assert (word.original_due_at, word.due_at, word.version) == (first, first + timedelta(days=2), 2)


def test_a_date_that_has_passed_cannot_be_moved(word):
    with pytest.raises(operations.TooLate):
        operations.move(
            promise=word,
            due_at=word.due_at + timedelta(days=2),
            by=SYSTEM,
            at=word.due_at + timedelta(seconds=1),
        )


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


COLUMNS = (
    "kind", "status", "customer_id", "conversation_id", "target_id", "source_message_id", "span_start", "span_end",
    "promisor", "promisor_agent_id", "owner_id", "team_id", "made_at", "original_due_at", "due_at", "zone", "due_kind",
    "strength", "is_visible_to_customer", "version", "paused_at", "remaining_minutes", "kept_at", "broken_at", "ended_at",
)  # fmt: skip


def rebuilt() -> dict[int, dict[str, object]]:
    log = LoggedEvent.objects.filter(kind__startswith="promise.").order_by("id")
    return replay(Said(row.kind, payload(row), row.at) for row in log)


def stored() -> dict[int, dict[str, object]]:
    return {
        row["id"]: {name: row[name] for name in COLUMNS} for row in Promise.objects.values("id", *COLUMNS)
    }


def same(row: dict[str, object]) -> dict[str, object]:
    return {name: row.get(name) for name in COLUMNS}


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
    assert {number: same(row) for number, row in rebuilt().items()} == stored()
    assert len(stored()) >= 4


def test_ten_thousand_overdue_promises_break_once_each_oldest_first(ledger):
    ledger.write()
    first = Promise.objects.get()
    count = 300
    for number in range(count):
        first.pk, first.kind, first.due_at = None, "word", ledger.at + timedelta(minutes=count - number)
        first.save(force_insert=True)
    at = ledger.at + timedelta(days=9)
    broken = 0
    while done := operations.break_late(at=at):
        broken += done
    assert broken == count + 1
    dues = [
        payload(row)["due_at"] for row in LoggedEvent.objects.filter(kind="promise.broken").order_by("id")
    ]
    assert dues == sorted(dues)
    assert Promise.objects.filter(status="open").count() == 0
