"""The customer's way from one person to the next (PRINCIPLES.md, P24): who answered in turn, and when they began."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Assigned:
    """One change of owner, as the event log has it. None: nobody."""

    at: datetime
    assignee_id: int | None


@dataclass(frozen=True, slots=True)
class Stop:
    """A person who answered, and since when."""

    agent_id: int
    since: datetime


def path(changes: Iterable[Assigned], *, answered_at: datetime | None) -> list[Stop]:
    """The people the customer met, in order; `changes` oldest first.

    Whoever had it before our first answer, and handed it on before that, the customer never met. Back to nobody and to
    the same person again is no new stop.
    """
    stops: list[Stop] = []
    for change in changes:
        if change.assignee_id is None or (stops and stops[-1].agent_id == change.assignee_id):
            continue
        if stops and (answered_at is None or change.at <= answered_at):
            stops.pop()
            if stops and stops[-1].agent_id == change.assignee_id:
                continue
        stops.append(Stop(change.assignee_id, change.at))
    return stops


def transfers(stops: list[Stop]) -> int:
    """How often the customer was handed on: M05 counts these."""
    return max(0, len(stops) - 1)
