"""Owed: one's own in the order of work, everyone's, and what is in danger; each line with its reason."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from wellkept.kernel import clock
from wellkept.kernel.actors import Actor
from wellkept.promises import operations as promises
from wellkept.promises.models import Kind, Promisor
from wellkept.promises.risks import look_ahead

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def now(monkeypatch, at):
    """Wednesday 10 June 2026, 10:42 UTC."""
    monkeypatch.setattr(clock, "now", lambda: at)
    return at


@pytest.fixture
def word(kettle, ben, at):
    """`word("send a lid", 60)`: Ben promises it to Dana within so many minutes."""

    def give(text: str, minutes: int, *, owner=ben, conversation=kettle):
        return promises.make(
            kind=Kind.WORD,
            text=text,
            customer=conversation.customer,
            conversation=conversation,
            owner=owner,
            promisor=Promisor.AGENT,
            due_at=at + timedelta(minutes=minutes),
            by=Actor.agent(owner.pk),
            at=at,
        )

    return give


def lines(page: str) -> list[str]:
    return re.findall(r'class="what"[^>]*><bdi>([^<]*)', page)


def test_each_line_says_why_it_stands_there(browser, ben, word):
    word("second", 120)
    word("first", 60)
    page = browser(ben).get("/owed").text
    assert lines(page)[:2] == ["first", "second"]
    assert "45 min of working time to spare." in page
    assert "1 h of working time to spare." in page


def test_what_no_longer_fits_is_marked_and_says_what_to_do(browser, ben, word):
    word("too short", 5)
    page = browser(ben).get("/owed").text
    assert "due at-risk" in page
    assert "Tell them another date while you can." in page
    assert "1 is at risk" in page


def test_late_work_waits_for_what_can_still_be_kept(browser, ben, word, at, monkeypatch):
    word("late", 30)
    word("tight", 60)
    promises.break_late(at=at + timedelta(minutes=30))
    monkeypatch.setattr(clock, "now", lambda: at + timedelta(minutes=44))
    page = browser(ben).get("/owed").text
    assert lines(page)[:2] == ["tight", "late"]
    assert "Doing it here breaks no other." in page


def test_late_work_that_breaks_no_other_goes_first(browser, ben, word, at, monkeypatch):
    word("late", 30)
    word("roomy", 300)
    promises.break_late(at=at + timedelta(minutes=30))
    monkeypatch.setattr(clock, "now", lambda: at + timedelta(minutes=31))
    page = browser(ben).get("/owed").text
    assert lines(page)[:2] == ["late", "roomy"]
    assert "Doing it here breaks no other." in page


def test_a_supervisor_sees_what_is_in_danger_with_owner_and_reason(browser, sam, word, at):
    word("too short", 5)
    look_ahead(at=at)
    page = browser(sam).get("/owed?of=risk").text
    assert lines(page) == ["too short"]
    assert "It does not fit into the working time left to whoever answers for it." in page
    assert re.search(r'class="effort clip">Ben<', page)
    assert "1 is at risk, nothing is broken." in page


def test_what_broke_stands_there_until_it_is_made_good(browser, sam, word, ben, at):
    promise = word("late", 5)
    promises.break_late(at=at + timedelta(minutes=5))
    assert lines(browser(sam).get("/owed?of=risk").text) == ["late"]
    promise.refresh_from_db()
    promises.keep(promise=promise, proof=promises.Proof(word="sent"), by=Actor.agent(ben.pk), at=at)
    assert lines(browser(sam).get("/owed?of=risk").text) == []


def test_nothing_in_danger_says_what_comes_next(browser, sam, word):
    word("roomy", 60)
    page = browser(sam).get("/owed?of=risk").text
    assert "Nothing is at risk, and nothing is broken." in page
    assert "The next is due today, 11:42." in page


@pytest.mark.parametrize("of", ["all", "risk"])
def test_what_others_owe_is_for_who_supervises(browser, ben, cleo, word, at, of):
    word("Cleo's word", 5, owner=cleo)
    look_ahead(at=at)
    page = browser(ben).get(f"/owed?of={of}").text
    assert "Cleo" not in page
    assert f"of={of}" not in page


@pytest.mark.parametrize("of", ["mine", "all", "risk"])
def test_a_page_of_owed_costs_the_same_however_much_is_owed(browser, sam, word, at, of):
    client = browser(sam)

    def cost() -> int:
        look_ahead(at=at)
        client.get(f"/owed?of={of}")
        with CaptureQueriesContext(connection) as asked:
            client.get(f"/owed?of={of}")
        return len(asked)

    for minutes in (5, 60):
        word("a word", minutes, owner=sam)
    few = cost()
    for minutes in range(6, 20):
        word("a word", minutes, owner=sam)
    assert cost() == few
