"""Hand-made cases: what a person with a paper calendar and a watch would say."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest

from wellkept.schedules.domain.calendar import Calendar
from wellkept.schedules.domain.days import OwnDay
from wellkept.schedules.domain.hours import arrange, read_hours, without, write_hours
from wellkept.schedules.domain.problems import BadField, NeverOpens, OutOfReach, Problem

NINE_TO_FIVE = ((540, 750), (780, 1020))
BERLIN = ZoneInfo("Europe/Berlin")
ALWAYS = Calendar(zone=BERLIN, week=(((0, 1440),),) * 7)
NEVER = Calendar(zone=BERLIN, week=((),) * 7)
DESK = Calendar(
    zone=BERLIN,
    week=(NINE_TO_FIVE,) * 5 + ((), ()),
    days={
        date(2026, 12, 24): OwnDay(hours=((540, 720),), name="Christmas Eve"),
        date(2026, 12, 25): OwnDay(name="Christmas Day"),
        date(2026, 11, 7): OwnDay(hours=((600, 840),), name="Open Saturday"),
    },
)


def at(text, zone=BERLIN):
    return datetime.fromisoformat(text).replace(tzinfo=zone)


@pytest.mark.parametrize(
    "start, minutes, due",
    [
        ("2026-03-25 09:00", 60, "2026-03-25 10:00"),
        ("2026-03-25 12:00", 60, "2026-03-25 13:30"),  # over lunch
        ("2026-03-25 12:45", 1, "2026-03-25 13:01"),
        ("2026-03-25 16:00", 60, "2026-03-25 17:00"),  # due at the close, not at the next opening
        ("2026-03-25 16:00", 61, "2026-03-26 09:01"),
        ("2026-03-25 20:00", 30, "2026-03-26 09:30"),
        ("2026-03-27 16:30", 60, "2026-03-30 09:30"),  # a weekend in which the clock goes forward
        ("2026-10-23 16:30", 60, "2026-10-26 09:30"),  # and one in which it goes back
        ("2026-12-23 16:30", 60, "2026-12-24 09:30"),
        ("2026-12-24 11:30", 60, "2026-12-28 09:30"),  # half-day, holiday, weekend
        ("2026-11-06 16:30", 60, "2026-11-07 10:30"),  # an exceptional opening
        ("2026-03-28 10:00", 0, "2026-03-28 10:00"),  # nothing to wait for, open or closed
    ],
)
def test_a_due_time_is_what_a_person_would_say(start, minutes, due):
    assert DESK.add(at(start), minutes) == at(due)


def test_a_due_time_is_in_utc():
    assert DESK.add(at("2026-03-25 09:00"), 60).tzinfo is UTC


def test_seconds_are_kept():
    assert DESK.add(at("2026-03-25 16:59:30"), 1) == at("2026-03-26 09:00:30")
    assert DESK.elapsed(at("2026-03-25 16:59:30"), at("2026-03-26 09:00:15")) == 0.75
    assert DESK.counted(at("2026-03-25 16:59:30.000001"), at("2026-03-26 00:00")) == timedelta(
        seconds=29, microseconds=999_999
    )


@pytest.mark.parametrize("year", range(2020, 2031))
def test_a_desk_that_never_closes_counts_real_time_over_both_changes(year):
    start, end = at(f"{year}-01-01"), at(f"{year + 1}-01-01")
    real = (end.astimezone(UTC) - start.astimezone(UTC)) / timedelta(minutes=1)
    assert ALWAYS.elapsed(start, end) == real
    assert ALWAYS.add(start, int(real)) == end


def test_an_hour_that_the_clock_repeats_counts_twice_and_one_it_skips_not_at_all():
    night = Calendar(zone=BERLIN, week=(((120, 180),),) * 7)
    assert night.elapsed(at("2026-10-25 00:00"), at("2026-10-25 12:00")) == 120
    assert night.elapsed(at("2026-03-29 00:00"), at("2026-03-29 12:00")) == 0
    assert night.add(at("2026-03-29 00:00"), 1) == at("2026-03-30 02:01")
    late = Calendar(zone=BERLIN, week=(((150, 600),),) * 7)  # begins inside the gap: at its end, then
    assert late.next_opening(at("2026-03-29 00:00")) == at("2026-03-29 03:00")


def test_a_start_in_the_repeated_hour_respects_which_one_it_is():
    first, second = (at("2026-10-25 02:30").replace(fold=fold) for fold in (0, 1))
    assert ALWAYS.elapsed(first, second) == 60
    assert ALWAYS.add(second, 30) - ALWAYS.add(first, 30) == timedelta(hours=1)


def test_a_date_that_a_zone_skips_counts_nothing():
    apia = ZoneInfo("Pacific/Apia")
    calendar = Calendar(zone=apia, week=(NINE_TO_FIVE,) * 7)
    assert calendar.add(at("2011-12-29 16:30", apia), 60) == at("2011-12-31 09:30", apia)


def test_an_interval_until_midnight_goes_on_in_the_next_day():
    night = Calendar(zone=BERLIN, week=(((0, 360), (1320, 1440)),) * 7)
    assert night.add(at("2026-03-25 23:00"), 120) == at("2026-03-26 01:00")
    assert night.is_open(at("2026-03-26 00:00"))
    assert not night.is_open(at("2026-03-26 06:00"))


def test_a_calendar_that_never_opens_says_so():
    for ask in (NEVER.next_opening, NEVER.closes_at, lambda start: NEVER.add(start, 1)):
        with pytest.raises(NeverOpens, match="hours"):
            ask(at("2026-03-25 09:00"))
    assert not NEVER.is_open(at("2026-03-25 09:00"))
    assert NEVER.elapsed(at("2026-03-25 09:00"), at("2027-03-25 09:00")) == 0
    assert NEVER.add(at("2026-03-25 09:00"), 0) == at("2026-03-25 09:00")


def test_a_calendar_of_single_days_ends_with_the_last_of_them():
    fair = Calendar(
        zone=BERLIN, week=((),) * 7, days={date(2026, 12, 31): OwnDay(hours=((0, 1440),), name="Fair")}
    )
    assert fair.add(at("2020-01-01"), 1440) == at("2027-01-01")
    with pytest.raises(NeverOpens):
        fair.add(at("2020-01-01"), 1441)
    with pytest.raises(NeverOpens):
        fair.next_opening(at("2027-01-01"))


@pytest.mark.parametrize("minutes", [10**7, 10**12, 10**30])
def test_too_many_minutes_are_refused_and_not_walked(minutes):
    with pytest.raises(OutOfReach, match="2199"):
        Calendar(zone=BERLIN, week=(((540, 541),),) + ((),) * 6).add(at("2026-03-25"), minutes)


@pytest.mark.parametrize("year", [1, 1899, 2200, 9999])
def test_times_of_no_concern_are_refused(year):
    far = datetime(year, 6, 1, tzinfo=UTC)
    for ask in (
        lambda: DESK.add(far, 1),
        lambda: DESK.is_open(far),
        lambda: DESK.elapsed(min(far, at("2026-01-01")), max(far, at("2026-01-01"))),
        lambda: DESK.timeline(far, far),
    ):
        with pytest.raises(OutOfReach, match="1900 to 2199"):
            ask()


def test_less_than_nothing_is_refused():
    with pytest.raises(Problem, match="0 or more"):
        DESK.add(at("2026-03-25 09:00"), -1)
    for ask in (DESK.elapsed, DESK.timeline):
        with pytest.raises(Problem, match="before"):
            ask(at("2026-03-25 09:00"), at("2026-03-25 08:59"))


@pytest.mark.parametrize(
    "asked, closes",
    [
        ("2026-03-25 09:00", "2026-03-25 17:00"),
        ("2026-03-25 12:45", "2026-03-25 17:00"),  # at lunch
        ("2026-03-25 07:00", "2026-03-25 17:00"),  # before work
        ("2026-03-25 17:00", "2026-03-26 17:00"),  # from the close on it is the next day's
        ("2026-12-24 09:00", "2026-12-24 12:00"),
        ("2026-12-24 13:00", "2026-12-28 17:00"),
    ],
)
def test_the_end_of_the_working_day(asked, closes):
    assert DESK.closes_at(at(asked)) == at(closes)


def test_a_day_without_a_night_ends_at_midnight():
    assert ALWAYS.closes_at(at("2026-03-29 00:00")) == at("2026-03-30 00:00")


def test_a_timeline_says_why_time_did_not_count():
    told = DESK.timeline(at("2026-12-24 08:00"), at("2026-12-28 13:30"))
    assert [
        (one.why, one.name, one.counted, one.start.astimezone(BERLIN).strftime("%d %H:%M")) for one in told
    ] == [
        ("holiday", "Christmas Eve", False, "24 08:00"),
        ("open", "Christmas Eve", True, "24 09:00"),
        ("holiday", "Christmas Eve", False, "24 12:00"),
        ("holiday", "Christmas Day", False, "25 00:00"),
        ("closed", "", False, "26 00:00"),
        ("open", "", True, "28 09:00"),
        ("break", "", False, "28 12:30"),
        ("open", "", True, "28 13:00"),
    ]
    assert told[-1].end == at("2026-12-28 13:30")
    assert DESK.timeline(at("2026-12-24 08:00"), at("2026-12-24 08:00")) == []


def test_a_timeline_has_an_end():
    with pytest.raises(Problem, match="three years"):
        DESK.timeline(at("2020-01-01"), at("2026-01-01"))


def test_what_was_asked_before_changes_no_answer():
    """The table grows in both directions as it is asked; answers stay what a fresh calendar says."""
    asked = [
        (year, minutes) for year in (2026, 1990, 2040, 1950, 2026) for minutes in (1, 100_000, 2_000_000)
    ]
    grown = Calendar(zone=BERLIN, week=DESK.week, days=DESK.days)
    for year, minutes in asked:
        start = at(f"{year}-06-01 11:00")
        fresh = Calendar(zone=BERLIN, week=DESK.week, days=DESK.days)
        assert grown.add(start, minutes) == fresh.add(start, minutes)
        assert grown.elapsed(start, grown.add(start, minutes)) == minutes


def test_every_zone_counts_a_year_of_real_time():
    for name in sorted(available_timezones() - {"localtime"}):
        calendar = Calendar(zone=ZoneInfo(name), week=(((0, 1440),),) * 7)
        start, end = datetime(2025, 11, 1, tzinfo=UTC), datetime(2027, 2, 1, tzinfo=UTC)
        assert calendar.elapsed(start, end) == (end - start) / timedelta(minutes=1), name


def test_hours_are_sorted_and_joined():
    assert arrange([(780, 1020), (540, 600), (600, 750)]) == ((540, 750), (780, 1020))
    assert write_hours(read_hours([["0:00", "24:00"]], field="x")) == [["00:00", "24:00"]]


@pytest.mark.parametrize(
    "given, says",
    [
        ([["09:00", "09:00"]], "later than the start"),
        ([["22:00", "06:00"]], "24:00"),
        ([["22:00", "00:00"]], '"24:00"'),
        ([["09:00", "12:00"], ["11:59", "13:00"]], "overlap"),
        ([["09:00", "24:01"]], "no time of day"),
        ([["09:60", "12:00"]], "no time of day"),
        ([["nine", "12:00"]], "no time of day"),
        ([["٠٩:00", "12:00"]], "no time of day"),
        ([["09:00"]], "start and end"),
        ([9], "start and end"),
        ([[9, 17]], "no time of day"),
        ("09:00-17:00", "list of intervals"),
        ([["09:00", "10:00"]] * 25, "at most 24"),
    ],
)
def test_hours_that_are_none_are_refused_with_what_to_write(given, says):
    with pytest.raises(BadField, match=says):
        read_hours(given, field="week.0")


@pytest.mark.parametrize(
    "closed, left",
    [
        ((), NINE_TO_FIVE),
        (((0, 1440),), ()),
        (((600, 660),), ((540, 600), (660, 750), (780, 1020))),
        (((0, 540), (1020, 1440)), NINE_TO_FIVE),
        (((700, 800),), ((540, 700), (800, 1020))),
    ],
)
def test_a_closure_is_cut_out_of_the_hours(closed, left):
    assert without(NINE_TO_FIVE, closed) == left
