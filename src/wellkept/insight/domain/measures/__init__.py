"""One file a measure. Each returns `Measure`: the figure, how many, how sure, what was left out, the cases behind it.

Four rules hold for all: the denominator is fixed before the numerator is known; what is open is censored, not dropped;
every exclusion is named and counted; evidence lists misses as easily as hits. Nothing ranks people.
"""

from .measure import Case, Excluded, Measure

__all__ = ["Case", "Excluded", "Measure"]
