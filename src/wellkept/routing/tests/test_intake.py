"""The register of the intake gate: the figures answer, a person decides, and what came is held against what was said."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest

from wellkept.conversations import operations as conversations
from wellkept.conversations.access import access_of
from wellkept.customers.models import Company
from wellkept.kernel.actors import SYSTEM, Actor
from wellkept.kernel.models import LoggedEvent
from wellkept.routing.capacity.register import came, intakes_for
from wellkept.routing.models import Intake
from wellkept.routing.operations.intake import (
    DecidedAlready,
    NoForecast,
    NothingAsked,
    ask_intake,
    decide_intake,
)
from wellkept.routing.operations.waiting import set_staffing_terms


@pytest.fixture
def mail(answering, at):
    """Ben alone, ten minutes a mail: he does three in a half-hour."""
    return set_staffing_terms(
        team=answering,
        handle_seconds=600,
        patience_seconds=None,
        target_percent=80,
        target_seconds=4 * 3600,
        shrinkage_percent=0,
        concurrency=Decimal(1),
        agent=None,
        by=SYSTEM,
        at=at,
    )


@pytest.fixture
def ask(answering, mail, ten_weeks, sam, at):
    def asked(**changed):
        values = {
            "asked_by": "Quayside",
            "what": "Their spring campaign",
            "arrivals_a_week": 5,
            "handle_seconds": 600,
            "begins_on": at.date() - timedelta(days=15),
        }
        return ask_intake(team=answering, agent=sam, by=Actor.agent(sam.pk), at=at, **{**values, **changed})

    return asked


def test_what_fits_is_accepted_and_what_does_not_is_declined(ask):
    assert ask().answer == "accept"
    much = ask(arrivals_a_week=500)
    assert much.answer == "decline"
    assert much.figures["whole"]["short"] > much.figures["now"]["short"]
    assert much.figures["error"] is not None
    assert LoggedEvent.objects.filter(kind="intake.asked").count() == 2


def test_a_person_decides_once_and_with_a_reason(ask, sam, at):
    intake = ask(arrivals_a_week=500)
    with pytest.raises(NothingAsked):
        decide_intake(intake=intake, decision="accept", reason=" ", agent=sam, by=SYSTEM, at=at)
    with pytest.raises(NothingAsked):
        decide_intake(intake=intake, decision="perhaps", reason="Why not", agent=sam, by=SYSTEM, at=at)
    decide_intake(
        intake=intake, decision="phase", reason="Two hands join in July", agent=sam, by=SYSTEM, at=at
    )
    intake = Intake.objects.get(pk=intake.pk)
    assert (intake.answer, intake.decision.decision) == ("decline", "phase")
    with pytest.raises(DecidedAlready):
        decide_intake(intake=intake, decision="decline", reason="No", agent=sam, by=SYSTEM, at=at)
    assert LoggedEvent.objects.filter(kind="intake.decided").count() == 1


def test_a_desk_without_a_past_answers_nothing(answering, mail, at):
    with pytest.raises(NoForecast):
        ask_intake(
            team=answering,
            asked_by="Quayside",
            what="Campaign",
            arrivals_a_week=5,
            handle_seconds=600,
            begins_on=at.date(),
            agent=None,
            by=SYSTEM,
            at=at,
        )


@pytest.mark.parametrize(
    "field, value", [("asked_by", " "), ("what", ""), ("arrivals_a_week", 0), ("handle_seconds", 0)]
)
def test_what_is_missing_is_named(ask, field, value):
    with pytest.raises(NothingAsked) as refused:
        ask(**{field: value})
    assert refused.value.field == field


def test_what_came_is_counted_by_inbox_in_whole_weeks(ask, help_inbox, at):
    weeks = came(ask(counted_by=help_inbox), at=at)
    assert weeks is not None
    assert [(week.said, week.came) for week in weeks] == [(5, 40), (5, 40)]


def test_what_came_is_counted_by_company_and_by_tag(ask, dana, kettle, write_in, help_inbox, at):
    company = Company.objects.create(name="Whitfield", created_at=at)
    dana.customer.company = company
    dana.customer.save()
    tag = conversations.define_tag(name="spring", by=SYSTEM, at=at)
    conversations.add_tag(conversation=kettle, name="spring", by=SYSTEM, at=at)
    begins = at.date() - timedelta(days=1)
    later = at + timedelta(days=8)
    for place in (company, tag):
        weeks = came(ask(counted_by=place, begins_on=begins), at=later)
        assert weeks is not None
        assert [week.came for week in weeks] == [1]


def test_what_is_counted_by_nothing_says_so(ask, at):
    assert came(ask(), at=at) is None


def test_supervisors_read_the_register_and_agents_do_not(ask, sam, ben):
    ask()
    assert intakes_for(access_of(sam)).count() == 1
    assert intakes_for(access_of(ben)).count() == 0
