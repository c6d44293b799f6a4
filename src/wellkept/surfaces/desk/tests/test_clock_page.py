"""The clock of a promise on its page: who sees it, and what it says."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from wellkept.conversations import operations as conversations
from wellkept.kernel import clock
from wellkept.kernel.actors import Actor
from wellkept.promises import standing
from wellkept.promises.models import Promise, Target
from wellkept.surfaces.desk.pages.clock import minutes

pytestmark = pytest.mark.django_db


@pytest.fixture
def promise(kettle, at, monkeypatch):
    """Wednesday, ten minutes after Dana wrote."""
    monkeypatch.setattr(clock, "now", lambda: at + timedelta(minutes=10))
    return Promise.objects.get(conversation=kettle)


def address(promise):
    return reverse("clock", args=[promise.pk])


def test_it_says_what_counted_and_what_did_not(signed_in, ben, promise):
    page = signed_in(ben).get(address(promise))
    assert page.status_code == 200
    for words in (
        "8 h were promised",
        "10 min have counted so far",
        "outside the hours",
        "UTC",
        "6 h 18 min",
    ):
        assert words in page.text, words
    assert page.text.count("<rect") == 3


def test_a_pause_is_told_with_who_began_it(signed_in, ben, promise, kettle, at):
    Target.objects.filter(kind="first_reply").update(pauses_while_pending=True)
    standing._read.cache_clear()
    at_five = at + timedelta(minutes=5)
    conversations.set_status(conversation=kettle, status="pending", by=Actor.agent(ben.pk), at=at_five)
    page = signed_in(ben).get(address(promise)).text
    assert "The clock stands. 7 h 55 min are left" in page
    assert "Ben set it to pending" in page


def test_a_kept_one_says_how_much_had_counted(signed_in, ben, promise, kettle, at):
    kettle.refresh_from_db()
    conversations.reply(
        conversation=kettle, agent=ben, text="A new one leaves today.", seen_message_id=kettle.last_inbound_id,
        at=at + timedelta(minutes=7), undo=timedelta(),
    )  # fmt: skip
    assert "when 7 min had counted" in signed_in(ben).get(address(promise)).text


def test_the_strip_and_the_owed_row_lead_there_by_one_key(signed_in, ben, promise, kettle):
    for page in (reverse("conversation", args=[kettle.pk]), reverse("owed")):
        assert f'href="{address(promise)}"' in signed_in(ben).get(page).text
    assert 'data-key="w"' in signed_in(ben).get(reverse("owed")).text


def test_who_does_not_see_the_conversation_does_not_see_its_clock(signed_in, cleo, sam, lou, promise):
    assert signed_in(cleo).get(address(promise)).status_code == 404
    for person in (sam, lou):
        assert signed_in(person).get(address(promise)).status_code == 200
    assert signed_in(sam).get(reverse("clock", args=[promise.pk + 1])).status_code == 404


def test_nobody_sees_it_without_signing_in(client, promise):
    assert client.get(address(promise)).status_code == 302


@pytest.mark.parametrize(
    "seconds, says",
    [
        (0, "0 min"),
        (20, "20 s"),
        (90, "1 min 30 s"),
        (3600, "1 h"),
        (26400, "7 h 20 min"),
        (3601, "1 h 0 min 1 s"),
    ],
)
def test_spans_are_said_exactly(seconds, says):
    assert minutes(timedelta(seconds=seconds)) == says
