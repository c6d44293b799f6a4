"""What happened about waits, staffing and the intake gate."""

from __future__ import annotations

from dataclasses import dataclass

from wellkept.kernel.events import Event, declare


@declare
@dataclass(frozen=True, kw_only=True)
class StaffingTermsSet(Event):
    """A team's staffing is computed under other terms from now on."""

    kind = "staffing.terms_set"
    team_id: int
    terms_id: int


@declare
@dataclass(frozen=True, kw_only=True)
class WaitAnnounced(Event):
    """One who waits is told how long: `seconds` of opening time, `ahead` people before them."""

    kind = "wait.announced"
    conversation_id: int
    inbox_id: int
    team_id: int
    announcement_id: int
    seconds: int
    ahead: int


@declare
@dataclass(frozen=True, kw_only=True)
class IntakeAsked(Event):
    """Somebody wants to bring more work; `answer` is what the figures say."""

    kind = "intake.asked"
    intake_id: int
    team_id: int
    answer: str


@declare
@dataclass(frozen=True, kw_only=True)
class IntakeDecided(Event):
    """A person decided about it."""

    kind = "intake.decided"
    intake_id: int
    decision: str
