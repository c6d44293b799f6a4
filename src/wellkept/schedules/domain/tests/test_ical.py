"""Closed days from calendar files: of authorities, of office programs, and of people who mean harm."""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wellkept.schedules.domain.hours import clock
from wellkept.schedules.domain.ical import read_ical
from wellkept.schedules.domain.problems import BadField

BERLIN = ZoneInfo("Europe/Berlin")


def read(*events, first=date(2026, 1, 1), last=date(2027, 12, 31), zone=BERLIN):
    body = "\r\n".join(
        "BEGIN:VEVENT\r\n" + event.strip().replace("\n", "\r\n") + "\r\nEND:VEVENT" for event in events
    )
    raw = f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{body}\r\nEND:VCALENDAR\r\n".encode()
    return read_ical(raw, zone=zone, first=first, last=last)


def days(*events, **window):
    reading = read(*events, **window)
    assert reading.problems == ()
    return [one.day.isoformat() for one in reading.closures]


def closed(*events, **window):
    reading = read(*events, **window)
    assert reading.problems == ()
    return [
        (one.day.isoformat(), *(f"{clock(start)}-{clock(end)}" for start, end in one.closed))
        for one in reading.closures
    ]


def test_an_all_day_event_closes_its_days_but_not_the_one_it_ends_on():
    assert days("DTSTART;VALUE=DATE:20261224\nDTEND;VALUE=DATE:20261227") == [
        "2026-12-24",
        "2026-12-25",
        "2026-12-26",
    ]
    assert days("DTSTART;VALUE=DATE:20261224") == ["2026-12-24"]
    assert days("DTSTART;VALUE=DATE:20261224\nDTEND;VALUE=DATE:20261224") == ["2026-12-24"]
    assert days("DTSTART;VALUE=DATE:20261224\nDURATION:P2D") == ["2026-12-24", "2026-12-25"]


def test_an_event_that_began_before_the_window_still_closes_what_lies_in_it():
    assert days("DTSTART;VALUE=DATE:20251220\nDTEND;VALUE=DATE:20260103") == ["2026-01-01", "2026-01-02"]


def test_names_are_unfolded_and_unescaped_and_joined_on_one_day():
    reading = read(
        "DTSTART;VALUE=DATE:20260501\nSUMMARY;LANGUAGE=en:Labour\n  Day\\, all\\nover",
        "DTSTART;VALUE=DATE:20260501\nSUMMARY:May Day",
    )
    assert [one.name for one in reading.closures] == ["Labour Day, all over, May Day"]
    assert reading.closures[0].all_day


def test_a_timed_event_closes_its_hours_on_the_wall_of_the_schedule():
    assert closed("DTSTART:20260601T100000Z\nDTEND:20260601T113000Z") == [("2026-06-01", "12:00-13:30")]
    assert closed("DTSTART;TZID=America/New_York:20260601T190000\nDURATION:PT2H") == [
        ("2026-06-02", "01:00-03:00")
    ]
    assert closed("DTSTART:20260601T100000\nDTEND:20260601T110000") == [("2026-06-01", "10:00-11:00")]
    assert closed('DTSTART;TZID="/example.org/Europe/Berlin":20260601T100000\nDURATION:PT1H') == [
        ("2026-06-01", "10:00-11:00")
    ]


def test_a_timed_event_over_midnight_is_cut_and_overlaps_are_joined():
    assert closed(
        "DTSTART:20260601T220000\nDTEND:20260603T000000", "DTSTART:20260601T233000\nDTEND:20260601T234500"
    ) == [("2026-06-01", "22:00-24:00"), ("2026-06-02", "00:00-24:00")]


def test_a_timed_event_lasts_real_time_over_a_change_of_the_clock():
    assert closed("DTSTART;TZID=Europe/Berlin:20260329T010000\nDURATION:PT2H") == [
        ("2026-03-29", "01:00-04:00")
    ]


def test_a_cancelled_event_closes_nothing_and_an_alarm_is_no_event():
    assert days("DTSTART;VALUE=DATE:20260501\nSTATUS:CANCELLED") == []
    assert days(
        "DTSTART;VALUE=DATE:20260501\nBEGIN:VALARM\nDTSTART;VALUE=DATE:20260601\nRRULE:FREQ=DAILY\nEND:VALARM"
    ) == ["2026-05-01"]


# From RFC 5545, section 3.8.5.3, with the dates that stand there.
@pytest.mark.parametrize(
    "start, rule, expected",
    [
        ("19970902", "FREQ=DAILY;COUNT=10", "9/2-11"),
        ("19970902", "FREQ=DAILY;INTERVAL=10;COUNT=5", "9/2 9/12 9/22 10/2 10/12"),
        ("19970902", "FREQ=WEEKLY;COUNT=4", "9/2 9/9 9/16 9/23"),
        (
            "19970902",
            "FREQ=WEEKLY;UNTIL=19971007;WKST=SU;BYDAY=TU,TH",
            "9/2 9/4 9/9 9/11 9/16 9/18 9/23 9/25 9/30 10/2 10/7",
        ),
        (
            "19970901",
            "FREQ=WEEKLY;INTERVAL=2;UNTIL=19970920;WKST=SU;BYDAY=MO,WE,FR",
            "9/1 9/3 9/5 9/15 9/17 9/19",
        ),
        ("19970805", "FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=MO", "8/5 8/10 8/19 8/24"),
        ("19970805", "FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=SU", "8/5 8/17 8/19 8/31"),
        ("19970905", "FREQ=MONTHLY;COUNT=4;BYDAY=1FR", "9/5 10/3 11/7 12/5"),
        ("19970907", "FREQ=MONTHLY;INTERVAL=2;COUNT=4;BYDAY=1SU,-1SU", "9/7 9/28 11/2 11/30"),
        ("19970922", "FREQ=MONTHLY;COUNT=3;BYDAY=-2MO", "9/22 10/20 11/17"),
        ("19970928", "FREQ=MONTHLY;COUNT=3;BYMONTHDAY=-3", "9/28 10/29 11/28"),
        ("19970902", "FREQ=MONTHLY;COUNT=5;BYMONTHDAY=2,15", "9/2 9/15 10/2 10/15 11/2"),
        ("19970904", "FREQ=MONTHLY;COUNT=3;BYDAY=TU,WE,TH;BYSETPOS=3", "9/4 10/7 11/6"),
        ("19970929", "FREQ=MONTHLY;COUNT=3;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-2", "9/29 10/30 11/27"),
        ("19970913", "FREQ=MONTHLY;COUNT=3;BYDAY=SA;BYMONTHDAY=7,8,9,10,11,12,13", "9/13 10/11 11/8"),
        ("19970131", "FREQ=MONTHLY;COUNT=4", "1/31 3/31 5/31 7/31"),
    ],
)
def test_a_rule_recurs_as_the_standard_says(start, rule, expected):
    wanted = []
    for one in expected.split():
        month, _, span = one.partition("/")
        begin, _, end = span.partition("-")
        wanted += [f"1997-{int(month):02}-{day:02}" for day in range(int(begin), int(end or begin) + 1)]
    window = {"first": date(1997, 1, 1), "last": date(1997, 12, 31)}
    assert days(f"DTSTART;VALUE=DATE:{start}\nRRULE:{rule}", **window) == wanted


@pytest.mark.parametrize(
    "start, rule, expected",
    [
        ("20001225", "FREQ=YEARLY", ["2026-12-25", "2027-12-25"]),
        ("20040229", "FREQ=YEARLY", []),  # neither is a leap year
        ("19971127", "FREQ=YEARLY;BYMONTH=11;BYDAY=4TH", ["2026-11-26", "2027-11-25"]),
        ("19961105", "FREQ=YEARLY;INTERVAL=4;BYMONTH=11;BYDAY=TU;BYMONTHDAY=2,3,4,5,6,7,8", []),
        ("19970519", "FREQ=YEARLY;BYDAY=20MO", ["2026-05-18", "2027-05-17"]),
        ("19970610", "FREQ=YEARLY;BYMONTH=6,7", ["2026-06-10", "2026-07-10", "2027-06-10", "2027-07-10"]),
        ("19970610", "FREQ=YEARLY;UNTIL=99991231T235959Z", ["2026-06-10", "2027-06-10"]),
        ("19970610", "FREQ=YEARLY;COUNT=30", ["2026-06-10"]),
        ("20270101", "FREQ=YEARLY;INTERVAL=1", ["2027-01-01"]),
    ],
)
def test_an_old_rule_still_recurs_in_the_window(start, rule, expected):
    assert days(f"DTSTART;VALUE=DATE:{start}\nRRULE:{rule}") == expected


def test_occurrences_are_left_out_added_and_moved():
    assert days(
        "UID:a\nDTSTART;VALUE=DATE:20260601\nRRULE:FREQ=DAILY;COUNT=4\n"
        "EXDATE;VALUE=DATE:20260602\nRDATE;VALUE=DATE:20260610",
        "UID:a\nRECURRENCE-ID;VALUE=DATE:20260603\nDTSTART;VALUE=DATE:20260620",
    ) == ["2026-06-01", "2026-06-04", "2026-06-10", "2026-06-20"]


def test_an_occurrence_is_left_out_by_its_time_in_utc():
    assert closed(
        "DTSTART;TZID=Europe/Berlin:20260601T003000\nDURATION:PT1H\nRRULE:FREQ=DAILY;COUNT=3\nEXDATE:20260601T223000Z"
    ) == [("2026-06-01", "00:30-01:30"), ("2026-06-03", "00:30-01:30")]


def test_until_is_a_time_when_the_start_is_one():
    event = "DTSTART;TZID=Europe/Berlin:20260601T100000\nDURATION:PT1H\nRRULE:FREQ=DAILY;UNTIL=20260603T{}Z"
    assert days(event.format("080000")) == ["2026-06-01", "2026-06-02", "2026-06-03"]
    assert days(event.format("075959")) == ["2026-06-01", "2026-06-02"]


@pytest.mark.parametrize(
    "event, says",
    [
        ("SUMMARY:Nothing", "no start"),
        ("DTSTART:tomorrow", "no date"),
        ("DTSTART;VALUE=DATE:20260230", "no date"),
        ("DTSTART;VALUE=DATE:00010101\nRRULE:FREQ=DAILY", "between 1900 and 2199"),
        ("DTSTART;TZID=Our Office:20260601T100000\nDURATION:PT1H", "time zone"),
        ("DTSTART:20260601T100000", "ends when it starts"),
        ("DTSTART:20260601T100000\nDURATION:soon", "no duration"),
        ("DTSTART:20260601T100000\nDTEND;VALUE=DATE:20260602", "not of one kind"),
        ("DTSTART;VALUE=DATE:19000101\nDURATION:P99999D", "twenty years"),
        ("DTSTART;VALUE=DATE:20260601\nRRULE:FREQ=SECONDLY", "neither daily"),
        ("DTSTART;VALUE=DATE:20260601\nRRULE:FREQ=YEARLY;BYWEEKNO=20", "BYWEEKNO"),
        ("DTSTART;VALUE=DATE:20260601\nRRULE:FREQ=DAILY;INTERVAL=0", "cannot be read"),
        ("DTSTART;VALUE=DATE:20260601\nRRULE:FREQ=WEEKLY;BYDAY=XX", "cannot be read"),
        ("DTSTART;VALUE=DATE:20260601\nRRULE:FREQ=WEEKLY;UNTIL=x", "cannot be read"),
        ("DTSTART;VALUE=DATE:20260601\nRRULE:FREQ=DAILY\nEXDATE:never", "no date"),
    ],
)
def test_an_event_that_cannot_be_understood_is_told_and_the_others_still_come(event, says):
    reading = read(f"{event}\nSUMMARY:Odd", "DTSTART;VALUE=DATE:20260501\nSUMMARY:Plain")
    assert [one.name for one in reading.closures] == ["Plain"]
    assert len(reading.problems) == 1
    assert says in reading.problems[0]


@pytest.mark.parametrize(
    "raw, says",
    [
        (b"", "BEGIN:VCALENDAR"),
        (b"\x00\xff" * 100, "BEGIN:VCALENDAR"),
        (b"BEGIN:VCALENDAR\n" + b"x" * (2 * 1024 * 1024), "larger than 2 MB"),
        (b"BEGIN:VCALENDAR\n" + b"X:1\n" * 100_001, "100,000 lines"),
        (b"BEGIN:VCALENDAR\n" + b"BEGIN:VEVENT\nEND:VEVENT\n" * 5_001, "5,000 events"),
        (
            b"BEGIN:VCALENDAR\n"
            + b"BEGIN:VEVENT\nDTSTART;VALUE=DATE:19000101\nRRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30;COUNT=9\nEND:VEVENT\n"
            * 4_000,
            "too often",
        ),
        (
            b"BEGIN:VCALENDAR\n"
            + b"BEGIN:VEVENT\nDTSTART;VALUE=DATE:20260101\nDURATION:P7000D\nRRULE:FREQ=DAILY\nEND:VEVENT\n"
            * 4_000,
            "10,000 days",
        ),
    ],
)
def test_a_hostile_file_is_refused(raw, says):
    with pytest.raises(BadField, match=says):
        read_ical(raw, zone=BERLIN, first=date(2026, 1, 1), last=date(2045, 12, 31))


def test_a_window_is_bounded():
    for first, last in ((date(2026, 1, 2), date(2026, 1, 1)), (date(2026, 1, 1), date(2096, 1, 1))):
        with pytest.raises(BadField, match="twenty years"):
            read(first=first, last=last)


pieces = st.sampled_from(
    "BEGIN:VEVENT|END:VEVENT|BEGIN:VALARM|END:VALARM|DTSTART;VALUE=DATE:20260105|DTSTART:20260105T100000Z|DTEND:20260106T0900"
    "00Z|DTEND;VALUE=DATE:20260109|DURATION:PT90M|DURATION:P|RRULE:FREQ=WEEKLY;BYDAY=MO|RRULE:FREQ=YEARLY;BYMONTHDAY=0|RRULE:"
    "FREQ=MONTHLY;BYSETPOS=-1;BYDAY=FR|RRULE:FREQ=|RRULE:FREQ=DAILY;UNTIL=x|EXDATE:20260112,20260119T100000Z|RDATE;VALUE=PERIOD:"
    "20260105T100000Z/PT1H|RECURRENCE-ID:20260112T100000Z|UID:1|SUMMARY:\\|STATUS:CANCELLED| folded|DTSTART;TZID=:20260105T100000|"
    "DTSTART:21991231T235959Z|DURATION:P30D|DTEND:19000101T000000Z".split("|")
)


@given(lines=st.lists(pieces | st.text(max_size=20), max_size=25))
def test_any_lines_are_read_or_told(lines):
    raw = "\n".join(["BEGIN:VCALENDAR", "BEGIN:VEVENT", *lines, "END:VEVENT", "END:VCALENDAR"]).encode(
        "utf-8", "replace"
    )
    reading = read_ical(raw, zone=BERLIN, first=date(2026, 1, 1), last=date(2027, 12, 31))
    found = [one.day for one in reading.closures]
    assert found == sorted(set(found))
    for one in reading.closures:
        assert date(2026, 1, 1) <= one.day <= date(2027, 12, 31)
        edges = [edge for interval in one.closed for edge in interval]
        assert edges == sorted(set(edges))
        assert 0 <= edges[0] < edges[-1] <= 1440
