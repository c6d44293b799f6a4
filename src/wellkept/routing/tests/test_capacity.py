"""Arrivals from the log, needs by half-hour, terms that people set, and what each figure was computed from."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from math import fsum
from typing import Any

import pytest

from wellkept.conversations.access import access_of
from wellkept.kernel.actors import SYSTEM, Actor
from wellkept.kernel.models import LoggedEvent
from wellkept.routing.capacity import arrivals, days, evidence
from wellkept.routing.capacity.present import hands
from wellkept.routing.capacity.scope import scope_of, teams_for
from wellkept.routing.models import StaffingTerms
from wellkept.routing.operations.waiting import NonsenseTerms, set_staffing_terms
from wellkept.schedules import operations as schedules
from wellkept.schedules.queries import default_schedule

PHONES: dict[str, Any] = {
    "handle_seconds": 240,
    "patience_seconds": 180,
    "target_percent": 80,
    "target_seconds": 20,
    "shrinkage_percent": 0,
    "concurrency": Decimal(1),
}


def set_terms(team, at, **changed):
    return set_staffing_terms(team=team, agent=None, by=SYSTEM, at=at, **{**PHONES, **changed})


def test_arrivals_are_counted_where_the_team_works(scope, log, at):
    log(at.replace(hour=9, minute=29))
    log(at.replace(hour=9, minute=30))
    log(at.replace(hour=9, minute=31), is_automatic=True)
    log(at.replace(hour=9, minute=32), kind="conversation.reply_written")
    log.write()
    today = arrivals.history_of(scope, at=at).on(at.date())
    assert (today[18], today[19], fsum(today)) == (1, 1, 2)


def test_another_zone_moves_the_half_hours(answering, log, at):
    schedules.change(schedule=default_schedule(), zone="Asia/Kathmandu", by=SYSTEM, at=at)
    log(at - timedelta(minutes=1))  # 10:41 UTC is 16:26 there
    log.write()
    assert arrivals.history_of(scope_of(answering), at=at).on(at.date())[32] == 1


def test_messages_of_other_inboxes_are_not_the_teams_work(scope, log, wholesale, at):
    log(at - timedelta(hours=1), inbox=wholesale)
    log.write()
    assert fsum(arrivals.history_of(scope, at=at).on(at.date())) == 0


def test_the_plan_of_a_day_says_what_is_needed_and_who_is_there(answering, ten_weeks, at):
    set_terms(answering, at)
    seen = days.outlook(scope_of(answering), at=at)
    plan = days.plan(seen, at.date() + timedelta(days=1))
    assert plan is not None
    assert plan.expected == pytest.approx(8)
    by_slot = {row.slot: row for row in plan.rows}
    assert by_slot[18].expected == pytest.approx(3)
    assert by_slot[18].needed == days.need(seen.scope.terms, 3)
    assert by_slot[18].there == 1  # Ben; Lou only notes
    assert by_slot[18].is_short
    assert not by_slot[26].is_short
    assert seen.miss is not None
    assert seen.miss.whole_days == pytest.approx(0, abs=1e-9)


def test_mail_of_the_weekend_is_the_work_of_monday(answering, log, at):
    for back in range(1, 71):
        day = at.replace(hour=12, minute=0) - timedelta(days=back)
        if day.weekday() == 6:
            for number in range(8):
                log(day, conversation_id=1000 * back + number)
    log.write()
    seen = days.outlook(scope_of(answering), at=at)
    monday = at.date() + timedelta(days=5)
    assert monday.weekday() == 0
    plan = days.plan(seen, monday)
    assert plan is not None
    assert plan.expected == 0
    assert fsum(row.work for row in plan.rows) == pytest.approx(8)
    assert next(row.slot for row in plan.rows if row.work) == 18


def test_a_desk_without_a_past_has_no_plan(scope, at):
    seen = days.outlook(scope, at=at)
    assert days.plan(seen, at.date()) is None
    assert days.week(seen) == []
    assert days.with_more(seen, arrivals_a_week=10) is None
    assert seen.miss is None


def test_holidays_are_read_from_the_schedule(answering, ten_weeks, at):
    tomorrow = at.date() + timedelta(days=1)
    schedules.set_day(schedule=default_schedule(), on=tomorrow, name="Founders' day", by=SYSTEM, at=at)
    seen = days.outlook(scope_of(answering), at=at)
    assert tomorrow in seen.history.holidays
    plan = days.plan(seen, tomorrow)
    assert plan is not None
    assert all(row.there == 0 for row in plan.rows)
    assert plan.expected == 0  # as on the Sundays before


def test_every_half_hour_opens_the_messages_it_was_computed_from(scope, ten_weeks, at):
    seen = days.outlook(scope, at=at)
    spoken = evidence.evidence(seen, at.date(), 18)
    assert [one.of.day.weekday() for one in spoken] == [2] * 8
    assert [one.came for one in spoken] == [6] * 8
    assert [one.beside for one in spoken] == [0] * 8
    assert all(len(one.messages) == 6 for one in spoken)
    assert [one.beside for one in evidence.evidence(seen, at.date(), 19)] == [6] * 8
    assert fsum(one.of.share for one in spoken) == pytest.approx(1)


def test_a_plan_asks_the_database_as_often_for_a_busy_team_as_for_a_quiet_one(
    answering, ten_weeks, at, django_assert_max_num_queries
):
    scope = scope_of(answering)
    with django_assert_max_num_queries(4):
        days.plan(days.outlook(scope, at=at), at.date())


@pytest.mark.parametrize("members, there", [(0, 0), (1, 1), (2, 1), (5, 4), (10, 7), (100, 70)])
def test_of_a_team_shrinkage_leaves_the_nearest_whole_people(members, there):
    assert hands(members, shrinkage=0.3) == there


def test_until_terms_are_set_the_target_is_the_published_first_reply(answering, scope):
    from wellkept.promises.standing import code_now

    first = next(one for one in code_now().targets.values() if one.kind == "first_reply")
    assert scope.set_terms is None
    assert scope.terms.target.seconds == first.minutes * 60
    assert scope.terms.patience_seconds is None


def test_terms_are_kept_with_who_set_them_and_the_newest_counts(answering, sam, at):
    set_staffing_terms(team=answering, agent=sam, by=Actor.agent(sam.pk), at=at, **PHONES)
    set_terms(answering, at + timedelta(days=1), handle_seconds=300)
    assert scope_of(answering).terms.handle_seconds == 300
    assert StaffingTerms.objects.filter(team=answering).count() == 2
    assert LoggedEvent.objects.filter(kind="staffing.terms_set").count() == 2


@pytest.mark.parametrize(
    "field, value",
    [
        ("handle_seconds", 0),
        ("patience_seconds", 0),
        ("target_percent", 100),
        ("target_seconds", -1),
        ("shrinkage_percent", 91),
        ("concurrency", Decimal("0.5")),
    ],
)
def test_terms_under_which_nobody_can_work_are_refused_beside_their_field(answering, at, field, value):
    with pytest.raises(NonsenseTerms) as refused:
        set_terms(answering, at, **{field: value})
    assert refused.value.field == field
    assert not StaffingTerms.objects.exists()


def test_supervisors_see_the_capacity_of_all_teams_and_agents_of_none(answering, sam, ada, ben):
    assert answering in teams_for(access_of(sam))
    assert answering in teams_for(access_of(ada))
    assert not teams_for(access_of(ben)).exists()


def test_a_backlog_says_how_long_it_takes(answering, ten_weeks, kettle, at):
    set_terms(answering, at)
    plan = days.plan(days.outlook(scope_of(answering), at=at), at.date())
    assert plan is not None
    assert plan.waiting == 1
    assert plan.clearing == pytest.approx(
        1 / (15 - 6.5 / 8)
    )  # one agent answers 15 an hour while 6.5 come in 8


def test_who_was_never_answered_and_is_closed_waits_no_more(answering, kettle, ben, at):
    from wellkept.conversations import operations as conversations

    scope = scope_of(answering)
    assert (days.waiting_now(scope), days.answers_owed(scope).count()) == (1, 1)
    conversations.set_status(conversation=kettle, status="solved", by=Actor.agent(ben.pk), at=at)
    assert (days.waiting_now(scope), days.answers_owed(scope).count()) == (0, 0)


def test_days_of_a_clock_change_have_forty_eight_rows_too(answering, at):
    schedules.change(schedule=default_schedule(), zone="Europe/Berlin", by=SYSTEM, at=at)
    scope = scope_of(answering)
    for day in (date(2026, 3, 29), date(2026, 10, 25)):
        assert len(scope.is_open(day)) == len(scope.starts(day)) == 48
