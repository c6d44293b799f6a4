"""What happened to rules, and that one ran."""

from __future__ import annotations

from dataclasses import dataclass

from wellkept.conversations.events import ConversationEvent
from wellkept.kernel.events import Event, declare


@declare
@dataclass(frozen=True, kw_only=True)
class RuleChanged(Event):
    """`what`: added, changed, rehearsed, switched_on, switched_off, moved or retired."""

    kind = "rule.changed"
    rule_id: int
    what: str


@declare
@dataclass(frozen=True, kw_only=True)
class RuleRan(ConversationEvent):
    """It runs there. Whatever it does carries this event as its cause."""

    kind = "rule.ran"
    rule_id: int
    edition: int
