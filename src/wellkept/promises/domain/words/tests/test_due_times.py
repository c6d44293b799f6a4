"""When a promise is due: sent on Tuesday 10 March 2026 at 10:20 in London, unless it says otherwise."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from wellkept.promises.domain.words import find
from wellkept.schedules.domain.reading import read_calendar

LONDON = ZoneInfo("Europe/London")
TUESDAY = datetime(2026, 3, 10, 10, 20, tzinfo=LONDON)
OFFICE = read_calendar(
    {
        "zone": "Europe/London",
        "week": {str(day): [["09:00", "12:30"], ["13:30", "17:30"]] for day in range(5)}
        | {"5": [["10:00", "13:00"]]},
        "holidays": ["2026-03-12"],
    }
)


def due(text, *, sent_at=TUESDAY, zone=LONDON, calendar=None):
    (one,) = find(text, sent_at=sent_at, zone=zone, calendar=calendar)
    return one.due and one.due.replace(tzinfo=None).isoformat(timespec="minutes")


@pytest.mark.parametrize(
    "when, expected",
    [
        ("today", "2026-03-10T17:00"),
        ("tomorrow", "2026-03-11T17:00"),
        ("tonight", "2026-03-10T23:59"),
        ("by Friday noon", "2026-03-13T12:00"),
        ("next Friday", "2026-03-13T17:00"),
        ("on Friday next week", "2026-03-20T17:00"),
        ("next Tuesday", "2026-03-17T17:00"),
        ("before Friday", "2026-03-12T17:00"),
        ("by end of day", "2026-03-10T17:00"),
        ("this afternoon", "2026-03-10T17:00"),
        ("in the morning", "2026-03-11T12:00"),
        ("within 24 hours", "2026-03-11T10:20"),
        ("in half an hour", "2026-03-10T10:50"),
        ("in 2-3 business days", "2026-03-13T17:00"),
        ("within 4 business hours", "2026-03-10T14:20"),
        ("in two weeks", "2026-03-24T10:20"),
        ("by 14:20", "2026-03-10T14:20"),
        ("by 5 pm", "2026-03-10T17:00"),
        ("by 9 am", "2026-03-11T09:00"),
        ("tomorrow at 2", "2026-03-11T14:00"),
        ("by March 20th", "2026-03-20T17:00"),
        ("by 15/03/2026", "2026-03-15T17:00"),
        ("on 3 April at 9:30", "2026-04-03T09:30"),
        ("by 5 January", "2027-01-05T17:00"),
        ("by the 2nd", "2026-04-02T17:00"),
        ("next week", "2026-03-20T17:00"),
        ("by the end of the month", "2026-03-31T17:00"),
        ("over the weekend", "2026-03-15T23:59"),
        ("in a few days", None),
        ("in the coming days", None),
        ("by 5pm GMT", "2026-03-10T17:00"),
        ("by 5pm ET", "2026-03-10T21:00"),
        ("by 17:00 CET", "2026-03-10T16:00"),
        ("by noon PT", "2026-03-10T19:00"),
        ("by 8 tonight", "2026-03-10T20:00"),
        ("within 1.5 hours", "2026-03-10T11:50"),
        ("over the next two days", "2026-03-12T10:20"),
        ("by the end of June", "2026-06-30T17:00"),
        ("before the end of March", "2026-03-31T17:00"),
        ("in mid-April", "2026-04-15T17:00"),
        ("the week after next", "2026-03-27T17:00"),
        ("by February 31st", None),
    ],
)
def test_english_words_of_time(when, expected):
    assert due(f"I'll call you {when}.") == expected


@pytest.mark.parametrize(
    "text, expected",
    [
        ("Wir melden uns bis übermorgen.", "2026-03-12T17:00"),
        ("Wir melden uns bis spätestens Freitag, 15 Uhr.", "2026-03-13T15:00"),
        ("Ich rufe Sie am 24.03. um 9:30 Uhr an.", "2026-03-24T09:30"),
        ("Wir erstatten Ihnen das binnen 5 bis 7 Werktagen.", "2026-03-19T17:00"),
        ("Ich melde mich Ende nächster Woche.", "2026-03-20T17:00"),
        ("Ich melde mich am Dienstagvormittag.", "2026-03-17T12:00"),
        ("Ich melde mich am 12. Juni.", "2026-06-12T17:00"),
        ("Ich melde mich Mitte April.", "2026-04-15T17:00"),
        ("Ich melde mich übernächste Woche.", "2026-03-27T17:00"),
        ("Ich melde mich um halb drei.", "2026-03-10T14:30"),
        ("Ich melde mich um viertel vor drei.", "2026-03-10T14:45"),
        ("Ich melde mich bis 17 Uhr MEZ.", "2026-03-10T16:00"),
        ("Le escribo a las tres y media.", "2026-03-10T15:30"),
        ("Le escribo a finales de abril.", "2026-04-30T17:00"),
        ("Le llamaremos entre las 10 y las 12.", "2026-03-10T12:00"),
        ("Le llamo pasado mañana.", "2026-03-12T17:00"),
        ("Le llamo mañana por la mañana.", "2026-03-11T12:00"),
        ("Le responderemos antes del viernes a las 15:00.", "2026-03-13T15:00"),
        ("Le avisaremos el 20 de marzo.", "2026-03-20T17:00"),
        ("Le contestaremos la semana que viene.", "2026-03-20T17:00"),
        ("Le escribo en 2 horas.", "2026-03-10T12:20"),
    ],
)
def test_german_and_spanish_words_of_time(text, expected):
    assert due(text) == expected


@pytest.mark.parametrize(
    "when, expected",
    [
        ("today", "2026-03-10T17:30"),
        ("by COB on Saturday", "2026-03-14T13:00"),
        ("within 2 business days", "2026-03-13T17:30"),
        ("within 4 working hours", "2026-03-10T15:20"),
        ("next week", "2026-03-21T13:00"),
        ("on Thursday", "2026-03-12T17:00"),
    ],
)
def test_a_calendar_moves_what_is_said_in_business_time(when, expected):
    assert due(f"We'll reply {when}.", calendar=OFFICE) == expected


def test_closing_time_is_the_desks_and_shown_in_the_customers_zone():
    (one,) = find(
        "I'll call you tomorrow.", sent_at=TUESDAY, zone=ZoneInfo("America/New_York"), calendar=OFFICE
    )
    assert one.due == datetime(2026, 3, 11, 13, 30, tzinfo=ZoneInfo("America/New_York"))


def test_slashes_are_month_first_where_people_write_them_so():
    chicago = ZoneInfo("America/Chicago")
    assert due("We'll call you by 4/5.", zone=chicago) == "2026-04-05T17:00"
    assert due("We'll call you by 4/5.") == "2026-05-04T17:00"


def test_german_and_spanish_dates_are_day_first_everywhere():
    chicago = ZoneInfo("America/Chicago")
    assert due("Wir rufen Sie am 04.05. an.", zone=chicago) == "2026-05-04T17:00"
    assert due("Le llamo el 4/5.", zone=chicago) == "2026-05-04T17:00"


def test_today_after_closing_is_until_midnight():
    assert due("I'll call you today.", sent_at=TUESDAY.replace(hour=18)) == "2026-03-10T23:59"


def test_hours_are_real_time_across_a_clock_change_and_days_keep_the_clock():
    saturday = datetime(2026, 3, 28, 12, 0, tzinfo=LONDON)
    assert due("I'll call you within 24 hours.", sent_at=saturday) == "2026-03-29T13:00"
    assert due("I'll call you in 1 day.", sent_at=saturday) == "2026-03-29T12:00"


def test_a_clock_time_that_is_skipped_is_moved_past_the_gap():
    saturday = datetime(2026, 3, 28, 12, 0, tzinfo=LONDON)
    assert due("I'll call you tomorrow at 01:30.", sent_at=saturday) == "2026-03-29T02:30"


def test_the_day_is_the_customers_and_not_the_senders():
    late = datetime(2026, 3, 10, 23, 30, tzinfo=UTC)
    assert due("I'll call you tomorrow.", sent_at=late, zone=ZoneInfo("Asia/Tokyo")) == "2026-03-12T17:00"
