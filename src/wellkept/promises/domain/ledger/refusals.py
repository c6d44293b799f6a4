"""Why something cannot happen to a promise."""

from __future__ import annotations

from wellkept.kernel.errors import Refused


class NotPossible(Refused):
    """Not in the state that the promise is in."""


class Overdue(Refused):
    """Its time has passed: first the clock says so, so that no break gets lost."""


class OnlyTheClock(Refused):
    """A person cannot break a promise in the ledger, nor break it early."""


class NeedsDate(Refused):
    """Something is owed by a date, and by one that is still to come."""


class NeedsEvidence(Refused):
    """It is kept by what happened, not by a click."""


class NeedsAnotherPerson(Refused):
    """Nobody takes back alone what they promised or answer for."""


class NeedsReason(Refused):
    """Say why."""
