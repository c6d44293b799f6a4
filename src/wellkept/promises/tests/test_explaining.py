"""Any clock can be explained from the log, also when the hours have changed since."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from wellkept.kernel.actors import SYSTEM, Actor
from wellkept.promises import operations, standing
from wellkept.promises.explaining import explain
from wellkept.promises.models import Kind, Promise, Target
from wellkept.schedules import operations as schedules
from wellkept.schedules.queries import default_schedule

pytestmark = pytest.mark.django_db

MINUTE = timedelta(minutes=1)


@pytest.fixture
def pausing():
    """The code's first reply stands while a conversation is pending."""
    Target.objects.filter(kind="first_reply").update(pauses_while_pending=True)
    standing._read.cache_clear()


def first(ledger) -> Promise:
    return Promise.objects.select_related("target", "conversation").get(
        conversation=ledger.conversation, kind="first_reply"
    )


def test_the_sum_is_what_was_promised_and_the_night_counts_nothing(ledger):
    ledger.write()
    told = explain(first(ledger), at=ledger.at)
    assert told.counted == told.target == 480 * MINUTE
    assert [one.why for one in told.segments] == ["open", "closed", "open"]
    assert [edition.zone for edition in told.calendars.values()] == ["UTC"]
    assert told.is_recorded


def test_a_holiday_entered_later_does_not_rewrite_what_counted(ledger):
    ledger.write()
    before = explain(first(ledger), at=ledger.at)
    schedules.set_day(
        schedule=default_schedule(), on=date(2026, 6, 11), name="Stocktaking", by=SYSTEM, at=ledger.at
    )
    assert explain(first(ledger), at=ledger.at).segments == before.segments


def test_a_pause_names_the_change_that_made_the_clock_stand(ledger, pausing):
    ledger.write()
    ledger.later(minutes=30, seconds=20)
    ledger.set("pending")
    stood_at = ledger.at
    told = explain(first(ledger), at=ledger.at + 5 * MINUTE)
    assert (told.until, told.segments[-1].why) == (stood_at + 5 * MINUTE, "paused")
    assert told.pauses[stood_at].data["status"] == "pending"
    ledger.later(hours=2)
    ledger.set("open")
    told = explain(first(ledger), at=ledger.at)
    assert told.until == first(ledger).due_at
    assert told.counted + told.dropped == told.target
    assert told.dropped == timedelta(seconds=40)


def test_a_promise_from_before_calendars_were_recorded_says_so(ledger):
    ledger.write()
    known = first(ledger)
    old = Promise(
        kind=known.kind, target=known.target, made_at=known.made_at, due_at=known.due_at, status="open"
    )
    told = explain(old, at=ledger.at)
    assert not told.is_recorded
    assert told.counted == 480 * MINUTE


def test_a_date_given_in_words_counts_all_time(ledger, ben):
    ledger.write()
    promise = operations.make(
        kind=Kind.WORD,
        customer=ledger.conversation.customer,
        conversation=ledger.conversation,
        owner=ben,
        due_at=ledger.at + timedelta(days=2),
        by=Actor.agent(ben.pk),
        at=ledger.at,
    )
    told = explain(promise, at=ledger.at)
    assert [one.why for one in told.segments] == ["all_time"]
    assert told.target is None


def test_a_promise_for_years_ahead_is_not_drawn(ledger, ben):
    ledger.write()
    promise = operations.make(
        kind=Kind.WORD,
        customer=ledger.conversation.customer,
        conversation=ledger.conversation,
        owner=ben,
        due_at=ledger.at + timedelta(days=2000),
        calendar=default_schedule().revision,
        by=Actor.agent(ben.pk),
        at=ledger.at,
    )
    assert explain(promise, at=ledger.at).segments == ()


def test_an_explanation_costs_few_queries(ledger, pausing, django_assert_max_num_queries):
    ledger.write()
    ledger.set("pending")
    promise = first(ledger)
    with django_assert_max_num_queries(3):
        explain(promise, at=ledger.at)
