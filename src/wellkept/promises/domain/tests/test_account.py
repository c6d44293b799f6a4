"""The account of a clock: nothing is left out, nothing counts twice, and what counted is what was promised."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from wellkept.promises.domain.account import Stretch, account, counted, stretches
from wellkept.promises.domain.replay import Said
from wellkept.schedules.domain.calendar import Calendar
from wellkept.schedules.domain.days import OwnDay

MINUTE = timedelta(minutes=1)
WITH_LUNCH = ((9 * 60, 12 * 60 + 30), (13 * 60, 17 * 60))
FRIDAY = datetime(2026, 3, 27, 10, 0, tzinfo=UTC)


def calendar(zone="Europe/London", days=None, week=(WITH_LUNCH,) * 5 + ((),) * 2):
    return Calendar(zone=ZoneInfo(zone), week=week, days=days or {})


def told(segments):
    return [(one.start, one.end, one.why) for one in segments]


def test_a_weekend_a_lunch_and_a_holiday_are_named():
    monday = {date(2026, 3, 30): OwnDay(name="Stocktaking")}
    by = {"a": calendar(days=monday)}
    due = by["a"].add(FRIDAY, 480)
    segments = account(stretches(FRIDAY, "a", [], until=due), by)
    assert [(one.why, one.name) for one in segments] == [
        ("open", ""), ("break", ""), ("open", ""), ("closed", ""), ("holiday", "Stocktaking"), ("closed", ""),
        ("open", ""),
    ]  # fmt: skip
    assert counted(segments) == 480 * MINUTE
    assert counted(segments, until=FRIDAY + timedelta(hours=3)) == 150 * MINUTE


def test_a_pause_counts_nothing_and_the_calendar_after_it_is_another():
    by = {"a": calendar(), "b": calendar("Asia/Tokyo")}
    paused, resumed = FRIDAY + timedelta(hours=1), FRIDAY + timedelta(days=3)
    due = by["b"].add(resumed, 60)
    log = [
        Said("promise.paused", {"remaining_minutes": 60}, paused),
        Said("promise.resumed", {"calendar": "b"}, resumed),
    ]
    segments = account(stretches(FRIDAY, "a", log, until=due), by)
    assert (paused, resumed, "paused") in told(segments)
    assert segments[0].revision == "a"
    assert segments[-1].revision == "b"
    assert counted(segments) == 120 * MINUTE


def test_counted_anew_all_of_it_follows_the_calendar_of_then():
    log = [Said("promise.recalculated", {"calendar": None}, FRIDAY + MINUTE)]
    segments = account(stretches(FRIDAY, "a", log, until=FRIDAY + 90 * MINUTE), {})
    assert told(segments) == [(FRIDAY, FRIDAY + 90 * MINUTE, "all_time")]


def test_what_comes_after_the_end_is_left_out():
    log = [Said("promise.paused", {}, FRIDAY + 90 * MINUTE)]
    assert stretches(FRIDAY, None, log, until=FRIDAY + MINUTE) == [Stretch(FRIDAY, FRIDAY + MINUTE, None)]


weeks = st.lists(
    st.sampled_from([(), WITH_LUNCH, ((0, 1440),), ((9 * 60, 12 * 60),)]), min_size=7, max_size=7
).filter(any)
zones = st.sampled_from(["UTC", "Europe/London", "America/New_York", "Australia/Lord_Howe"])
starts = st.integers(0, 270 * 86_400).map(
    lambda seconds: datetime(2026, 3, 1, tzinfo=UTC) + timedelta(seconds=seconds)
)


@given(
    week=weeks,
    zone=zones,
    start=starts,
    minutes=st.integers(1, 3000),
    pauses=st.lists(st.tuples(st.floats(0.01, 0.99), st.integers(1, 6000)), max_size=4),
)
def test_segments_tile_the_span_and_what_counted_adds_up_to_the_target(week, zone, start, minutes, pauses):
    """As the ledger keeps it: a pause remembers whole minutes, so each drops less than one."""
    by = {"a": calendar(zone, week=tuple(week))}
    began, due, log = start, by["a"].add(start, minutes), []
    for part, length in pauses:
        paused = began + (due - began) * part
        left = int(by["a"].elapsed(paused, due))
        began = paused + length * MINUTE
        due = by["a"].add(began, left)
        log += [
            Said("promise.paused", {"remaining_minutes": left}, paused),
            Said("promise.resumed", {"calendar": "a"}, began),
        ]
    segments = account(stretches(start, "a", log, until=due), by)
    assert [one.end for one in segments[:-1]] == [one.start for one in segments[1:]]
    assert (segments[0].start, segments[-1].end) == (start, due)
    assert all(one.length > timedelta() for one in segments)
    lost = minutes * MINUTE - counted(segments)
    assert timedelta() <= lost <= len(pauses) * MINUTE
    if not pauses:
        assert lost == timedelta()
