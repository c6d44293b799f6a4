"""What happened to macros, and with them. The texts stay in their own tables."""

from __future__ import annotations

from dataclasses import dataclass

from wellkept.conversations.events import ConversationEvent
from wellkept.kernel.events import Event, declare


@declare
@dataclass(frozen=True, kw_only=True)
class MacroChanged(Event):
    """`what`: added, changed, moved, retired or restored."""

    kind = "macro.changed"
    macro_id: int
    what: str


@declare
@dataclass(frozen=True, kw_only=True)
class MacroApplied(ConversationEvent):
    """Somebody used it. `did` are the kinds of action that changed something, in their order."""

    kind = "macro.applied"
    macro_id: int
    run_id: int
    did: list[str]


@declare
@dataclass(frozen=True, kw_only=True)
class MacroUndone(ConversationEvent):
    """What it did was put back, but for the kinds in `left`."""

    kind = "macro.undone"
    macro_id: int
    run_id: int
    left: list[str]
