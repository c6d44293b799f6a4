"""One promise as it stands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

Status = Literal[
    "detected",
    "dismissed",
    "open",
    "renegotiation_proposed",
    "kept",
    "broken",
    "waived",
    "void",
    "repaired",
    "closed_broken",
]
LIVE: frozenset[Status] = frozenset({"open", "renegotiation_proposed"})
ENDED: frozenset[Status] = frozenset({"dismissed", "kept", "waived", "void", "repaired", "closed_broken"})
# Whoever is here now was once said by the clock to be late.
LATE: frozenset[Status] = frozenset({"broken", "repaired", "closed_broken"})

DueKind = Literal["explicit", "default", "vague"]
Strength = Literal["firm", "aim", "conditional"]
EvidenceKind = Literal["message", "event", "call", "confirmation", "word"]


@dataclass(frozen=True, slots=True)
class Owner:
    """Who answers for it: an agent, a team, or an agent for a team. Raises ValueError for nobody."""

    agent_id: int | None = None
    team_id: int | None = None

    def __post_init__(self) -> None:
        if self.agent_id is None and self.team_id is None:
            raise ValueError("Somebody has to answer for a promise: an agent or a team.")


@dataclass(frozen=True, slots=True)
class Evidence:
    """What shows that it was kept, and when that was. `reference` is the id of it; for a `word`, the words.

    A word is the owner's own and needs no one else: it is flagged, and one in ten is looked at. Raises ValueError when
    there is nothing behind it.
    """

    kind: EvidenceKind
    reference: str
    at: datetime

    def __post_init__(self) -> None:
        if not self.reference.strip():
            raise ValueError(
                "Evidence refers to something: a message, an event, a call, or somebody's words."
            )

    @property
    def is_self_attested(self) -> bool:
        return self.kind == "word"


@dataclass(frozen=True, slots=True)
class Proposal:
    """Another date, proposed at `told_at` in a message to the customer; None: nobody has told them."""

    due_at: datetime
    told_message_id: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What was promised, to whom and where it was said. None of it changes afterwards."""

    customer_id: int
    conversation_id: int | None = None
    source_message_id: int | None = None
    span: tuple[int, int] | None = None
    text: str = ""
    promisor: str = "agent"
    promisor_agent_id: int | None = None
    action_type: str = ""
    object_ref: str = ""
    zone: str = "UTC"
    strength: Strength = "firm"
    condition: str = ""
    amount_cents: int | None = None
    authority_ref: str = ""
    is_visible_to_customer: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A row of the ledger. Moments are aware.

    `original_due_at` is None only for a found promise that named no date, and for one whose condition has not come;
    once there, it stays. `paused_at`: since when the clock stands.
    """

    id: int
    terms: Terms
    owner: Owner
    made_at: datetime
    status: Status
    due_kind: DueKind
    original_due_at: datetime | None = None
    due_at: datetime | None = None
    version: int = 1
    proposal: Proposal | None = None
    paused_at: datetime | None = None
    evidence: tuple[Evidence, ...] = ()
    kept_at: datetime | None = None
    broken_at: datetime | None = None
    ended_at: datetime | None = None
    broken_cause: str = ""
    recovery_case_id: int | None = None

    @property
    def is_live(self) -> bool:
        return self.status in LIVE

    @property
    def has_ended(self) -> bool:
        return self.status in ENDED

    def is_overdue(self, at: datetime) -> bool:
        """Whether its time has passed and the clock has yet to say so."""
        return self.is_live and self.paused_at is None and self.due_at is not None and self.due_at <= at
