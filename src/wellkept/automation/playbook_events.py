"""What happened to playbooks, and in following them. Keys and numbers only: what was entered stays in its own table."""

from __future__ import annotations

from dataclasses import dataclass

from wellkept.conversations.events import ConversationEvent
from wellkept.kernel.events import Event, declare


@declare
@dataclass(frozen=True, kw_only=True)
class PlaybookChanged(Event):
    """`what`: added, saved, published, renamed, retired or restored; `version` is the number, 0 where none is meant."""

    kind = "playbook.changed"
    playbook_id: int
    what: str
    version: int = 0


@declare
@dataclass(frozen=True, kw_only=True)
class PlaybookFactRecorded(ConversationEvent):
    """A fact was entered, or taken out again (`is_known` false). `row` is the remedy’s, 0 while open."""

    kind = "playbook.fact_recorded"
    playbook_id: int
    version: int
    fact: str
    is_known: bool
    row: int


@declare
@dataclass(frozen=True, kw_only=True)
class PlaybookStepChecked(ConversationEvent):
    """A step was ticked, or unticked."""

    kind = "playbook.step_checked"
    playbook_id: int
    version: int
    step: str
    is_done: bool
