"""What the arithmetic refuses. Each text says what is wrong and what to do."""

from __future__ import annotations


class Problem(ValueError):
    """Base of all refusals of this folder."""


class BadField(Problem):
    """A value from outside that cannot be used. `field` is the path to it, for example `week.0`."""

    def __init__(self, field: str, say: str) -> None:
        super().__init__(f"{field}: {say}")
        self.field = field
        self.say = say


class NeverOpens(Problem):
    """No opening follows, so no time can be counted."""


class OutOfReach(Problem):
    """A time before the first or after the last year that is counted (`table.FIRST_YEAR`, `table.LAST_YEAR`)."""
