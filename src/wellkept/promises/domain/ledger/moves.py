"""Another date, agreed before the old one has passed. The original date stays, and counts."""

from __future__ import annotations

from dataclasses import replace

from . import happenings as said
from .entry import Entry, Proposal
from .refusals import NeedsDate, NotPossible


def propose_date(entry: Entry, happening: said.DateProposed) -> Entry:
    """Waits for the customer's word. Told before the old date and not refused until then counts as agreed."""
    if entry.due_at is None:
        raise NotPossible("It has no date yet that could move.")
    if happening.due_at <= happening.at:
        raise NeedsDate("Propose a date that is still to come.")
    proposal = Proposal(happening.due_at, happening.told_message_id)
    return replace(entry, status="renegotiation_proposed", proposal=proposal)


def accept_date(entry: Entry, happening: said.DateAccepted) -> Entry:
    """Agreed: the next version, due at the new date."""
    assert entry.proposal is not None, "a proposed date is there while its status says so"
    if entry.proposal.due_at <= happening.at:
        raise NeedsDate("The proposed date has passed. Propose one that is still to come.")
    return agreed(entry)


def refuse_date(entry: Entry, happening: said.DateRefused) -> Entry:
    """The old date stands, in the old version."""
    return replace(entry, status="open", proposal=None)


def agreed(entry: Entry) -> Entry:
    """The proposed date in force."""
    assert entry.proposal is not None, "a proposed date is there while its status says so"
    return replace(
        entry, status="open", due_at=entry.proposal.due_at, version=entry.version + 1, proposal=None
    )
