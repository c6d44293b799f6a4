"""Quantiles of a gamma distribution from its mean and spread."""

from __future__ import annotations

from math import sqrt

from .normal import point_below


def gamma_quantile(share: float, *, mean: float, variance: float) -> float:
    """The point that `share` of a gamma-distributed quantity lies below, in the unit of the mean; never negative.

    Shape k = m²/v: m·(1 − 1/9k + z/(3√k))³. Source: Wilson and Hilferty 1931; for k ≥ 1 it is within 3 % from the
    median to P95, which is finer than a wait can be announced.
    """
    if mean <= 0 or variance <= 0:
        raise ValueError("A gamma distribution has a mean and a variance above 0.")
    ninth = variance / (9 * mean * mean)
    return mean * max(0.0, 1 - ninth + point_below(share) * sqrt(ninth)) ** 3
