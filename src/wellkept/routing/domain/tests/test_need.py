"""How many hands a load needs, with patience and without, and one agent with several chats."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wellkept.routing.domain.erlang_a import erlang_a
from wellkept.routing.domain.load import OVERLOAD, Load
from wellkept.routing.domain.need import Outcome, Terms, clearing_hours, line, needed, outcome, table
from wellkept.routing.domain.staffing import Target

PHONES = Terms(handle_seconds=240, target=Target(0.8, 20), patience_seconds=180)
MAIL = Terms(handle_seconds=600, target=Target(0.9, 4 * 3600))


def test_the_need_of_the_card_is_nine_and_five_with_two_chats_each():
    assert needed(PHONES, 100) == 9
    chats = Terms(handle_seconds=240, target=Target(0.8, 20), patience_seconds=180, concurrency=2)
    assert needed(chats, 100) == 5


def test_nobody_comes_and_nobody_is_needed():
    assert needed(PHONES, 0) == 0


def test_mail_that_may_wait_for_hours_needs_hardly_more_than_its_load():
    # 60 an hour of ten minutes each: 10 agents busy without pause, so 11.
    assert needed(MAIL, 60) == 11
    assert outcome(MAIL, 60, agents=10) == OVERLOAD


def test_the_table_begins_with_the_team_that_patient_people_would_drown():
    shown = table(PHONES, 100)
    assert [one.agents for one in shown] == [6, 7, 8, 9, 10, 11]
    assert shown[0].if_all_stayed == OVERLOAD
    assert [one.agents for one in shown if one.meets_target] == [9, 10, 11]


def test_a_strained_desk_is_named():
    strained, calm = outcome(PHONES, 100, agents=6), outcome(PHONES, 100, agents=9)
    assert isinstance(strained, Outcome)
    assert isinstance(calm, Outcome)
    assert strained.is_strained
    assert not calm.is_strained


def test_a_plan_holds_more_than_the_need():
    terms = Terms(handle_seconds=240, target=Target(0.8, 20), patience_seconds=180, shrinkage=0.3)
    assert line(terms, 100, agents=9).planned == 13


@settings(max_examples=40, deadline=None)
@given(st.floats(1, 400), st.floats(1, 4), st.sampled_from([None, 60.0, 600.0]))
def test_the_need_meets_the_target_and_one_fewer_does_not(arrivals, concurrency, patience):
    terms = Terms(
        handle_seconds=200, target=Target(0.8, 30), patience_seconds=patience, concurrency=concurrency
    )
    enough = needed(terms, arrivals)
    assert line(terms, arrivals, agents=enough).meets_target
    assert enough == 1 or not line(terms, arrivals, agents=enough - 1).meets_target


@settings(max_examples=20, deadline=None)
@given(st.floats(10, 200), st.integers(1, 20), st.floats(30, 300))
def test_a_target_beyond_all_patience_counts_all_who_do_not_leave(arrivals, agents, patience):
    found = erlang_a(
        Load(arrivals_per_hour=arrivals, handle_seconds=240),
        agents=agents,
        patience_seconds=patience,
        target_seconds=1e7,
    )
    assert found.service_level == pytest.approx(1 - found.abandoned_share, abs=1e-9)


def test_a_backlog_goes_as_fast_as_hands_are_left_over():
    # Ten agents answer 60 an hour; 50 come: 10 an hour are left for the 40 that lie there.
    assert clearing_hours(40, terms=MAIL, arrivals_per_hour=50, agents=10) == pytest.approx(4)
    assert clearing_hours(40, terms=MAIL, arrivals_per_hour=60, agents=10) == OVERLOAD
    assert clearing_hours(0, terms=MAIL, arrivals_per_hour=50, agents=10) == 0


@pytest.mark.parametrize(
    "nonsense",
    [
        lambda: Terms(handle_seconds=0, target=Target(0.8, 20)),
        lambda: Terms(handle_seconds=10, target=Target(0.8, -1)),
        lambda: Terms(handle_seconds=10, target=Target(0.8, 20), patience_seconds=0),
        lambda: Terms(handle_seconds=10, target=Target(0.8, 20), shrinkage=1),
        lambda: Terms(handle_seconds=10, target=Target(0.8, 20), concurrency=0.5),
        lambda: outcome(PHONES, 10, agents=0),
        lambda: outcome(PHONES, 1e12, agents=5),
        lambda: needed(PHONES, 1e12),
        lambda: clearing_hours(-1, terms=MAIL, arrivals_per_hour=50, agents=10),
    ],
)
def test_nonsense_is_refused_with_a_sentence(nonsense):
    with pytest.raises(ValueError, match=r"\.$"):
        nonsense()
