"""M09: a queue where nobody gives up waiting. Too gloomy for phones and chat, where M10 serves; right for a backlog."""

from __future__ import annotations

from dataclasses import dataclass
from math import exp

from .load import OVERLOAD, Load, Overload, check_agents, check_target


@dataclass(frozen=True, slots=True)
class ErlangC:
    """The steady state: share who wait, mean wait of all, share answered within the target, busy share of agents."""

    waiting_share: float
    mean_wait_seconds: float
    service_level: float
    occupancy: float


def erlang_b(offered: float, agents: int) -> float:
    """The share lost where nobody can wait: B₀ = 1, B_k = aB_{k−1}/(k + aB_{k−1}). Stable for any load."""
    blocked = 1.0
    for k in range(1, agents + 1):
        blocked = offered * blocked / (k + offered * blocked)
    return blocked


def erlang_c(load: Load, *, agents: int, target_seconds: float) -> ErlangC | Overload:
    """M09. 100 an hour, 240 s, 20 s: 8 agents → .5327 wait, 95.9 s, .523; 9 → .3133, 32.2 s, .742.

    C = nB/(n − a(1 − B)); ASA = C/(nμ − λ); SL = 1 − C·e^{−(nμ−λ)T}. Source: A. K. Erlang 1917.
    "overload" when a ≥ n: the queue would grow without end. Raises ValueError for nonsense.
    """
    check_agents(agents)
    check_target(target_seconds)
    a = load.offered
    if a >= agents:
        return OVERLOAD
    blocked = erlang_b(a, agents)
    waiting = agents * blocked / (agents - a * (1 - blocked))
    spare = agents * load.service_rate - load.arrival_rate
    return ErlangC(
        waiting_share=waiting,
        mean_wait_seconds=waiting / spare,
        service_level=1 - waiting * exp(-spare * target_seconds),
        occupancy=a / agents,
    )
