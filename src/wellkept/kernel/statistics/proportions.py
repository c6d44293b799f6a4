"""Shares of a count and how sure they are: M01 (Wilson) and M02 (Newcombe)."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, sqrt

from .intervals import Interval
from .normal import Z95


def wilson(hits: int, n: int, *, z: float = Z95) -> Interval:
    """M01: the interval of a share of `hits` in `n`, both limits within 0 to 1. 45 of 50 → (.786, .957).

    centre = (p̂ + z²/2n) / (1 + z²/n); half = z√(p̂(1−p̂)/n + z²/4n²) / (1 + z²/n), p̂ = hits / n.
    Source: E. B. Wilson 1927. Raises ValueError for n < 1 or hits outside 0 to n.
    """
    _check(hits, n)
    share = hits / n
    centre = (share + z * z / (2 * n)) / (1 + z * z / n)
    half = wilson_half(share, n, z=z)
    # At 0 and at n the limit is 0 and 1 exactly; rounding must not move it.
    return Interval(
        0.0 if hits == 0 else max(0.0, centre - half), 1.0 if hits == n else min(1.0, centre + half)
    )


def wilson_half(share: float, n: int, *, z: float = Z95) -> float:
    """Half the width of the Wilson interval of a share seen in n."""
    return z * sqrt(share * (1 - share) / n + z * z / (4 * n * n)) / (1 + z * z / n)


def sample_size(share: float, *, margin: float, z: float = Z95) -> int:
    """M01 turned round: the smallest n whose interval is no wider than ± `margin`. (.8, margin .1) → 60.

    Half the width only falls as n grows, so halving finds it. Raises ValueError for a share outside 0 to 1 or a margin
    outside 0 to .5.
    """
    if not 0 <= share <= 1:
        raise ValueError(f"A share lies between 0 and 1; {share} does not.")
    if not 0 < margin < 0.5:
        raise ValueError(f"A margin lies between 0 and 0.5; {margin} does not.")
    too_few, enough = 0, max(1, ceil((z / margin) ** 2))
    while enough - too_few > 1:
        middle = (too_few + enough) // 2
        too_few, enough = (too_few, middle) if wilson_half(share, middle, z=z) <= margin else (middle, enough)
    return enough


@dataclass(frozen=True, slots=True)
class Difference:
    """Of two shares, from −1 to 1, with its interval."""

    value: float
    interval: Interval

    @property
    def is_shown(self) -> bool:
        """False: "no change shown", whatever the value looks like."""
        return self.interval.excludes_zero


def difference(hits_1: int, n_1: int, hits_2: int, n_2: int, *, z: float = Z95) -> Difference:
    """M02: share 1 minus share 2. 164 of 200 against 150 of 200 → +.070 (−.011, .150), "no change shown".

    From the Wilson limits l, u: d − √((p₁−l₁)² + (u₂−p₂)²), d + √((u₁−p₁)² + (p₂−l₂)²).
    Source: R. G. Newcombe 1998, method 10.
    """
    one, two = wilson(hits_1, n_1, z=z), wilson(hits_2, n_2, z=z)
    p_1, p_2 = hits_1 / n_1, hits_2 / n_2
    value = p_1 - p_2
    below = sqrt((p_1 - one.low) ** 2 + (two.high - p_2) ** 2)
    above = sqrt((one.high - p_1) ** 2 + (p_2 - two.low) ** 2)
    return Difference(value, Interval(value - below, value + above))


def _check(hits: int, n: int) -> None:
    if n < 1:
        raise ValueError(f"A share needs at least one case; n is {n}.")
    if not 0 <= hits <= n:
        raise ValueError(f"Of {n} cases between 0 and {n} can be hits; {hits} cannot.")
