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
    """Something is owed from now on. `calendar` is the revision of the schedule that counted; None: all time did."""

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
    calendar: str | None = None


@declare
@dataclass(frozen=True, kw_only=True)
class PromiseDismissed(PromiseMade):
    """The writer said that what was found in the words is no promise: nothing is owed. It measures what is found."""

    kind = "promise.dismissed"


@declare
@dataclass(frozen=True, kw_only=True)
class PromiseRenewed(PromiseEvent):
    """The customer was told another date after it broke: `next_promise_id` is due then. It stays counted as broken."""

    kind = "promise.renewed"
    next_promise_id: int


@declare
@dataclass(frozen=True, kw_only=True)
class PromiseStillBroken(PromiseEvent):
    """The reply that repaired or renewed it was taken back before it left."""

    kind = "promise.still_broken"


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
class PromiseAtRisk(PromiseEvent):
    """It will probably not be kept by `due_at`, and still can. `reason`: infeasible, owner_away or waiting."""

    kind = "promise.at_risk"
    reason: str
    due_at: str
    owner_id: int | None
    team_id: int | None


@declare
@dataclass(frozen=True, kw_only=True)
class PromiseDateProposed(PromiseEvent):
    """The customer was told another date in that message. Until they refuse it or the old one passes, it waits."""

    kind = "promise.date_proposed"
    proposed_due_at: str
    told_message_id: int


@declare
@dataclass(frozen=True, kw_only=True)
class PromiseDateRefused(PromiseEvent):
    """They did not agree, or the message never left: the date before stands."""

    kind = "promise.date_refused"


@declare
@dataclass(frozen=True, kw_only=True)
class PromiseLeftBroken(PromiseEvent):
    """Nothing more will be done about a broken one. `reason` is a word of ours."""

    kind = "promise.left_broken"
    reason: str


@declare
@dataclass(frozen=True, kw_only=True)
class PromiseMoved(PromiseEvent):
    """Another date in force: told before the old one passed, and not refused. The first date stays what it was."""

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
    calendar: str | None = None


@declare
@dataclass(frozen=True, kw_only=True)
class PromiseRecalculated(PromiseEvent):
    """Counted anew by the service code and the calendar of now, because somebody asked for it. The first date stays.

    `target_id` is the target that counts from now on. While the clock stands `due_at` stays, and `remaining_minutes`
    are left when it runs again; otherwise it is None. `reason` is why, in their words.
    """

    kind = "promise.recalculated"
    due_at: str
    target_id: int
    calendar: str | None
    remaining_minutes: int | None
    reason: str


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
class ServiceCodeDrafted(Event):
    """A draft of the service code was begun, changed or thrown away. Nothing follows until it is published."""

    kind = "service_code.drafted"
    code_id: int
    what: str


@declare
@dataclass(frozen=True, kw_only=True)
class ServiceCodePublished(Event):
    """Another version of the standing promises applies to what begins from now on."""

    kind = "service_code.published"
    code_id: int
