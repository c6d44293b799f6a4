"""Business hours in the console: admins change them, supervisors see them, errors stand beside the field."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from wellkept.kernel import clock
from wellkept.kernel.actors import SYSTEM
from wellkept.schedules import operations, queries
from wellkept.schedules.models import Holiday, Schedule
from wellkept.surfaces.console.hours import week_in_words

pytestmark = pytest.mark.django_db

WEEK = {f"day_{day}": "9:00-12:30, 13-17" for day in range(5)}
GIVEN = {"name": "Berlin", "zone": "Europe/Berlin", **WEEK}
CALENDAR = b"""BEGIN:VCALENDAR\r
BEGIN:VEVENT\r
UID:1\r
SUMMARY:Company outing\r
DTSTART;VALUE=DATE:20260701\r
END:VEVENT\r
END:VCALENDAR\r
"""


@pytest.fixture
def admin(signed_in, ada, at, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: at)
    return signed_in(ada)


@pytest.fixture
def berlin(at):
    week = {str(day): [["09:00", "17:00"]] for day in range(5)}
    return operations.create(name="Berlin", zone="Europe/Berlin", week=week, by=SYSTEM, at=at)


def to(name, *args):
    return reverse(f"console:{name}", args=args)


def test_a_schedule_is_added_with_lunch_breaks_and_read_in_words(admin):
    assert admin.post(to("new-schedule"), GIVEN).status_code == 302
    made = Schedule.objects.get(name="Berlin")
    assert made.week["0"] == [["09:00", "12:30"], ["13:00", "17:00"]]
    assert [(one.days, one.hours) for one in week_in_words(made.week)] == [
        ("Mon–Fri", "09:00–12:30, 13:00–17:00"),
        ("Sat–Sun", "closed"),
    ]
    assert "Mon–Fri 09:00–12:30, 13:00–17:00" in admin.get(to("schedules")).text


@pytest.mark.parametrize(
    "values, field",
    [
        ({"day_2": "17-9"}, "day_2"),
        ({"day_4": "nine to five"}, "day_4"),
        ({"name": ""}, "name"),
        ({"zone": "Mars/Olympus"}, "zone"),
        ({f"day_{day}": "" for day in range(5)}, "day_0"),
    ],
)
def test_what_is_wrong_stands_beside_its_field(admin, values, field):
    answer = admin.post(to("new-schedule"), {**GIVEN, **values})
    assert answer.status_code == 422
    assert f'id="id_{field}_error"' in answer.text
    assert not Schedule.objects.filter(name="Berlin").exists()


def test_a_name_is_given_once(admin, berlin):
    answer = admin.post(to("new-schedule"), GIVEN)
    assert (answer.status_code, 'id="id_name_error"' in answer.text) == (422, True)


def test_a_clock_started_now_says_when_it_runs_out(admin, berlin):
    page = admin.get(to("schedule", berlin.pk), {"hours": "8"}).text
    assert "Thursday 11 June 2026, 12:42" in page  # now is Wednesday 12:42 in Berlin
    assert "Wednesday 10 June 2026, 13:42" in admin.get(to("schedule", berlin.pk), {"hours": "1"}).text
    assert admin.get(to("schedule", berlin.pk), {"hours": "x"}).status_code == 200


def test_the_week_is_changed_and_the_name_kept(admin, berlin):
    admin.post(to("change-schedule", berlin.pk), {**GIVEN, "day_5": "10-14"})
    berlin.refresh_from_db()
    assert berlin.week["5"] == [["10:00", "14:00"]]


def test_a_day_gets_hours_of_its_own_and_gives_them_back(admin, berlin):
    given = {"on": "2026-12-24", "name": "Christmas Eve", "hours": "9-12"}
    admin.post(to("set-day", berlin.pk), given)
    page = admin.get(to("schedule", berlin.pk)).text
    assert "Christmas Eve" in page
    assert "09:00–12:00" in page
    admin.post(to("remove-day", berlin.pk, "2026-12-24"))
    assert not Holiday.objects.exists()
    assert admin.post(to("remove-day", berlin.pk, "christmas")).status_code == 404
    wrong = admin.post(to("set-day", berlin.pk), {**given, "hours": "noon"})
    assert (wrong.status_code, 'id="id_hours_error"' in wrong.text) == (422, True)


def test_holidays_of_a_region_are_looked_at_and_then_taken(admin, berlin):
    given = {"region": "DE-BY", "first_year": 2026, "last_year": 2026}
    look = admin.post(to("schedule-region", berlin.pk), given)
    assert look.status_code == 200
    assert not Holiday.objects.exists()
    assert 'name="take"' in look.text
    admin.post(to("schedule-region", berlin.pk), {**given, "take": "yes"})
    assert Holiday.objects.filter(on=date(2026, 1, 6), source="region DE-BY").exists()


def test_years_that_cannot_be_stand_beside_their_field(admin, berlin):
    answer = admin.post(
        to("schedule-region", berlin.pk), {"region": "DE", "first_year": 2026, "last_year": 2020}
    )
    assert (answer.status_code, 'id="id_last_year_error"' in answer.text) == (422, True)


def test_a_calendar_file_is_looked_at_and_then_taken_as_it_was(admin, berlin):
    file = SimpleUploadedFile("outing.ics", CALENDAR, content_type="text/calendar")
    look = admin.post(to("schedule-file", berlin.pk), {"file": file})
    assert "Company outing" in look.text
    assert not Holiday.objects.exists()
    raw = look.text.split('name="raw" value="')[1].split('"')[0]
    admin.post(to("schedule-file", berlin.pk), {"raw": raw, "take": "yes"})
    assert Holiday.objects.get().on == date(2026, 7, 1)


@pytest.mark.parametrize("content", [b"", b"no calendar", b"x" * 600_000])
def test_a_file_that_is_none_says_so_beside_the_field(admin, berlin, content):
    answer = admin.post(to("schedule-file", berlin.pk), {"file": SimpleUploadedFile("a.ics", content)})
    assert (answer.status_code, 'id="id_file_error"' in answer.text) == (422, True)


def test_inboxes_and_teams_are_given_a_schedule_and_lose_it(admin, berlin, help_inbox, kitchen):
    ticked = {"inboxes": [help_inbox.pk], "teams": [kitchen.pk]}
    admin.post(to("schedule-users", berlin.pk), ticked)
    for one in (help_inbox, kitchen):
        one.refresh_from_db()
        assert one.schedule_id == berlin.pk
    assert "Help" in admin.get(to("schedules")).text
    for page in (to("inbox", help_inbox.pk), to("team", kitchen.pk)):
        assert f'href="{to("schedule", berlin.pk)}"' in admin.get(page).text
    refused = admin.post(to("archive-schedule", berlin.pk))
    assert (refused.status_code, "Something still counts by Berlin" in refused.text) == (422, True)
    admin.post(to("schedule-users", berlin.pk), {})
    admin.post(to("archive-schedule", berlin.pk))
    berlin.refresh_from_db()
    assert berlin.archived_at is not None
    admin.post(to("restore-schedule", berlin.pk))
    admin.post(to("default-schedule", berlin.pk))
    assert queries.default_schedule() == berlin


def test_supervisors_see_the_hours_and_no_button(signed_in, sam, berlin, help_inbox):
    page = signed_in(sam).get(to("schedule", berlin.pk)).text
    assert "Nothing yet." in page
    assert "<form" not in page.replace('<form class="in row wrap" method="get"', "")
    assert signed_in(sam).post(to("set-day", berlin.pk), {"on": "2026-12-24"}).status_code == 403
    assert not Holiday.objects.exists()


def test_the_list_costs_the_same_however_many_there_are(admin, at, django_assert_num_queries):
    def add(name):
        operations.create(name=name, zone="UTC", week={"0": [["09:00", "10:00"]]}, by=SYSTEM, at=at)

    add("one")
    admin.get(to("schedules"))
    with CaptureQueriesContext(connection) as asked:
        admin.get(to("schedules"))
    cost = len(asked)
    for name in ("two", "three", "four"):
        add(name)
    with django_assert_num_queries(cost):
        admin.get(to("schedules"))
