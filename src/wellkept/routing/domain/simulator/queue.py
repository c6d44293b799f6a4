"""One queue, several agents, first come first served, and people who give up."""

from __future__ import annotations

import heapq
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from wellkept.routing.domain.load import SECONDS_PER_HOUR, check_agents

from .chances import Duration
from .rates import Rate, arrivals


@dataclass(frozen=True, slots=True, kw_only=True)
class System:
    """What is played through. `patience` None: nobody gives up."""

    arrivals: Rate
    agents: int
    handling: Duration
    patience: Duration | None


@dataclass(slots=True)
class Seen:
    """What happened to one who arrived, in seconds.

    `ahead`: how many were waiting when they came; None when an agent was free. `offered_seconds`: how long a person of
    endless patience would have waited in their place; `waited_seconds`: how long this one did. `last_entrant_seconds`:
    the wait of whoever was answered last before they came (LES); None when nobody was.
    """

    arrived_at: float
    ahead: int | None
    last_entrant_seconds: float | None
    offered_seconds: float = 0.0
    waited_seconds: float = 0.0
    answered: bool = True


@dataclass(slots=True)
class _Waiting:
    seen: Seen
    gives_up_at: float


def simulate(system: System, *, hours: float, seed: int, warm_up_hours: float = 1.0) -> list[Seen]:
    """Everyone who arrived between the warm-up and the end of `hours`, in order; the same list for the same seed.

    After the end nobody comes any more, and the queue is played empty. Raises ValueError for nonsense.
    """
    check_agents(system.agents)
    if not 0 <= warm_up_hours < hours:
        raise ValueError("The warm-up ends before the play does.")
    chance = Random(seed)  # noqa: S311 - a play, not a secret
    everyone = list(_play(system, chance, until_seconds=hours * SECONDS_PER_HOUR))
    return [seen for seen in everyone if seen.arrived_at >= warm_up_hours * SECONDS_PER_HOUR]


def _play(system: System, chance: Random, *, until_seconds: float) -> Iterator[Seen]:
    # Whoever gave up stays in line as a shadow until an agent would have come to them: that ends their offered wait.
    line: deque[_Waiting] = deque()
    free_at: list[float] = []
    last_entrant: float | None = None
    for at in arrivals(system.arrivals, chance, until_seconds=until_seconds):
        last_entrant = _work(system, chance, line, free_at, until=at, last_entrant=last_entrant)
        if len(free_at) < system.agents:
            heapq.heappush(free_at, at + system.handling.draw(chance))
            last_entrant = 0.0
            yield Seen(at, None, None)
            continue
        seen = Seen(at, sum(one.gives_up_at > at for one in line), last_entrant)
        patience = system.patience.draw(chance) if system.patience else float("inf")
        line.append(_Waiting(seen, at + patience))
        yield seen
    _work(system, chance, line, free_at, until=float("inf"), last_entrant=last_entrant)


def _work(
    system: System,
    chance: Random,
    line: deque[_Waiting],
    free_at: list[float],
    *,
    until: float,
    last_entrant: float | None,
) -> float | None:
    """Lets agents finish, one after the other, and turn to the next in line. Returns the latest wait that ended so."""
    while free_at and free_at[0] <= until:
        now = heapq.heappop(free_at)
        while line:
            one = line.popleft()
            one.seen.offered_seconds = now - one.seen.arrived_at
            if one.gives_up_at > now:
                one.seen.waited_seconds = last_entrant = one.seen.offered_seconds
                heapq.heappush(free_at, now + system.handling.draw(chance))
                break
            one.seen.waited_seconds = one.gives_up_at - one.seen.arrived_at
            one.seen.answered = False
    return last_entrant
