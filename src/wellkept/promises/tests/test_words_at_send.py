"""What an agent writes to a customer becomes a promise; what they call none does not; a note never does."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from wellkept.conversations import operations as conversations
from wellkept.kernel.models import LoggedEvent
from wellkept.promises.models import Decision, Promise
from wellkept.promises.operations import words
from wellkept.promises.spotting import Ground, spot

from .rebuilding import rebuilt, stored

pytestmark = pytest.mark.django_db

NOON = "I'll check with the warehouse and get back to you by Friday noon."


@pytest.fixture
def talk(ledger):
    ledger.write()
    return ledger


def spotted(ledger, text, *, is_checked=True):
    return spot(text, Ground(ledger.conversation, ledger.agent.pk, ledger.at), is_checked=is_checked)


def decide(ledger, draft, says, **more):
    (one,) = spotted(ledger, draft)
    return words.decide(
        spotted=one, conversation=ledger.conversation, agent=ledger.agent, says=says, at=ledger.at, **more
    )


def given(ledger):
    return Promise.objects.filter(conversation=ledger.conversation, kind="word").order_by("id")


def say(ledger, text):
    ledger.conversation.refresh_from_db()
    return conversations.reply(
        conversation=ledger.conversation,
        agent=ledger.agent,
        text=text,
        seen_message_id=ledger.conversation.last_inbound_id,
        at=ledger.at,
        undo=timedelta(seconds=10),
    )


def test_a_firm_promise_left_unconfirmed_is_recorded_when_the_message_is_written(talk):
    message = say(talk, f"Dear Dana, {NOON} Yours, Ben")
    promise = given(talk).get()
    assert (promise.status, promise.owner_id, promise.source_message_id) == (
        "open",
        talk.agent.pk,
        message.pk,
    )
    assert promise.due_at == datetime(2026, 6, 12, 12, 0, tzinfo=UTC)
    assert message.text[promise.span_start : promise.span_end] == promise.text == NOON.rstrip(".")
    assert (promise.due_kind, promise.strength, promise.promisor_agent_id) == (
        "explicit",
        "firm",
        talk.agent.pk,
    )


def test_the_day_is_the_customers_where_their_zone_is_known(talk):
    customer = talk.conversation.customer
    customer.timezone = "America/New_York"
    customer.save()
    say(talk, NOON)
    promise = given(talk).get()
    assert (promise.due_at, promise.zone) == (datetime(2026, 6, 12, 16, 0, tzinfo=UTC), "America/New_York")


def test_what_the_agent_calls_no_promise_is_kept_as_dismissed_and_owed_by_nobody(talk):
    decide(talk, NOON, "none")
    say(talk, NOON)
    promise = given(talk).get()
    assert (promise.status, promise.is_visible_to_customer, promise.text) == ("dismissed", False, NOON[:-1])
    assert LoggedEvent.objects.filter(kind="promise.dismissed").count() == 1
    assert not any(one.kind == "word" for one in talk.owed())


def test_an_edited_date_and_edited_words_are_what_is_owed(talk):
    later = talk.at + timedelta(days=6)
    decide(talk, NOON, "promise", due_at=later, text="what the warehouse says")
    say(talk, NOON)
    promise = given(talk).get()
    assert (promise.due_at, promise.text) == (later, "what the warehouse says")


@pytest.mark.parametrize("text", ["I'll try to send it tomorrow.", "I'll refund you once it arrives."])
def test_an_attempt_or_a_condition_is_owed_only_when_it_is_confirmed(talk, text):
    say(talk, text)
    assert not given(talk).exists()
    decide(talk, text, "promise", due_at=talk.at + timedelta(days=2))
    say(talk, text)
    assert given(talk).get().due_at == talk.at + timedelta(days=2)


def test_soon_asks_for_a_date_and_offers_three_that_can_be_kept(talk):
    (one,) = spotted(talk, "I will get back to you soon.")
    assert (one.verdict, one.due_at, len(one.dates), one.is_guess) == ("vague", None, 3, True)
    assert list(one.dates) == sorted(set(one.dates))
    with pytest.raises(words.NeedsDate):
        decide(talk, "I will get back to you soon.", "promise")


def test_soon_left_alone_is_owed_by_the_end_of_the_next_working_day(talk):
    say(talk, "I will get back to you soon.")
    promise = given(talk).get()
    assert (promise.due_at, promise.due_kind) == (datetime(2026, 6, 11, 17, 0, tzinfo=UTC), "vague")


def test_a_date_that_has_passed_in_the_words_is_asked_about(talk):
    (one,) = spotted(talk, "I will send it by 3 June 2026.")
    assert one.verdict == "past"
    assert one.dates


def test_a_date_that_cannot_be_kept_beside_all_else_names_the_first_that_can(talk):
    for number in range(30):
        Promise.objects.create(
            kind="word",
            customer=talk.conversation.customer,
            promisor="agent",
            owner=talk.agent,
            made_at=talk.at,
            original_due_at=talk.at + timedelta(hours=1, minutes=number),
            due_at=talk.at + timedelta(hours=1, minutes=number),
        )
    (one,) = spotted(talk, "I will write to you by 15:00 today.")
    assert one.verdict == "infeasible"
    # 31 things of a quarter of an hour and 15 % for what nobody foresees are 9 h 7 min from 10:42, to 17:00 each day.
    assert one.dates[0] == datetime(2026, 6, 11, 12, 0, tzinfo=UTC)


def test_a_note_promises_the_customer_nothing(talk):
    conversations.note(conversation=talk.conversation, agent=talk.agent, text=NOON, at=talk.at)
    assert not given(talk).exists()


def test_taking_the_reply_back_voids_what_it_promised_and_keeps_what_was_said_about_it(talk):
    decide(talk, NOON, "promise", due_at=talk.at + timedelta(days=6))
    message = say(talk, NOON)
    assert not Decision.objects.filter(message__isnull=True).exists()
    conversations.undo_reply(message=message, agent=talk.agent, at=talk.at)
    assert [one.status for one in given(talk)] == ["void"]
    (one,) = spotted(talk, NOON)
    assert (one.says, one.due_at) == ("promise", talk.at + timedelta(days=6))


def test_what_was_said_about_the_same_words_meanwhile_gives_way_to_what_is_taken_back(talk):
    decide(talk, NOON, "none")
    message = say(talk, NOON)
    decide(talk, NOON, "promise")
    conversations.undo_reply(message=message, agent=talk.agent, at=talk.at)
    assert spotted(talk, NOON)[0].says == "none"
    say(talk, NOON)
    assert [one.status for one in given(talk)] == ["dismissed"]


def test_the_ledger_with_words_can_be_rebuilt_from_the_log(talk):
    decide(talk, NOON, "none")
    say(talk, f"{NOON} I will send you a label tomorrow.")
    message = say(talk, "I will call you on Monday.")
    conversations.undo_reply(message=message, agent=talk.agent, at=talk.at)
    assert rebuilt() == stored()
    assert [one.status for one in given(talk)] == ["open", "dismissed", "void"]


def test_a_text_without_a_promise_asks_the_database_nothing(talk, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert spotted(talk, "Dear Dana, thank you for the photo.") == []


def test_a_word_without_a_decision_belongs_to_its_writer_alone(talk, cleo):
    decide(talk, NOON, "none")
    assert spot(NOON, Ground(talk.conversation, cleo.pk, talk.at), is_checked=False)[0].says == ""


def test_a_notice_of_the_desk_itself_promises_nothing(talk):
    conversations.notify(conversation=talk.conversation, text=NOON, at=talk.at)
    assert not given(talk).exists()
