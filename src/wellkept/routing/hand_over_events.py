"""What happened to hand-overs. Ids and plain values only: what was told stays in its own table."""

from __future__ import annotations

from dataclasses import dataclass

from wellkept.conversations.events import ConversationEvent
from wellkept.kernel.events import Event, declare


@dataclass(frozen=True, kw_only=True)
class HandOverEvent(ConversationEvent):
    """What all share: which hand-over."""

    kind = "hand_over"
    hand_over_id: int


@declare
@dataclass(frozen=True, kw_only=True)
class HandOverOffered(HandOverEvent):
    """Somebody was asked to take a conversation on; `from_*` answer until then. `is_again`: not the first one."""

    kind = "hand_over.offered"
    from_agent_id: int | None
    from_team_id: int | None
    to_agent_id: int | None
    to_team_id: int | None
    expires_at: str
    is_again: bool


@declare
@dataclass(frozen=True, kw_only=True)
class HandOverAccepted(HandOverEvent):
    """Taken on: the conversation and its promises moved with this."""

    kind = "hand_over.accepted"
    assignee_id: int | None
    team_id: int | None


@declare
@dataclass(frozen=True, kw_only=True)
class HandOverDeclined(HandOverEvent):
    """Given back with a reason; nothing moved."""

    kind = "hand_over.declined"


@declare
@dataclass(frozen=True, kw_only=True)
class HandOverWithdrawn(HandOverEvent):
    """No longer offered. `why`: asked, overtaken (it was assigned otherwise), over (solved, or off the desk)."""

    kind = "hand_over.withdrawn"
    why: str


@declare
@dataclass(frozen=True, kw_only=True)
class HandOverOverdue(HandOverEvent):
    """Nobody decided in time: from now on supervisors see it as well."""

    kind = "hand_over.overdue"


@declare
@dataclass(frozen=True, kw_only=True)
class HandOverTermsChanged(Event):
    """How many minutes a hand-over may wait."""

    kind = "hand_over.terms_changed"
    minutes: int
