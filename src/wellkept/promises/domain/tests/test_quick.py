"""Moments of one tap, in the hours of the desk."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as some

from wellkept.promises.domain.quick import moments
from wellkept.schedules.domain.calendar import Calendar

DAY = ((9 * 60, 17 * 60),)
LONDON = Calendar(zone=ZoneInfo("Europe/London"), week=[DAY] * 5 + [()] * 2)
NEVER = Calendar(zone=ZoneInfo("Europe/London"), week=[()] * 7)


def offered(at: str) -> list[tuple[str, str]]:
    zone = ZoneInfo("Europe/London")
    found = moments(LONDON, at=datetime.fromisoformat(at).replace(tzinfo=zone).astimezone(UTC))
    return [(one.name, one.at.astimezone(zone).strftime("%a %d %H:%M")) for one in found]


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        (
            "2026-06-10T10:42",
            [("hours", "Wed 10 13:42"), ("tomorrow", "Thu 11 09:00"), ("friday", "Fri 12 12:00"), ("week", "Mon 15 09:00")],
        ),
        # Three working hours after Friday afternoon are Monday's.
        ("2026-06-12T16:00", [("tomorrow", "Mon 15 09:00"), ("hours", "Mon 15 11:00")]),
        ("2026-06-13T11:00", [("tomorrow", "Mon 15 09:00"), ("hours", "Mon 15 12:00"), ("friday", "Fri 19 12:00")]),
    ],
)  # fmt: skip
def test_what_is_offered_lies_in_working_hours_and_each_moment_stands_once(at, expected):
    assert offered(at) == expected


@given(some.integers(0, 2 * 365 * 24 * 60))
def test_every_offer_is_still_to_come_and_the_earliest_stands_first(minutes):
    at = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
    found = [one.at for one in moments(LONDON, at=at)]
    assert found == sorted(set(found))
    assert all(one > at for one in found)


def test_a_desk_that_never_opens_offers_nothing():
    assert moments(NEVER, at=datetime(2026, 6, 10, tzinfo=UTC)) == []
