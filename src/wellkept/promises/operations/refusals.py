"""Why something cannot happen to a promise."""

from __future__ import annotations

from wellkept.kernel.errors import Refused


class NotOpen(Refused):
    """It has ended already."""


class NeedsEvidence(Refused):
    """A promise is kept by what happened, not by a click."""


class NeedsAnotherPerson(Refused):
    """Taking a promise out of the ledger needs somebody who did not make it and does not answer for it."""


class NeedsReason(Refused):
    """Say why."""
