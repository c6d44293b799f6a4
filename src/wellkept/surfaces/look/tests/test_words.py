from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.utils import timezone, translation

from wellkept.surfaces.look import words

NOON = datetime(2026, 6, 10, 12, 0, tzinfo=UTC)  # a Wednesday


@pytest.fixture(autouse=True)
def in_london_at_one():
    with time_machine.travel(NOON, tick=False), timezone.override(ZoneInfo("Europe/London")):
        yield


@pytest.mark.parametrize(
    "at, short, long",
    [
        (datetime(2026, 6, 10, 9, 42, tzinfo=UTC), "10:42", "today, 10:42"),
        (datetime(2026, 6, 9, 23, 30, tzinfo=UTC), "00:30", "today, 00:30"),
        (datetime(2026, 6, 9, 22, 30, tzinfo=UTC), "Tue", "Tue 23:30"),
        (datetime(2026, 6, 4, 8, 5, tzinfo=UTC), "Thu", "Thu 09:05"),
        (datetime(2026, 6, 3, 8, 5, tzinfo=UTC), "3 Jun", "3 Jun, 09:05"),
        (datetime(2026, 1, 12, 8, 5, tzinfo=UTC), "12 Jan", "12 Jan, 08:05"),
        (datetime(2024, 3, 12, 8, 5, tzinfo=UTC), "12 Mar 2024", "12 Mar 2024, 08:05"),
        (datetime(2026, 6, 11, 8, 5, tzinfo=UTC), "11 Jun", "11 Jun, 09:05"),
        (None, "", ""),
    ],
)
def test_a_time_is_as_short_as_its_distance_allows_in_the_readers_zone(at, short, long):
    assert words.clock(at) == short
    assert words.moment(at) == long


def test_a_time_follows_the_readers_zone():
    at = datetime(2026, 6, 10, 9, 42, tzinfo=UTC)
    with timezone.override(ZoneInfo("Asia/Kathmandu")):
        assert words.clock(at) == "15:27"


def test_whoever_points_at_a_time_reads_all_of_it():
    assert words.exact(datetime(2026, 6, 10, 9, 42, tzinfo=UTC)) == "Wednesday 10 June 2026, 10:42"


def test_a_day_has_its_name_and_today_is_called_today():
    assert words.day(NOON) == "Today"
    assert words.day(NOON - timedelta(days=1)) == "Tuesday 9 June"
    assert words.day(NOON - timedelta(days=365)) == "Tuesday 10 June 2025"


@pytest.mark.parametrize(
    "since, said",
    [
        (timedelta(seconds=59), "just now"),
        (timedelta(minutes=1), "1 min ago"),
        (timedelta(minutes=59, seconds=59), "59 min ago"),
        (timedelta(hours=1), "1 h ago"),
        (timedelta(hours=23, minutes=59), "23 h ago"),
        (timedelta(hours=24), "Tue 13:00"),
        (timedelta(minutes=-5), "today, 13:05"),
    ],
)
def test_how_long_ago_counts_minutes_then_hours_then_names_the_day(since, said):
    assert words.ago(NOON - since) == said


def test_never_seen_says_nothing():
    assert words.ago(None) == ""


def test_days_are_named_in_the_readers_language():
    with translation.override("de"):
        assert words.clock(datetime(2026, 6, 9, 9, 42, tzinfo=UTC)) == "Di"


@pytest.mark.parametrize(
    "size, said",
    [
        (0, "0 bytes"),
        (999, "999 bytes"),
        (1000, "1.0 kB"),
        (340_000, "340 kB"),
        (1_200_000, "1.2 MB"),
        (25_000_000, "25 MB"),
        (3_000_000_000, "3.0 GB"),
    ],
)
def test_a_size_has_two_figures_at_least_and_no_more_than_it_needs(size, said):
    assert words.filesize(size) == said


@pytest.mark.parametrize(
    "name, letters",
    [
        ("Dana Whitfield", "DW"),
        ("Cher", "C"),
        ("Ana María de la Cruz", "AC"),
        ("help@larkmoor.example", "H"),
        ("dana.whitfield@mail.example", "DW"),
        ("ليلى حداد", "لح"),
        ("李小龍", "李"),
        ("“”", "?"),
        ("", "?"),
    ],
)
def test_initials_come_from_the_first_and_the_last_name(name, letters):
    assert words.initials(name) == letters


def test_plain_text_becomes_paragraphs_and_nothing_in_it_becomes_html():
    assert (
        words.paragraphs("Hello <b>you</b>,\nsecond line\n\n\nnext & last")
        == '<p dir="auto">Hello &lt;b&gt;you&lt;/b&gt;,<br>second line</p><p dir="auto">next &amp; last</p>'
    )


def test_a_link_in_plain_text_opens_elsewhere_and_tells_nobody_where_it_was():
    html = words.paragraphs("see https://shop.example/?a=1&b=2 now")
    assert 'href="https://shop.example/?a=1&amp;b=2"' in html
    assert 'rel="nofollow noopener noreferrer" target="_blank"' in html


@pytest.mark.parametrize(
    "text", ["javascript:alert(1)", '"><script>alert(1)</script>', "https://x.example/\"onclick='alert(1)'"]
)
def test_hostile_plain_text_stays_text(text):
    html = words.paragraphs(text)
    assert "<script" not in html
    assert "javascript:" not in html.partition("href=")[2]
    assert '"onclick' not in html


def test_a_count_that_was_not_finished_says_so():
    assert words.number(1000) == "1,000"
    assert words.number(1001) == "1,000+"
