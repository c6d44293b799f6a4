"""How a promise ends, and the one way in which it breaks."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from wellkept.kernel.actors import SYSTEM

from . import happenings as said
from .entry import Entry
from .moves import agreed
from .refusals import NeedsAnotherPerson, NeedsEvidence, NeedsReason, OnlyTheClock, Overdue


def keep(entry: Entry, happening: said.Kept) -> Entry:
    """Kept when the evidence is of before the due moment; a broken one is repaired, and stays counted as broken."""
    evidence = happening.evidence
    if not entry.made_at <= evidence.at <= happening.at:
        raise NeedsEvidence("Evidence is of after the promise, and of before now.")
    with_evidence = replace(
        entry, evidence=(*entry.evidence, evidence), ended_at=happening.at, paused_at=None, proposal=None
    )
    if entry.status == "broken":
        return replace(with_evidence, status="repaired")
    in_time = entry.paused_at is not None or entry.due_at is None or evidence.at <= entry.due_at
    if not in_time:
        raise Overdue("This came after its time. The clock says so first; then it can be repaired.")
    return replace(with_evidence, status="kept", kept_at=evidence.at)


def withdraw(entry: Entry, happening: said.EvidenceWithdrawn) -> Entry:
    """Owed again, with the dates it had. Whatever its clock says by now, the clock will say."""
    return replace(entry, status="open", evidence=entry.evidence[:-1], kept_at=None, ended_at=None)


def waive(entry: Entry, happening: said.Waived) -> Entry:
    """Ended by the customer's own word."""
    if happening.customer_message_id < 1:
        raise NeedsEvidence("Only a message of the customer can waive what they are owed.")
    return _ended(entry, "waived", happening)


def void(entry: Entry, happening: said.Voided) -> Entry:
    """Taken out of the ledger by somebody who neither gave the promise nor answers for it."""
    involved = (entry.terms.promisor_agent_id, entry.owner.agent_id)
    if happening.by.kind == "agent" and happening.by.id in involved:
        raise NeedsAnotherPerson(
            "Whoever gave a promise or answers for it cannot take it back alone. Ask a colleague."
        )
    if not happening.reason.strip():
        raise NeedsReason("Say why it should never have been there.")
    return _ended(entry, "void", happening)


def break_it(entry: Entry, happening: said.DuePassed) -> Entry:
    """At the due moment. A new date that was told to the customer in time, and not refused, comes into force instead.

    Should that one have passed as well, after a long silence of the clock, the promise is broken at once.
    """
    if happening.by != SYSTEM:
        raise OnlyTheClock("The clock says when a promise is broken, not a person.")
    if not entry.is_overdue(happening.at):
        raise OnlyTheClock("Its time has not passed.")
    if entry.proposal is not None and entry.proposal.told_message_id is not None:
        entry = agreed(entry)
        if not entry.is_overdue(happening.at):
            return entry
    return replace(
        entry,
        status="broken",
        proposal=None,
        broken_at=happening.at,
        broken_cause=happening.cause,
        recovery_case_id=happening.recovery_case_id,
    )


def leave_broken(entry: Entry, happening: said.LeftBroken) -> Entry:
    """Broken, and nothing more will be done."""
    if not happening.reason.strip():
        raise NeedsReason("Say why nothing more is done about it.")
    return replace(entry, status="closed_broken", ended_at=happening.at)


def _ended(entry: Entry, status: Literal["waived", "void"], happening: said.Happening) -> Entry:
    return replace(entry, status=status, ended_at=happening.at, paused_at=None, proposal=None)
