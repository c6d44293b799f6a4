"""Arrivals by half-hour from the weeks before, and the error that is shown with them."""

from __future__ import annotations

from datetime import date, timedelta
from math import exp, factorial, fsum
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wellkept.routing.domain.forecast import (
    NOTHING,
    SLOTS,
    History,
    backtest,
    forecast,
    levelled,
    poisson_deviation,
    seen,
)

FIRST = date(2026, 4, 6)  # a Monday
TODAY = FIRST + timedelta(weeks=8)


def day_of(**slots):
    """`day_of(s18=4)`: four in the half-hour from 09:00."""
    return tuple(float(slots.get(f"s{n}", 0)) for n in range(SLOTS))


def weeks(pattern, *, first=FIRST, count=8):
    """The same week again and again: `pattern(weekday)` gives a day."""
    return {first + timedelta(days=n): pattern(n % 7) for n in range(7 * count)}


def test_a_desk_that_never_changes_is_forecast_as_it_is():
    history = History(first=FIRST, counts=weeks(lambda weekday: day_of(s18=8) if weekday < 5 else NOTHING))
    monday = forecast(history, TODAY, known_until=TODAY)
    assert monday is not None
    assert monday[17:20] == (2, 4, 2)
    assert fsum(monday) == 8
    assert forecast(history, TODAY + timedelta(days=5), known_until=TODAY) == NOTHING


def test_the_later_weeks_count_more():
    counts = weeks(lambda _: day_of(s18=10), count=4)
    counts |= weeks(lambda _: day_of(s18=20), first=FIRST + timedelta(weeks=4), count=4)
    expected = forecast(History(first=FIRST, counts=counts), TODAY, known_until=TODAY)
    assert expected is not None
    assert fsum(expected) > 15.5
    shares = [one.share for one in seen(History(first=FIRST, counts=counts), TODAY, known_until=TODAY)]
    assert shares == sorted(shares, reverse=True)
    assert fsum(shares) == pytest.approx(1)


def test_a_holiday_is_no_ordinary_monday_and_speaks_for_none():
    holiday = TODAY - timedelta(weeks=1)
    counts = weeks(lambda weekday: day_of(s18=10) if weekday < 5 else day_of(s20=1))
    counts[holiday] = day_of(s20=2)
    history = History(first=FIRST, counts=counts, holidays=frozenset({holiday}))
    ordinary = forecast(history, TODAY, known_until=TODAY)
    assert ordinary is not None
    assert fsum(ordinary) == pytest.approx(10)
    coming = History(first=FIRST, counts=counts, holidays=frozenset({holiday, TODAY}))
    assert [one.day for one in seen(coming, TODAY, known_until=TODAY)] == [holiday]


def test_the_first_holiday_of_a_desk_is_forecast_like_a_sunday():
    counts = weeks(lambda weekday: day_of(s18=10) if weekday < 6 else day_of(s20=1))
    history = History(first=FIRST, counts=counts, holidays=frozenset({TODAY}))
    assert {one.day.weekday() for one in seen(history, TODAY, known_until=TODAY)} == {6}


def test_a_desk_of_less_than_two_weeks_has_no_forecast():
    history = History(first=FIRST, counts=weeks(lambda _: day_of(s18=10), count=2))
    assert forecast(history, FIRST + timedelta(days=13), known_until=FIRST + timedelta(days=13)) is None
    assert forecast(history, FIRST + timedelta(days=14), known_until=FIRST + timedelta(days=14)) is not None
    assert backtest(history, known_until=FIRST + timedelta(days=14)) is None


def test_the_error_of_a_pure_pattern_is_none_and_of_a_broken_one_is_named():
    smooth = History(first=FIRST, counts=weeks(lambda _: (1.0,) * SLOTS))
    miss = backtest(smooth, known_until=TODAY)
    assert miss is not None
    assert miss.days == 28
    assert miss.half_hours == pytest.approx(0, abs=1e-12)
    assert miss.whole_days == pytest.approx(0, abs=1e-12)
    doubled = dict(smooth.counts) | {TODAY - timedelta(days=n): (2.0,) * SLOTS for n in range(1, 8)}
    worse = backtest(History(first=FIRST, counts=doubled), known_until=TODAY)
    assert worse is not None
    # The last of four weeks was twice what was expected: 7·48 missed of 3·7·48 + 7·96 that came.
    assert worse.half_hours == pytest.approx(1 / 5)


def test_the_error_of_a_desk_of_pure_chance_comes_near_the_error_of_chance():
    chance = Random(7)

    def drawn(mean):
        limit, count, product = exp(-mean), 0, chance.random()
        while product > limit:
            count, product = count + 1, product * chance.random()
        return float(count)

    counts = weeks(lambda _: tuple(drawn(4) if 18 <= slot < 34 else 0.0 for slot in range(SLOTS)), count=12)
    miss = backtest(History(first=FIRST, counts=counts), known_until=FIRST + timedelta(weeks=12))
    assert miss is not None
    assert miss.by_chance < miss.half_hours < 1.3 * miss.by_chance
    assert miss.whole_days < miss.half_hours


@pytest.mark.parametrize("mean", [0.2, 1, 2.5, 7])
def test_the_deviation_of_chance_is_the_sum_of_its_definition(mean):
    by_hand = fsum(abs(k - mean) * exp(-mean) * mean**k / factorial(k) for k in range(60))
    assert poisson_deviation(mean) == pytest.approx(by_hand)


def test_mail_of_the_night_is_the_work_of_the_morning():
    arrivals = day_of(s2=3, s18=1, s40=5)
    is_open = tuple(18 <= slot < 34 for slot in range(SLOTS))
    work = levelled(arrivals + NOTHING, is_open + is_open, over=2)
    assert (work[18], work[19], work[2], work[40]) == (2, 2, 0, 0)
    assert (work[SLOTS + 18], work[SLOTS + 19]) == (2.5, 2.5)


def test_a_peak_that_may_wait_is_worked_off_behind_it():
    is_open = tuple(18 <= slot < 34 for slot in range(SLOTS))
    work = levelled(day_of(s20=8), is_open, over=4)
    assert work[19:25] == [0, 2, 2, 2, 2, 0]


@given(
    st.lists(st.floats(0, 50), min_size=SLOTS, max_size=SLOTS),
    st.lists(st.booleans(), min_size=SLOTS, max_size=SLOTS),
    st.integers(1, 8),
)
def test_work_is_neither_lost_nor_invented_nor_done_while_closed(arrivals, is_open, over):
    always = [True] * 8
    work = levelled([*arrivals, *[0.0] * 8], [*is_open, *always], over=over)
    assert fsum(work) == pytest.approx(fsum(arrivals))
    assert all(amount == 0 for amount, opens in zip(work, is_open, strict=False) if not opens)
