"""The arithmetic of figures from counts: the same as from the values one by one."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wellkept.insight.domain.figure import done_by, point_of, share_of, time_until
from wellkept.kernel.statistics.proportions import wilson
from wellkept.kernel.statistics.quantiles import quantile, quantile_interval
from wellkept.kernel.statistics.survival import Observation, kaplan_meier

NUMBERS = st.lists(st.integers(0, 40), min_size=1, max_size=60)


@given(NUMBERS, st.floats(0.05, 0.95))
def test_a_quantile_of_counts_is_the_quantile_of_the_values(values, share):
    found = point_of(Counter(map(float, values)), share)
    assert found.value == pytest.approx(quantile(values, share))
    assert (found.low, found.high) == tuple(quantile_interval(values, share))
    assert found.n == len(values)


@given(st.lists(st.tuples(st.integers(0, 40), st.booleans()), min_size=1, max_size=60), st.integers(0, 40))
def test_a_curve_of_counts_is_the_curve_of_the_values(pairs, time):
    watched = [Observation(*pair) for pair in pairs]
    found = done_by(Counter(watched), time)
    curve = kaplan_meier(watched)
    assert found.value == pytest.approx(curve.happened_by(time))
    if 0 < curve.happened_by(time) < 1:
        assert (found.low, found.high) == tuple(curve.interval(time))
    assert found.n == len(watched)


def test_all_or_none_in_time_is_as_sure_as_so_many_cases_are():
    ten = Counter({Observation(5, True): 10})
    assert (done_by(ten, 5).low, done_by(ten, 5).high) == tuple(wilson(10, 10))
    assert (done_by(ten, 4).low, done_by(ten, 4).high) == tuple(wilson(0, 10))
    assert (done_by({Observation(3, False): 2}, 4).low, done_by({Observation(3, False): 2}, 4).high) == (0, 1)


@given(NUMBERS, st.sampled_from([0.5, 0.9]))
def test_with_nothing_open_the_time_until_is_an_order_statistic(values, share):
    found = time_until(Counter(Observation(value, True) for value in values), share)
    ordered = sorted(values)
    rank = next(n for n in range(1, len(ordered) + 1) if n / len(ordered) >= share - 1e-12)
    assert found.value == ordered[rank - 1]
    assert found.low is None or found.low <= ordered[rank - 1]
    assert found.high is None or found.high >= ordered[rank - 1]


@given(NUMBERS, st.integers(1, 30))
def test_leaving_things_open_never_makes_us_look_faster(values, still_open):
    watched = Counter(Observation(value, True) for value in values)
    closed = time_until(watched, 0.5).value
    watched[Observation(99, False)] += still_open
    later = time_until(watched, 0.5).value
    assert closed is not None
    assert later is None or later >= closed


def test_the_interval_of_a_median_holds_its_order_statistics():
    # 1 to 100, nothing open: Conover's ranks are 41 and 60; the log-log limits cut within two of them.
    found = time_until(Counter(Observation(value, True) for value in range(1, 101)), 0.5)
    assert found.value == 50
    assert abs((found.low or 0) - 41) <= 2
    assert abs((found.high or 0) - 60) <= 2


def test_m01_stands_behind_every_share():
    figure = share_of(45, 50, {"left out": 2, "never": 0})
    assert (round(figure.low or 0, 3), round(figure.high or 0, 3)) == (0.786, 0.957)
    assert (figure.level, dict(figure.exclusions)) == (0.95, {"left out": 2})


def test_without_a_case_there_is_no_figure():
    for empty in (share_of(0, 0), done_by({}, 5), time_until({}, 0.5), point_of({}, 0.5)):
        assert (empty.value, empty.n, empty.low, empty.high) == (None, 0, None, None)
