"""M12 and what stands on M10: how many agents a load needs, and how many to roster for them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import ceil, sqrt

from wellkept.kernel.statistics.normal import below, density

from .erlang_a import ErlangA, erlang_a
from .load import Load

# No desk has more; a target that needs more is nonsense.
MOST_AGENTS = 100_000


@dataclass(frozen=True, slots=True)
class Target:
    """`share` of all who arrive, answered within `seconds`: 80/20 is Target(.8, 20)."""

    share: float
    seconds: float

    def __post_init__(self) -> None:
        if not 0 < self.share < 1:
            raise ValueError(f"A target's share lies between 0 and 1; {self.share} does not.")


def square_root_staffing(offered: float, beta: float) -> int:
    """M12: n = ⌈R + β√R⌉. R = 6.67: β .2, .5, 1 → 8, 8, 10 agents.

    The larger a team, the smaller the share of it that is spare. Source: Halfin and Whitt 1981.
    """
    if offered < 0:
        raise ValueError(f"An offered load is 0 or more; {offered} is not.")
    return max(1, ceil(offered + beta * sqrt(offered)))


def halfin_whitt(beta: float) -> float:
    """M12: P(W>0) = [1 + βΦ(β)/φ(β)]⁻¹ where nobody gives up. β .2, .5, 1, 1.5 → .771, .505, .223, .085.

    Raises ValueError for β not above 0: without spare hands the queue has no steady state.
    """
    if beta <= 0:
        raise ValueError(f"β is above 0 where nobody gives up; {beta} is not.")
    return density(beta) / (density(beta) + beta * below(beta))


def agents_needed(load: Load, *, patience_seconds: float, target: Target) -> int:
    """The fewest agents with whom M10 meets the target. Raises ValueError for nonsense, or more than any desk has."""
    # Of all who come no more than n/R are answered: fewer agents than that need not be tried.
    return fewest(
        lambda agents: (
            erlang_a(
                load, agents=agents, patience_seconds=patience_seconds, target_seconds=target.seconds
            ).service_level
            >= target.share
        ),
        at_least=max(1, ceil(load.offered * target.share - 1e-9)),
    )


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a staffing table: so many agents, what follows, and whether it meets the target."""

    agents: int
    result: ErlangA
    meets_target: bool


def staffing_table(
    load: Load, *, patience_seconds: float, target: Target, around: int = 2
) -> tuple[Row, ...]:
    """The fewest agents who meet the target, with `around` rows on either side: what one more or fewer would do."""
    needed = agents_needed(load, patience_seconds=patience_seconds, target=target)
    rows = []
    for agents in range(max(1, needed - around), needed + around + 1):
        result = erlang_a(
            load, agents=agents, patience_seconds=patience_seconds, target_seconds=target.seconds
        )
        rows.append(Row(agents, result, result.service_level >= target.share))
    return tuple(rows)


def roster(agents: int, *, shrinkage: float) -> int:
    """M12: ⌈n / (1 − shrinkage)⌉, whom to plan so that n are there. Shrinkage is the share paid and not available."""
    if not 0 <= shrinkage < 1:
        raise ValueError(f"Shrinkage is a share from 0 to below 1; {shrinkage} is not.")
    # A hair less, so that 8 / (1 − .2) is 10 and not 11 for the sake of the last binary digit.
    return ceil(agents / (1 - shrinkage) - 1e-9)


def chat_servers(agents: int, *, concurrency: float) -> int:
    """M12 for chat: n × the concurrency that was measured (not the limit that was set), as whole servers of a queue."""
    if concurrency < 1:
        raise ValueError(f"An agent handles one chat at least; {concurrency} is too few.")
    return int(agents * concurrency + 1e-9)


def fewest(is_enough: Callable[[int], bool], *, at_least: int = 1) -> int:
    """The smallest number from `at_least` on for which it holds, where it then holds for all above.

    Raises ValueError above what any desk has.
    """
    too_few, enough, step = at_least - 1, at_least, 1
    while True:
        if enough > MOST_AGENTS:
            raise ValueError(f"More than {MOST_AGENTS:,} agents would be needed; check the figures.")
        if is_enough(enough):
            break
        too_few, enough, step = enough, enough + step, step * 2
    while enough - too_few > 1:
        middle = (too_few + enough) // 2
        too_few, enough = (too_few, middle) if is_enough(middle) else (middle, enough)
    return enough
