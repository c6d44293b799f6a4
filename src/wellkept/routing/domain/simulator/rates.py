"""How often people arrive."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import pi, sin
from random import Random
from typing import Protocol

from wellkept.routing.domain.load import SECONDS_PER_HOUR


class Rate(Protocol):
    """Arrivals an hour at a moment, and the most there ever are."""

    @property
    def most_per_hour(self) -> float: ...

    def per_hour(self, at_seconds: float) -> float: ...


@dataclass(frozen=True, slots=True)
class Steady:
    """The same all the time."""

    hourly: float

    def __post_init__(self) -> None:
        if self.hourly <= 0:
            raise ValueError(f"Somebody must arrive; {self.hourly} an hour is nobody.")

    @property
    def most_per_hour(self) -> float:
        return self.hourly

    def per_hour(self, at_seconds: float) -> float:
        return self.hourly


@dataclass(frozen=True, slots=True)
class Wave:
    """Up and down around a mean: `swing` .4 means 40 % more at the height and 40 % fewer in the trough."""

    mean_hourly: float
    swing: float
    period_hours: float

    def __post_init__(self) -> None:
        if self.mean_hourly <= 0 or not 0 <= self.swing <= 1 or self.period_hours <= 0:
            raise ValueError("A wave has a mean and a period above 0, and a swing from 0 to 1.")

    @property
    def most_per_hour(self) -> float:
        return self.mean_hourly * (1 + self.swing)

    def per_hour(self, at_seconds: float) -> float:
        turn = at_seconds / (self.period_hours * SECONDS_PER_HOUR)
        return self.mean_hourly * (1 + self.swing * sin(2 * pi * turn))


def arrivals(rate: Rate, chance: Random, *, until_seconds: float) -> Iterator[float]:
    """Poisson arrivals, the earliest first, before `until_seconds`: drawn at the highest rate, then thinned.

    Source: Lewis and Shedler 1979.
    """
    most = rate.most_per_hour / SECONDS_PER_HOUR
    at = chance.expovariate(most)
    while at < until_seconds:
        if chance.random() * rate.most_per_hour <= rate.per_hour(at):
            yield at
        at += chance.expovariate(most)
