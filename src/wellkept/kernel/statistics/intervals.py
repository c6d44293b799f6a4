"""A figure's lower and upper limit."""

from __future__ import annotations

from typing import NamedTuple


class Interval(NamedTuple):
    """Both limits, in the unit of the figure they belong to. `low <= high`."""

    low: float
    high: float

    @property
    def excludes_zero(self) -> bool:
        """Whether a difference with this interval may be called one."""
        return self.low > 0 or self.high < 0
