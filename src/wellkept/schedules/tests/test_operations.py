"""Schedules are made and changed, days get hours of their own, and calendars follow at once."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError, transaction

from wellkept.kernel.actors import SYSTEM
from wellkept.kernel.models import LoggedEvent
from wellkept.schedules import operations, queries
from wellkept.schedules.models import Holiday, Schedule

WEEK = {str(day): [["09:00", "12:30"], ["13:00", "17:00"]] for day in range(5)}
FRIDAY = datetime(2026, 3, 27, 15, 30, tzinfo=UTC)  # 16:30 in Berlin


@pytest.fixture
def berlin(db, at):
    return operations.create(name="Berlin", zone="Europe/Berlin", week=WEEK, by=SYSTEM, at=at)


def said(kind):
    return [row.data for row in LoggedEvent.objects.filter(kind=kind).order_by("id")]


def test_a_desk_has_a_default_schedule_from_the_start(db, django_assert_num_queries):
    first = queries.default_schedule()
    assert (first.zone, first.is_default) == ("UTC", True)
    assert queries.default_schedule() == first
    queries.default_calendar()
    with django_assert_num_queries(1):
        calendar = queries.default_calendar()
    assert calendar.add(datetime(2026, 3, 27, 16, 30, tzinfo=UTC), 60) == datetime(
        2026, 3, 30, 9, 30, tzinfo=UTC
    )


def test_there_is_never_a_second_default(berlin):
    with pytest.raises(IntegrityError), transaction.atomic():
        Schedule.objects.filter(pk=berlin.pk).update(is_default=True)


def test_another_schedule_can_become_the_default(berlin, at):
    first = queries.default_schedule()
    operations.make_default(schedule=berlin, by=SYSTEM, at=at)
    operations.make_default(schedule=berlin, by=SYSTEM, at=at)
    assert queries.default_schedule() == berlin
    operations.remove(schedule=first, by=SYSTEM, at=at)
    assert list(queries.schedules()) == [berlin]
    assert [one["changed"] for one in said("schedule.changed")] == [["created"], ["is_default"]]
    assert len(said("schedule.removed")) == 1


def test_the_default_schedule_is_not_removed(db, at):
    with pytest.raises(operations.InUse):
        operations.remove(schedule=queries.default_schedule(), by=SYSTEM, at=at)


def test_a_calendar_counts_by_the_schedule(berlin):
    assert queries.calendar_of(berlin).add(FRIDAY, 60) == datetime(2026, 3, 30, 7, 30, tzinfo=UTC)


def test_a_calendar_is_computed_once_until_something_changes(berlin, at, django_assert_num_queries):
    calendar = queries.calendar_of(berlin)
    with django_assert_num_queries(0):
        assert queries.calendar_of(berlin) is calendar
    operations.set_day(schedule=berlin, on=date(2026, 3, 30), name="Stocktaking", by=SYSTEM, at=at)
    assert queries.calendar_of(berlin).add(FRIDAY, 60) == datetime(2026, 3, 31, 7, 30, tzinfo=UTC)
    operations.remove_days(schedule=berlin, on=[date(2026, 3, 30)], by=SYSTEM, at=at)
    operations.change(schedule=berlin, week={**WEEK, "5": [["10:00", "12:00"]]}, by=SYSTEM, at=at)
    assert queries.calendar_of(berlin).add(FRIDAY, 60) == datetime(2026, 3, 28, 9, 30, tzinfo=UTC)


def test_who_holds_an_old_row_gets_the_calendar_of_now(berlin, at):
    old = Schedule.objects.get(pk=berlin.pk)
    operations.change(schedule=berlin, zone="Europe/London", by=SYSTEM, at=at)
    assert queries.calendar_of(old).zone.key == "Europe/London"


def test_a_change_that_is_taken_back_leaves_no_calendar_behind(berlin, at):
    old = Schedule.objects.get(pk=berlin.pk)
    with transaction.atomic():
        operations.change(schedule=berlin, zone="Asia/Tokyo", by=SYSTEM, at=at)
        assert queries.calendar_of(old).zone.key == "Asia/Tokyo"
        transaction.set_rollback(True)
    assert queries.calendar_of(old).zone.key == "Europe/Berlin"


def test_only_what_changed_is_said(berlin, at):
    operations.change(schedule=berlin, name="Berlin", zone="Europe/Berlin", week=WEEK, by=SYSTEM, at=at)
    operations.change(schedule=berlin, name="Main house", zone="Europe/Vienna", by=SYSTEM, at=at)
    assert [one["changed"] for one in said("schedule.changed")] == [["created"], ["name", "zone"]]


def test_a_name_is_given_once(berlin, at):
    with pytest.raises(operations.NameTaken):
        operations.create(name=" Berlin ", zone="UTC", week=WEEK, by=SYSTEM, at=at)
    with pytest.raises(operations.NameTaken):
        operations.change(schedule=queries.default_schedule(), name="Berlin", by=SYSTEM, at=at)


@pytest.mark.parametrize(
    "values, says",
    [
        ({"name": "  "}, "name"),
        ({"zone": "Berlin"}, "Europe/Berlin"),
        ({"week": {"0": [["17:00", "09:00"]]}}, "week.0"),
        ({"week": {"7": []}}, "weekday"),
    ],
)
def test_a_refusal_says_what_to_write(berlin, at, values, says):
    with pytest.raises(operations.BadSchedule, match=says):
        operations.create(**{"name": "New", "zone": "UTC", "week": WEEK, **values}, by=SYSTEM, at=at)
    with pytest.raises(operations.BadSchedule, match=says):
        operations.change(schedule=berlin, **values, by=SYSTEM, at=at)


def test_a_day_gets_hours_of_its_own_and_loses_them_again(berlin, at):
    eve = date(2026, 12, 24)
    operations.set_day(schedule=berlin, on=eve, name="Christmas Eve", by=SYSTEM, at=at)
    operations.set_day(
        schedule=berlin, on=eve, name="Christmas Eve", hours=[["09:00", "12:00"]], by=SYSTEM, at=at
    )
    [day] = queries.holidays_of(berlin, first=eve, last=eve)
    assert (day.name, day.hours) == ("Christmas Eve", [["09:00", "12:00"]])
    assert queries.calendar_of(berlin).hours_on(eve) == ((540, 720),)
    with pytest.raises(operations.BadSchedule, match="hours"):
        operations.set_day(schedule=berlin, on=eve, hours=[["9", "12"]], by=SYSTEM, at=at)
    assert operations.remove_days(schedule=berlin, on=[eve, date(2026, 12, 31)], by=SYSTEM, at=at) == [eve]
    assert queries.calendar_of(berlin).hours_on(eve) == ((540, 750), (780, 1020))
    assert said("schedule.holidays_removed") == [{"schedule_id": berlin.pk, "on": ["2026-12-24"]}]


def test_public_holidays_of_a_region_are_added_once_and_keep_what_was_set_by_hand(berlin, at):
    operations.set_day(
        schedule=berlin, on=date(2026, 12, 26), hours=[["10:00", "12:00"]], name="Open", by=SYSTEM, at=at
    )

    def bring():
        return operations.import_region(
            schedule=berlin,
            country="DE",
            part="BY",
            first_year=2026,
            last_year=2026,
            language="en_US",
            by=SYSTEM,
            at=at,
        )

    done = bring()
    added = {day.on: (day.name, day.hours, day.source) for day in done.added}
    assert added[date(2026, 1, 6)] == ("Epiphany", [], "region DE-BY")
    assert done.kept == (date(2026, 12, 26),)
    assert queries.calendar_of(berlin).hours_on(date(2026, 1, 6)) == ()
    assert Holiday.objects.get(schedule=berlin, on=date(2026, 12, 26)).name == "Open"
    again = bring()
    assert again.added == ()
    assert len(again.kept) == len(done.added) + 1
    assert [one["source"] for one in said("schedule.holidays_added")] == ["", "region DE-BY"]


@pytest.mark.parametrize(
    "values, says",
    [
        ({"country": "XX"}, "country"),
        ({"part": "ZZ"}, "part"),
        ({"last_year": 2300}, "years"),
        ({"last_year": 2020}, "years"),
    ],
)
def test_an_unknown_region_is_refused(berlin, at, values, says):
    region = {"country": "DE", "part": "BY", "first_year": 2026, "last_year": 2026, **values}
    with pytest.raises(operations.BadSchedule, match=says):
        operations.import_region(schedule=berlin, **region, by=SYSTEM, at=at)


FILE = """BEGIN:VCALENDAR
BEGIN:VEVENT
DTSTART;VALUE=DATE:20260406
SUMMARY:Easter Monday
END:VEVENT
BEGIN:VEVENT
DTSTART;TZID=Europe/Berlin:20260408T120000
DTEND;TZID=Europe/Berlin:20260408T140000
SUMMARY:Fire drill
END:VEVENT
BEGIN:VEVENT
DTSTART;TZID=Europe/Berlin:20260409T180000
DTEND;TZID=Europe/Berlin:20260409T200000
SUMMARY:Party
END:VEVENT
BEGIN:VEVENT
DTSTART:nonsense
SUMMARY:Broken
END:VEVENT
END:VCALENDAR
"""


def test_a_file_closes_days_and_hours_and_says_what_it_could_not(berlin, at):
    def bring():
        return operations.import_ical(
            schedule=berlin,
            raw=FILE.encode(),
            first=date(2026, 1, 1),
            last=date(2026, 12, 31),
            by=SYSTEM,
            at=at,
        )

    done = bring()
    assert [(day.on, day.name, day.hours, day.source) for day in done.added] == [
        (date(2026, 4, 6), "Easter Monday", [], "file"),
        (date(2026, 4, 8), "Fire drill", [["09:00", "12:00"], ["14:00", "17:00"]], "file"),
    ]
    assert done.without_effect == (date(2026, 4, 9),)
    assert len(done.problems) == 1
    assert "Broken" in done.problems[0]
    calendar = queries.calendar_of(berlin)
    assert calendar.elapsed(datetime(2026, 4, 6, tzinfo=UTC), datetime(2026, 4, 9, tzinfo=UTC)) == 450 + 360
    assert bring().kept == (date(2026, 4, 6), date(2026, 4, 8))


def test_a_file_that_is_no_calendar_changes_nothing(berlin, at):
    with pytest.raises(operations.BadSchedule, match="iCalendar"):
        operations.import_ical(
            schedule=berlin,
            raw=b"PK\x03\x04",
            first=date(2026, 1, 1),
            last=date(2026, 2, 1),
            by=SYSTEM,
            at=at,
        )
    assert not Holiday.objects.exists()
    assert Schedule.objects.get(pk=berlin.pk).revision
