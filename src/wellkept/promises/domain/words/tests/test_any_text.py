"""Any text whatever: no error, offsets inside it, nothing twice."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wellkept.promises.domain.words import find
from wellkept.schedules.domain.reading import read_calendar

NEVER = read_calendar({"zone": "UTC", "week": {}})
WORDS = (
    "I we you I'll we'll will ill going to call send let me check and but if once by on at in within before until today "
    "tomorrow Friday next week month 5 31 99 pm 14:20 99:99 3/4 2026-02-31 business days hours noon soon ich wir melde "
    "mich werde morgen bis Uhr Werktage und Sobald le te llamo mañana voy a enviaremos el viernes días hábiles y "
    ". ? ! , ; : - > -- ¿ \n \n\n \u2028 \u0000 😀 İ"
).split(" ")
MOMENTS = st.datetimes(
    timezones=st.sampled_from([UTC, ZoneInfo("America/New_York"), ZoneInfo("Asia/Kathmandu")])
)
ZONES = st.sampled_from(
    [ZoneInfo(name) for name in ("Europe/Berlin", "America/Sao_Paulo", "Pacific/Apia", "UTC")]
)
NOW = datetime(2026, 3, 10, 10, 20, tzinfo=UTC)


def check(text, found):
    last = 0
    for one in found:
        assert last <= one.start < one.end <= len(text)
        assert one.text == text[one.start : one.end]
        assert (one.due is None) == (one.due_kind in ("none", "vague", "conditional"))
        assert one.due is None or one.due.tzinfo is not None
        last = one.end


@given(text=st.one_of(st.text(), st.lists(st.sampled_from(WORDS)).map(" ".join)), sent_at=MOMENTS, zone=ZONES)
def test_whatever_is_written_the_answer_lies_inside_it(text, sent_at, zone):
    check(text, find(text, sent_at=sent_at, zone=zone))


@given(text=st.lists(st.sampled_from(WORDS)).map(" ".join))
def test_a_calendar_that_never_opens_breaks_nothing(text):
    check(text, find(text, sent_at=NOW, zone=ZoneInfo("UTC"), calendar=NEVER))


@pytest.mark.parametrize(
    "piece",
    [
        ".",
        " ",
        "I will ",
        "ich werde ",
        "se le te ",
        "in 1 to ",
        "the your ",
        "my a-b ",
        "and ",
        "a",
        "> ",
        "\n",
        "on ",
        "and call you ",
        '"I will call you ',
        "z. B. ",
        "12. ",
        "a.m. ",
        "says the ",
        "if you ",
        "your order will ",
        "sie erhalten ",
        "su pedido ",
    ],
)
def test_long_hostile_runs_are_read_to_their_end(piece):
    text = piece * (100_000 // len(piece))
    check(text, find(text, sent_at=NOW, zone=ZoneInfo("UTC")))


def test_a_promise_behind_a_long_run_is_still_found():
    text = "x" * 50_000 + ". I'll call you tomorrow."
    assert [one.text for one in find(text, sent_at=NOW, zone=ZoneInfo("UTC"))] == ["I'll call you tomorrow"]


AHEAD = [
    word
    for word in WORDS
    if word not in ("5", "31", "99", "3/4", "2026-02-31", "99:99", "14:20", "noon", "pm")
]


@given(text=st.lists(st.sampled_from(AHEAD)).map(" ".join), sent_at=MOMENTS, zone=ZONES)
def test_without_a_date_or_a_clock_time_nothing_is_due_before_it_is_sent(text, sent_at, zone):
    assert all(
        one.due is None or one.due >= sent_at.replace(second=0, microsecond=0)
        for one in find(text, sent_at=sent_at, zone=zone)
    )
