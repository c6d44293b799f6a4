"""M10: a queue where people give up after a while, computed exactly."""

from __future__ import annotations

from dataclasses import dataclass
from math import exp, fsum, lgamma, log, log1p, sqrt
from operator import mul

from .load import Load, check_agents, check_seconds, check_target

# States this much rarer than the commonest one are left out: they cannot move a printed digit.
NEGLIGIBLE = 1e-16
# A queue that could grow longer than this is a slip of the pen.
MOST_STATES = 1_000_000


@dataclass(frozen=True, slots=True)
class ErlangA:
    """The steady state: shares of all who arrive, seconds, people."""

    waiting_share: float
    abandoned_share: float
    mean_wait_seconds: float
    mean_queue: float
    occupancy: float
    service_level: float


def erlang_a(load: Load, *, agents: int, patience_seconds: float, target_seconds: float) -> ErlangA:
    """M10. 100 an hour, 240 s, patience 180 s, 20 s: 7 agents → .4714 wait, .1403 leave, 25.3 s, level .613.

    π_k ∝ Π_{i≤k} λ/(μ·min(i,n) + θ·max(0,i−n)); P(W>0) = Σ_{k≥n} π_k; E[Q] = Σ (k−n)π_k; P(ab) = θE[Q]/λ;
    E[W] = E[Q]/λ; occupancy λ(1 − P(ab))/(nμ). `service_level` is answered within the target ÷ offered.
    A queue with patience has a steady state under any load. Source: Palm 1957; Garnett, Mandelbaum, Reiman 2002.
    Raises ValueError for nonsense.
    """
    check_agents(agents)
    check_seconds("Patience", patience_seconds)
    check_target(target_seconds)
    if load.arrivals_per_hour == 0:
        return ErlangA(0.0, 0.0, 0.0, 0.0, 0.0, 1.0)
    theta = 1 / patience_seconds
    unserved = (load.arrival_rate - agents * load.service_rate) * patience_seconds
    if max(load.offered, unserved) > MOST_STATES:
        raise ValueError("More people than any desk has seen would wait; check the figures.")
    before, behind = _states(load, agents=agents, theta=theta)
    waiting = min(1.0, fsum(behind))
    mean_queue = fsum(ahead * share for ahead, share in enumerate(behind))
    abandoned = min(1.0, theta * mean_queue / load.arrival_rate)
    busy_rate = agents * load.service_rate
    in_time = _served_within(len(behind), busy_rate=busy_rate, theta=theta, target_seconds=target_seconds)
    return ErlangA(
        waiting_share=waiting,
        abandoned_share=abandoned,
        mean_wait_seconds=mean_queue / load.arrival_rate,
        mean_queue=mean_queue,
        occupancy=load.arrival_rate * (1 - abandoned) / busy_rate,
        service_level=min(1.0, before + fsum(map(mul, behind, in_time))),
    )


def _states(load: Load, *, agents: int, theta: float) -> tuple[float, list[float]]:
    """The share of time with an agent free, and the shares with all busy and 0, 1, 2 … waiting.

    Counted from the commonest state outwards, so that no load overflows.
    """
    rate, mu = load.arrival_rate, load.service_rate

    def leaving(k: int) -> float:
        return mu * min(k, agents) + theta * max(0, k - agents)

    commonest = min(int(load.offered), agents)
    if load.offered > agents:
        commonest = agents + int((rate - mu * agents) / theta)
    upwards, weight, k = [1.0], 1.0, commonest
    while weight > NEGLIGIBLE or k < agents:
        k += 1
        weight *= rate / leaving(k)
        upwards.append(weight)
    downwards, weight, k = [], 1.0, commonest
    while k > 0 and weight > NEGLIGIBLE:
        weight *= leaving(k) / rate
        downwards.append(weight)
        k -= 1
    shares = [*reversed(downwards), *upwards]
    total = fsum(shares)
    first_waiting = agents - (commonest - len(downwards))
    padding = [0.0] * max(0, -first_waiting)
    cut = max(0, first_waiting)
    return fsum(shares[:cut]) / total, padding + [share / total for share in shares[cut:]]


def _served_within(states: int, *, busy_rate: float, theta: float, target_seconds: float) -> list[float]:
    """For one who finds 0, 1, 2 … people ahead and all agents busy: the share answered within the target.

    With i ahead the next of them goes at nμ + iθ, and the one who waits leaves at θ: a pure-death chain, uniformised at
    its fastest rate (Jensen 1953). `served[i]` after j jumps is the share answered by then.
    """
    fastest = busy_rate + states * theta
    jumps = fastest * min(target_seconds, _all_gone_after(states, busy_rate=busy_rate, theta=theta))
    forward = [(busy_rate + i * theta) / fastest for i in range(states)]
    gone = theta / fastest
    served = [0.0] * states
    answer = [0.0] * states
    for count in range(1, int(jumps + 8 * sqrt(jumps + 1)) + 12):
        served = [
            forward[i] * (served[i - 1] if i else 1.0) + (1 - forward[i] - gone) * served[i]
            for i in range(states)
        ]
        share = _poisson(count, jumps)
        if share:
            answer = [so_far + share * now for so_far, now in zip(answer, served, strict=True)]
    return answer


def _all_gone_after(states: int, *, busy_rate: float, theta: float) -> float:
    """Seconds after which fewer than one in 10¹² still waits: a longer target changes nothing, and costs nothing.

    Chernoff's bound for the sum of the steps nμ + iθ, at half the slowest of them.
    """
    slowest = busy_rate + theta
    steps = fsum(-log1p(-slowest / (2 * (busy_rate + i * theta))) for i in range(1, states + 1))
    return 2 * (steps + 12 * log(10)) / slowest


def _poisson(count: int, mean: float) -> float:
    if mean == 0:
        return 0.0
    return exp(count * log(mean) - mean - lgamma(count + 1))
