"""Formula cards M09–M12 with the figures printed on them, and what must hold for any load."""

from __future__ import annotations

from math import factorial, isclose

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from wellkept.routing.domain.erlang_a import erlang_a
from wellkept.routing.domain.erlang_c import erlang_b, erlang_c
from wellkept.routing.domain.garnett import garnett
from wellkept.routing.domain.load import OVERLOAD, Load
from wellkept.routing.domain.staffing import (
    Target,
    agents_needed,
    chat_servers,
    halfin_whitt,
    roster,
    square_root_staffing,
    staffing_table,
)

CARD = Load(arrivals_per_hour=100, handle_seconds=240)
FORTY_EIGHT = Load(arrivals_per_hour=48 * 15, handle_seconds=240)
loads = st.builds(Load, arrivals_per_hour=st.floats(0.1, 3000), handle_seconds=st.floats(5, 1800)).filter(
    lambda load: load.offered < 400
)


@pytest.mark.parametrize(
    "agents, waiting, mean_wait, level", [(8, 0.5327, 95.9, 0.523), (9, 0.3133, 32.2, 0.742)]
)
def test_m09_gives_the_figures_of_its_card(agents, waiting, mean_wait, level):
    found = erlang_c(CARD, agents=agents, target_seconds=20)
    assert round(found.waiting_share, 4) == waiting
    assert round(found.mean_wait_seconds, 1) == mean_wait
    assert round(found.service_level, 3) == level


def test_m09_says_overload_instead_of_a_number():
    assert erlang_c(CARD, agents=6, target_seconds=20) == OVERLOAD
    assert erlang_c(Load(arrivals_per_hour=15, handle_seconds=240), agents=1, target_seconds=20) == OVERLOAD


@given(st.floats(0.1, 30), st.integers(1, 40))
def test_the_recursion_of_m09_equals_the_textbook_sum(offered, agents):
    terms = [offered**k / factorial(k) for k in range(agents + 1)]
    assert isclose(erlang_b(offered, agents), terms[-1] / sum(terms), rel_tol=1e-9)


@pytest.mark.parametrize(
    "agents, waiting, leaving, mean_wait, level",
    [(7, 0.4714, 0.1403, 25.3, 0.613), (8, 0.3329, 0.0855, 15.4, 0.742), (9, 0.2175, 0.0488, 8.78, 0.842)],
)
def test_m10_gives_the_figures_of_its_card(agents, waiting, leaving, mean_wait, level):
    found = erlang_a(CARD, agents=agents, patience_seconds=180, target_seconds=20)
    assert round(found.waiting_share, 4) == waiting
    assert round(found.abandoned_share, 4) == leaving
    assert round(found.mean_wait_seconds, 2 if agents == 9 else 1) == mean_wait
    assert round(found.service_level, 3) == level


@settings(max_examples=60, deadline=None)
@given(loads, st.integers(1, 300), st.floats(5, 3600), st.floats(0, 120))
def test_m10_gives_shares_and_everyone_is_served_or_leaves(load, agents, patience, target):
    found = erlang_a(load, agents=agents, patience_seconds=patience, target_seconds=target)
    for share in (found.waiting_share, found.abandoned_share, found.service_level):
        assert 0 <= share <= 1
    assert found.occupancy <= 1 + 1e-9
    # Of those who arrive, whoever is answered in time did not leave; whoever need not wait is answered in time.
    assert found.service_level <= 1 - found.abandoned_share + 1e-9
    assert found.service_level >= 1 - found.waiting_share - 1e-9


@settings(max_examples=40, deadline=None)
@given(loads, st.integers(1, 200), st.floats(10, 3600))
def test_one_more_agent_never_makes_m10_worse(load, agents, patience):
    one = erlang_a(load, agents=agents, patience_seconds=patience, target_seconds=20)
    more = erlang_a(load, agents=agents + 1, patience_seconds=patience, target_seconds=20)
    assert more.waiting_share <= one.waiting_share + 1e-9
    assert more.abandoned_share <= one.abandoned_share + 1e-9
    assert more.service_level >= one.service_level - 1e-9


def test_m10_within_a_long_target_answers_all_who_do_not_leave():
    found = erlang_a(CARD, agents=7, patience_seconds=180, target_seconds=3600)
    assert found.service_level == pytest.approx(1 - found.abandoned_share, abs=1e-12)


def test_m10_with_endless_patience_is_m09():
    patient = erlang_a(CARD, agents=9, patience_seconds=1e8, target_seconds=20)
    endless = erlang_c(CARD, agents=9, target_seconds=20)
    assert patient.waiting_share == pytest.approx(endless.waiting_share, rel=1e-4)
    assert patient.mean_wait_seconds == pytest.approx(endless.mean_wait_seconds, rel=1e-4)
    assert patient.service_level == pytest.approx(endless.service_level, rel=1e-4)


@pytest.mark.parametrize("agents", [2500, 5000, 6000])
def test_a_load_of_five_thousand_neither_overflows_nor_turns_to_nonsense(agents):
    load = Load(arrivals_per_hour=75_000, handle_seconds=240)
    found = erlang_a(load, agents=agents, patience_seconds=180, target_seconds=20)
    served = (1 - found.abandoned_share) * load.offered
    assert served == pytest.approx(found.occupancy * agents, rel=1e-9)
    assert found.abandoned_share == pytest.approx(max(0, 1 - agents / 5000), abs=0.01)


def test_nobody_arrives_and_nobody_waits():
    found = erlang_a(
        Load(arrivals_per_hour=0, handle_seconds=240), agents=1, patience_seconds=60, target_seconds=0
    )
    assert (found.waiting_share, found.service_level) == (0, 1)


def test_m11_gives_the_figures_of_its_card_and_m10_the_exact_ones():
    about = garnett(FORTY_EIGHT, agents=50, patience_seconds=480)
    assert (round(about.waiting_share, 3), round(about.abandoned_of_waiting, 3)) == (0.451, 0.067)
    exact = erlang_a(FORTY_EIGHT, agents=50, patience_seconds=480, target_seconds=20)
    assert round(exact.waiting_share, 3) == 0.468
    assert round(exact.abandoned_share / exact.waiting_share, 3) == 0.066
    assert round(garnett(CARD, agents=7, patience_seconds=180).waiting_share, 3) == 0.417


@settings(max_examples=30, deadline=None)
@given(st.integers(50, 300), st.floats(-1, 2), st.floats(60, 900))
def test_m11_stays_near_m10_for_large_teams(agents, beta, patience):
    load = Load(arrivals_per_hour=15 * (agents - beta * agents**0.5), handle_seconds=240)
    exact = erlang_a(load, agents=agents, patience_seconds=patience, target_seconds=20)
    assert (
        abs(garnett(load, agents=agents, patience_seconds=patience).waiting_share - exact.waiting_share)
        < 0.06
    )


@pytest.mark.parametrize("beta, agents", [(0.2, 8), (0.5, 8), (1, 10)])
def test_m12_gives_the_teams_of_its_card(beta, agents):
    assert square_root_staffing(CARD.offered, beta) == agents


@pytest.mark.parametrize("beta, waiting", [(0.2, 0.771), (0.5, 0.505), (1, 0.223), (1.5, 0.085)])
def test_m12_gives_the_waiting_shares_of_its_card(beta, waiting):
    assert round(halfin_whitt(beta), 3) == waiting


def test_a_roster_plans_for_those_who_are_away():
    assert roster(8, shrinkage=0.2) == 10
    assert roster(8, shrinkage=0.3) == 12
    assert roster(8, shrinkage=0) == 8


def test_chat_counts_the_concurrency_that_was_measured():
    assert chat_servers(5, concurrency=2.2) == 11
    assert chat_servers(3, concurrency=1.9) == 5


@settings(max_examples=25, deadline=None)
@given(loads, st.floats(30, 900), st.floats(0.5, 0.95))
def test_the_agents_needed_meet_the_target_and_one_fewer_does_not(load, patience, share):
    assume(load.offered < 100)
    needed = agents_needed(load, patience_seconds=patience, target=Target(share, 20))

    def level(agents: int) -> float:
        return erlang_a(load, agents=agents, patience_seconds=patience, target_seconds=20).service_level

    assert level(needed) >= share
    assert needed == 1 or level(needed - 1) < share


def test_a_staffing_table_shows_what_one_more_or_fewer_would_do():
    rows = staffing_table(CARD, patience_seconds=180, target=Target(0.8, 20))
    assert [(row.agents, row.meets_target) for row in rows] == [
        (7, False),
        (8, False),
        (9, True),
        (10, True),
        (11, True),
    ]


@pytest.mark.parametrize(
    "nonsense",
    [
        lambda: Load(arrivals_per_hour=-1, handle_seconds=240),
        lambda: Load(arrivals_per_hour=float("nan"), handle_seconds=240),
        lambda: Load(arrivals_per_hour=10, handle_seconds=0),
        lambda: erlang_c(CARD, agents=0, target_seconds=20),
        lambda: erlang_c(CARD, agents=9, target_seconds=-1),
        lambda: erlang_a(CARD, agents=9, patience_seconds=0, target_seconds=20),
        lambda: garnett(CARD, agents=9, patience_seconds=-5),
        lambda: square_root_staffing(-1, 0.5),
        lambda: halfin_whitt(0),
        lambda: Target(1, 20),
        lambda: roster(8, shrinkage=1),
        lambda: chat_servers(8, concurrency=0.5),
    ],
)
def test_nonsense_is_refused_with_a_sentence(nonsense):
    with pytest.raises(ValueError, match=r"\.$"):
        nonsense()
