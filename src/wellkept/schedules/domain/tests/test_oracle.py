"""Adding and measuring agree with a naive oracle, in the oddest zones, around every kind of change of the clock."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from wellkept.schedules.domain.calendar import Calendar
from wellkept.schedules.domain.days import OwnDay
from wellkept.schedules.domain.hours import arrange

from . import oracle

# A zone, and a day around which its clock does something odd.
CHANGES = {
    "Berlin forward": ("Europe/Berlin", date(2026, 3, 29)),
    "Berlin back": ("Europe/Berlin", date(2026, 10, 25)),
    "New York forward": ("America/New_York", date(2026, 3, 8)),
    "New York back": ("America/New_York", date(2026, 11, 1)),
    "Lord Howe moves by half an hour": ("Australia/Lord_Howe", date(2026, 4, 5)),
    "Lord Howe forward": ("Australia/Lord_Howe", date(2026, 10, 4)),
    "Kathmandu is 5:45 ahead": ("Asia/Kathmandu", date(2026, 6, 1)),
    "Kathmandu moved by a quarter": ("Asia/Kathmandu", date(1986, 1, 1)),
    "Apia skipped a date": ("Pacific/Apia", date(2011, 12, 30)),
    "Apia in summer": ("Pacific/Apia", date(2012, 4, 1)),
    "Kwajalein skipped a date": ("Pacific/Kwajalein", date(1993, 8, 21)),
    "Kwajalein had a date twice": ("Pacific/Kwajalein", date(1969, 9, 30)),
    "Sao Paulo had no midnight": ("America/Sao_Paulo", date(2018, 11, 4)),
    "Sao Paulo had 23:00 twice": ("America/Sao_Paulo", date(2018, 2, 18)),
    "Beirut has no midnight": ("Asia/Beirut", date(2026, 3, 29)),
    "Casablanca before Ramadan": ("Africa/Casablanca", date(2026, 2, 15)),
    "Casablanca after Ramadan": ("Africa/Casablanca", date(2026, 3, 22)),
    "Dublin forward": ("Europe/Dublin", date(2026, 3, 29)),
    "Dublin has winter as the exception": ("Europe/Dublin", date(2026, 10, 25)),
    "Troll moves by two hours": ("Antarctica/Troll", date(2026, 3, 29)),
    "Santiago at midnight": ("America/Santiago", date(2026, 4, 5)),
    "Pyongyang moved by half an hour": ("Asia/Pyongyang", date(2018, 5, 5)),
    "Caracas moved by half an hour": ("America/Caracas", date(2016, 5, 1)),
    "Volgograd at the turn of a day": ("Europe/Volgograd", date(2020, 12, 27)),
    "Chatham is 12:45 ahead": ("Pacific/Chatham", date(2026, 4, 5)),
    "a year turns": ("Pacific/Kiritimati", date(2026, 1, 1)),
    "UTC": ("UTC", date(2024, 2, 29)),
}


def minutes_of_a_day():
    """Any, with those where clocks change more often."""
    return st.one_of(
        st.integers(0, 1440), st.sampled_from([0, 30, 60, 90, 120, 150, 180, 540, 1020, 1380, 1410, 1440])
    )


@st.composite
def hours(draw, most=3):
    marks = sorted(draw(st.sets(minutes_of_a_day(), max_size=2 * most)))
    return arrange(list(zip(marks[0::2], marks[1::2], strict=False)))


@st.composite
def cases(draw):
    """A calendar, a start near an odd day, and that day."""
    zone, day = CHANGES[draw(st.sampled_from(sorted(CHANGES)))]
    week = draw(
        st.one_of(
            st.tuples(*[hours()] * 7),
            st.just((((0, 1440),),) * 7),
            st.just((((0, 180), (1320, 1440)),) * 7),
            st.just((((540, 750), (780, 1020)),) * 5 + ((), ())),
        )
    )
    near = st.integers(-4, 4).map(lambda days: day + timedelta(days=days))
    days = draw(st.dictionaries(near, hours().map(lambda own: OwnDay(hours=own)), max_size=3))
    start = datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(
        minutes=draw(st.integers(-3 * 1440, 2 * 1440))
    )
    return Calendar(zone=ZoneInfo(zone), week=week, days=days), start


@settings(max_examples=250)
@given(case=cases(), minutes=st.integers(0, 2500))
def test_a_due_time_is_the_oracles(case, minutes):
    calendar, start = case
    expected = oracle.add(calendar, start, minutes, most=9 * 1440)
    assume(expected is not None)
    due = calendar.add(start, minutes)
    assert due == expected
    assert calendar.elapsed(start, due) == minutes


@settings(max_examples=250)
@given(case=cases(), length=st.integers(0, 6 * 1440))
def test_elapsed_minutes_are_the_oracles_and_the_timeline_adds_up_to_them(case, length):
    calendar, start = case
    end = start + timedelta(minutes=length)
    counted = oracle.elapsed(calendar, start, end)
    assert calendar.elapsed(start, end) == counted
    pieces = calendar.timeline(start, end)
    assert sum((one.end - one.start for one in pieces if one.counted), timedelta()) == counted * oracle.MINUTE
    edges = [start, *(one.end for one in pieces)]
    assert [one.start for one in pieces] == edges[:-1]
    assert edges[-1] == end
    for one in pieces:
        assert one.start < one.end
        assert oracle.counts(calendar, one.start) == one.counted
        assert calendar.is_open(one.start) == one.counted


@settings(max_examples=100)
@given(case=cases())
def test_the_next_opening_is_the_first_open_minute(case):
    calendar, start = case
    opens = next(
        (
            at
            for at in (start + timedelta(minutes=passed) for passed in range(9 * 1440))
            if oracle.counts(calendar, at)
        ),
        None,
    )
    assert calendar.is_open(start) == (opens == start)
    assume(opens is not None)
    assert calendar.next_opening(start) == opens
    closes = calendar.closes_at(start)
    day = opens.astimezone(calendar.zone).date()
    last = closes - timedelta(minutes=1)
    assert oracle.counts(calendar, last)
    assert last.astimezone(calendar.zone).date() == day
    later = (closes + timedelta(minutes=passed) for passed in range(1, 2 * 1440))
    assert not any(
        oracle.counts(calendar, at) and at.astimezone(calendar.zone).date() == day for at in (closes, *later)
    )


@given(
    case=cases(),
    first=st.integers(0, 3000),
    more=st.integers(0, 3000),
    seconds=st.floats(0, 3600, allow_nan=False),
)
def test_more_minutes_or_a_later_start_are_never_due_earlier(case, first, more, seconds):
    calendar, start = case
    assume(any(calendar.week))
    start += timedelta(seconds=seconds)
    due = calendar.add(start, first)
    assert start <= due <= calendar.add(start, first + more)
    assert due <= calendar.add(start + timedelta(minutes=more), first)
    assert calendar.elapsed(start, due) == first
    assert calendar.add(due, more) == calendar.add(start, first + more)


@given(case=cases(), cuts=st.lists(st.integers(0, 10 * 1440), min_size=3, max_size=3))
def test_what_counted_is_the_sum_of_its_parts(case, cuts):
    calendar, start = case
    one, two, three = (start + timedelta(minutes=cut) for cut in sorted(cuts))
    assert calendar.counted(one, three) == calendar.counted(one, two) + calendar.counted(two, three)


@pytest.mark.parametrize(
    "zone", ["Australia/Lord_Howe", "Europe/Dublin", "Africa/Casablanca", "America/Santiago"]
)
def test_a_whole_year_agrees_hour_by_hour(zone):
    """Both changes of a year, wherever they are: the open hours of every UTC hour of 2026."""
    week = (((0, 61), (119, 183), (570, 1020), (1379, 1440)),) * 7
    calendar = Calendar(zone=ZoneInfo(zone), week=week)
    at = datetime(2026, 1, 1, tzinfo=UTC)
    wall_minutes = {m for opens, closes in week[0] for m in range(opens, closes)}
    while at.year == 2026:
        end = at + timedelta(hours=1)
        walls = ((at + timedelta(minutes=m)).astimezone(calendar.zone) for m in range(60))
        expected = sum(wall.hour * 60 + wall.minute in wall_minutes for wall in walls)
        assert calendar.elapsed(at, end) == expected, at
        at = end
