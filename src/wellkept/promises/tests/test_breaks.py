"""A broken promise has a note ready, once; sending it gives a new date and mends nothing that was counted."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given as check
from hypothesis import strategies as some

from wellkept.conversations import operations as conversations
from wellkept.conversations.models import Draft
from wellkept.kernel.actors import Actor
from wellkept.kernel.models import LoggedEvent
from wellkept.promises import breaks, operations
from wellkept.promises.domain.apology import apology, language_of
from wellkept.promises.domain.words import find
from wellkept.promises.models import Amends, Promise

from .rebuilding import rebuilt, stored

SAID = {
    "en": "I'll check with the warehouse and get back to you by Friday noon",
    "de": "Ich melde mich morgen bei Ihnen",
    "es": "Le llamaré mañana",
}


@check(
    language=some.sampled_from(sorted(SAID)),
    kind=some.sampled_from(["first_reply", "resolution", "word"]),
    zone=some.sampled_from(["Europe/London", "America/New_York", "Asia/Kolkata", "Pacific/Auckland"]),
    minutes=some.integers(60, 60 * 24 * 200),
    says_zone=some.booleans(),
)
def test_a_note_holds_one_promise_with_the_very_date_it_was_given(language, kind, zone, minutes, says_zone):
    at = datetime(2026, 6, 10, 10, 42, tzinfo=UTC)
    due_at = at + timedelta(minutes=minutes)
    where = ZoneInfo(zone)
    if due_at.astimezone(where).replace(fold=1).astimezone(UTC) != due_at:
        due_at += timedelta(hours=3)  # an hour that the clock says twice names no moment
    note = apology(
        language=language,
        name="Dana",
        kind=kind,
        text=SAID[language] if kind == "word" else "",
        was_due_at=at - timedelta(hours=2),
        due_at=due_at,
        zone=where,
        says_zone=says_zone,
    )
    (found,) = find(note, sent_at=at, zone=where)
    assert (found.due.astimezone(UTC), found.strength) == (due_at, "firm")


@pytest.mark.parametrize(("tag", "language"), [("de-AT", "de"), ("es_MX", "es"), ("fr", "en"), ("", "en")])
def test_a_language_without_words_of_ours_gets_english(tag, language):
    assert language_of(tag) == language


@pytest.fixture
def broken(ledger):
    """Ben said "tomorrow by noon", and it is tomorrow afternoon."""
    ledger.write()
    ledger.answer()
    promise = operations.make(
        kind="word",
        customer=ledger.conversation.customer,
        conversation=ledger.conversation,
        owner=ledger.agent,
        text=SAID["en"],
        due_at=ledger.at + timedelta(days=1),
        by=Actor.agent(ledger.agent.pk),
        at=ledger.at,
    )
    ledger.later(days=1, hours=2)
    operations.break_late(at=ledger.at)
    promise.refresh_from_db()
    return promise


def send(ledger, text):
    ledger.conversation.refresh_from_db()
    return conversations.reply(
        conversation=ledger.conversation,
        agent=ledger.agent,
        text=text,
        seen_message_id=ledger.conversation.last_inbound_id,
        at=ledger.at,
        undo=timedelta(seconds=10),
        draft=Draft.objects.filter(conversation=ledger.conversation, agent=ledger.agent).first(),
    )


def take(broken, ledger):
    amends = breaks.prepare(broken, at=ledger.at)
    assert amends is not None
    return breaks.take(amends=amends, agent=ledger.agent, at=ledger.at)


def test_the_note_is_prepared_once_however_often_the_clock_comes_by(broken, ledger):
    assert [breaks.prepare_some(at=ledger.at) for _ in range(3)] == [1, 0, 0]
    note = Amends.objects.get().text
    assert breaks.prepare(broken, at=ledger.at).text == note
    assert note.startswith("Hello Dana,")
    assert SAID["en"] in note


def test_the_new_date_can_be_kept_and_is_not_given_twice_to_one_pair_of_hands(broken, ledger):
    for number in range(40):
        Promise.objects.create(
            kind="word",
            customer=broken.customer,
            conversation=broken.conversation,
            promisor="agent",
            owner=ledger.agent,
            made_at=ledger.at - timedelta(days=1),
            original_due_at=ledger.at,
            due_at=ledger.at - timedelta(minutes=number),
            status="broken",
            broken_at=ledger.at,
        )
    breaks.prepare_some(at=ledger.at)
    dates = {one.due_at for one in Amends.objects.all()}
    assert Amends.objects.count() == 41
    assert min(dates) > ledger.at + timedelta(hours=1)
    assert len(dates) > 1


def test_the_note_comes_in_the_language_and_the_hours_of_the_customer(broken, ledger):
    broken.conversation.language = "de"
    broken.conversation.save()
    broken.customer.timezone = "Europe/Berlin"
    broken.customer.save()
    breaks.prepare_some(at=ledger.at)
    amends = Amends.objects.get()
    assert (amends.language, amends.zone) == ("de", "Europe/Berlin")
    assert "Das ist unser Fehler" in amends.text


@pytest.mark.parametrize("change", [{"is_visible_to_customer": False}, {"status": "repaired"}])
def test_nothing_is_written_about_what_no_customer_waits_for(broken, ledger, change):
    Promise.objects.filter(pk=broken.pk).update(**change)
    assert breaks.prepare_some(at=ledger.at) == 0


def test_taken_it_stands_above_what_was_being_written_and_only_once(broken, ledger):
    conversations.save_draft(
        conversation=ledger.conversation,
        agent=ledger.agent,
        mode="reply",
        body="The lid is here.",
        known_version=0,
        at=ledger.at,
    )
    take(broken, ledger)
    draft = take(broken, ledger)
    assert draft.body == f"{Amends.objects.get().text}\n\nThe lid is here."


def test_a_note_that_lay_too_long_gets_a_new_date(broken, ledger):
    breaks.prepare_some(at=ledger.at)
    before = Amends.objects.get().due_at
    ledger.later(days=9)
    draft = take(broken, ledger)
    after = Amends.objects.get()
    assert after.due_at > ledger.at > before
    assert after.text in draft.body


def test_what_was_repaired_meanwhile_needs_no_note(broken, ledger):
    amends = breaks.prepare(broken, at=ledger.at)
    assert amends is not None
    operations.keep(
        promise=broken, proof=operations.Proof(word="Called her."), by=Actor.agent(1), at=ledger.at
    )
    with pytest.raises(breaks.NothingBroke):
        breaks.take(amends=amends, agent=ledger.agent, at=ledger.at)


def test_sending_it_makes_the_new_promise_and_the_broken_one_stays_broken(broken, ledger):
    draft = take(broken, ledger)
    message = send(ledger, draft.body)
    broken.refresh_from_db()
    amends = Amends.objects.get()
    following = Promise.objects.get(source_message=message)
    assert (broken.status, bool(broken.broken_at)) == ("closed_broken", True)
    assert (amends.message_id, amends.following_id) == (message.pk, following.pk)
    assert (following.due_at, following.status, following.kind) == (amends.due_at, "open", "word")
    event = LoggedEvent.objects.get(kind="promise.renewed")
    assert (event.data["promise_id"], event.data["next_promise_id"]) == (broken.pk, following.pk)
    assert rebuilt() == stored()


def test_the_sentence_put_in_other_words_still_gives_the_new_date(broken, ledger):
    take(broken, ledger)
    message = send(ledger, "Hello Dana, I am sorry, that was our fault. I will write to you by Monday 12:00.")
    assert Amends.objects.get().following == Promise.objects.get(source_message=message)


def test_a_note_without_a_date_renews_nothing(broken, ledger):
    take(broken, ledger)
    send(ledger, "Hello Dana, I am sorry, that was our fault.")
    broken.refresh_from_db()
    assert broken.status == "broken"


def test_taken_back_before_it_left_it_is_broken_still_and_the_note_is_ready_again(broken, ledger):
    draft = take(broken, ledger)
    message = send(ledger, draft.body)
    conversations.undo_reply(message=message, agent=ledger.agent, at=ledger.at)
    broken.refresh_from_db()
    assert (broken.status, broken.ended_at) == ("broken", None)
    assert not Promise.objects.filter(conversation=ledger.conversation, kind="word", status="open").exists()
    assert rebuilt() == stored()
    message = send(ledger, Draft.objects.get(conversation=ledger.conversation).body)
    broken.refresh_from_db()
    assert broken.status == "closed_broken"
    assert Promise.objects.filter(source_message=message).count() == 1


def test_a_broken_answer_is_repaired_by_the_note_and_broken_again_when_that_is_taken_back(ledger):
    ledger.write()
    ledger.later(days=9)
    operations.break_late(at=ledger.at)
    (owed,) = [one for one in ledger.owed() if one.kind == "first_reply"]
    draft = take(owed, ledger)
    message = send(ledger, draft.body)
    owed.refresh_from_db()
    assert owed.status == "repaired"
    assert LoggedEvent.objects.filter(kind="promise.renewed").count() == 1
    conversations.undo_reply(message=message, agent=ledger.agent, at=ledger.at)
    owed.refresh_from_db()
    assert owed.status == "broken"
    assert rebuilt() == stored()
