"""What happened in the ledger. Each event holds every column it changed: the log alone can rebuild the ledger.

Moments are ISO 8601 texts in UTC. The words of a promise are not in the log: they may be a person's to erase.
"""

from __future__ import annotations

from dataclasses import dataclass

from wellkept.kernel.events import Event, declare


@dataclass(frozen=True, kw_only=True)
class PromiseEvent(Event):
    """What all share. `conversation_id` and `inbox_id` None: a promise that belongs to no conversation."""

    kind = "promise"
    promise_id: int
    conversation_id: int | None
    inbox_id: int | None


@declare
@dataclass(frozen=True, kw_only=True)
class PromiseMade(PromiseEvent):
    """Something is owed from now on."""

    kind = "promise.made"
    customer_id: int
    what: str
    status: str
    promisor: str
    promisor_agent_id: int | None
    owner_id: int | None
    team_id: int | None
    target_id: int | None
    source_message_id: int | None
    span_start: int | None
    span_end: int | None
    original_due_at: str
    due_at: str
    zone: str
    due_kind: str
    strength: str
    is_visible_to_customer: bool


@declare
@dataclass(frozen=True, kw_only=True)
class PromiseKept(PromiseEvent):
    """`evidence` says by what. Broken before: then this repairs it."""

    kind = "promise.kept"
    status: str
    evidence: str
    message_id: int | None = None
    event_id: int | None = None


@declare
@dataclass(frozen=True, kw_only=True)
class PromiseBroken(PromiseEvent):
    """Its time passed without evidence. Only the clock says so."""

    kind = "promise.broken"
    due_at: str
    owner_id: int | None
    team_id: int | None


@declare
@dataclass(frozen=True, kw_only=True)
class PromiseMoved(PromiseEvent):
    """Another date, told before the old one passed. The first date stays what it was."""

    kind = "promise.moved"
    due_at: str
    version: int


@declare
@dataclass(frozen=True, kw_only=True)
class PromisePaused(PromiseEvent):
    kind = "promise.paused"
    remaining_minutes: int


@declare
@dataclass(frozen=True, kw_only=True)
class PromiseResumed(PromiseEvent):
    kind = "promise.resumed"
    due_at: str


@declare
@dataclass(frozen=True, kw_only=True)
class PromiseHandedOver(PromiseEvent):
    """Somebody else answers for it."""

    kind = "promise.handed_over"
    owner_id: int | None
    team_id: int | None


@declare
@dataclass(frozen=True, kw_only=True)
class PromiseReopened(PromiseEvent):
    """The reply that kept it was taken back before it left."""

    kind = "promise.reopened"


@declare
@dataclass(frozen=True, kw_only=True)
class PromiseWaived(PromiseEvent):
    """The customer no longer wants it; `message_id` is where they say so."""

    kind = "promise.waived"
    message_id: int


@declare
@dataclass(frozen=True, kw_only=True)
class PromiseVoided(PromiseEvent):
    """It should never have been in the ledger. `reason` is a word of ours, not the customer's."""

    kind = "promise.voided"
    reason: str


@declare
@dataclass(frozen=True, kw_only=True)
class ServiceCodePublished(Event):
    """Another version of the standing promises applies to what begins from now on."""

    kind = "service_code.published"
    code_id: int
