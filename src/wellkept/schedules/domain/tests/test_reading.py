"""A calendar as JSON: read, written again, and refused with the field and what to write."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wellkept.schedules.domain.days import OwnDay
from wellkept.schedules.domain.problems import BadField
from wellkept.schedules.domain.reading import (
    read_calendar,
    read_minutes,
    read_time,
    write_calendar,
)

WEEK = {"0": [["09:00", "12:30"], ["13:00", "17:00"]], "4": [["09:00", "24:00"]], "6": []}


def test_a_calendar_is_read_whole():
    calendar = read_calendar(
        {
            "name": "Larkmoor",
            "zone": "Europe/Berlin",
            "week": WEEK,
            "holidays": ["2026-12-25", "2026-12-24"],
            "half_days": {"2026-12-24": [["09:00", "12:00"]]},
        }
    )
    assert calendar.zone.key == "Europe/Berlin"
    assert calendar.week == (((540, 750), (780, 1020)), (), (), (), ((540, 1440),), (), ())
    assert calendar.days == {
        date(2026, 12, 25): OwnDay(),
        date(2026, 12, 24): OwnDay(hours=((540, 720),)),  # the half-day wins
    }


def test_a_written_calendar_reads_the_same():
    given_ = {
        "zone": "Asia/Kathmandu",
        "week": {"0": WEEK["0"], "4": WEEK["4"]},
        "holidays": {"2026-12-25": "Christmas Day"},
        "half_days": {"2026-12-24": [["09:00", "12:00"]]},
    }
    assert write_calendar(read_calendar(given_)) == given_


@pytest.mark.parametrize(
    "change, says",
    [
        ({"zone": None}, "calendar.zone: .*Europe/Berlin"),
        ({"zone": "Europe/Berln"}, "calendar.zone: .*Europe/Berlin"),
        ({"zone": "../../etc/passwd"}, "calendar.zone"),
        ({"zone": "localtime"}, "calendar.zone"),
        ({"zone": "right/Europe/Berlin"}, "calendar.zone"),
        ({"zone": "x" * 10_000}, "calendar.zone"),
        ({"zone": ["UTC"]}, "calendar.zone"),
        ({"week": None}, "calendar.week: write an object"),
        ({"week": []}, "calendar.week: write an object"),
        ({"week": {"monday": []}}, "calendar.week: .*weekday"),
        ({"week": {"0": [["09:00", "25:00"]]}}, "calendar.week.0.0: .*24:00"),
        ({"week": {"0": "9-5"}}, "calendar.week.0: write a list"),
        ({"holidays": "2026-12-25"}, "calendar.holidays: write a list"),
        ({"holidays": ["25.12.2026"]}, "calendar.holidays.0: .*2026-12-25"),
        ({"holidays": ["2026-12-25", "2026-02-30"]}, "calendar.holidays.1: .*2026-02-30"),
        ({"holidays": {"2026-12-25": 5}}, "calendar.holidays.0: .*text"),
        ({"holidays": [20261225]}, "calendar.holidays.0"),
        ({"half_days": ["2026-12-24"]}, "calendar.half_days: write dates"),
        ({"half_days": {"Christmas": []}}, "calendar.half_days.Christmas"),
        ({"holiday": []}, "calendar.holiday: is not known"),
    ],
)
def test_what_cannot_be_read_is_named(change, says):
    with pytest.raises(BadField, match=says):
        read_calendar({"zone": "UTC", "week": WEEK, **change})


def test_ten_thousand_days_are_enough():
    days = {date.fromordinal(700_000 + number).isoformat(): "" for number in range(10_001)}
    with pytest.raises(BadField, match="10000"):
        read_calendar({"zone": "UTC", "week": WEEK, "holidays": days})


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


@given(zone=st.just("UTC") | values, week=values, holidays=values, half_days=values)
def test_anything_is_read_or_refused_and_never_an_error(zone, week, holidays, half_days):
    text = {"zone": zone, "week": week, "holidays": holidays, "half_days": half_days}
    try:
        calendar = read_calendar(text)
    except BadField:
        return
    again = read_calendar(json.loads(json.dumps(write_calendar(calendar))))
    assert (again.week, again.days) == (calendar.week, calendar.days)


@pytest.mark.parametrize(
    "text", ["2026-03-27T16:30:00+01:00", "2026-03-27T15:30:00Z", "2026-03-27 15:30+00:00"]
)
def test_a_time_carries_its_offset(text):
    assert read_time(text, field="start") == datetime(2026, 3, 27, 15, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    "value, says",
    [
        ("2026-03-27T16:30:00", "start: has no offset"),
        ("2026-03-27", "start: has no offset"),
        ("tomorrow", "start: .*ISO 8601"),
        (1774625400, "start: .*ISO 8601"),
        (None, "start: .*ISO 8601"),
    ],
)
def test_a_time_without_one_is_refused(value, says):
    with pytest.raises(BadField, match=says):
        read_time(value, field="start")


def test_minutes_are_whole():
    assert read_minutes(90, field="minutes") == 90
    assert read_minutes(90.0, field="minutes") == 90
    for value in (-1, 0.5, True, "90", None, float("nan"), float("inf")):
        with pytest.raises(BadField, match="minutes: write a whole number"):
            read_minutes(value, field="minutes")
