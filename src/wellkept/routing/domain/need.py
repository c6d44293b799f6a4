"""How many hands a load needs under the terms of one team, and what any other number of hands would give.

M10 where people give up after a while, M09 where they do not (mail, a backlog), and agents who hold several chats.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from math import ceil, sqrt

from .erlang_a import ErlangA, erlang_a
from .erlang_c import ErlangC, erlang_c
from .load import OVERLOAD, Load, Overload, check_agents, check_seconds, check_target
from .staffing import Target, chat_servers, fewest, roster

# P18: what is projected above these is said aloud before anything is accepted.
BUSIEST = 0.85
MOST_WAITING = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What a team works under. `patience_seconds` None: nobody gives up. `concurrency`: chats at once, as measured.

    Raises ValueError for nonsense.
    """

    handle_seconds: float
    target: Target
    patience_seconds: float | None = None
    shrinkage: float = 0.0
    concurrency: float = 1.0

    def __post_init__(self) -> None:
        check_seconds("Handling", self.handle_seconds)
        check_target(self.target.seconds)
        if self.patience_seconds is not None:
            check_seconds("Patience", self.patience_seconds)
        roster(1, shrinkage=self.shrinkage)
        chat_servers(1, concurrency=self.concurrency)

    def load(self, arrivals_per_hour: float) -> Load:
        return Load(arrivals_per_hour=arrivals_per_hour, handle_seconds=self.handle_seconds)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What so many agents give: shares of all who arrive, and seconds. See M09 and M10."""

    waiting_share: float
    abandoned_share: float
    mean_wait_seconds: float
    occupancy: float
    service_level: float

    @property
    def is_strained(self) -> bool:
        """P18's warning: more than half wait, or agents are busy more than 85 % of the time."""
        return self.waiting_share > MOST_WAITING or self.occupancy > BUSIEST


@dataclass(frozen=True, slots=True)
class Line:
    """One number of agents. `planned` is the roster for them; `spare` is β of M12, (n − R)/√R in servers."""

    agents: int
    planned: int
    spare: float
    outcome: Outcome | Overload
    if_all_stayed: ErlangC | Overload
    meets_target: bool


def outcome(terms: Terms, arrivals_per_hour: float, *, agents: int) -> Outcome | Overload:
    """What `agents` give this load; "overload" where the queue would grow without end. Raises ValueError for none."""
    check_agents(agents)
    load, servers = terms.load(arrivals_per_hour), chat_servers(agents, concurrency=terms.concurrency)
    found = _queue(terms, load, servers)
    if found == OVERLOAD:
        return OVERLOAD
    gone = found.abandoned_share if isinstance(found, ErlangA) else 0.0
    return Outcome(found.waiting_share, gone, found.mean_wait_seconds, found.occupancy, found.service_level)


@lru_cache(maxsize=4096)
def needed(terms: Terms, arrivals_per_hour: float) -> int:
    """The fewest agents who meet the target (M10, M09); 0 where nobody comes.

    Raises ValueError for more than any desk has.
    100 an hour, 240 s, patience 180 s, 80/20 → 9; the same as chats of which an agent holds two at once → 5.
    """
    load = terms.load(arrivals_per_hour)
    if load.arrivals_per_hour == 0:
        return 0

    def is_enough(servers: int) -> bool:
        found = _queue(terms, load, servers)
        return found != OVERLOAD and found.service_level >= terms.target.share

    at_least = max(1, ceil(load.offered * terms.target.share - 1e-9))  # no more than n/R are answered at all
    return ceil(fewest(is_enough, at_least=at_least) / terms.concurrency - 1e-9)


def line(terms: Terms, arrivals_per_hour: float, *, agents: int) -> Line:
    """One line of the table. Raises ValueError for nonsense."""
    load, servers = terms.load(arrivals_per_hour), chat_servers(agents, concurrency=terms.concurrency)
    found = outcome(terms, arrivals_per_hour, agents=agents)
    return Line(
        agents=agents,
        planned=roster(agents, shrinkage=terms.shrinkage),
        spare=(servers - load.offered) / sqrt(load.offered) if load.offered else 0.0,
        outcome=found,
        if_all_stayed=erlang_c(load, agents=servers, target_seconds=terms.target.seconds),
        meets_target=found != OVERLOAD and found.service_level >= terms.target.share,
    )


def table(terms: Terms, arrivals_per_hour: float, *, around: int = 2) -> tuple[Line, ...]:
    """`around` lines on either side of the need, and before them the largest team that a lasting load would drown."""
    enough = max(1, needed(terms, arrivals_per_hour))
    shown = set(range(max(1, enough - around), enough + around + 1))
    drowned = int(terms.load(arrivals_per_hour).offered / terms.concurrency)
    if drowned >= 1:
        shown.add(drowned)
    return tuple(line(terms, arrivals_per_hour, agents=agents) for agents in sorted(shown))


def clearing_hours(backlog: int, *, terms: Terms, arrivals_per_hour: float, agents: int) -> float | Overload:
    """P18: B ÷ (capacity − arrivals), in hours; "overload" where more comes than goes. 0 hours without a backlog."""
    if backlog < 0:
        raise ValueError(f"A backlog is 0 or more; {backlog} is not.")
    check_agents(agents)
    an_hour = agents * terms.concurrency * 3600 / terms.handle_seconds - arrivals_per_hour
    if an_hour <= 0:
        return OVERLOAD
    return backlog / an_hour


def _queue(terms: Terms, load: Load, servers: int) -> ErlangA | ErlangC | Overload:
    if terms.patience_seconds is None:
        return erlang_c(load, agents=servers, target_seconds=terms.target.seconds)
    return erlang_a(
        load, agents=servers, patience_seconds=terms.patience_seconds, target_seconds=terms.target.seconds
    )
