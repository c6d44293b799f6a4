"""Why the system gave a conversation to somebody, for the lines of its history."""

from __future__ import annotations

from collections.abc import Iterable

from wellkept.kernel.models import LoggedEvent
from wellkept.routing.decision_words import told
from wellkept.routing.models import Decision


def decided(events: Iterable[LoggedEvent]) -> dict[int, str]:
    """Sentences by the event's id, for what was decided automatically. One query, none when nothing was."""
    given = {
        (event.conversation_id, event.at): event.pk
        for event in events
        if event.kind == "conversation.assigned" and event.actor_kind == "system"
    }
    if not given:
        return {}
    found = Decision.objects.filter(
        conversation__in={number for number, _at in given}, at__in={at for _number, at in given}
    ).select_related("agent", "team")
    lines = {(decision.conversation_id, decision.at): told(decision) for decision in found}
    return {pk: lines[key] for key, pk in given.items() if key in lines}
