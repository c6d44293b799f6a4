"""What people answered: M03 (CSAT) and M04 (NPS), and how far silence could move them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

from .intervals import Interval
from .normal import Z95
from .proportions import wilson


@dataclass(frozen=True, slots=True)
class Satisfaction:
    """M03. `value` is the share that answered 4 or 5 of 5; `bounds` is where it could lie had everybody answered."""

    value: float
    interval: Interval
    response_rate: float
    bounds: Interval


def csat(satisfied: int, answered: int, invited: int) -> Satisfaction:
    """M03: 45 satisfied of 50 who answered, of 200 invited → .9 (.786, .957), response .25, bounds (.225, .975).

    bounds = [x/N, (x + N − n)/N]: everybody silent unsatisfied, or satisfied. Raises ValueError where the counts do
    not fit into each other, or nobody answered.
    """
    if answered > invited:
        raise ValueError(f"{answered} answered, and only {invited} were invited.")
    interval = wilson(satisfied, answered)
    bounds = Interval(satisfied / invited, (satisfied + invited - answered) / invited)
    return Satisfaction(satisfied / answered, interval, answered / invited, bounds)


@dataclass(frozen=True, slots=True)
class Weighted:
    """A mean of weighted answers, and how many unweighted ones it is worth."""

    value: float
    n_effective: float


def weighted_mean(answers: Sequence[float], response_shares: Sequence[float]) -> Weighted:
    """M03, optional: each answer weighs w = 1 / (its group's probability to respond, above 0, at most 1).

    ŷ = Σwy / Σw; n_eff = (Σw)² / Σw².
    """
    if not answers or len(answers) != len(response_shares):
        raise ValueError(
            "Every answer needs the response share of its group, and there must be one at least."
        )
    if not all(0 < share <= 1 for share in response_shares):
        raise ValueError("A response share lies above 0 and is 1 at most.")
    weights = [1 / share for share in response_shares]
    total = sum(weights)
    value = sum(weight * answer for weight, answer in zip(weights, answers, strict=True)) / total
    return Weighted(value, total**2 / sum(weight**2 for weight in weights))


@dataclass(frozen=True, slots=True)
class Promoters:
    """M04, from −100 to 100, with half the width of its interval in the same unit."""

    value: float
    half: float


def nps(promoters: int, passives: int, detractors: int, *, z: float = Z95) -> Promoters:
    """M04: 50 promoters, 30 passives, 20 detractors → 30 ± 15.3. Quarterly and per customer, never per agent.

    100 (p − d); Var = (p + d − (p − d)²) / n. Raises ValueError for negative counts or no answers.
    """
    if min(promoters, passives, detractors) < 0:
        raise ValueError("Counts of answers cannot be negative.")
    n = promoters + passives + detractors
    if n == 0:
        raise ValueError("Without answers there is no NPS.")
    p, d = promoters / n, detractors / n
    return Promoters(100 * (p - d), 100 * z * sqrt(max(0.0, p + d - (p - d) ** 2) / n))
