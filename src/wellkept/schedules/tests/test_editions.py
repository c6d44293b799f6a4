"""Schedules are written down at every change, put away when nothing counts by them, and follow the workspace's zone."""

from __future__ import annotations

from datetime import UTC, date, datetime
from importlib import import_module

import pytest
from django.apps import apps

from wellkept.accounts import operations as accounts
from wellkept.kernel.actors import SYSTEM
from wellkept.schedules import operations, queries
from wellkept.schedules.models import Edition, Schedule

pytestmark = pytest.mark.django_db

WEEK = {str(day): [["09:00", "17:00"]] for day in range(5)}
FRIDAY = datetime(2026, 3, 27, 15, 30, tzinfo=UTC)


@pytest.fixture
def berlin(at):
    return operations.create(name="Berlin", zone="Europe/Berlin", week=WEEK, by=SYSTEM, at=at)


def test_an_old_calendar_is_read_as_it_was(berlin, at):
    before = berlin.revision
    operations.set_day(schedule=berlin, on=date(2026, 3, 30), name="Stocktaking", by=SYSTEM, at=at)
    between = berlin.revision
    operations.remove_days(schedule=berlin, on=[date(2026, 3, 30)], by=SYSTEM, at=at)
    queries._calendars.clear()
    monday, tuesday = datetime(2026, 3, 30, 7, 30, tzinfo=UTC), datetime(2026, 3, 31, 7, 30, tzinfo=UTC)
    assert queries.calendar_at(before).add(FRIDAY, 60) == monday
    assert queries.calendar_at(between).add(FRIDAY, 60) == tuesday
    assert queries.calendar_at(between).days[date(2026, 3, 30)].name == "Stocktaking"
    assert queries.calendar_at(berlin.revision).add(FRIDAY, 60) == monday
    assert queries.calendar_at("never") is None


def test_every_change_is_written_down_under_its_revision(berlin, at):
    operations.change(schedule=berlin, zone="Europe/Vienna", by=SYSTEM, at=at)
    for _ in "again", "nothing new":
        operations.import_region(
            schedule=berlin, country="AT", first_year=2026, last_year=2026, by=SYSTEM, at=at
        )
    newest = Edition.objects.get(revision=berlin.revision)
    assert (newest.zone, newest.name) == ("Europe/Vienna", "Berlin")
    assert "2026-01-01" in newest.days
    assert queries.editions([berlin.revision]) == {berlin.revision: newest}


def test_what_a_removed_schedule_counted_stays_known(berlin, at):
    revision = berlin.revision
    operations.remove(schedule=berlin, by=SYSTEM, at=at)
    assert queries.editions([revision])[revision].name == "Berlin"


def test_schedules_from_before_are_written_down_once(at):
    schedule = queries.default_schedule()
    Edition.objects.all().delete()
    step = import_module("wellkept.schedules.migrations.0003_write_down_what_is_there")
    step.write_down(apps, None)
    step.write_down(apps, None)
    (edition,) = Edition.objects.all()
    assert (edition.revision, edition.week) == (schedule.revision, schedule.week)


def test_a_schedule_that_a_team_works_by_is_not_put_away(berlin, kitchen, at):
    accounts.set_team_schedule(team=kitchen, schedule=berlin, by=SYSTEM, at=at)
    for put_away in (operations.archive, operations.remove):
        with pytest.raises(operations.InUse):
            put_away(schedule=berlin, by=SYSTEM, at=at)
    accounts.set_team_schedule(team=kitchen, schedule=None, by=SYSTEM, at=at)
    operations.archive(schedule=berlin, by=SYSTEM, at=at)
    assert berlin not in queries.usable()
    with pytest.raises(operations.PutAway):
        operations.make_default(schedule=berlin, by=SYSTEM, at=at)
    operations.restore(schedule=berlin, by=SYSTEM, at=at)
    assert berlin in queries.usable()


def test_the_default_schedule_is_not_put_away(at):
    with pytest.raises(operations.InUse):
        operations.archive(schedule=queries.default_schedule(), by=SYSTEM, at=at)


def test_the_default_schedule_follows_the_workspaces_zone_until_it_has_its_own(at):
    def move(zone):
        accounts.update_workspace(
            name="Larkmoor", timezone=zone, language="en", undo_seconds=10, by=SYSTEM, at=at
        )
        return Schedule.objects.get(is_default=True).zone

    assert move("Europe/London") == "Europe/London"
    operations.change(schedule=queries.default_schedule(), zone="Asia/Tokyo", by=SYSTEM, at=at)
    assert move("Europe/Berlin") == "Asia/Tokyo"
