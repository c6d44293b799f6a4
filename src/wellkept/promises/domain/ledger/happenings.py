"""What can happen to a promise: each a fact with its moment and its doer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from wellkept.kernel.actors import Actor

from .entry import DueKind, Evidence, Owner, Terms


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """What all share: which promise, when, by whom."""

    promise_id: int
    at: datetime
    by: Actor


@dataclass(frozen=True, slots=True, kw_only=True)
class Made(Happening):
    """Something is owed, or (`is_detected`) was found in a draft and waits to be confirmed.

    `due_at` None: no date was named, or its condition has yet to come.
    """

    terms: Terms
    owner: Owner
    due_at: datetime | None
    due_kind: DueKind = "explicit"
    is_detected: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Confirmed(Happening):
    """The agent says yes. A promise that named no date gets `due_at` with it; for any other it is None."""

    due_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Dismissed(Happening):
    """Not a promise, and why."""

    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent(Happening):
    """The draft went out unconfirmed: a firm promise is owed by its sender from now on, any other is let go.

    `default_due_at` is the date of one that named none.
    """

    sender_id: int
    default_due_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ConditionCame(Happening):
    """What it waited for happened: its clock starts."""

    due_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class HandedOver(Happening):
    """Somebody else answers for it."""

    owner: Owner


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept(Happening):
    """Done, with what shows it; of a broken one, this is the repair."""

    evidence: Evidence


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceWithdrawn(Happening):
    """What showed it was taken back (a reply undone): owed again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Waived(Happening):
    """The customer no longer wants it, and said so in that message."""

    customer_message_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Voided(Happening):
    """It should never have been there."""

    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DateProposed(Happening):
    """Another date, told to the customer in that message; None: not told yet, so silence will not be a yes."""

    due_at: datetime
    told_message_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DateAccepted(Happening):
    """The customer agrees, in that message."""

    customer_message_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DateRefused(Happening):
    """The customer does not agree: the date before stands."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Paused(Happening):
    """The clock stands, as the service code says."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Resumed(Happening):
    """The clock runs again, until `due_at`."""

    due_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class DuePassed(Happening):
    """The clock's word; nobody else can say it."""

    cause: str = ""
    recovery_case_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftBroken(Happening):
    """Nothing more will be done about a broken one, and why."""

    reason: str
