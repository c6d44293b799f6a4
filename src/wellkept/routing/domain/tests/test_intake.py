"""The gate: accept what fits, begin in phases with what fits in part, decline what does not."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wellkept.routing.domain.intake import STEPS, Slot, judge
from wellkept.routing.domain.need import Terms
from wellkept.routing.domain.staffing import Target

PHONES = Terms(handle_seconds=240, target=Target(0.8, 20), patience_seconds=180)
MAIL = Terms(handle_seconds=600, target=Target(0.8, 4 * 3600))
# 100 an hour, and the nine agents that M10 asks for, through a week of forty hours.
FULL = [Slot(50, 9)] * 80


def test_a_team_that_is_just_enough_takes_on_nothing_more():
    verdict = judge(FULL, terms=PHONES, more_a_week=4000)
    assert verdict.answer == "decline"
    assert not verdict.now.is_too_much
    assert (verdict.now.short, verdict.whole.short) == (0, 80)
    assert verdict.whole.missing > 5


def test_a_team_with_hands_to_spare_accepts():
    verdict = judge([Slot(50, 14)] * 80, terms=PHONES, more_a_week=400)
    assert (verdict.answer, verdict.share) == ("accept", 1.0)
    assert verdict.whole.occupancy > verdict.now.occupancy


def test_what_fits_in_part_begins_in_phases():
    verdict = judge([Slot(50, 11)] * 80, terms=PHONES, more_a_week=2000)
    assert verdict.answer == "phase"
    assert verdict.share in STEPS
    assert verdict.fits is not None
    assert not verdict.fits.is_too_much


def test_what_is_too_much_already_is_declined_whatever_comes():
    assert judge([Slot(50, 6)] * 80, terms=PHONES, more_a_week=0).answer == "decline"


def test_for_mail_the_busy_share_decides():
    # Four agents do 12 in a half-hour; 9.6 busy them 80 %, 10.8 busy them 90 %.
    assert judge([Slot(9.6, 4)] * 80, terms=MAIL, more_a_week=0).answer == "accept"
    verdict = judge([Slot(9.6, 4)] * 80, terms=MAIL, more_a_week=96)
    assert verdict.answer == "phase"
    assert verdict.whole.occupancy == pytest.approx(0.9)
    assert verdict.now.waiting_share is None


def test_longer_work_counts_for_more():
    short = judge([Slot(50, 14)] * 80, terms=PHONES, more_a_week=400, more_handle_seconds=60)
    long = judge([Slot(50, 14)] * 80, terms=PHONES, more_a_week=400, more_handle_seconds=3600)
    assert short.whole.occupancy < long.whole.occupancy
    assert short.answer == "accept"
    assert long.answer != "accept"


@settings(max_examples=25, deadline=None)
@given(st.integers(5, 20), st.floats(0, 2000))
def test_more_work_is_never_answered_more_kindly(there, more):
    kindness = {"decline": 0, "phase": 1, "accept": 2}
    week = [Slot(30, there)] * 20
    less, much = (judge(week, terms=PHONES, more_a_week=round(amount, 0)) for amount in (more, 4 * more + 50))
    assert kindness[less.answer] >= kindness[much.answer]


@pytest.mark.parametrize(
    "nonsense",
    [lambda: judge([], terms=PHONES, more_a_week=1), lambda: judge(FULL, terms=PHONES, more_a_week=-1)],
)
def test_nonsense_is_refused_with_a_sentence(nonsense):
    with pytest.raises(ValueError, match=r"\.$"):
        nonsense()
