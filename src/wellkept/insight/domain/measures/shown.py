"""M23: when a number may be shown, and when an arrow."""

from __future__ import annotations

from typing import Literal, Protocol

from wellkept.kernel.statistics.proportions import difference

Style = Literal["nothing", "count", "greyed", "normal"]
Trend = Literal["up", "down", "no change shown"]


class Rate(Protocol):
    """A share, as a measure or as its figure alone."""

    @property
    def n(self) -> int: ...

    @property
    def hits(self) -> int | None: ...


FEWEST_FOR_RATE = 10
FEWEST_FOR_NORMAL = 30


def style(n: int) -> Style:
    """n < 10: "k of n" only; 10–29: the rate greyed, with its interval; 30 and more: as it is."""
    if n <= 0:
        return "nothing"
    if n < FEWEST_FOR_RATE:
        return "count"
    return "greyed" if n < FEWEST_FOR_NORMAL else "normal"


def count_text(measure: Rate) -> tuple[int, int]:
    """The k and n of "k of n", for a share."""
    return measure.hits or 0, measure.n


def trend(now: Rate, before: Rate) -> Trend:
    """Where a share went. An arrow only if the interval of the difference (M02) excludes 0, and both have 10 cases."""
    if min(now.n, before.n) < FEWEST_FOR_RATE:
        return "no change shown"
    found = difference(now.hits or 0, now.n, before.hits or 0, before.n)
    if not found.is_shown:
        return "no change shown"
    return "up" if found.value > 0 else "down"
