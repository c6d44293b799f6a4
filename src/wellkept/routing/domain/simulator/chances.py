"""How long things take, by chance."""

from __future__ import annotations

from dataclasses import dataclass
from math import log, sqrt
from random import Random
from typing import Protocol


class Duration(Protocol):
    """Draws seconds, always above or equal to 0."""

    def draw(self, chance: Random) -> float: ...


@dataclass(frozen=True, slots=True)
class Exponential:
    """Of that mean; how much longer it takes does not depend on how long it took so far."""

    mean_seconds: float

    def __post_init__(self) -> None:
        if self.mean_seconds <= 0:
            raise ValueError(f"A mean is above 0 seconds; {self.mean_seconds} is not.")

    def draw(self, chance: Random) -> float:
        return chance.expovariate(1 / self.mean_seconds)


@dataclass(frozen=True, slots=True)
class LogNormal:
    """What handle times look like: of that mean, with a standard deviation of `spread` means."""

    mean_seconds: float
    spread: float

    def __post_init__(self) -> None:
        if self.mean_seconds <= 0 or self.spread <= 0:
            raise ValueError("A log-normal duration has a mean and a spread above 0.")

    def draw(self, chance: Random) -> float:
        variance = log(1 + self.spread**2)
        return chance.lognormvariate(log(self.mean_seconds) - variance / 2, sqrt(variance))
