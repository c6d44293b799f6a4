"""One promise, from its events: how it counts by its first date (M15)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

from .seen import Seen

Outcome = Literal["open", "standing", "done", "broken", "waived", "void"]
KINDS = frozenset(
    {
        "promise.made",
        "promise.kept",
        "promise.broken",
        "promise.moved",
        "promise.paused",
        "promise.resumed",
        "promise.reopened",
        "promise.recalculated",
        "promise.still_broken",
        "promise.waived",
        "promise.voided",
    }
)


@dataclass(slots=True)
class PromiseFacts:
    """`original_due_at` never changes; `counts_until` is that date, later by the time its clock stood.

    `done_at`: when what was promised was done, in time or late. `was_moved`: another date was told before the first
    one passed. `reason`: why it was taken out of the ledger.
    """

    id: int
    made_at: datetime
    original_due_at: datetime
    what: str
    is_to_customer: bool
    conversation_id: int | None
    inbox_id: int | None
    team_id: int | None
    due_at: datetime
    stood: timedelta = timedelta()
    outcome: Outcome = "open"
    was_moved: bool = False
    done_at: datetime | None = None
    ended_at: datetime | None = None
    evidence_id: int | None = None
    source_id: int | None = None
    reason: str = ""

    @property
    def counts_until(self) -> datetime:
        return self.original_due_at + self.stood


def made(one: Seen) -> PromiseFacts:
    """A promise as it was made."""
    data = one.data
    due_at = datetime.fromisoformat(data["original_due_at"])
    return PromiseFacts(
        id=int(data["promise_id"]),
        made_at=one.at,
        original_due_at=due_at,
        what=str(data["what"]),
        is_to_customer=bool(data["is_visible_to_customer"]),
        conversation_id=one.conversation_id,
        inbox_id=one.inbox_id,
        team_id=data.get("team_id"),
        due_at=datetime.fromisoformat(data["due_at"]),
        source_id=data.get("source_message_id"),
    )


def tell(facts: PromiseFacts, one: Seen) -> None:
    """Takes in a later event of the promise."""
    _TOLD[one.kind](facts, one)


def _kept(facts: PromiseFacts, one: Seen) -> None:
    facts.done_at = facts.ended_at = one.at
    facts.evidence_id = one.data.get("message_id")
    if one.data["status"] == "kept":  # else it was broken before, and stays so
        facts.outcome = "done"


def _broken(facts: PromiseFacts, one: Seen) -> None:
    facts.outcome = "broken"


def _moved(facts: PromiseFacts, one: Seen) -> None:
    facts.due_at = datetime.fromisoformat(one.data["due_at"])
    facts.was_moved = True


def _paused(facts: PromiseFacts, one: Seen) -> None:
    facts.outcome = "standing"


def _resumed(facts: PromiseFacts, one: Seen) -> None:
    due_at = datetime.fromisoformat(one.data["due_at"])
    facts.stood += max(due_at - facts.due_at, timedelta())
    facts.due_at = due_at
    facts.outcome = "open"


def _recalculated(facts: PromiseFacts, one: Seen) -> None:
    """Its date was counted anew because somebody asked; the first date, by which it counts, stays."""
    facts.due_at = datetime.fromisoformat(one.data["due_at"])


def _still_broken(facts: PromiseFacts, one: Seen) -> None:
    facts.outcome, facts.done_at, facts.ended_at, facts.evidence_id = "broken", None, None, None


def _reopened(facts: PromiseFacts, one: Seen) -> None:
    facts.outcome, facts.done_at, facts.ended_at, facts.evidence_id = "open", None, None, None


def _waived(facts: PromiseFacts, one: Seen) -> None:
    facts.outcome, facts.ended_at, facts.evidence_id = "waived", one.at, one.data["message_id"]


def _voided(facts: PromiseFacts, one: Seen) -> None:
    """What was broken before it was taken out stays broken: nobody voids a miss away. To spam nothing was owed."""
    reason = str(one.data["reason"])
    facts.ended_at = one.at
    if facts.outcome != "broken" or reason == "spam":
        facts.outcome, facts.reason = "void", reason


_TOLD: dict[str, Any] = {
    "promise.kept": _kept,
    "promise.broken": _broken,
    "promise.moved": _moved,
    "promise.paused": _paused,
    "promise.resumed": _resumed,
    "promise.reopened": _reopened,
    "promise.recalculated": _recalculated,
    "promise.still_broken": _still_broken,
    "promise.waived": _waived,
    "promise.voided": _voided,
}
