"""M16: what can be promised beside what is owed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wellkept.promises.domain.feasible import Capacity, Due, Window, earliest_feasible, is_feasible

NINE = datetime(2026, 3, 2, 9, tzinfo=UTC)


def at(hours):
    return NINE + timedelta(hours=hours)


# Two days of eight hours, one pair of hands.
DAYS = Capacity([Window(at(0), at(8)), Window(at(24), at(32))])


def test_capacity_counts_the_hours_that_are_worked():
    assert [DAYS.hours_until(at(hours)) for hours in (-1, 4, 8, 20, 26, 99)] == [0, 4, 8, 8, 10, 16]
    assert DAYS.moment_of(8) == at(8)
    assert DAYS.moment_of(9) == at(25)
    assert DAYS.moment_of(17) is None


def test_a_promise_is_feasible_up_to_the_buffer():
    alone: dict[str, Any] = {"owed": [], "capacity": DAYS, "buffer": 0.15}
    assert is_feasible(work_hours=3.4, due_at=at(4), **alone)
    assert not is_feasible(work_hours=3.5, due_at=at(4), **alone)


def test_a_promise_is_infeasible_when_it_breaks_a_later_one():
    owed = [Due(6, at(8))]
    assert not is_feasible(work_hours=1, due_at=at(4), owed=owed, capacity=DAYS)
    assert is_feasible(work_hours=1, due_at=at(28), owed=owed, capacity=DAYS)


def test_a_promise_due_later_than_an_overload_is_not_blamed_for_it():
    owed = [Due(20, at(1))]
    assert not is_feasible(work_hours=1, due_at=at(2), owed=owed, capacity=DAYS)
    assert is_feasible(work_hours=1, due_at=at(32), owed=[Due(5, at(1))], capacity=DAYS)


def test_the_earliest_feasible_date_lies_behind_what_would_break():
    # 6 + 1 hours by 5 p.m. are more than 85 % of 8: the first free 7 / .85 = 8.2353 hours end next day at 9:15.
    assert earliest_feasible(work_hours=1, owed=[Due(6, at(8))], capacity=DAYS) == at(24.25)
    assert earliest_feasible(work_hours=0.85, owed=[Due(1, at(32))], capacity=DAYS) == at(1)
    assert earliest_feasible(work_hours=15, owed=[], capacity=DAYS) is None


def test_more_hands_bring_the_date_forward():
    two = Capacity([Window(at(0), at(8), hands=2)])
    assert earliest_feasible(work_hours=8.5, owed=[], capacity=two) == at(5)


work = st.integers(1, 40).map(lambda quarters: quarters / 4)
dues = st.lists(st.builds(Due, work, st.integers(0, 40).map(at)), max_size=6)


@given(work, dues, st.integers(0, 48))
def test_the_earliest_date_is_feasible_every_later_one_too_and_none_before(work_hours, owed, later):
    first = earliest_feasible(work_hours=work_hours, owed=owed, capacity=DAYS)
    if first is None:
        assert not is_feasible(work_hours=work_hours, due_at=at(32), owed=owed, capacity=DAYS)
        return
    given_all: dict[str, Any] = {"work_hours": work_hours, "owed": owed, "capacity": DAYS}
    assert is_feasible(due_at=first + timedelta(minutes=later), **given_all)
    assert not is_feasible(due_at=first - timedelta(minutes=1), **given_all)


@pytest.mark.parametrize(
    "nonsense",
    [
        lambda: Due(-1, NINE),
        lambda: Capacity([Window(at(1), at(1))]),
        lambda: Capacity([Window(at(0), at(2)), Window(at(1), at(3))]),
        lambda: is_feasible(work_hours=1, due_at=at(1), owed=[], capacity=DAYS, buffer=1),
        lambda: earliest_feasible(work_hours=1, owed=[], capacity=DAYS, buffer=-0.1),
        lambda: earliest_feasible(work_hours=-1, owed=[], capacity=DAYS),
    ],
)
def test_nonsense_is_refused_with_a_sentence(nonsense):
    with pytest.raises(ValueError, match=r"\.$"):
        nonsense()
