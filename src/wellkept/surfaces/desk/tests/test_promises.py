"""Promises on the desk: chips under a draft, the next step, what can be done about one, and the note when one broke."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from wellkept.conversations import operations
from wellkept.kernel import clock
from wellkept.kernel.actors import Actor
from wellkept.promises import operations as promises
from wellkept.promises.models import Amends, Decision, Promise

pytestmark = pytest.mark.django_db

NOON = "I'll check with the warehouse and get back to you by Friday noon."
ASKED = {"HX-Request": "true"}


@pytest.fixture(autouse=True)
def now(monkeypatch, at):
    """Wednesday 10 June 2026, 10:42 UTC."""
    monkeypatch.setattr(clock, "now", lambda: at)
    return at


@pytest.fixture
def desk(kettle, browser, ben):
    """Ben at Dana's conversation."""

    class Desk:
        client = browser(ben)

        def ask(self, text, decide="", **more):
            data = {"text": text, "decide": decide} | more
            return self.client.post(f"/c/{kettle.pk}/words", data, headers=ASKED)

        def chips(self, text, decide="", **more):
            return self.ask(text, decide, **more).content.decode()

        def page(self, query=""):
            return self.client.get(f"/c/{kettle.pk}{query}").content.decode()

        def send(self, text):
            kettle.refresh_from_db()
            seen = {"seen_message_id": kettle.last_inbound_id, "send_key": text[:60]}
            return self.client.post(f"/c/{kettle.pk}/reply", {"text": text} | seen)

        def plan(self, **data):
            return self.client.post(f"/c/{kettle.pk}/next-step", data)

        def act(self, promise, verb, **data):
            return self.client.post(f"/owed/{promise.pk}/{verb}", data)

    return Desk()


def key_in(html):
    return re.findall(r'id="chip-(\w+)"', html)[0]


def state_in(html):
    return re.findall(r'class="promise (\w+)"', html)[0]


def word(kettle, ben, at, **more):
    values = {"due_at": at + timedelta(days=2), "owner": ben, "by": Actor.agent(ben.pk), "at": at} | more
    return promises.make(
        kind="word", customer=kettle.customer, conversation=kettle, text="send a lid", **values
    )


def test_a_draft_without_a_promise_has_no_chip(desk):
    assert "data-chip" not in desk.chips("Dear Dana, thank you for the photo.")


def test_a_chip_says_who_owes_what_and_by_when(desk):
    html = desk.chips(NOON)
    assert state_in(html) == "detected"
    assert NOON.rstrip(".").replace("'", "&#39;") in html
    assert "Fri 12 Jun 12:00" in html
    assert "owed by you" in html


def test_the_date_stands_on_both_clocks_when_they_differ(desk, kettle):
    kettle.customer.timezone = "America/New_York"
    kettle.customer.save()
    html = desk.chips(NOON)
    assert "Fri 12 Jun 16:00" in html
    assert "Fri 12 Jun 12:00 for Dana Whitfield in New York" in html


def test_one_tap_confirms_and_another_browser_shows_it(desk, browser, ben, kettle, at):
    key = key_in(desk.chips(NOON))
    assert state_in(desk.chips(NOON, f"promise:{key}")) == "confirmed"
    operations.save_draft(conversation=kettle, agent=ben, mode="reply", body=NOON, known_version=0, at=at)
    assert state_in(browser(ben).get(f"/c/{kettle.pk}").content.decode()) == "confirmed"


def test_what_is_no_promise_can_be_said_and_taken_back(desk):
    key = key_in(desk.chips(NOON))
    assert state_in(desk.chips(NOON, f"none:{key}")) == "none"
    assert state_in(desk.chips(NOON, f"forget:{key}")) == "detected"


def test_date_and_words_can_be_changed_and_are_what_is_owed(desk, kettle):
    key = key_in(desk.chips(NOON))
    change = {f"due-{key}": "2026-06-15T09:30", f"text-{key}": "news of the lid"}
    assert "news of the lid" in desk.chips(NOON, f"change:{key}", **change)
    desk.send(NOON)
    promise = kettle.promises.get(kind="word")
    assert (promise.text, promise.due_at.isoformat()) == ("news of the lid", "2026-06-15T09:30:00+00:00")


@pytest.mark.parametrize("given", ["", "tomorrow", "2026-06-01T09:00", "9999-12-31T23:59:59+99:99"])
def test_a_date_that_cannot_be_is_refused_beside_its_field(desk, given):
    key = key_in(desk.chips(NOON))
    answer = desk.ask(NOON, f"change:{key}", **{f"due-{key}": given})
    assert answer.status_code == 422
    assert 'role="alert"' in answer.content.decode()
    assert f'aria-describedby="bad-{key}"' in answer.content.decode()
    assert not Decision.objects.exists()


def test_soon_gets_three_dates_to_say_and_says_what_is_noted_otherwise(desk):
    html = desk.chips("I will get back to you soon.")
    assert state_in(html) == "vague"
    assert len(re.findall(r"data-say=", html)) == 3
    assert "Left alone it is noted for Thu 11 Jun 17:00." in html
    assert "until this desk has a history" in html


def test_without_scripts_the_date_goes_into_the_draft(desk, kettle, ben):
    text = "Dear Dana, I will get back to you soon. Ben"
    key = key_in(desk.chips(text))
    answer = desk.client.post(f"/c/{kettle.pk}/words", {"text": text, "decide": f"say1:{key}"})
    body = kettle.drafts.get(agent=ben).body
    assert body == "Dear Dana, I will get back to you by 17:00 today. Ben"
    assert state_in(answer.content.decode()) == "detected"


def test_a_decision_for_words_that_are_gone_changes_nothing(desk):
    key = key_in(desk.chips(NOON))
    assert desk.ask("Something else.", f"none:{key}").status_code == 200
    assert not Decision.objects.exists()


def test_what_was_confirmed_is_owed_when_it_is_sent(desk, kettle):
    desk.send(NOON)
    page = desk.page()
    assert "send a lid" not in page
    assert "I&#39;ll check with the warehouse" in page[page.index('id="owed-here"') :][:4000]


def test_a_page_costs_one_query_more_for_a_draft_that_promises(desk, kettle, ben, at):
    def cost():
        with CaptureQueriesContext(connection) as made:
            desk.page()
        return len(made)

    def write(body, version):
        operations.save_draft(
            conversation=kettle, agent=ben, mode="reply", body=body, known_version=version, at=at
        )

    write("Dear Dana", 0)
    desk.page()
    plain = cost()
    write(NOON, 1)
    assert cost() == plain + 1


def test_a_next_step_of_one_tap(desk, kettle):
    html = desk.page()
    (friday,) = re.findall(r'value="([^"]+)"[^>]*>Fri 12 Jun 12:00<', html)
    assert desk.plan(step="call_back", when=friday).status_code == 303
    promise = kettle.promises.get(kind="call_back")
    assert promise.due_at == datetime.fromisoformat(friday)


def test_a_next_step_at_any_other_time_with_words(desk, kettle):
    desk.plan(step="follow_up", at="2026-06-20T10:00", text="ask whether the lid fits", told="1")
    promise = kettle.promises.get(kind="follow_up")
    assert (promise.text, promise.is_visible_to_customer) == ("ask whether the lid fits", True)
    assert "ask whether the lid fits" in desk.page()


@pytest.mark.parametrize("given", ["", "2026-06-01T10:00", "soon"])
def test_a_next_step_without_a_time_to_come_is_refused_beside_the_field(desk, kettle, given):
    answer = desk.plan(step="call_back", at=given, text="kept words")
    html = answer.content.decode()
    assert answer.status_code == 422
    assert 'aria-describedby="step-problem"' in html
    assert 'value="kept words"' in html
    assert not kettle.promises.filter(kind="call_back").exists()


def test_snoozed_it_says_so_and_can_be_brought_back(desk, kettle):
    desk.plan(step="snooze", at="2026-06-11T09:00")
    assert "Snoozed until" in desk.page()
    desk.client.post(f"/c/{kettle.pk}/wake")
    page = desk.page()
    assert "Snoozed until" not in page
    assert "Ben snoozed it until 11 Jun, 09:00" in page
    assert "It came back from its snooze" in page


def test_the_line_of_a_promise_opens_its_forms(desk, kettle, ben, at):
    promise = word(kettle, ben, at)
    piece = desk.client.get(f"/owed/{promise.pk}", headers=ASKED).content.decode()
    assert set(re.findall(rf"/owed/{promise.pk}/(\w+)", piece)) == {"kept", "date", "waived"}
    whole = desk.client.get(f"/owed/{promise.pk}").content.decode()
    assert f'action="/owed/{promise.pk}/kept"' in whole
    assert whole.count('<details class="row-acts" open>') == 1


def test_it_is_kept_by_the_owners_word(desk, kettle, ben, at):
    promise = word(kettle, ben, at)
    assert desk.act(promise, "kept", word="").status_code == 422
    assert desk.act(promise, "kept", word="Called her at noon.").status_code == 303
    promise.refresh_from_db()
    assert (promise.status, promise.evidence.get().note) == ("kept", "Called her at noon.")


def test_another_date_needs_the_message_that_told_it(desk, kettle, ben, at, answer, monkeypatch):
    promise = word(kettle, ben, at)
    refused = desk.act(promise, "date", at="2026-06-15T12:00")
    assert refused.status_code == 422
    assert "Tell the customer in a reply first" in refused.content.decode()
    monkeypatch.setattr(clock, "now", lambda: at + timedelta(minutes=1))
    told = answer(when=at + timedelta(minutes=1))
    assert desk.act(promise, "date", at="2026-06-15T12:00", message=told.pk).status_code == 303
    promise.refresh_from_db()
    assert (promise.status, promise.told_message_id) == ("renegotiation_proposed", told.pk)
    theirs = kettle.messages.order_by("id")[0]
    assert desk.act(promise, "agreed", message=theirs.pk).status_code == 303
    promise.refresh_from_db()
    assert promise.due_at.isoformat() == "2026-06-15T12:00:00+00:00"


def test_what_nobody_was_told_moves_without_telling(desk, kettle, ben, at):
    promise = word(kettle, ben, at, is_visible_to_customer=False)
    assert desk.act(promise, "date", at="2026-06-15T12:00").status_code == 303


def test_only_a_message_of_the_customer_waives_it(desk, kettle, ben, at, answer):
    promise = word(kettle, ben, at)
    ours = answer()
    assert desk.act(promise, "waived", message=ours.pk).status_code == 422
    assert desk.act(promise, "waived", message=kettle.messages.order_by("id")[0].pk).status_code == 303


def test_it_is_handed_over_to_whoever_may_answer_there(desk, kettle, ben, at, ada, cleo, wholesale):
    promise = word(kettle, ben, at)
    assert desk.act(promise, "owner", agent=cleo.pk).status_code == 422
    assert desk.act(promise, "owner", agent=ada.pk).status_code == 303
    promise.refresh_from_db()
    assert promise.owner == ada


def test_an_unknown_verb_is_no_page(desk, kettle, ben, at):
    assert desk.act(word(kettle, ben, at), "forgotten").status_code == 404


@pytest.fixture
def broken(kettle, ben, at, monkeypatch):
    """A word of Ben's that broke two hours ago."""
    promise = word(kettle, ben, at, due_at=at + timedelta(hours=1))
    monkeypatch.setattr(clock, "now", lambda: at + timedelta(hours=3))
    promises.break_late(at=at + timedelta(hours=3))
    promise.refresh_from_db()
    return promise


def test_a_break_stands_on_the_page_with_its_note(desk, broken):
    assert "Use this note" in desk.page()
    desk.client.post(f"/owed/{broken.pk}/note")
    page = desk.page()
    assert "That is our fault, and I am sorry." in page
    assert "In your draft" in page
    assert state_in(page) == "confirmed"


def test_sent_the_note_gives_a_new_date_and_the_break_is_off_the_page(desk, broken, kettle, ben):
    desk.client.post(f"/owed/{broken.pk}/note")
    desk.send(kettle.drafts.get(agent=ben).body)
    broken.refresh_from_db()
    assert broken.status == "closed_broken"
    assert Amends.objects.get().following == Promise.objects.get(source_message__isnull=False)
    assert "Use this note" not in desk.page()


def test_the_rail_says_what_broke(desk, broken, ben):
    html = desk.client.get("/owed").content.decode()
    assert re.search(r'Broken</span><span class="n">1</span>', html)


def test_nothing_is_offered_for_what_is_not_broken(desk, kettle, ben, at):
    assert desk.client.post(f"/owed/{word(kettle, ben, at).pk}/note").status_code == 409


def kept_in(html):
    return re.findall(r'<div class="promise (\w+)" id="keeps-(\d+)"', html)


def given(kettle, ben, at, text):
    return promises.make(
        kind="word",
        customer=kettle.customer,
        conversation=kettle,
        text=text,
        due_at=at + timedelta(days=2),
        owner=ben,
        by=Actor.agent(ben.pk),
        at=at - timedelta(hours=2),
    )


def test_a_reply_keeps_what_was_to_be_written_and_the_agent_can_say_not_yet(desk, kettle, ben, at):
    back = given(kettle, ben, at, "I'll get back to you by Friday noon")
    html = desk.chips("The warehouse says it left.")
    assert kept_in(html) == [("confirmed", str(back.pk))]
    assert kept_in(desk.chips("I am still asking.", f"notyet:{back.pk}")) == [("none", str(back.pk))]
    desk.send("I am still asking.")
    back.refresh_from_db()
    assert back.status == "open"


def test_what_is_to_be_done_is_kept_by_a_reply_when_the_agent_says_so(desk, kettle, ben, at):
    lid = given(kettle, ben, at, "I will send you a lid")
    assert kept_in(desk.chips("It left today.")) == [("none", str(lid.pk))]
    assert kept_in(desk.chips("It left today.", f"keeps:{lid.pk}")) == [("confirmed", str(lid.pk))]
    desk.send("It left today.")
    lid.refresh_from_db()
    assert (lid.status, lid.evidence.get().what) == ("kept", "message")


def test_an_empty_sheet_keeps_nothing(desk, kettle, ben, at):
    given(kettle, ben, at, "I'll get back to you by Friday noon")
    assert kept_in(desk.chips("  ")) == []
    assert kept_in(desk.page()) == []


def test_of_a_promise_elsewhere_nothing_can_be_said_here(desk, kettle, ben, at, eve, help_inbox, write_in):
    other = write_in(eve, help_inbox, "Hello?", subject="Other").conversation
    theirs = given(other, ben, at, "I will send you a lid")
    desk.chips("It left today.", f"keeps:{theirs.pk}")
    assert not Decision.objects.exists()


def test_it_is_kept_by_a_message_named_in_its_menu(desk, kettle, ben, at, answer):
    lid = given(kettle, ben, at, "I will send you a lid")
    ours = answer()
    assert desk.act(lid, "kept", message=ours.pk).status_code == 303
    lid.refresh_from_db()
    assert lid.evidence.get().message_id == ours.pk
