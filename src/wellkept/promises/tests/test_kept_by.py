"""Which promises in words a reply keeps by itself."""

from __future__ import annotations

from datetime import timedelta

import pytest

from wellkept.conversations import operations as conversations
from wellkept.kernel.actors import Actor
from wellkept.promises import operations
from wellkept.promises.domain.words.back import is_word_back
from wellkept.promises.operations import kept_by

from .rebuilding import rebuilt, stored


@pytest.mark.parametrize(
    "text",
    [
        "I'll check with the warehouse and get back to you by Friday noon",
        "I will write to you tomorrow at noon to hear whether it fits",
        "We'll let you know by Monday",
        "You will hear from us by 17:00",
        "Bis Freitag 12 Uhr schreibe ich Ihnen, ob es weitergegangen ist",
        "Wir melden uns bei Ihnen bis Donnerstag",
        "Ich gebe Ihnen morgen Bescheid",
        "Le escribiremos antes del viernes",
        "Le avisaré mañana",
    ],
)
def test_a_word_back_is_kept_by_writing(text):
    assert is_word_back(text)


@pytest.mark.parametrize(
    "text",
    [
        "I will send you a lid tomorrow",
        "The right one leaves today",
        "We'll refund the difference by Friday",
        "I will call you at noon",
        "Ich schicke Ihnen heute einen Griff mit der längeren Schraube",
        "Le devolveremos el dinero mañana",
    ],
)
def test_a_deed_is_not(text):
    assert not is_word_back(text)


@pytest.fixture
def back(ledger):
    """Ben said that he gets back to Dana within two days."""
    ledger.write()
    return operations.make(
        kind="word",
        customer=ledger.conversation.customer,
        conversation=ledger.conversation,
        owner=ledger.agent,
        text="I'll get back to you by Friday noon",
        due_at=ledger.at + timedelta(days=2),
        by=Actor.agent(ledger.agent.pk),
        at=ledger.at,
    )


@pytest.mark.django_db
def test_one_more_line_right_after_it_is_no_word_back_and_one_later_is(back, ledger):
    ledger.later(minutes=5)
    ledger.answer()
    back.refresh_from_db()
    assert back.status == "open"
    ledger.later(hours=2)
    message = ledger.answer()
    back.refresh_from_db()
    assert (back.status, back.evidence.get().message_id) == ("kept", message.pk)
    assert rebuilt() == stored()


@pytest.mark.django_db
def test_taken_back_it_is_owed_again_and_what_was_said_stays_said(back, ledger):
    ledger.later(minutes=5)
    kept_by.say(promise=back, agent=ledger.agent, is_kept=True, at=ledger.at)
    message = ledger.answer()
    back.refresh_from_db()
    assert back.status == "kept"
    conversations.undo_reply(message=message, agent=ledger.agent, at=ledger.at)
    back.refresh_from_db()
    assert back.status == "open"
    ledger.answer()
    back.refresh_from_db()
    assert back.status == "kept"


@pytest.mark.django_db
def test_a_late_word_back_repairs_what_broke(back, ledger):
    ledger.later(days=3)
    operations.break_late(at=ledger.at)
    ledger.answer()
    back.refresh_from_db()
    assert back.status == "repaired"


@pytest.mark.django_db
def test_a_note_to_the_team_keeps_nothing(back, ledger):
    ledger.later(hours=2)
    conversations.note(conversation=ledger.conversation, agent=ledger.agent, text="She called.", at=ledger.at)
    back.refresh_from_db()
    assert back.status == "open"
