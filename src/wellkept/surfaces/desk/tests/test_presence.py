"""The agent's presence: set in the rail or on its page, with a substitute while away."""

from __future__ import annotations

from datetime import timedelta

import pytest

from wellkept.conversations import operations as conversations
from wellkept.conversations.models import Conversation
from wellkept.kernel import clock
from wellkept.kernel.actors import SYSTEM
from wellkept.promises.models import Promise
from wellkept.routing.models import Absence, Decision, Presence
from wellkept.routing.operations import presence, rules
from wellkept.routing.operations.assigning import give


@pytest.fixture(autouse=True)
def now(monkeypatch, at):
    monkeypatch.setattr(clock, "now", lambda: at)


def test_the_page_says_how_it_stands_and_sets_it(signed_in, ben, at):
    browser = signed_in(ben)
    assert "You are: Off" in browser.get("/presence").text
    assert browser.post("/presence", {"state": "online", "until": "17:00"}).status_code == 302
    row = Presence.objects.get(agent=ben)
    assert (row.state, row.until) == ("online", at.replace(hour=17, minute=0))
    assert "You are: Online" in browser.get("/presence").text


def test_a_time_that_has_passed_today_means_tomorrow(signed_in, ben, at):
    signed_in(ben).post("/presence", {"state": "online", "until": "06:00"})
    expected = (at + timedelta(days=1)).replace(hour=6, minute=0)
    assert Presence.objects.get(agent=ben).until == expected


def test_the_rail_gets_a_piece_and_nothing_else(signed_in, ben):
    piece = signed_in(ben).post("/presence", {"state": "break"}, headers={"HX-Request": "true"})
    assert piece.status_code == 200
    assert "<html" not in piece.text
    assert "On a break" in piece.text


def test_what_is_no_state_or_no_time_is_refused(signed_in, ben):
    browser = signed_in(ben)
    assert browser.post("/presence", {"state": "asleep"}).status_code == 422
    assert "like 17:00" in browser.post("/presence", {"state": "online", "until": "late"}).text
    assert not Presence.objects.exists()


def test_light_agents_have_no_presence(signed_in, lou):
    browser = signed_in(lou)
    assert browser.get("/presence").status_code == 403
    assert browser.post("/presence", {"state": "online"}).status_code == 403
    assert browser.post("/presence/absence", {"back": "1"}).status_code == 403
    assert not Presence.objects.exists()
    assert "presence-rail" not in browser.get("/owed").text


def test_out_of_office_needs_a_substitute_and_an_end(signed_in, ben, sam):
    browser = signed_in(ben)
    given = {"starts_at": "2026-06-11T08:00", "ends_at": "2026-06-10T08:00", "substitute": ""}
    assert "Somebody has to stand in" in browser.post("/presence/absence", given).text
    refused = browser.post("/presence/absence", {**given, "substitute": sam.pk})
    assert (refused.status_code, "ends-at" in refused.text or "ends_at-problem" in refused.text) == (
        422,
        True,
    )
    assert browser.post("/presence/absence", {**given, "substitute": ben.pk}).status_code == 404
    good = {**given, "ends_at": "2026-06-20T08:00", "substitute": sam.pk}
    assert browser.post("/presence/absence", good).status_code == 302
    assert Absence.objects.get().substitute == sam
    assert "Sam stands in for you" in browser.get("/presence").text
    browser.post("/presence/absence", {"back": "1"})
    assert not Absence.objects.exists()


def test_the_substitute_sees_what_is_due_meanwhile_and_only_what_they_may(
    signed_in, kettle, ben, sam, cleo, at
):
    conversations.assign(conversation=kettle, assignee=ben, team=None, by=SYSTEM, at=at)
    Promise.objects.filter(conversation=kettle).update(due_at=at + timedelta(days=1))
    for substitute, seen in ((sam, True), (cleo, False)):
        presence.set_absence(
            agent=ben, starts_at=at, ends_at=at + timedelta(days=5), substitute=substitute, by=SYSTEM, at=at
        )
        page = signed_in(substitute).get("/presence").text
        assert "You stand in for Ben" in page
        assert (kettle.subject in page) is seen


def test_the_history_says_why_somebody_got_it(signed_in, kettle, ben, kitchen, at):
    Conversation.objects.filter(pk=kettle.pk).update(team=kitchen)
    presence.set_presence(agent=ben, state="online", by=SYSTEM, at=at)
    rules.set_team_routing(
        team=kitchen, method="least_loaded", order="oldest", is_sticky=True,
        overflow_team=None, overflow_minutes=30, by=SYSTEM, at=at,
    )  # fmt: skip
    give(conversation_id=kettle.pk, at=at)
    assert Decision.objects.count() == 1
    assert "Given to Ben: the only one who could take it" in signed_in(ben).get(f"/c/{kettle.pk}").text
