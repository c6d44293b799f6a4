"""M13 and M14: what is announced, and that it holds in queues played through."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wellkept.kernel.statistics.survival import Observation
from wellkept.routing.domain.announcing import (
    Announcement,
    Told,
    announce,
    coverage,
    is_calibrated,
    must_tell_again,
    overshoot,
)
from wellkept.routing.domain.simulator import Exponential, LogNormal, Seen, Steady, System, Wave, simulate
from wellkept.routing.domain.waits import mean_patience, wait_from_history, wait_in_line


def test_m13_gives_the_figures_of_its_card():
    wait = wait_in_line(ahead=6, busy_agents=9, handle_seconds=240, patience_seconds=180)
    assert round(wait.mean_seconds) == 135
    assert round(wait.deviation_seconds) == 52
    assert round(wait.quantile(0.8)) == 176
    assert round(wait.quantile(0.9)) == 205


def test_the_announced_share_lies_above_the_median_as_the_principle_says():
    first = wait_in_line(ahead=0, busy_agents=9, handle_seconds=240, patience_seconds=180)
    seventh = wait_in_line(ahead=6, busy_agents=9, handle_seconds=240, patience_seconds=180)
    assert round(first.quantile(0.8) / first.quantile(0.5), 1) == 2.3
    assert round(seventh.quantile(0.8) / seventh.quantile(0.5), 2) == 1.37


def test_without_leavers_the_mean_is_the_plain_queue_divided_by_the_agents():
    wait = wait_in_line(ahead=5, busy_agents=3, handle_seconds=120, patience_seconds=None)
    assert wait.mean_seconds == pytest.approx(6 * 120 / 3)


@given(st.integers(0, 200), st.integers(1, 50), st.floats(10, 3600), st.floats(10, 3600))
def test_one_more_ahead_waits_longer_and_one_more_agent_shortens_it(ahead, agents, handle, patience):
    def p80(ahead: int, agents: int) -> float:
        wait = wait_in_line(ahead=ahead, busy_agents=agents, handle_seconds=handle, patience_seconds=patience)
        return wait.quantile(0.8)

    assert p80(ahead + 1, agents) > p80(ahead, agents)
    assert p80(ahead, agents + 1) < p80(ahead, agents)


@pytest.mark.parametrize(
    "nonsense",
    [
        {"ahead": -1},
        {"busy_agents": 0},
        {"handle_seconds": 0},
        {"patience_seconds": 0},
    ],
)
def test_a_wait_behind_nonsense_is_refused(nonsense):
    with pytest.raises(ValueError, match=r"\.$"):
        wait_in_line(
            **{"ahead": 1, "busy_agents": 2, "handle_seconds": 60, "patience_seconds": 60, **nonsense}
        )


def test_a_wait_from_history_needs_thirty_and_looks_at_the_latest_two_hundred():
    assert wait_from_history([Observation(60, True)] * 29) is None
    assert wait_from_history([Observation(60, True)] * 30) == 60
    assert wait_from_history([Observation(60, True)] * 200 + [Observation(9000, True)] * 800) == 60


def test_a_wait_from_history_censors_who_left():
    served = [Observation(10.0 * n, True) for n in range(1, 41)]
    left = [Observation(100.0, False)] * 40
    assert wait_from_history(served) == 320
    assert wait_from_history(served + left) == 340
    assert wait_from_history([Observation(30, False)] * 50) is None


def test_patience_counts_the_waiting_of_those_served_too():
    assert mean_patience(abandoned=10, total_waiting_seconds=1800) == 180
    assert mean_patience(abandoned=0, total_waiting_seconds=1800) is None


@pytest.mark.parametrize(
    "seconds, minutes", [(1, 1), (60, 1), (61, 2), (176, 3), (600, 10), (601, 15), (1501, 30)]
)
def test_a_wait_is_said_in_minutes_rounded_up(seconds, minutes):
    assert announce(seconds) == Announcement(seconds, minutes)


@given(st.floats(0.1, 1e5))
def test_what_is_said_is_never_below_the_estimate(seconds):
    assert announce(seconds).minutes * 60 >= seconds


def test_a_wait_that_worsens_by_more_than_a_quarter_is_told_again():
    told = announce(176)
    assert not must_tell_again(told=told, waited_seconds=100, left_seconds=125)
    assert must_tell_again(told=told, waited_seconds=100, left_seconds=126)


def test_m14_censors_who_left():
    told = [Told(100, 50, True), Told(100, 80, True), Told(100, 90, False), Told(100, 150, True)]
    # At 50 of 4, at 80 of 3, the leaver is out at 90, the last one waits longer than told: F(1) = 1 − 3/4·2/3.
    assert coverage(told).happened_by(1) == pytest.approx(0.5)


def test_m14_shows_padding_as_overshoot():
    assert overshoot([Told(200, 100, True), Told(300, 100, True), Told(90, 60, False)]) == 2.5
    assert overshoot([Told(90, 60, False)]) is None
    with pytest.raises(ValueError):
        coverage([Told(0, 10, True)])
    with pytest.raises(ValueError):
        announce(0)


@pytest.mark.parametrize("kept, expected", [(70, False), (75, True), (80, True), (85, True), (90, False)])
def test_waits_are_announced_only_while_announcements_hold(kept, expected):
    told = [Told(100, 50, True)] * kept + [Told(100, 150, True)] * (100 - kept)
    assert is_calibrated(told) is expected


def test_nothing_is_announced_before_there_is_something_to_judge_by():
    assert not is_calibrated([Told(100, 50, True)] * 23 + [Told(100, 150, True)] * 6)
    assert is_calibrated([Told(100, 50, True)] * 24 + [Told(100, 150, True)] * 6)


SYSTEMS = {
    "a small team": System(
        arrivals=Steady(100), agents=7, handling=Exponential(240), patience=Exponential(180)
    ),
    "a large team": System(
        arrivals=Steady(720), agents=47, handling=Exponential(240), patience=Exponential(480)
    ),
    "long and short conversations": System(
        arrivals=Steady(150), agents=9, handling=LogNormal(240, 1), patience=Exponential(300)
    ),
    "a morning rush": System(
        arrivals=Wave(200, 0.4, 8), agents=13, handling=LogNormal(240, 1), patience=Exponential(300)
    ),
}


def announced(system: System, seen: list[Seen]) -> list[tuple[Seen, float]]:
    """Everyone who waited with the P80 they would have been told, patience estimated from the queue itself."""
    waiting = [one for one in seen if one.ahead is not None]
    patience = mean_patience(
        abandoned=sum(not one.answered for one in waiting),
        total_waiting_seconds=sum(one.waited_seconds for one in waiting),
    )
    return [
        (
            one,
            wait_in_line(
                ahead=one.ahead or 0, busy_agents=system.agents, handle_seconds=240, patience_seconds=patience
            ).quantile(0.8),
        )
        for one in waiting
    ]


def check_coverage(system: System, *, hours: float, seed: int) -> None:
    told = announced(system, simulate(system, hours=hours, seed=seed))
    assert len(told) > 1000
    held = sum(one.offered_seconds <= seconds for one, seconds in told) / len(told)
    assert 0.75 <= held <= 0.85
    # What a desk can measure, where the waits of those who left are not known, agrees with what really was.
    measured = [Told(seconds, one.waited_seconds, one.answered) for one, seconds in told]
    assert coverage(measured).happened_by(1) == pytest.approx(held, abs=0.02)
    assert is_calibrated(measured)


@pytest.mark.parametrize("name", SYSTEMS)
def test_the_announced_p80_covers_75_to_85_percent_of_waits(name):
    check_coverage(SYSTEMS[name], hours=60, seed=20261123)


@pytest.mark.slow
@pytest.mark.parametrize("seed", [1, 2])
@pytest.mark.parametrize("name", SYSTEMS)
def test_the_announced_p80_covers_75_to_85_percent_of_waits_over_a_month(name, seed):
    check_coverage(SYSTEMS[name], hours=170, seed=seed)


@pytest.mark.parametrize("name", SYSTEMS)
def test_announcing_the_last_wait_instead_would_be_wrong_for_more_than_half(name):
    """Why M13 does not tell people what the last one waited."""
    seen = [one for one in simulate(SYSTEMS[name], hours=60, seed=5) if one.ahead is not None]
    known = [one for one in seen if one.last_entrant_seconds is not None]
    assert sum(one.offered_seconds > (one.last_entrant_seconds or 0) for one in known) / len(known) > 0.5
