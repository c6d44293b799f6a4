"""A promise said again with a date that can be kept."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as some

from wellkept.promises.domain.saying import say_by
from wellkept.promises.domain.words import find

AT = datetime(2026, 6, 10, 10, 42, tzinfo=UTC)
LONDON = ZoneInfo("Europe/London")
TODAY, TOMORROW, LATER = (
    AT.replace(hour=14, minute=0),
    AT.replace(day=11, hour=16, minute=0),
    AT.replace(day=22, hour=11, minute=0),
)


@pytest.mark.parametrize(
    ("clause", "due_at", "said"),
    [
        ("I will get back to you soon", TODAY, "I will get back to you by 15:00 today"),
        ("I will get back to you soon", TOMORROW, "I will get back to you by Thursday 17:00"),
        ("I will get back to you soon", LATER, "I will get back to you by Monday 22 June 2026, 12:00"),
        (
            "I'll let you know tomorrow whether it fits",
            TODAY,
            "I'll let you know by 15:00 today whether it fits",
        ),
        ("I'll look into it", TOMORROW, "I'll look into it by Thursday 17:00"),
        ("Ich melde mich bald bei Ihnen", TOMORROW, "Ich melde mich bis Donnerstag 17:00 Uhr bei Ihnen"),
        ("Ich rufe Sie morgen an", LATER, "Ich rufe Sie bis Montag, 22.06.2026, 12:00 Uhr an"),
        ("Le responderé pronto", TODAY, "Le responderé hoy antes de las 15:00"),
        ("Le llamaré mañana", TOMORROW, "Le llamaré antes del jueves a las 17:00"),
    ],
)
def test_the_date_stands_where_the_vague_word_stood(clause, due_at, said):
    assert say_by(clause, due_at, sent_at=AT, zone=LONDON) == said


def test_what_promises_nothing_is_left_alone():
    assert say_by("Thank you for the photo", TODAY, sent_at=AT, zone=LONDON) is None


@given(
    clause=some.sampled_from(
        ["I will send it shortly", "We'll check and call you back by Friday noon", "Wir kümmern uns darum", "Le llamaré pronto"]
    ),
    minutes=some.integers(1, 60 * 24 * 300),
    zone=some.sampled_from(["Europe/London", "America/New_York", "Asia/Kolkata"]),
)  # fmt: skip
def test_what_comes_back_is_read_as_exactly_that_date_or_there_is_nothing(clause, minutes, zone):
    due_at = AT + timedelta(minutes=minutes)
    said = say_by(clause, due_at, sent_at=AT, zone=ZoneInfo(zone))
    if said is not None:
        (found,) = find(said, sent_at=AT, zone=ZoneInfo(zone))
        assert found.due is not None
        assert found.due.astimezone(UTC) == due_at
