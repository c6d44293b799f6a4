"""M13: how long one who joins the queue now will wait."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice
from math import sqrt

from wellkept.kernel.statistics.gamma import gamma_quantile
from wellkept.kernel.statistics.survival import Observation, kaplan_meier

from .load import check_agents, check_seconds

# What is announced: 8 in 10 wait less.
ANNOUNCED_SHARE = 0.8
# For queues that no model fits: so many of the latest waits, and never fewer than the second number.
LATEST_WAITS = 200
FEWEST_WAITS = 30


@dataclass(frozen=True, slots=True)
class Wait:
    """The wait of one patient person as a mean and a variance, in seconds."""

    mean_seconds: float
    variance: float

    @property
    def deviation_seconds(self) -> float:
        return sqrt(self.variance)

    def quantile(self, share: float) -> float:
        """Seconds that `share` of such waits stay below: gamma with shape m²/v, by Wilson and Hilferty."""
        return gamma_quantile(share, mean=self.mean_seconds, variance=self.variance)


def wait_in_line(
    *, ahead: int, busy_agents: int, handle_seconds: float, patience_seconds: float | None
) -> Wait:
    """M13 (QLm): 6 ahead, 9 busy agents, 240 s, patience 180 s → mean 135 s, sd 52, P80 176 s, P90 205 s.

    mean Σ_{i=0..q} 1/(sμ + iθ), variance Σ 1/(sμ + iθ)². `patience_seconds` None: nobody leaves, mean (q+1)/(sμ).
    All agents are busy, else nobody would wait. Source: Whitt 1999; Ibrahim and Whitt 2009.
    Raises ValueError for a negative `ahead`, no agents, or times that are not above 0.
    """
    if ahead < 0:
        raise ValueError(f"Nobody or somebody is ahead; {ahead} is neither.")
    check_agents(busy_agents)
    check_seconds("Handling", handle_seconds)
    theta = 0.0
    if patience_seconds is not None:
        check_seconds("Patience", patience_seconds)
        theta = 1 / patience_seconds
    steps = [1 / (busy_agents / handle_seconds + i * theta) for i in range(ahead + 1)]
    return Wait(sum(steps), sum(step * step for step in steps))


def wait_from_history(latest_first: Iterable[Observation], *, share: float = ANNOUNCED_SHARE) -> float | None:
    """M13 for priorities and for mail: the P80 of the latest 200 waits of the same class and position, in seconds.

    Who left is censored. None with fewer than 30 waits, or where so many left that the P80 was never seen.
    """
    latest = list(islice(latest_first, LATEST_WAITS))
    return kaplan_meier(latest).quantile(share) if len(latest) >= FEWEST_WAITS else None


def mean_patience(*, abandoned: int, total_waiting_seconds: float) -> float | None:
    """1/θ̂ in seconds; θ̂ = abandons ÷ the waiting time of all, those served included (they are censored).

    None while nobody has left: patience is then not known, only long. Source: M10; Brown and others 2005.
    """
    if abandoned < 0 or total_waiting_seconds < 0:
        raise ValueError("Abandons and waiting time are 0 or more.")
    return total_waiting_seconds / abandoned if abandoned and total_waiting_seconds else None
