"""What a customer sees of the ledger, and who sees it."""

from __future__ import annotations

import time
from datetime import timedelta

import pytest
from django.urls import reverse

from wellkept.customers import operations as customers
from wellkept.customers.links import OWED, customer_of, link_key
from wellkept.kernel import clock
from wellkept.kernel.actors import SYSTEM
from wellkept.promises import operations
from wellkept.promises.models import Promise
from wellkept.promises.operations import Proof

pytestmark = pytest.mark.django_db


@pytest.fixture
def promise(kettle, ben):
    at = clock.now() - timedelta(hours=1)
    return operations.make(
        kind="word",
        customer=kettle.customer,
        conversation=kettle,
        owner=ben,
        text="I'll check with the <b>warehouse</b>.",
        due_at=at + timedelta(days=2),
        by=SYSTEM,
        at=at,
    )


@pytest.fixture
def see(client, kettle):
    def see(key: str = "", *, name: str = "portal:owed-to-you"):
        return client.get(reverse(name, args=[key or link_key(kettle.customer, purpose=OWED)]))

    return see


def test_they_see_what_who_and_by_when_without_a_password(see, promise):
    page = see()
    text = page.content.decode()
    assert page.status_code == 200
    assert "I&#39;ll check with the &lt;b&gt;warehouse&lt;/b&gt;." in text
    assert "Ben · Ember kettle: lid cracked" in text
    assert "Okafor" not in text


def test_it_is_kept_by_no_cache_and_told_to_nobody(see, promise):
    page = see()
    assert page["Cache-Control"] == "private, no-store"
    assert page["Referrer-Policy"] == "no-referrer"
    assert "noindex" in page["X-Robots-Tag"]


def test_our_own_reminders_are_not_theirs_to_see(see, kettle, promise):
    operations.make(
        kind="follow_up",
        customer=kettle.customer,
        conversation=kettle,
        text="Ask the boss about this one",
        due_at=clock.now() + timedelta(days=1),
        is_visible_to_customer=False,
        by=SYSTEM,
        at=clock.now(),
    )
    assert "boss" not in see().content.decode()


def test_what_is_late_is_said_plainly(see, promise):
    Promise.objects.filter(pk=promise.pk).update(due_at=clock.now() - timedelta(minutes=5))
    operations.break_late(at=clock.now())
    assert "are late" in see().content.decode()


def test_another_date_shows_the_first_one_too(see, promise):
    due_at = promise.due_at + timedelta(days=3)
    Promise.objects.filter(pk=promise.pk).update(due_at=due_at, version=2)
    text = see().content.decode()
    assert "First we had said" in text
    assert f"{promise.original_due_at:%H:%M}" in text


def test_what_was_kept_stays_for_sixty_days(see, promise):
    operations.keep(promise=promise, proof=Proof(word="Called."), by=SYSTEM, at=clock.now())
    assert "Done on" in see().content.decode()
    Promise.objects.filter(pk=promise.pk).update(ended_at=clock.now() - timedelta(days=61))
    assert "Done on" not in see().content.decode()


def test_nothing_owed_is_said_as_well(see, kettle):
    Promise.objects.filter(customer=kettle.customer).update(is_visible_to_customer=False)
    assert "We owe you nothing at the moment." in see().content.decode()


@pytest.mark.parametrize("key", ["7", "7:aaaaaa:bbbbbb", "x" * 300, "1:1vN:"])
def test_a_forged_link_is_refused_without_saying_why(see, promise, key):
    page = see(key)
    assert page.status_code == 404
    assert "This link no longer works" in page.content.decode()


def test_a_link_for_another_purpose_opens_nothing(see, kettle, promise):
    assert see(link_key(kettle.customer, purpose="preferences")).status_code == 404


def test_a_link_runs_out(kettle, monkeypatch):
    key = link_key(kettle.customer, purpose=OWED)
    assert customer_of(key, purpose=OWED) == kettle.customer
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + 91 * 24 * 3600)
    assert customer_of(key, purpose=OWED) is None


def test_links_that_were_taken_back_are_dead_and_new_ones_are_not(kettle, monkeypatch):
    key = link_key(kettle.customer, purpose=OWED)
    customers.revoke_links(customer=kettle.customer, by=SYSTEM, at=clock.now())
    assert customer_of(key, purpose=OWED) is None
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + 2)
    assert customer_of(link_key(kettle.customer, purpose=OWED), purpose=OWED) == kettle.customer


def test_another_persons_promises_are_not_there(client, see, promise, eve):
    text = see(link_key(eve.customer, purpose=OWED)).content.decode()
    assert "warehouse" not in text


def test_their_calendar_holds_what_is_to_come(see, promise):
    page = see(name="portal:owed-calendar")
    assert page["Content-Type"].startswith("text/calendar")
    assert f"DTSTART:{promise.due_at:%Y%m%dT%H%M%SZ}".encode() in page.content
    operations.keep(promise=promise, proof=Proof(word="Called."), by=SYSTEM, at=clock.now())
    assert b"warehouse" not in see(name="portal:owed-calendar").content


def test_the_page_asks_a_fixed_number_of_questions(see, promise, django_assert_max_num_queries):
    key = link_key(promise.customer, purpose=OWED)
    for number in range(20):
        operations.make(
            kind="word",
            customer=promise.customer,
            conversation=promise.conversation,
            text=f"Promise {number}",
            due_at=clock.now() + timedelta(days=1),
            by=SYSTEM,
            at=clock.now(),
        )
    with django_assert_max_num_queries(5):
        see(key)
