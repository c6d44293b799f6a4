"""Formula cards M01–M04 and M22 with the figures printed on them, and what must hold for any figures."""

from __future__ import annotations

from math import isclose, sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wellkept.kernel.statistics.gamma import gamma_quantile
from wellkept.kernel.statistics.intervals import Interval
from wellkept.kernel.statistics.normal import below, density, hazard, point_below
from wellkept.kernel.statistics.proportions import difference, sample_size, wilson, wilson_half
from wellkept.kernel.statistics.quantiles import mean_interval, median, quantile, quantile_interval
from wellkept.kernel.statistics.ratings import csat, nps, weighted_mean
from wellkept.kernel.statistics.survival import Observation, kaplan_meier


@st.composite
def counts(draw):
    n = draw(st.integers(1, 100_000))
    return draw(st.integers(0, n)), n


@pytest.mark.parametrize(
    "hits, n, low, high",
    [(45, 50, 0.786, 0.957), (9, 10, 0.596, 0.982), (10, 10, 0.722, 1), (0, 10, 0, 0.278)],
)
def test_m01_gives_the_intervals_of_its_card(hits, n, low, high):
    interval = wilson(hits, n)
    assert (round(interval.low, 3), round(interval.high, 3)) == (low, high)


@pytest.mark.parametrize(
    "share, margin, n",
    [(0.8, 0.1, 60), (0.8, 0.05, 245), (0.9, 0.1, 37), (0.9, 0.05, 141), (0.95, 0.1, 25), (0.95, 0.05, 83)],
)
def test_m01_gives_the_sample_sizes_of_its_card(share, margin, n):
    assert sample_size(share, margin=margin) == n


@given(counts())
def test_a_share_lies_within_its_interval_and_the_interval_within_0_and_1(case):
    hits, n = case
    low, high = wilson(hits, n)
    assert 0 <= low <= hits / n <= high <= 1
    assert low < high


@given(counts())
def test_misses_have_the_mirrored_interval_of_hits(case):
    hits, n = case
    low, high = wilson(hits, n)
    mirrored = wilson(n - hits, n)
    assert isclose(low, 1 - mirrored.high, abs_tol=1e-12)
    assert isclose(high, 1 - mirrored.low, abs_tol=1e-12)


@given(st.floats(0, 1), st.floats(0.005, 0.4))
def test_a_sample_size_is_enough_and_one_fewer_is_not(share, margin):
    n = sample_size(share, margin=margin)
    assert wilson_half(share, n) <= margin
    assert n == 1 or wilson_half(share, n - 1) > margin


@pytest.mark.parametrize("hits, n", [(1, 0), (-1, 10), (11, 10)])
def test_a_share_of_impossible_counts_is_refused(hits, n):
    with pytest.raises(ValueError, match=r"\.$"):
        wilson(hits, n)


@pytest.mark.parametrize("share, margin", [(1.2, 0.1), (0.5, 0), (0.5, 0.5)])
def test_an_impossible_sample_size_is_refused(share, margin):
    with pytest.raises(ValueError):
        sample_size(share, margin=margin)


def test_m02_gives_the_difference_of_its_card_and_shows_no_change():
    found = difference(164, 200, 150, 200)
    assert round(found.value, 3) == 0.070
    assert (round(found.interval.low, 3), round(found.interval.high, 3)) == (-0.011, 0.150)
    assert not found.is_shown


def test_m02_shows_a_change_that_excludes_zero():
    assert difference(190, 200, 150, 200).is_shown
    assert difference(150, 200, 190, 200).is_shown


@given(counts(), counts())
def test_a_difference_turned_round_has_the_mirrored_interval(one, two):
    there, back = difference(*one, *two), difference(*two, *one)
    assert isclose(there.value, -back.value, abs_tol=1e-12)
    assert isclose(there.interval.low, -back.interval.high, abs_tol=1e-9)
    assert there.interval.low <= there.value <= there.interval.high


def test_m03_gives_the_bounds_of_its_card():
    found = csat(45, 50, 200)
    assert found.value == 0.9
    assert (round(found.interval.low, 3), round(found.interval.high, 3)) == (0.786, 0.957)
    assert found.response_rate == 0.25
    assert found.bounds == Interval(0.225, 0.975)


def test_m03_weighs_those_who_seldom_answer_more():
    found = weighted_mean([1, 1, 0], [0.5, 0.5, 0.25])
    assert found.value == 0.5
    assert isclose(found.n_effective, 64 / 24)


def test_m03_with_equal_weights_is_the_plain_mean():
    assert weighted_mean([1, 0, 1, 1], [0.3] * 4).value == pytest.approx(0.75)
    assert weighted_mean([1, 0, 1, 1], [0.3] * 4).n_effective == pytest.approx(4)


@pytest.mark.parametrize("answers, shares", [([], []), ([1], [1, 1]), ([1], [0]), ([1], [1.5])])
def test_m03_refuses_weights_that_mean_nothing(answers, shares):
    with pytest.raises(ValueError):
        weighted_mean(answers, shares)


def test_m03_refuses_more_answers_than_invitations():
    with pytest.raises(ValueError, match="only 10 were invited"):
        csat(5, 11, 10)


@pytest.mark.parametrize("answers, value, half", [((50, 30, 20), 30, 15.3), ((200, 120, 80), 30, 7.7)])
def test_m04_gives_the_scores_of_its_card(answers, value, half):
    found = nps(*answers)
    assert round(found.value, 9) == value
    assert round(found.half, 1) == half


@pytest.mark.parametrize("answers", [(0, 0, 0), (1, -1, 5)])
def test_m04_refuses_no_answers_and_negative_ones(answers):
    with pytest.raises(ValueError):
        nps(*answers)


def test_a_quantile_lies_between_its_neighbours():
    assert quantile([1, 2, 3, 4], 0.8) == pytest.approx(3.4)
    assert median([3, 1, 2]) == 2
    assert median([4, 1, 2, 3]) == 2.5
    with pytest.raises(ValueError):
        median([])
    with pytest.raises(ValueError):
        quantile([1], 1.5)


@given(st.lists(st.floats(-1e6, 1e6), min_size=1), st.floats(0, 1), st.floats(0, 1))
def test_a_higher_share_never_has_a_lower_quantile(values, one, two):
    small, large = sorted((one, two))
    # Straight lines between neighbours round in the last digit.
    assert quantile(values, small) <= quantile(values, large) + 1e-6
    low, high = quantile_interval(values, small)
    assert min(values) <= low <= high <= max(values)


def test_the_interval_of_a_median_names_two_of_the_values():
    assert quantile_interval(range(1, 101), 0.5) == Interval(41, 60)
    assert quantile_interval([7.0], 0.5) == Interval(7, 7)


def test_the_interval_of_a_mean_is_its_usual_one():
    low, high = mean_interval([1, 2, 3, 4, 5])
    assert (low + high) / 2 == 3
    assert (high - low) / 2 == pytest.approx(1.96 * sqrt(2.5 / 5))
    assert mean_interval([4]) == Interval(4, 4)
    with pytest.raises(ValueError):
        mean_interval([])


def test_a_survival_curve_without_censoring_is_the_plain_share():
    curve = kaplan_meier(Observation(time, True) for time in (1, 2, 2, 5))
    assert [curve.happened_by(time) for time in (0, 1, 2, 4, 5)] == pytest.approx([0, 0.25, 0.75, 0.75, 1])
    assert curve.quantile(0.5) == 2
    assert curve.n == 4
    assert curve.last == 5


def test_a_survival_curve_censors_what_is_open_and_counts_it_as_watched():
    """Freireich 1963, the 6-MP group, as every textbook prints it: S(6) .857, S(7) .807, S(10) .753, S(23) .448."""
    happened = [6, 6, 6, 7, 10, 13, 16, 22, 23]
    open_yet = [6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35]
    curve = kaplan_meier(
        [*(Observation(time, True) for time in happened), *(Observation(time, False) for time in open_yet)]
    )
    found = [round(1 - curve.happened_by(time), 3) for time in (6, 7, 10, 13, 16, 22, 23)]
    assert found == [0.857, 0.807, 0.753, 0.69, 0.627, 0.538, 0.448]
    assert curve.quantile(0.5) == 23
    assert curve.quantile(0.9) is None
    assert sqrt(curve.steps[0].greenwood) * 0.857 == pytest.approx(0.0764, abs=1e-4)


@given(st.lists(st.tuples(st.integers(0, 50), st.booleans()), min_size=1))
def test_a_survival_curve_only_rises_and_stays_within_its_interval(cases):
    curve = kaplan_meier(Observation(*case) for case in cases)
    shares = [curve.happened_by(time) for time in range(51)]
    assert shares == sorted(shares)
    for time, share in enumerate(shares):
        low, high = curve.interval(time)
        assert -1e-12 <= low <= share + 1e-12
        assert share <= high + 1e-12 <= 1 + 1e-9


def test_a_survival_curve_of_nothing_is_refused():
    with pytest.raises(ValueError):
        kaplan_meier([])
    with pytest.raises(ValueError):
        kaplan_meier([Observation(-1, True)])
    with pytest.raises(ValueError):
        kaplan_meier([Observation(1, True)]).quantile(0)


@pytest.mark.parametrize("mean, share, exact", [(1, 0.5, 0.6931), (1, 0.8, 1.6094), (1, 0.9, 2.3026)])
def test_a_gamma_quantile_is_close_to_the_exponential_where_it_is_one(mean, share, exact):
    assert gamma_quantile(share, mean=mean, variance=mean**2) == pytest.approx(exact, rel=0.03)


@given(st.floats(0.1, 1e5), st.floats(0.01, 3), st.floats(0.01, 0.99))
def test_a_gamma_quantile_scales_with_its_unit(mean, spread, share):
    one = gamma_quantile(share, mean=mean, variance=(mean * spread) ** 2)
    ten = gamma_quantile(share, mean=10 * mean, variance=(10 * mean * spread) ** 2)
    assert one >= 0
    assert isclose(10 * one, ten, rel_tol=1e-9)


def test_a_gamma_quantile_of_nonsense_is_refused():
    with pytest.raises(ValueError):
        gamma_quantile(0.8, mean=0, variance=1)
    with pytest.raises(ValueError):
        gamma_quantile(1, mean=1, variance=1)


@given(st.floats(-8, 8))
def test_the_hazard_is_density_over_what_lies_above(x):
    assert hazard(x) == pytest.approx(density(x) / below(-x), rel=1e-9)


def test_the_hazard_is_steady_far_out():
    assert hazard(30) == pytest.approx(hazard(30.0001), rel=1e-4)
    assert hazard(1000) == pytest.approx(1000.001, rel=1e-9)
    assert point_below(0.975) == pytest.approx(1.96, abs=1e-4)
