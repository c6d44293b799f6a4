"""Rules in the console: made from rows, tried on the past, switched on, and what they did."""

from __future__ import annotations

import pytest

from wellkept.automation.models import Rule, RuleRun
from wellkept.conversations import operations as conversations
from wellkept.kernel.actors import SYSTEM

pytestmark = pytest.mark.django_db
ROWS = {
    "name": "Urgent to Ben", "on": ["conversation.priority_changed"], "join": "all",
    "field0": "inbox", "op0": "is", "value0": "Help", "field1": "priority", "op1": "is", "value1": "high; urgent",
    "do0": "assign", "with0": "Ben", "do1": "follow_up", "with1": "2 days: Is it done?",
}  # fmt: skip


@pytest.fixture
def desk(signed_in, sam, kettle):
    return signed_in(sam)


@pytest.fixture
def path(desk):
    assert desk.post("/console/rules", ROWS).status_code == 302
    return f"/console/rules/{Rule.objects.get().pk}"


def test_a_rule_is_made_from_rows_in_the_name_of_who_makes_it_and_is_off(path, sam, ben, help_inbox):
    rule = Rule.objects.get()
    assert rule.conditions == {
        "all": [
            {"field": "inbox", "op": "is", "value": [help_inbox.pk]},
            {"field": "priority", "op": "is", "value": [2, 3]},
        ]
    }
    assert rule.actions == [
        {"do": "assign", "value": ben.pk},
        {"do": "follow_up", "value": {"minutes": 2880, "text": "Is it done?"}},
    ]
    assert (rule.author, rule.kind, rule.switched_on_at) == (sam, "trigger", None)


def test_the_form_shows_what_was_written(desk, path):
    page = desk.get(path).text
    for words in ("high; urgent", "2 days: Is it done?", 'value="Help"'):
        assert words in page


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"value0": "Nowhere"}, "There is nothing called “Nowhere” here."),
        ({"field1": "age", "op1": "at_least", "value1": "soon"}, "Write a span"),
        ({"op1": "contains"}, "This field cannot be compared like that."),
        ({"with1": "later"}, "Write a span"),
        ({"field0": "", "field1": ""}, "one condition at least"),
        ({"do0": "", "do1": ""}, "Choose what is to be done."),
        ({"do1": "assign", "with1": "Ben"}, "This is there twice."),
    ],
)
def test_what_is_wrong_stands_beside_its_row(desk, ben, wrong, says):
    refused = desk.post("/console/rules", ROWS | wrong)
    assert refused.status_code == 422
    assert says in refused.text
    assert not Rule.objects.exists()


def test_it_is_switched_on_after_a_look_at_what_it_would_have_done(desk, path, kettle, at, ben, monkeypatch):
    monkeypatch.setattr("wellkept.kernel.clock.now", lambda: at)
    assert desk.post(f"{path}/switch").status_code == 422
    assert "It would have done nothing" in desk.get(f"{path}/past").text
    conversations.set_priority(conversation=kettle, priority=3, by=SYSTEM, at=at)
    page = desk.get(f"{path}/past").text
    assert "1 conversation of the last 90 days" in page
    assert kettle.subject in page
    assert "judged by what the conversations are today" in page
    desk.post(f"{path}/seen")
    assert desk.post(f"{path}/switch").status_code == 302
    assert Rule.objects.get().switched_on_at is not None
    desk.post(f"{path}/switch", {"off": "1"})
    assert Rule.objects.get().switched_on_at is None


def test_it_can_be_switched_on_unseen_when_that_is_confirmed(desk, path):
    assert desk.post(f"{path}/switch", {"confirmed": "1"}).status_code == 302


def test_a_refusal_is_shown_on_its_page(desk, path, kettle, at):
    RuleRun.objects.create(
        rule=Rule.objects.get(), conversation=kettle, key="event:1", edition=1, at=at,
        outcome="refused", words="Ben may do no more.",
    )  # fmt: skip
    page = desk.get(path).text
    assert "Refused" in page
    assert "Ben may do no more." in page


def test_the_list_costs_the_same_for_one_and_for_many(desk, path, django_assert_max_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    desk.get("/console/rules")
    with CaptureQueriesContext(connection) as one:
        desk.get("/console/rules")
    most = len(one)
    for nr in range(5):
        desk.post("/console/rules", ROWS | {"name": f"Rule {nr}"})
    with django_assert_max_num_queries(most):
        assert "Rule 4" in desk.get("/console/rules").text


def test_a_retired_rule_is_no_longer_there(desk, path):
    assert desk.post(f"{path}/retire").status_code == 302
    assert desk.get(path).status_code == 404
