"""The simulator is the same for the same seed, and agrees with the exact queue where there is one."""

from __future__ import annotations

from random import Random
from statistics import fmean, stdev

import pytest

from wellkept.routing.domain.erlang_a import erlang_a
from wellkept.routing.domain.erlang_c import erlang_c
from wellkept.routing.domain.load import Load
from wellkept.routing.domain.simulator import Exponential, LogNormal, Steady, System, Wave, simulate
from wellkept.routing.domain.simulator.rates import arrivals
from wellkept.routing.domain.waits import mean_patience

CARD = System(arrivals=Steady(100), agents=7, handling=Exponential(240), patience=Exponential(180))


def test_the_same_seed_plays_the_same_day():
    assert simulate(CARD, hours=8, seed=3) == simulate(CARD, hours=8, seed=3)
    assert simulate(CARD, hours=8, seed=3) != simulate(CARD, hours=8, seed=4)


def test_a_played_queue_agrees_with_m10():
    seen = simulate(CARD, hours=600, seed=11)
    exact = erlang_a(
        Load(arrivals_per_hour=100, handle_seconds=240), agents=7, patience_seconds=180, target_seconds=20
    )
    assert fmean(one.ahead is not None for one in seen) == pytest.approx(exact.waiting_share, abs=0.02)
    assert fmean(not one.answered for one in seen) == pytest.approx(exact.abandoned_share, abs=0.01)
    assert fmean(one.waited_seconds for one in seen) == pytest.approx(exact.mean_wait_seconds, rel=0.06)
    in_time = fmean(one.answered and one.waited_seconds <= 20 for one in seen)
    assert in_time == pytest.approx(exact.service_level, abs=0.02)


def test_a_played_queue_without_leavers_agrees_with_m09():
    system = System(arrivals=Steady(100), agents=9, handling=Exponential(240), patience=None)
    seen = simulate(system, hours=600, seed=12)
    exact = erlang_c(Load(arrivals_per_hour=100, handle_seconds=240), agents=9, target_seconds=20)
    assert all(one.answered and one.waited_seconds == one.offered_seconds for one in seen)
    assert fmean(one.ahead is not None for one in seen) == pytest.approx(exact.waiting_share, abs=0.03)
    assert fmean(one.waited_seconds for one in seen) == pytest.approx(exact.mean_wait_seconds, rel=0.15)


def test_patience_is_found_again_in_what_was_seen():
    seen = simulate(CARD, hours=600, seed=13)
    found = mean_patience(
        abandoned=sum(not one.answered for one in seen),
        total_waiting_seconds=sum(one.waited_seconds for one in seen),
    )
    assert found == pytest.approx(180, rel=0.08)


def test_first_come_is_first_served_and_nobody_who_left_was_reached_in_time():
    seen = simulate(CARD, hours=40, seed=14)
    reached = [one.arrived_at + one.offered_seconds for one in seen if one.ahead is not None]
    assert reached == sorted(reached)
    assert all(one.waited_seconds < one.offered_seconds for one in seen if not one.answered)
    assert all(one.waited_seconds == 0 for one in seen if one.ahead is None)


def test_a_wave_brings_more_at_its_height_than_in_its_trough():
    wave = Wave(200, 0.5, 8)
    times = list(arrivals(wave, Random(5), until_seconds=800 * 3600))
    rising = sum((at / 3600) % 8 < 4 for at in times)
    assert len(times) == pytest.approx(160_000, rel=0.01)
    # Half a sine above its mean: 1/2 + swing/π of all.
    assert rising / len(times) == pytest.approx(0.5 + 0.5 / 3.14159, abs=0.01)


def test_a_log_normal_duration_has_the_mean_and_spread_it_is_given():
    chance = Random(6)
    drawn = [LogNormal(240, 0.8).draw(chance) for _ in range(40_000)]
    assert fmean(drawn) == pytest.approx(240, rel=0.02)
    assert stdev(drawn) / fmean(drawn) == pytest.approx(0.8, rel=0.05)


@pytest.mark.parametrize(
    "nonsense",
    [
        lambda: simulate(CARD, hours=1, seed=1, warm_up_hours=2),
        lambda: Steady(0),
        lambda: Wave(100, 1.5, 8),
        lambda: Exponential(0),
        lambda: LogNormal(100, 0),
    ],
)
def test_nonsense_is_not_played(nonsense):
    with pytest.raises(ValueError, match=r"\.$"):
        nonsense()
