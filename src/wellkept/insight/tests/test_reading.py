"""From the log to the facts, and the same again from the beginning."""

from __future__ import annotations

from datetime import timedelta

import pytest

from wellkept.conversations import operations as conversations
from wellkept.insight import filling
from wellkept.insight.filling import TABLES
from wellkept.insight.models import ConversationFact, IssueFact, PromiseFact, TurnFact
from wellkept.insight.reading import catch_up, read_on
from wellkept.kernel.actors import SYSTEM, Actor
from wellkept.promises import operations as promises
from wellkept.schedules import operations as schedules
from wellkept.schedules.queries import default_schedule

pytestmark = pytest.mark.django_db


def everything():
    """Every row of every table."""
    return {
        model.__name__: sorted(
            model._default_manager.values_list(*[f.attname for f in model._meta.fields]), key=str
        )
        for model in TABLES
    }


@pytest.fixture
def busy(ledger, dana, ben, cleo, ada, at):
    """A conversation that was answered, solved and opened again; another in spam; a promise of its own."""
    ledger.write()
    ledger.later(minutes=50)
    first = ledger.conversation
    conversations.assign(conversation=first, assignee=ben, team=None, by=Actor.agent(ben.pk), at=ledger.at)
    ledger.answer(status="solved")
    ledger.later(days=2)
    ledger.write("It came broken.")
    ledger.later(hours=1)
    conversations.assign(conversation=first, assignee=ada, team=None, by=Actor.agent(ada.pk), at=ledger.at)
    ledger.later(hours=3)
    ledger.answer()
    ledger.conversation = None
    ledger.write("Buy now")
    conversations.set_place(conversation=ledger.conversation, place="spam", by=SYSTEM, at=ledger.at)
    promises.make(
        kind="word",
        customer=dana.customer,
        due_at=ledger.at + timedelta(days=1),
        owner=ben,
        by=Actor.agent(ben.pk),
        at=ledger.at,
    )
    return first


def test_the_log_alone_fills_the_tables(busy):
    catch_up()
    turns = list(TurnFact.objects.order_by("message_id"))
    assert [(one.outcome, one.is_first, one.minutes) for one in turns] == [
        ("answered", True, 50),  # Wednesday 10:42 to 11:32
        ("answered", False, 240),  # Friday 11:32 to 15:32
        ("away", True, None),
    ]
    row = ConversationFact.objects.get(conversation_id=busy.pk)
    assert (row.replies, row.transfers, row.owners, row.solved_at) == (2, 1, 2, None)
    assert row.reopened_at is not None
    issue = IssueFact.objects.get()
    assert (issue.contacts, issue.is_once, issue.effort, issue.owners) == (2, False, 3, 2)


def test_reading_twice_changes_nothing(busy):
    catch_up()
    before = everything()
    assert read_on() is False
    filling.forget()
    catch_up()
    assert everything() == before


def test_any_pieces_give_the_same_rows_as_all_at_once(busy, ledger):
    while read_on(events=1, conversations=1):
        pass
    ledger.later(days=1)
    ledger.write("Still there?")
    ledger.later(hours=30)
    promises.break_late(at=ledger.at)
    ledger.answer()
    while read_on(events=2):
        pass
    piece_by_piece = everything()
    filling.forget()
    catch_up()
    assert everything() == piece_by_piece


def test_other_business_hours_count_the_past_again(busy):
    catch_up()
    assert TurnFact.objects.order_by("message_id")[1].minutes == 240
    week = {str(day): [["09:00", "12:00"]] for day in range(5)}
    schedules.change(schedule=default_schedule(), week=week, by=SYSTEM, at=busy.created_at)
    catch_up()
    assert TurnFact.objects.order_by("message_id")[1].minutes == 28  # Friday 11:32 to 12:00
    assert PromiseFact.objects.filter(conversation_id=None).count() == 1
