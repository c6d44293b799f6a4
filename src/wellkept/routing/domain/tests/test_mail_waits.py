"""Waits read from what happened, and what is told from them: held against simulated queues, silent when it would not hold."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from wellkept.routing.domain.announcing import Told, coverage
from wellkept.routing.domain.mail_waits import (
    Happened,
    Wait,
    bucket,
    estimate,
    may_announce,
    rehearsed,
    waits_in,
)
from wellkept.routing.domain.simulator import Exponential, LogNormal, Steady, System, simulate

NINE = datetime(2026, 6, 10, 9, tzinfo=UTC)


def after(minutes):
    return NINE + timedelta(minutes=minutes)


def seconds(start, end):
    return (end - start).total_seconds()


def told(log):
    return waits_in(Happened(after(minute), number, what) for minute, number, what in log)


def test_a_wait_begins_with_the_first_message_and_ends_with_the_answer():
    assert told([(0, 1, "wrote"), (5, 1, "wrote"), (9, 1, "answered"), (20, 1, "wrote")]) == [
        Wait(1, NINE, 0, after(9), answered=True),
        Wait(1, after(20), 0),
    ]


def test_who_waited_before_is_ahead():
    waits = told([(0, 1, "wrote"), (1, 2, "wrote"), (2, 1, "answered"), (3, 3, "wrote"), (4, 4, "wrote")])
    assert [one.ahead for one in waits] == [0, 1, 1, 2]


def test_what_ends_without_an_answer_was_not_answered():
    assert told([(0, 1, "wrote"), (9, 1, "ended")]) == [Wait(1, NINE, 0, after(9), answered=False)]


def test_an_answer_taken_back_ended_no_wait():
    assert told([(0, 1, "wrote"), (9, 1, "answered"), (9, 1, "undone")]) == [Wait(1, NINE, 0)]
    again = told([(0, 1, "wrote"), (9, 1, "answered"), (9, 1, "undone"), (12, 1, "answered")])
    assert again == [Wait(1, NINE, 0, after(12), answered=True)]


def test_an_answer_to_nobody_is_no_wait():
    assert told([(0, 1, "answered"), (1, 2, "undone"), (2, 3, "ended")]) == []


def history(lasting, *, ahead=0):
    """Waits of these many minutes, one every ten minutes before nine."""
    return [
        Wait(number, after(-10 * number), ahead, after(-10 * number + minutes), answered=True)
        for number, minutes in reversed(list(enumerate(lasting, start=1)))
    ]


def test_the_estimate_is_the_eighth_of_ten_waits_like_this_one():
    waits = history([1, 2, 3, 4, 5, 6, 7, 8, 9, 10] * 5)
    assert estimate(waits, since=after(1), at=after(1), ahead=0, measure=seconds) == 8 * 60


def test_who_has_waited_already_is_told_what_is_left_of_waits_as_long():
    waits = history([1, 2, 3, 4, 5, 6, 7, 8, 9, 10] * 10)
    # After five minutes those of six to ten minutes are left: 8 in 10 of them end within nine.
    assert estimate(waits, since=after(1), at=after(6), ahead=0, measure=seconds) == pytest.approx(4 * 60)


def test_too_few_waits_say_nothing():
    assert estimate(history([5] * 29), since=after(1), at=after(1), ahead=0, measure=seconds) is None
    assert estimate(history([5] * 30), since=after(1), at=after(1), ahead=0, measure=seconds) == 300


def test_those_with_as_many_ahead_speak_first():
    waits = sorted(history([5] * 40) + history([50] * 40, ahead=8), key=lambda one: one.since)
    assert estimate(waits, since=after(60), at=after(60), ahead=0, measure=seconds) == 300
    assert estimate(waits, since=after(60), at=after(60), ahead=9, measure=seconds) == 3000
    assert [bucket(ahead) for ahead in (0, 1, 3, 4, 9, 10, 24, 25, 99)] == [1, 2, 2, 3, 3, 4, 4, 5, 5]


def test_only_what_was_known_then_is_used():
    waits = [Wait(number, after(-60), 0, after(600), answered=True) for number in range(50)]
    assert estimate(waits, since=NINE, at=NINE, ahead=0, measure=seconds) is None


SYSTEMS = {
    "a small team": System(
        arrivals=Steady(100), agents=7, handling=Exponential(240), patience=Exponential(600)
    ),
    "a larger team": System(
        arrivals=Steady(300), agents=20, handling=Exponential(240), patience=Exponential(480)
    ),
    "one person": System(
        arrivals=Steady(12), agents=1, handling=LogNormal(270, 1), patience=Exponential(1800)
    ),
    "mail, where all stay": System(arrivals=Steady(100), agents=8, handling=LogNormal(240, 1), patience=None),
}


def played(system, *, hours, seed):
    """A simulated day as waits: those who found an agent free waited for nobody and are told nothing."""
    waits = []
    for number, one in enumerate(simulate(system, hours=hours, seed=seed)):
        if one.ahead is not None:
            since = NINE + timedelta(seconds=one.arrived_at)
            until = since + timedelta(seconds=one.waited_seconds)
            waits.append(Wait(number, since, one.ahead, until, answered=one.answered))
    return waits


def each_told(system, *, hours, seed):
    waits = played(system, hours=hours, seed=seed)
    found = []
    for end in range(400, min(len(waits), 3000), 100):
        found += rehearsed(waits[:end], at=NINE + timedelta(days=60), measure=seconds)
    return found


@pytest.mark.slow
@pytest.mark.parametrize("name", SYSTEMS)
def test_what_history_tells_covers_75_to_85_percent_of_waits(name):
    found = each_told(SYSTEMS[name], hours=300, seed=20261123)
    assert len(found) >= 500
    assert 0.75 <= coverage(found).happened_by(1) <= 0.85


def test_nothing_may_be_announced_when_what_was_told_did_not_hold():
    steady = history([(37 * number % 100 + 1) / 10 for number in range(300)])
    at = after(60)
    assert may_announce(steady, [], at=at, measure=seconds)
    held = [Told(300, 200, True)] * 32 + [Told(300, 400, True)] * 8
    broken = [Told(300, 400, True)] * 40
    padded = [Told(3000, 40, True)] * 40
    assert may_announce(steady, held, at=at, measure=seconds)
    assert not may_announce(steady, broken, at=at, measure=seconds)
    assert not may_announce(steady, padded, at=at, measure=seconds)
    assert may_announce(steady, broken[:29], at=at, measure=seconds)  # too few told to judge by


def test_nothing_may_be_announced_while_waits_change_faster_than_they_are_known():
    doubling = history([minutes for week in (640, 320, 160, 80, 40, 20, 10) for minutes in [week] * 30])
    assert not may_announce(doubling, [], at=after(700), measure=seconds)
    assert not may_announce([], [], at=NINE, measure=seconds)
