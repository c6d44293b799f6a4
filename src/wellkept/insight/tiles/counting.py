"""From a tile's rows to its figure: the database counts how often each value was seen, `domain.figure` the rest."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from math import ceil

from wellkept.insight.desk import clock_minutes
from wellkept.insight.domain.figure import Figure, done_by, point_of, share_of, time_until
from wellkept.insight.domain.measures.shown import Trend, trend
from wellkept.kernel.statistics.survival import Observation

from .grouped import grouped
from .scope import Scope
from .tile import HIT, MISS, SPEAKS, Counted, Tile

WEEK = 7


@dataclass
class Tally:
    """How often each was seen."""

    verdicts: Counter[str] = field(default_factory=Counter)
    watched: Counter[Observation] = field(default_factory=Counter)

    def add(self, verdict: str, amount: float | None, is_done: bool, count: int) -> None:
        self.verdicts[verdict] += count
        if amount is not None and verdict in SPEAKS:
            self.watched[Observation(amount, is_done)] += count

    @property
    def left_out(self) -> Mapping[str, int]:
        return {reason: count for reason, count in self.verdicts.items() if reason not in SPEAKS}


@dataclass(frozen=True, slots=True)
class Shown:
    """A tile counted. `figure` None: nothing is published to measure against. `weeks` are its whole weeks in order.

    `trend` compares a share with the period before, or with what the tile names (M02, M23); `before` is that figure.
    """

    tile: Tile
    figure: Figure | None
    weeks: tuple[Figure, ...] = ()
    before: Figure | None = None
    trend: Trend = "no change shown"
    within: int | None = None
    is_business: bool = True


def count(tile: Tile, scope: Scope, *, with_weeks: bool = False, with_before: bool = False) -> Shown:
    """The tile's figure in the scope."""
    counted = tile.rows(scope)
    if counted is None:
        return Shown(tile, None)
    of_week = _tallies(counted, scope, by_week=with_weeks)
    whole = Tally()
    for one in of_week.values():
        whole.verdicts += one.verdicts
        whole.watched += one.watched
    figure = figure_of(tile, whole, counted)
    weeks = range((scope.end - scope.start) // WEEK) if with_weeks else ()
    before = _compared(tile, scope) if with_before and tile.how == "share" else None
    return Shown(
        tile,
        figure,
        tuple(figure_of(tile, of_week.get(week, Tally()), counted) for week in weeks),
        before,
        trend(figure, before) if before is not None else "no change shown",
        counted.within,
        counted.is_business,
    )


def _compared(tile: Tile, scope: Scope) -> Figure | None:
    """What a share is held against."""
    if tile.against is None:
        return count(tile, scope.before).figure
    other = replace(tile, rows=tile.against[0])
    return count(other, scope).figure


def figure_of(tile: Tile, tally: Tally, counted: Counted) -> Figure:
    """The arithmetic that the tile names."""
    if tile.how == "share":
        return share_of(tally.verdicts[HIT], tally.verdicts[HIT] + tally.verdicts[MISS], tally.left_out)
    if tile.how == "point":
        return point_of({one.time: seen for one, seen in tally.watched.items()}, tile.share, tally.left_out)
    if tile.how == "time until":
        return time_until(tally.watched, tile.share, tally.left_out)
    assert counted.within is not None, "what is to be done by a time says by which"
    return done_by(tally.watched, counted.within, tally.left_out)


def _tallies(counted: Counted, scope: Scope, *, by_week: bool) -> dict[int, Tally]:
    """By week of the scope, or all under 0."""

    def place(day: int) -> int:
        return (day - scope.start) // WEEK if by_week else 0

    tallies: dict[int, Tally] = defaultdict(Tally)
    for day, verdict, amount, is_done, seen in grouped(counted):
        tallies[place(day)].add(verdict, amount, bool(is_done), seen)
    if counted.running is not None:
        clock = (counted.since, counted.announced or counted.day, "inbox_id", "team_id")
        running = counted.told.filter(counted.running).values_list(counted.day, "verdict", *clock)
        for day, verdict, since, announced, *place_of in running:
            passed = running_for(counted, scope, since, announced, *place_of)
            tallies[place(day)].add(verdict, passed, False, 1)
    return tallies


def running_for(
    counted: Counted,
    scope: Scope,
    since: datetime,
    announced: int,
    inbox_id: int | None,
    team_id: int | None,
) -> int:
    """What has passed until now of what is still open: minutes, or thousandths of the seconds that were announced."""
    hours = scope.desk.hours(inbox_id, team_id)
    if counted.announced:
        return ceil(1000 * hours.seconds(since, scope.now) / announced)
    return hours.minutes(since, scope.now) if counted.is_business else clock_minutes(since, scope.now)
