"""M11: the queue of M10 by a formula of one line. A sanity check of the exact figures, never shown in their place."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

from wellkept.kernel.statistics.normal import hazard

from .load import Load, check_agents, check_seconds


@dataclass(frozen=True, slots=True)
class Garnett:
    """About how many wait, and how many of those who wait leave."""

    waiting_share: float
    abandoned_of_waiting: float


def garnett(load: Load, *, agents: int, patience_seconds: float) -> Garnett:
    """M11. R = 48, 50 agents, θ = μ/2 → .451, .067 (exact .468, .066).

    β = (n − R)/√R, β̂ = β√(μ/θ), h = φ/(1 − Φ): P(W>0) ≈ [1 + √(θ/μ)·h(β̂)/h(−β)]⁻¹;
    P(ab|W>0) ≈ √(θ/μ)·(h(β̂) − β̂)/√n. Source: Garnett, Mandelbaum, Reiman 2002. Raises ValueError for nonsense.
    """
    check_agents(agents)
    check_seconds("Patience", patience_seconds)
    if load.arrivals_per_hour == 0:
        return Garnett(0.0, 0.0)
    beta = (agents - load.offered) / sqrt(load.offered)
    ratio = sqrt(load.handle_seconds / patience_seconds)  # √(θ/μ)
    eager = hazard(beta / ratio)
    relaxed = hazard(-beta)
    waiting = relaxed / (relaxed + ratio * eager)
    return Garnett(waiting, max(0.0, ratio * (eager - beta / ratio) / sqrt(agents)))
