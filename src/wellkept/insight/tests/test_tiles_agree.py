"""Every tile, over a log made by chance: the figure counted in groups is the figure of its cases, one by one."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import replace
from datetime import timedelta

import pytest

from wellkept.insight.domain.figure import done_by, point_of, share_of, time_until
from wellkept.insight.tiles.book import TILES
from wellkept.insight.tiles.counting import count
from wellkept.insight.tiles.evidence import LEFT_OUT, evidence
from wellkept.kernel.statistics.survival import Observation

from .made_up import MONDAY, scope

pytestmark = pytest.mark.django_db
ALL = 10_000


@pytest.fixture
def busy(log):
    """Three weeks of sixty conversations of twenty customers, in every state that a log can tell of."""
    rng = random.Random(20)
    for number in range(1, 61):
        at = MONDAY + timedelta(minutes=rng.randrange(14 * 24 * 60))
        inbox = rng.choice((1, 2))

        def later(most=2000):
            nonlocal at
            at += timedelta(minutes=rng.randrange(1, most))
            return at

        log.asks(number, at, customer=number % 20, inbox=inbox, channel=rng.choice(("email", "chat")))
        due = at + timedelta(days=rng.choice((1, 3, 12)))
        log.say(
            "promise.made", at, number, inbox=inbox, customer=number % 20, promise_id=number,
            what=rng.choice(("word", "first_reply", "follow_up")), status="open", team_id=rng.choice((None, 5)),
            source_message_id=None, original_due_at=due.isoformat(), due_at=due.isoformat(),
            is_visible_to_customer=rng.random() < 0.9,
        )  # fmt: skip
        if rng.random() < 0.5:
            seconds = rng.choice((600, 7200))
            log.say(
                "wait.announced",
                at,
                number,
                inbox=inbox,
                team_id=5,
                announcement_id=number,
                seconds=seconds,
                ahead=0,
            )
        if rng.random() < 0.1:
            log.puts_away(number, later(), inbox=inbox)
        if rng.random() < 0.2:
            log.tells(number, "moved", at, conversation=number, inbox=inbox, due_at="fri+2 12:00", version=2)
        for _ in range(rng.randrange(3)):
            log.answers(number, later(), inbox=inbox)
            if rng.random() < 0.4:
                log.asks(number, later(6000), inbox=inbox)
        if rng.random() < 0.6:
            if at > due:
                log.tells(number, "broken", due, conversation=number, inbox=inbox)
            log.keeps(number, at, conversation=number, inbox=inbox, status="repaired" if at > due else "kept")
        elif rng.random() < 0.3:
            log.tells(
                number, "voided", at, conversation=number, inbox=inbox, reason=rng.choice(("solved", "typo"))
            )
        if rng.random() < 0.7:
            log.assigns(number, at, rng.choice((7, 8)), rng.choice((None, 9)), inbox=inbox)
            log.solves(number, later(), inbox=inbox)
            if rng.random() < 0.2:
                log.status(number, later(15000), "open", "solved", actor="system", inbox=inbox)
                log.asks(number, at, inbox=inbox)
    return scope("mon+3 12:00")


def one_by_one(tile, rows, within):
    """The figure again, from the list of cases alone."""
    if tile.how == "share":
        return share_of(sum(row.verdict == "hit" for row in rows), len(rows))
    if tile.how == "point":
        return point_of(Counter(row.amount for row in rows), tile.share)
    watched = Counter(Observation(row.amount, row.is_done) for row in rows)
    return done_by(watched, within) if tile.how == "done by" else time_until(watched, tile.share)


def test_a_tile_is_the_sum_of_its_cases(busy):
    for tile in TILES.values():
        shown = count(tile, busy, with_weeks=True)
        figure, rows = shown.figure, evidence(tile, busy, size=ALL).rows
        assert figure is not None
        assert rows, f"the log by chance has no case for {tile.key}"
        expected = one_by_one(tile, rows, shown.within)
        assert figure.n == expected.n, tile.key
        for now, then in (
            (figure.value, expected.value),
            (figure.low, expected.low),
            (figure.high, expected.high),
        ):
            assert now == (None if then is None else pytest.approx(then)), tile.key
        out = evidence(tile, busy, only=LEFT_OUT, size=ALL).rows
        assert figure.exclusions == Counter(row.verdict for row in out), tile.key
        if figure.hits is not None:
            assert figure.hits == sum(row.verdict == "hit" for row in rows), tile.key
        assert sum(week.n for week in shown.weeks) == figure.n, tile.key


def test_two_inboxes_add_up_to_the_whole(busy):
    for tile in TILES.values():
        if "days" in tile.key:
            continue  # each inbox has busiest days of its own
        parts = [count(tile, replace(busy, inbox_id=number)).figure for number in (1, 2)]
        whole = count(tile, busy).figure
        assert whole is not None
        assert sum(one.n for one in parts if one is not None) == whole.n, tile.key
