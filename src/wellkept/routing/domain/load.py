"""What arrives at a queue, and what every model of it needs first."""

from __future__ import annotations

from dataclasses import dataclass
from math import isfinite
from typing import Literal

SECONDS_PER_HOUR = 3600

# The models' answer where a queue has no steady state: a word, so that nobody computes on with it.
Overload = Literal["overload"]
OVERLOAD: Overload = "overload"


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """Arrivals an hour, and how long one is handled on average.

    Raises ValueError for arrivals below 0, or a handle time that is not above 0.
    """

    arrivals_per_hour: float
    handle_seconds: float

    def __post_init__(self) -> None:
        if not isfinite(self.arrivals_per_hour) or self.arrivals_per_hour < 0:
            raise ValueError(f"Arrivals an hour are 0 or more; {self.arrivals_per_hour} is not.")
        if not isfinite(self.handle_seconds) or self.handle_seconds <= 0:
            raise ValueError(f"Handling takes more than 0 seconds; {self.handle_seconds} is not.")

    @property
    def arrival_rate(self) -> float:
        """λ, a second."""
        return self.arrivals_per_hour / SECONDS_PER_HOUR

    @property
    def service_rate(self) -> float:
        """μ, a second."""
        return 1 / self.handle_seconds

    @property
    def offered(self) -> float:
        """a = R = λ/μ in erlangs: how many agents are busy on average when nobody has to wait."""
        return self.arrivals_per_hour * self.handle_seconds / SECONDS_PER_HOUR


def check_agents(agents: int) -> None:
    """Raises ValueError for fewer than one agent."""
    if agents < 1:
        raise ValueError(f"A queue needs at least one agent; {agents} is too few.")


def check_seconds(name: str, seconds: float) -> None:
    """Raises ValueError for seconds that are not above 0."""
    if not isfinite(seconds) or seconds <= 0:
        raise ValueError(f"{name} is longer than 0 seconds; {seconds} is not.")


def check_target(target_seconds: float) -> None:
    """Raises ValueError for a negative target; 0 asks for no wait at all."""
    if not isfinite(target_seconds) or target_seconds < 0:
        raise ValueError(f"A target is 0 seconds or more; {target_seconds} is not.")
