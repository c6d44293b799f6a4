"""The standard normal distribution under the short names that queueing texts use."""

from __future__ import annotations

from math import erf, erfc, exp, log, pi, sqrt
from statistics import NormalDist

# The cards compute 95 % intervals with 1.96, not 1.959964: their printed digits need the same.
Z95 = 1.96

_STANDARD = NormalDist()


def density(x: float) -> float:
    """φ(x)."""
    return exp(-x * x / 2) / sqrt(2 * pi)


def below(x: float) -> float:
    """Φ(x): the share of a standard normal that lies below x."""
    return 0.5 * erfc(-x / sqrt(2)) if x < 0 else 0.5 * (1 + erf(x / sqrt(2)))


def point_below(share: float) -> float:
    """z with Φ(z) = share; the share strictly between 0 and 1."""
    if not 0 < share < 1:
        raise ValueError(f"A share strictly between 0 and 1 has a point; {share} has none.")
    return _STANDARD.inv_cdf(share)


def hazard(x: float) -> float:
    """h(x) = φ(x) / (1 − Φ(x)).

    Far out both are 0 in floating point; there the first terms of Mills' ratio serve (Abramowitz and Stegun 26.2.12).
    """
    if x > 30:
        return x + 1 / x - 2 / x**3
    return exp(-x * x / 2 - log(sqrt(2 * pi)) - log(0.5 * erfc(x / sqrt(2))))
