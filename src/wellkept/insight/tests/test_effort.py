"""P24 worked out by hand: issues, contacts and who had them."""

from __future__ import annotations

import pytest

from wellkept.insight.models import IssueFact
from wellkept.insight.tiles import effort
from wellkept.insight.tiles.counting import count
from wellkept.insight.tiles.evidence import evidence

from .made_up import scope

pytestmark = pytest.mark.django_db

LATER = "mon+2 12:00"


def verdicts(tile, looked):
    return {row.id: row.verdict for row in evidence(tile, looked).rows}


def test_an_issue_is_one_customers_need_of_one_kind(log):
    """Five customers. Solved Monday at noon where nothing else is said.

    1  one message                                            once
    2  came back on Thursday, in another conversation         not once: 2 contacts
    3  came back on Wednesday of the next week: 9 days        once, and another issue
    4  wrote twice within an hour, one conversation           once: one contact
    5  came back about another driver on Thursday             once, twice: unrelated
    """
    for number in (1, 2, 3, 4, 5):
        log.asks(number, "mon 09:00")
    log.asks(4, "mon 10:00")
    for number in (1, 2, 3, 4, 5):
        log.answers(number, "mon 11:00")
        log.solves(number, "mon 12:00")
    log.asks(12, "thu 09:00", customer=2)
    log.asks(13, "wed+1 13:00", customer=3)
    log.asks(15, "thu 09:00", customer=5)
    log.say("conversation.driver_changed", "thu 09:01", 15, driver_id=9, previous=None)
    for number in (12, 15):
        log.solves(number, "thu 12:00")
    looked = scope(LATER)
    assert verdicts(effort.ONCE, looked) == {
        101: "hit",
        201: "miss",
        301: "hit",
        401: "hit",
        501: "hit",
        1501: "hit",
    }
    figure = count(effort.ONCE, looked).figure
    assert (figure.hits, figure.n) == (5, 6)
    assert IssueFact.objects.get(message_id=1301).solved_at is None


def test_what_may_still_come_back_is_not_counted(log):
    log.asks(1, "mon 09:00")
    log.solves(1, "mon 12:00")
    assert count(effort.ONCE, scope("mon+1 11:59")).figure.n == 0
    assert count(effort.ONCE, scope("mon+1 12:00")).figure.n == 1


def test_a_pause_of_three_days_is_another_contact(log):
    log.asks(1, "mon 09:00")
    log.answers(1, "mon 10:00")
    log.asks(1, "thu 09:00")
    log.solves(1, "thu 10:00")
    assert verdicts(effort.ONCE, scope(LATER)) == {101: "miss"}


def test_effort_adds_contacts_transfers_and_changes_of_channel(log):
    # 2 contacts (mail, then chat: 1 change) and 1 transfer: 4. Another issue: 1 contact.
    log.asks(1, "mon 09:00")
    log.assigns(1, "mon 09:10", 7)
    log.assigns(1, "mon 09:20", 8, 7)
    log.solves(1, "mon 12:00")
    log.asks(2, "tue 09:00", customer=1, channel="chat")
    log.solves(2, "tue 10:00")
    log.asks(3, "mon 09:00")
    log.solves(3, "mon 12:00")
    looked = scope(LATER)
    assert {row.id: row.amount for row in evidence(effort.EFFORT_MEDIAN, looked).rows} == {101: 4, 301: 1}
    assert count(effort.EFFORT_MEDIAN, looked).figure.value == 2.5
    assert count(effort.EFFORT_P90, looked).figure.value == pytest.approx(3.7)
    assert verdicts(effort.ONE_OWNER, looked) == {101: "miss", 301: "hit"}


def test_one_reply_and_what_stays_solved(log):
    # 1: one reply. 2: two. 3: none. 4: one, opened again on Thursday by the customer, and a second reply.
    for number in (1, 2, 3, 4):
        log.asks(number, "mon 09:00")
    for number in (1, 2, 2, 4):
        log.answers(number, "mon 10:00")
    for number in (1, 2, 3, 4):
        log.solves(number, "mon 12:00")
    log.status(4, "thu 09:00", "open", "solved", actor="system")
    log.asks(4, "thu 09:00")
    log.answers(4, "thu 10:00")
    log.solves(4, "thu 11:00")
    looked = scope(LATER)
    assert verdicts(effort.ONE_TOUCH, looked) == {1: "hit", 2: "miss", 4: "miss"}
    assert count(effort.ONE_TOUCH, looked).figure.exclusions == {"solved without a reply": 1}
    assert verdicts(effort.STAYED, looked) == {1: "hit", 2: "hit", 3: "hit", 4: "miss"}
    assert count(effort.STAYED, scope("tue 12:00")).figure.exclusions == {
        "whose week after has not passed": 4
    }


def test_spam_is_nobodys_issue(log):
    log.asks(1, "mon 09:00")
    log.solves(1, "mon 12:00")
    log.puts_away(1, "mon 13:00")
    assert count(effort.ONCE, scope(LATER)).figure.n == 0
    assert count(effort.ONE_TOUCH, scope(LATER)).figure.exclusions == {"in spam or trash": 1}
