"""How work is handed out, set and looked up in the console."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from wellkept.kernel import clock
from wellkept.routing.models import Absence, ChannelWeight, Decision, Presence, Skill, TeamRouting
from wellkept.surfaces.console.forms.routing import CHANNELS


@pytest.fixture(autouse=True)
def now(monkeypatch, at):
    monkeypatch.setattr(clock, "now", lambda: at)


@pytest.fixture
def admin(signed_in, ada):
    return signed_in(ada)


def test_a_team_begins_by_hand_and_is_set(admin, kitchen, wholesale_team):
    assert "By hand" in admin.get(reverse("console:assignment")).text
    address = reverse("console:assignment-team", args=[kitchen.pk])
    given = {
        "method": "least_loaded", "order": "urgent", "overflow_team": wholesale_team.pk, "overflow_minutes": "15",
    }  # fmt: skip
    assert admin.post(address, given).status_code == 302
    row = TeamRouting.objects.get(team=kitchen)
    assert (row.method, row.order, row.is_sticky, row.overflow_team) == (
        "least_loaded",
        "urgent",
        False,
        wholesale_team,
    )
    assert "Fewest open first" in admin.get(reverse("console:assignment")).text


def test_a_team_does_not_overflow_into_itself(admin, kitchen):
    address = reverse("console:assignment-team", args=[kitchen.pk])
    given = {"method": "manual", "order": "oldest", "overflow_team": kitchen.pk, "overflow_minutes": "15"}
    assert admin.post(address, given).status_code == 422
    assert not TeamRouting.objects.exists()


def test_what_an_agent_can_and_how_much(admin, ben, help_inbox):
    admin.post(reverse("console:assignment"), {"name": "Kettles", "inboxes": [help_inbox.pk]})
    skill = Skill.objects.get()
    assert list(skill.inboxes.values_list("pk", flat=True)) == [help_inbox.pk]
    address = reverse("console:assignment-agent", args=[ben.pk])
    assert admin.post(address, {"limit": "7", "languages": "de, EN", "skills": [skill.pk]}).status_code == 302
    assert Presence.objects.get(agent=ben).limit == 7
    assert list(ben.spoken_languages.values_list("code", flat=True)) == ["de", "en"]
    assert "Kettles, de, en" in admin.get(reverse("console:assignment")).text
    refused = admin.post(address, {"limit": "7", "languages": "german!"})
    assert refused.status_code == 422
    assert "german! is not" in refused.text


def test_an_agent_is_out_of_office_and_back(admin, ben, sam):
    address = reverse("console:assignment-absence", args=[ben.pk])
    given = {"starts_at": "2026-06-11T08:00", "ends_at": "2026-06-12T08:00"}
    assert admin.post(address, given).status_code == 422
    assert admin.post(address, {**given, "substitute": sam.pk}).status_code == 302
    assert Absence.objects.get().substitute == sam
    admin.post(address, {"back": "1"})
    assert not Absence.objects.exists()


def test_only_the_channels_that_changed_are_written(admin):
    given = {f"weight_{channel}": "1" for channel, _label in CHANNELS}
    admin.post(reverse("console:assignment-channels"), {**given, "weight_chat": "3", "most_chat": "4"})
    row = ChannelWeight.objects.get()
    assert (row.channel, row.weight, row.most) == ("chat", 3, 4)


def test_a_skill_is_renamed_and_removed(admin):
    skill = Skill.objects.create(name="Kettles")
    admin.post(reverse("console:assignment-skill", args=[skill.pk]), {"name": "Pots"})
    assert Skill.objects.get().name == "Pots"
    admin.post(reverse("console:assignment-remove-skill", args=[skill.pk]))
    assert not Skill.objects.exists()


def decide(kettle, agent, at, count):
    Decision.objects.bulk_create(
        Decision(
            conversation=kettle,
            what="given",
            agent=agent,
            reasons=[["fewest_open", "2"], ["speaks", "de"]],
            candidates=[
                {"agent": agent.pk, "load": 2, "limit": 20, "why_not": []},
                {"agent": 999, "load": 20, "limit": 20, "why_not": ["at_limit"]},
            ],
            at=at + timedelta(minutes=number),
        )
        for number in range(count)
    )


def test_decisions_say_why_and_who_else_was_looked_at(signed_in, sam, ben, kettle, at):
    decide(kettle, ben, at, 1)
    page = signed_in(sam).get(reverse("console:decisions")).text
    assert "Given to Ben: fewest open (2), speaks German" in page
    assert "someone who left" in page
    assert "no room left" in page


def test_decisions_are_paged_and_cost_the_same_however_many(signed_in, sam, ben, kettle, at):
    browser = signed_in(sam)
    decide(kettle, ben, at, 1)
    browser.get(reverse("console:decisions"))
    with CaptureQueriesContext(connection) as one:
        browser.get(reverse("console:decisions"))
    decide(kettle, ben, at, 80)
    with CaptureQueriesContext(connection) as many:
        page = browser.get(reverse("console:decisions"))
    assert len(many) == len(one)
    assert page.text.count("Given to Ben") == 50
    assert 'rel="next"' in page.text
