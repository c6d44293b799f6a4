"""Handing over on the desk: the form, the strips, the decision, and advice about a draft."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from wellkept.accounts.models import Membership
from wellkept.conversations import operations
from wellkept.kernel import clock
from wellkept.kernel.actors import Actor
from wellkept.routing.models import HandOver
from wellkept.routing.operations import hand_over as hand_overs

pytestmark = pytest.mark.django_db
WORDS = {
    "done": "Looked at the photo.",
    "promised": "",
    "next_step": "Order a lid",
    "next_at": "2035-06-10T16:00",
}


@pytest.fixture
def pia(kitchen, at):
    from wellkept.conftest import _agent

    one = _agent("Pia", "agent", at)
    Membership.objects.create(team=kitchen, agent=one, since=at)
    return one


@pytest.fixture
def bens(kettle, ben, answer, at):
    operations.assign(conversation=kettle, assignee=ben, team=None, by=Actor.agent(ben.pk), at=at)
    answer("Dear Dana, I am looking into it.")
    kettle.refresh_from_db()
    return kettle


@pytest.fixture
def offered(bens, ben, pia):
    now = clock.now()
    return hand_overs.offer(
        conversation=bens, to_agent=pia, agent=ben, done="Looked at the photo.", promised="A lid by Friday.",
        next_step="Order a lid", next_at=now + timedelta(days=1), at=now,
    )  # fmt: skip


def html(client, path, **more):
    return client.get(path, **more).content.decode()


def test_passing_an_answered_conversation_on_asks_for_words_first(bens, ben, pia, browser):
    answer = browser(ben).post(f"/c/{bens.pk}/assignment", {"assignee": pia.pk})
    assert (answer.status_code, answer["Location"]) == (303, f"/c/{bens.pk}/hand-over?to=agent-{pia.pk}")
    page = html(browser(ben), answer["Location"])
    assert f'value="agent-{pia.pk}" selected' in page
    bens.refresh_from_db()
    assert bens.assignee == ben


def test_taking_it_from_a_colleague_is_one_click(bens, pia, browser):
    answer = browser(pia).post(f"/c/{bens.pk}/assignment", {"assignee": pia.pk})
    assert answer["Location"] == f"/c/{bens.pk}"
    bens.refresh_from_db()
    assert bens.assignee == pia


def test_a_supervisor_gives_out_what_nobody_has_in_one_click(bens, sam, pia, ben, at, browser):
    operations.assign(conversation=bens, assignee=None, team=None, by=Actor.agent(ben.pk), at=at)
    browser(sam).post(f"/c/{bens.pk}/assignment", {"assignee": pia.pk})
    bens.refresh_from_db()
    assert bens.assignee == pia


def test_the_form_begins_with_what_the_ledger_knows_is_promised(bens, ben, browser):
    page = html(browser(ben), f"/c/{bens.pk}/hand-over")
    promised = re.search(r'id="ho-promised"[^>]*>(.*?)</textarea>', page, re.DOTALL)
    assert promised is not None
    assert "Dana" in promised[1]


@pytest.mark.parametrize("missing, says", [
    ("to", "Choose one person or one team."),
    ("done", "Say what was done"),
    ("next_step", "Say what happens next."),
    ("next_at", "Say a day and a time."),
])  # fmt: skip
def test_what_is_missing_is_said_beside_its_field_and_the_rest_stays(missing, says, bens, ben, pia, browser):
    given = WORDS | {"to": f"agent-{pia.pk}", "promised": "A lid."} | {missing: ""}
    answer = browser(ben).post(f"/c/{bens.pk}/hand-over/offer", given)
    page = answer.content.decode()
    assert answer.status_code == 422
    said = re.search(rf'id="ho-{missing}-problem"[^>]*>.*?</p>', page, re.DOTALL)
    assert said is not None
    assert says in said[0]
    assert ">A lid.</textarea>" in page
    assert not HandOver.objects.exists()


def test_it_is_offered_accepted_and_then_theirs(bens, ben, pia, browser):
    answer = browser(ben).post(f"/c/{bens.pk}/hand-over/offer", WORDS | {"to": f"agent-{pia.pk}"})
    assert answer.status_code == 303
    one = HandOver.objects.get()
    waiting = html(browser(pia), f"/c/{bens.pk}")
    assert "Ben asked Pia to take this over" in waiting
    assert f"/hand-overs/{one.pk}/accept" in waiting
    assert f"/hand-overs/{one.pk}/accept" not in html(browser(ben), f"/c/{bens.pk}")
    assert browser(pia).post(f"/hand-overs/{one.pk}/accept").status_code == 303
    bens.refresh_from_db()
    assert bens.assignee == pia
    after = html(browser(pia), f"/c/{bens.pk}")
    assert "Ben asked Pia to take it over" in after  # the history
    assert "accepted the hand-over" in after
    assert "What was handed over once" in after


@pytest.mark.parametrize("path", ["/owed", "/v/all"])
def test_it_waits_on_top_of_the_receivers_lists_live_too(path, offered, ben, pia, browser):
    for headers in ({}, {"HX-Request": "true"}):
        assert "Ben asks you to take over" in html(browser(pia), path, headers=headers)
        assert "asks you to take over" not in html(browser(ben), path, headers=headers)


def test_an_overdue_one_is_on_the_supervisors_lists(offered, sam, browser):
    assert "Nobody has decided yet" not in html(browser(sam), "/owed")
    hand_overs.mark_overdue(at=offered.expires_at)
    assert "Nobody has decided yet" in html(browser(sam), "/owed")


def test_declining_without_a_reason_asks_for_one(offered, bens, ben, pia, browser):
    answer = browser(pia).post(f"/hand-overs/{offered.pk}/decline", {"why": ""})
    assert answer.status_code == 422
    assert 'id="decline-problem"' in answer.content.decode()
    browser(pia).post(f"/hand-overs/{offered.pk}/decline", {"why": "I am away."})
    assert "declined by Pia" in html(browser(ben), f"/c/{bens.pk}")
    bens.refresh_from_db()
    assert bens.assignee == ben


def test_deciding_twice_says_so(offered, pia, browser):
    browser(pia).post(f"/hand-overs/{offered.pk}/accept")
    answer = browser(pia).post(f"/hand-overs/{offered.pk}/accept")
    assert answer.status_code == 422
    assert "That was decided already." in answer.content.decode()


def test_a_second_transfer_shows_the_way_so_far_and_asks_why(offered, bens, ben, pia, browser):
    browser(pia).post(f"/hand-overs/{offered.pk}/accept")
    page = html(browser(pia), f"/c/{bens.pk}/hand-over")
    assert "handed on once already" in page
    way = page[page.index('class="way"') :]
    assert way.index("Ben") < way.index("Pia")
    answer = browser(pia).post(f"/c/{bens.pk}/hand-over/offer", WORDS | {"to": f"agent-{ben.pk}"})
    assert 'id="ho-reason-problem"' in answer.content.decode()


def test_a_verb_that_nobody_knows_is_not_found(offered, pia, browser):
    assert browser(pia).post(f"/hand-overs/{offered.pk}/eat").status_code == 404


def test_advice_offers_to_hand_it_over_to_the_team_that_is_named(bens, ben, browser, at):
    from wellkept.accounts import operations as accounts

    team = accounts.add_team(name="Billing", members=[ben], by=Actor.agent(ben.pk), at=at)
    advice = f"/c/{bens.pk}/transfer-advice"
    said = browser(ben).post(advice, {"text": "Please contact our billing team directly."}).content.decode()
    assert f"/c/{bens.pk}/hand-over?to=team-{team.pk}" in said
    nothing = browser(ben).post(advice, {"text": "A new lid leaves today."}).content.decode()
    assert nothing.strip() == ""


def test_advice_never_stops_a_send(bens, ben, browser):
    sent = {"text": "Please contact our billing team directly.", "seen_message_id": bens.last_inbound_id}
    assert browser(ben).post(f"/c/{bens.pk}/reply", sent).status_code == 303


def test_the_lists_cost_the_same_with_one_offer_and_with_ten(
    offered, pia, ben, eve, dana, help_inbox, write_in, browser
):
    def cost():
        with CaptureQueriesContext(connection) as made:
            page = html(client, "/owed")
        return len(made), page.count("asks you to take over")

    client = browser(pia)
    write_in(eve, help_inbox, "One that the team answers for.", subject="Gas")
    client.get("/owed")
    few, one = cost()
    now = clock.now()
    for _ in range(9):
        there = write_in(eve, help_inbox, "Another one.", when=now).conversation
        hand_overs.offer(
            conversation=there, to_agent=pia, agent=ben, done="Read it.", promised="", next_step="Answer it",
            next_at=now + timedelta(days=1), at=now,
        )  # fmt: skip
    many, ten = cost()
    assert (one, ten) == (1, 10)
    assert many == few
