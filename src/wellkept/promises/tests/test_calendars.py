"""Whose hours count: the inbox's, else the team's, else the workspace's."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from wellkept.accounts import operations as accounts
from wellkept.conversations import operations as conversations
from wellkept.kernel.actors import SYSTEM
from wellkept.promises import standing
from wellkept.promises.models import Promise, Target
from wellkept.schedules import operations as schedules
from wellkept.schedules.queries import calendar_at, default_schedule

pytestmark = pytest.mark.django_db

WEEK = {str(day): [["09:00", "17:00"]] for day in range(5)}


@pytest.fixture
def schedule(at):
    def make(zone, week=WEEK):
        return schedules.create(name=f"Hours of {zone}", zone=zone, week=week, by=SYSTEM, at=at)

    return make


def zone_of(promise: Promise) -> str:
    calendar = calendar_at(promise.calendar or "")
    assert calendar is not None
    return calendar.zone.key


def test_without_any_the_workspaces_hours_count(ledger):
    ledger.write()
    (promise,) = ledger.owed()
    assert promise.calendar == default_schedule().revision
    assert promise.due_at == datetime(2026, 6, 11, 10, 42, tzinfo=UTC)  # eight of its hours, 9 to 17 UTC


def test_the_inboxs_hours_come_before_the_teams_and_those_before_the_workspaces(
    ledger, schedule, help_inbox, kitchen, at
):
    conversations.update_inbox(
        inbox=help_inbox, name="Help", language="en", signature="", default_team=kitchen, by=SYSTEM, at=at
    )
    accounts.set_team_schedule(team=kitchen, schedule=schedule("Asia/Tokyo"), by=SYSTEM, at=at)
    ledger.write()
    (first,) = ledger.owed()
    assert zone_of(first) == "Asia/Tokyo"
    conversations.set_inbox_schedule(inbox=help_inbox, schedule=schedule("Europe/Berlin"), by=SYSTEM, at=at)
    ledger.conversation = None
    ledger.write()
    (second,) = ledger.owed()
    assert zone_of(second) == "Europe/Berlin"
    assert second.due_at == datetime(2026, 6, 11, 10, 42, tzinfo=UTC)  # 9 to 17 in Berlin is 7 to 15 UTC


def test_a_known_calendar_costs_a_mail_one_small_query(ledger, django_assert_num_queries):
    ledger.write()
    with django_assert_num_queries(1):
        standing.after(ledger.at, minutes=60, hours="business", conversation=ledger.conversation)


def test_what_was_counted_stays_as_it_was_when_the_hours_change(ledger, help_inbox, schedule, at):
    berlin = schedule("Europe/Berlin")
    conversations.set_inbox_schedule(inbox=help_inbox, schedule=berlin, by=SYSTEM, at=at)
    ledger.write()
    (before,) = ledger.owed()
    schedules.set_day(schedule=berlin, on=date(2026, 6, 11), name="Stocktaking", by=SYSTEM, at=at)
    (after,) = ledger.owed()
    assert (after.due_at, after.calendar) == (before.due_at, before.calendar)
    then = calendar_at(before.calendar)
    assert then is not None
    assert then.add(before.made_at, 480) == before.due_at
    assert berlin.revision != before.calendar


def test_a_pause_leaves_what_was_left_by_the_calendar_that_counted(ledger, help_inbox, schedule, at):
    Target.objects.filter(kind="first_reply").update(pauses_while_pending=True)
    standing._read.cache_clear()
    berlin = schedule("Europe/Berlin")
    conversations.set_inbox_schedule(inbox=help_inbox, schedule=berlin, by=SYSTEM, at=at)
    ledger.write()  # 12:42 in Berlin
    schedules.set_day(schedule=berlin, on=date(2026, 6, 10), name="Closed at noon", by=SYSTEM, at=at)
    ledger.later(hours=1)
    ledger.set("pending")
    (promise,) = ledger.owed()
    assert promise.remaining_minutes == 7 * 60
    ledger.later(days=1)
    ledger.set("open")
    (promise,) = ledger.owed()
    assert promise.calendar == berlin.revision


def test_hours_of_the_whole_day_need_no_calendar(ledger):
    Target.objects.filter(kind="first_reply").update(hours="calendar")
    standing._read.cache_clear()
    ledger.write()
    (promise,) = ledger.owed()
    assert promise.calendar is None
    assert promise.due_at - promise.made_at == timedelta(hours=8)


def test_hours_that_never_open_again_do_not_keep_a_mail_out(ledger, help_inbox, schedule, at):
    never = schedule("UTC", week={})
    conversations.set_inbox_schedule(inbox=help_inbox, schedule=never, by=SYSTEM, at=at)
    ledger.write()
    (promise,) = ledger.owed()
    assert promise.calendar is None
    assert promise.due_at - promise.made_at == timedelta(hours=8)
