"""The arithmetic that measures stand on: pure functions, no Django, nothing but the standard library.

Owns the formula cards M01–M04 and M22, and what other cards need: quantiles, survival curves, the gamma distribution.
Shares are numbers from 0 to 1, never percent. Nonsense is refused with a `ValueError` that says what is wrong.
"""

from .intervals import Interval
from .normal import Z95

__all__ = ["Z95", "Interval"]
