"""Conditions in a search: what each finds, who may find it, and what is said when one means nothing."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from wellkept.conversations import operations
from wellkept.conversations.operators import OPERATORS
from wellkept.kernel import clock
from wellkept.kernel.actors import SYSTEM, Actor
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
def found(browser, sam):
    """`found("status:open")`: the numbers of the conversations that Sam is shown."""

    def ask(query: str, *, by=sam) -> list[int]:
        page = browser(by).get("/search", {"q": query}).text
        return [int(number) for number in re.findall(r'class="hit" href="/c/(\d+)', page)]

    return ask


@pytest.fixture
def gas(eve, help_inbox, write_in):
    """Eve's conversation in the same inbox."""
    return write_in(eve, help_inbox, "It smells of gas.", subject="Gas").conversation


@pytest.fixture
def word(ben, at):
    def give(conversation, minutes: int):
        return promises.make(
            kind=Kind.WORD,
            text="a word",
            customer=conversation.customer,
            conversation=conversation,
            owner=ben,
            promisor=Promisor.AGENT,
            due_at=at + timedelta(minutes=minutes),
            by=Actor.agent(ben.pk),
            at=at,
        )

    return give


def test_each_condition_finds_its_own(found, kettle, gas, ben, kitchen, at):
    operations.set_priority(conversation=gas, priority=3, by=SYSTEM, at=at)
    operations.add_tag(conversation=gas, name="to do", by=SYSTEM, at=at)
    operations.assign(conversation=gas, assignee=ben, team=kitchen, by=SYSTEM, at=at)
    for query in (
        "is:urgent", "priority:urgent", 'tag:"to do"', "tag:to-do", "assignee:Ben", "team:kitchen", "gas status:open",
        "from:eve@quayside.example", "from:@quayside.example", "from:eve", "-is:unassigned", "gas inbox:help",
    ):  # fmt: skip
        assert found(query) == [gas.pk], query
    assert found("is:unassigned") == [kettle.pk]
    assert found("status:solved") == []
    assert set(found("after:2026-06-10")) == {kettle.pk, gas.pk}
    assert found("before:7d") == []
    assert found("has:attachment") == []


def test_what_is_owed_is_found_by_its_state_and_its_time(found, kettle, gas, word, ben, at):
    kept, late = word(kettle, 30), word(gas, 5)
    promises.keep(promise=kept, proof=promises.Proof(word="done"), by=Actor.agent(ben.pk), at=at)
    assert found("promise:kept") == [kettle.pk]
    assert found("due:<2h") == [gas.pk]
    assert set(found("due:tomorrow")) == {kettle.pk, gas.pk}  # their first replies
    look_ahead(at=at)
    assert found("promise:at-risk") == [gas.pk]
    promises.break_late(at=late.due_at)
    assert found("promise:broken") == [gas.pk]
    assert found("gas promise:broken") == [gas.pk]
    assert found("cracked promise:broken") == []
    assert found("-promise:broken status:open") == [kettle.pk]


@pytest.mark.parametrize(
    "query", ["promise:open", "due:tomorrow", "status:open", "cracked status:open", "from:dana"]
)
def test_nobody_finds_by_a_condition_what_they_may_not_open(found, kettle, cleo, wholesale, query):
    assert found(query) == [kettle.pk]
    assert found(query, by=cleo) == []


def test_a_value_that_means_nothing_is_said_with_what_comes_near(browser, ben, kettle):
    page = browser(ben).get("/search", {"q": "lid due:todai"}).text
    assert "“todai” means nothing after due:. Try due:today." in page
    assert 'role="alert"' in page
    assert "due:&lt;soon" not in page
    assert "is no day" in browser(ben).get("/search", {"q": "before:soon"}).text


def test_each_condition_can_be_left_out_by_a_link(browser, ben, kettle):
    page = browser(ben).get("/search", {"q": "lid status:open -is:mine"}).text
    assert 'href="/search?q=-is%3Amine%20lid"' in page
    assert 'href="/search?q=status%3Aopen%20lid"' in page


def test_conditions_alone_are_listed_page_by_page(browser, sam, dana, help_inbox, write_in, at):
    for number in range(30):
        write_in(dana, help_inbox, f"number {number}", when=at + timedelta(seconds=number))
    first = browser(sam).get("/search", {"q": "status:open"}).text
    (older,) = re.findall(r'rel="next" href="([^"]+)"', first)
    second = browser(sam).get(older.replace("&amp;", "&")).text
    numbers = re.findall(r'class="hit" href="/c/(\d+)', first) + re.findall(
        r'class="hit" href="/c/(\d+)', second
    )
    assert len(numbers) == len(set(numbers)) == 30
    assert browser(sam).get("/search", {"q": "status:open", "after": "x"}).status_code == 404


@pytest.mark.parametrize("query", ["status:open", "number status:open promise:open"])
def test_a_search_costs_the_same_however_much_is_found(browser, sam, dana, help_inbox, write_in, at, query):
    client = browser(sam)

    def cost() -> int:
        client.get("/search", {"q": query})
        with CaptureQueriesContext(connection) as asked:
            client.get("/search", {"q": query})
        return len(asked)

    write_in(dana, help_inbox, "number 0")
    few = cost()
    for number in range(5):
        write_in(dana, help_inbox, f"number {number}", when=at + timedelta(seconds=number))
    assert cost() == few


@pytest.mark.parametrize("name", sorted(OPERATORS))
def test_any_value_of_any_condition_is_answered(browser, sam, kettle, name):
    for value in ("", "x", "²", '"', "<", "<9999-99-99", "999d", "@", "9" * 50, "2026-02-30", "\x00"):
        assert browser(sam).get("/search", {"q": f"{name}:{value}"}).status_code == 200, value
