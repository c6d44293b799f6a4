"""What happened to presence and to the rules by which work is handed out."""

from __future__ import annotations

from dataclasses import dataclass

from wellkept.kernel.events import Event, declare


@declare
@dataclass(frozen=True, kw_only=True)
class PresenceChanged(Event):
    """Online, away, on a break or off; `until` is the end of the shift, empty when none was said."""

    kind = "presence.changed"
    agent_id: int
    state: str
    until: str


@declare
@dataclass(frozen=True, kw_only=True)
class AbsenceChanged(Event):
    """Out of office with a substitute; all empty when it was taken back."""

    kind = "presence.absence_changed"
    agent_id: int
    substitute_id: int | None
    starts_at: str
    ends_at: str


@declare
@dataclass(frozen=True, kw_only=True)
class AssignmentRulesChanged(Event):
    """Someone changed how work is handed out. `what`: team, agent, channel or skill; `about` is its id."""

    kind = "assignment.rules_changed"
    what: str
    about: int
