"""What follows from each happening: the table of PRINCIPLES.md 3b.

From `renegotiation_proposed` the page names one way only, back to `open`. Evidence, a waiver and a mis-entry are facts
whatever is being proposed, so they end a promise from there as from `open`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

from . import happenings as said
from .ends import break_it, keep, leave_broken, void, waive, withdraw
from .entry import LIVE, DueKind, Entry, Status
from .moves import accept_date, propose_date, refuse_date
from .refusals import NeedsDate, NeedsReason, NotPossible, Overdue

DETECTED: frozenset[Status] = frozenset({"detected"})
OPEN: frozenset[Status] = frozenset({"open"})
BROKEN: frozenset[Status] = frozenset({"broken"})
_DATE_COMES_LATER = "The date of a conditional promise comes with its condition."


def begin(made: said.Made) -> Entry:
    """The entry that a promise starts as. Raises NeedsDate for a promise that is owed from now on without a date.

    A firm promise or an aim needs one; a conditional one gets its date when its condition comes, and not before.
    """
    terms = made.terms
    if made.due_at is not None and made.due_at <= made.at:
        raise NeedsDate("A promise is due after it is made.")
    if terms.strength == "conditional" and not terms.condition:
        raise NotPossible("Say what it depends on: its clock starts when that happens.")
    if terms.strength == "conditional" and made.due_at is not None:
        raise NotPossible(_DATE_COMES_LATER)
    if made.due_at is None and not made.is_detected and terms.strength != "conditional":
        raise NeedsDate("Say by when.")
    return Entry(
        id=made.promise_id,
        terms=terms,
        owner=made.owner,
        made_at=made.at,
        status="detected" if made.is_detected else "open",
        due_kind=made.due_kind,
        original_due_at=made.due_at,
        due_at=made.due_at,
    )


def transition(entry: Entry, happening: said.Happening) -> Entry:
    """The entry after it. Raises NotPossible and the other refusals of this folder; then nothing has happened.

    While a promise is overdue, people can hand it over and show that it was kept in time. Everything else waits for
    the clock.
    """
    if type(happening) not in _TABLE:
        raise NotPossible("A promise is made once.")
    possible_from, follow, waits_for_clock = _TABLE[type(happening)]
    if happening.promise_id != entry.id:
        raise NotPossible("This is about another promise.")
    if entry.status not in possible_from:
        raise NotPossible(f"Not possible while it is {entry.status.replace('_', ' ')}.")
    if waits_for_clock and entry.is_overdue(happening.at):
        raise Overdue("Its time has passed. The clock says so first; then it can be repaired.")
    return follow(entry, happening)


def _confirm(entry: Entry, happening: said.Confirmed) -> Entry:
    return _open(entry, due_at=happening.due_at, happening=happening)


def _dismiss(entry: Entry, happening: said.Dismissed) -> Entry:
    if not happening.reason.strip():
        raise NeedsReason("Say why this is not a promise.")
    return replace(entry, status="dismissed", ended_at=happening.at)


def _send(entry: Entry, happening: said.Sent) -> Entry:
    if entry.terms.strength != "firm":
        return replace(entry, status="dismissed", ended_at=happening.at)
    sender = replace(entry.owner, agent_id=happening.sender_id)
    default = happening.default_due_at if entry.original_due_at is None else None
    kind: DueKind = "default" if default else entry.due_kind
    return replace(_open(entry, due_at=default, happening=happening), owner=sender, due_kind=kind)


def _open(entry: Entry, *, due_at: datetime | None, happening: said.Happening) -> Entry:
    if entry.original_due_at is not None:
        if due_at is not None:
            raise NotPossible("Its date is said already, and the first date stays.")
        if entry.original_due_at <= happening.at:
            raise NeedsDate("The date in the text has passed. Write one that is still to come.")
        return replace(entry, status="open")
    if entry.terms.strength == "conditional":
        if due_at is not None:
            raise NotPossible(_DATE_COMES_LATER)
        return replace(entry, status="open")
    if due_at is None:
        raise NeedsDate("Say by when.")
    if due_at <= happening.at:
        raise NeedsDate("Say a date that is still to come.")
    return replace(entry, status="open", original_due_at=due_at, due_at=due_at)


def _start(entry: Entry, happening: said.ConditionCame) -> Entry:
    if entry.original_due_at is not None:
        raise NotPossible("Its clock runs already.")
    if happening.due_at <= happening.at:
        raise NeedsDate("Say a date that is still to come.")
    return replace(entry, original_due_at=happening.due_at, due_at=happening.due_at)


def _hand_over(entry: Entry, happening: said.HandedOver) -> Entry:
    return replace(entry, owner=happening.owner)


def _pause(entry: Entry, happening: said.Paused) -> Entry:
    if entry.paused_at is not None:
        raise NotPossible("Its clock stands already.")
    return replace(entry, paused_at=happening.at)


def _resume(entry: Entry, happening: said.Resumed) -> Entry:
    if entry.paused_at is None:
        raise NotPossible("Its clock runs already.")
    if entry.due_at is None:
        return replace(entry, paused_at=None)
    if happening.due_at <= happening.at:
        raise NeedsDate("A clock that runs again has time left.")
    return replace(entry, paused_at=None, due_at=happening.due_at)


# happening: (the states it is possible in, what follows, whether it waits for the clock while overdue)
_TABLE: dict[type[said.Happening], tuple[frozenset[Status], Callable[[Entry, Any], Entry], bool]] = {
    said.Confirmed: (DETECTED, _confirm, False),
    said.Dismissed: (DETECTED, _dismiss, False),
    said.Sent: (DETECTED, _send, False),
    said.ConditionCame: (OPEN, _start, False),
    said.HandedOver: (DETECTED | LIVE | BROKEN, _hand_over, False),
    said.Kept: (LIVE | BROKEN, keep, False),
    said.EvidenceWithdrawn: (frozenset({"kept"}), withdraw, False),
    said.Waived: (LIVE, waive, True),
    said.Voided: (LIVE, void, True),
    said.DateProposed: (OPEN, propose_date, True),
    said.DateAccepted: (frozenset({"renegotiation_proposed"}), accept_date, True),
    said.DateRefused: (frozenset({"renegotiation_proposed"}), refuse_date, True),
    said.Paused: (LIVE, _pause, True),
    said.Resumed: (LIVE, _resume, False),
    said.DuePassed: (LIVE, break_it, False),
    said.LeftBroken: (BROKEN, leave_broken, False),
}
