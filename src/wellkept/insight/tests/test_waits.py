"""P03 worked out by hand: what was said about waiting, and what became of it."""

from __future__ import annotations

import pytest

from wellkept.insight.domain.measures.announced import AnnouncedWait, announcement_coverage
from wellkept.insight.tiles import waits
from wellkept.insight.tiles.counting import count
from wellkept.insight.tiles.evidence import evidence

from .made_up import scope

pytestmark = pytest.mark.django_db


@pytest.fixture
def told(log):
    """Five people wrote on Monday at 9 and were told "60 minutes"; it is 14:00.

    1  answered 09:30                               held; 2 × padded
    2  answered 11:00, told "90 more" at 09:50      longer: 120; told again in time
    3  closed 09:15 unanswered                      not known after 15
    4  open                                         longer: 300 so far; never told again
    5  told again to 2 above: the second one, 09:50, said 90 and took 70: held
    6  was told nothing
    """
    for number in (1, 2, 3, 4, 6):
        log.asks(number, "mon 09:00")
    for number in (1, 2, 3, 4):
        log.say(
            "wait.announced", "mon 09:00", number, team_id=1, announcement_id=number, seconds=3600, ahead=0
        )
    log.say("wait.announced", "mon 09:50", 2, team_id=1, announcement_id=5, seconds=5400, ahead=0)
    log.answers(1, "mon 09:30")
    log.answers(2, "mon 11:00")
    log.solves(3, "mon 09:15")
    return scope("mon 14:00")


def test_coverage_censors_who_left(told):
    by_hand = announcement_coverage(
        [
            AnnouncedWait(1, 3600, 1800, True),
            AnnouncedWait(2, 3600, 7200, True),
            AnnouncedWait(3, 3600, 900, False),
            AnnouncedWait(4, 3600, 18000, False),
            AnnouncedWait(5, 5400, 4200, True),
        ]
    )
    figure = count(waits.COVERAGE, told).figure
    # Kaplan–Meier: 3 is out at .25; 1 at .5 of 4, 5 at .778 of 3: 1 − 3/4 · 2/3 = 1/2.
    assert [by_hand.value, figure.value] == pytest.approx([0.5, 0.5])
    assert (by_hand.n, figure.n, figure.hits) == (5, 5, 2)
    assert (figure.low, figure.high) == (by_hand.low, by_hand.high)
    verdicts = [row.verdict for row in evidence(waits.COVERAGE, told).rows]
    assert sorted(verdicts) == ["hit", "hit", "miss", "miss", "open"]


def test_overshoot_shows_padding(told):
    # 1: 60 ÷ 30 = 2; 2: 60 ÷ 120 = .5; 5: 90 ÷ 70 = 1.286, the middle one.
    assert count(waits.OVERSHOOT, told).figure.value == 1286


def test_told_again_looks_at_what_took_longer(told):
    figure = count(waits.TOLD_AGAIN, told).figure
    assert (figure.hits, figure.n, figure.exclusions) == (1, 2, {"it held": 3})


def test_how_many_were_told_at_all(told):
    figure = count(waits.TOLD, told).figure
    assert (figure.hits, figure.n) == (4, 5)


def test_where_nothing_was_announced_nothing_is_measured(log):
    log.asks(1, "mon 09:00")
    figure = count(waits.COVERAGE, scope("mon 14:00")).figure
    assert (figure.value, figure.n) == (None, 0)
