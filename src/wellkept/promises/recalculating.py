"""Counting anew in the background, where there is too much for a page to wait for."""

from __future__ import annotations

from datetime import datetime

from wellkept.kernel import clock
from wellkept.kernel.actors import SYSTEM, Actor
from wellkept.kernel.tasks import task

from . import operations

AT_ONCE = 2_000


def recalculate_soon(*, reason: str, by: Actor, at: datetime) -> operations.Recalculated | None:
    """Counts anew at once, or in the background when more than `AT_ONCE` clocks are open; then None.

    Raises NeedsReason.
    """
    reason = operations.checked_reason(reason)
    if operations.open_clocks() <= AT_ONCE:
        return operations.recalculate(reason=reason, by=by, at=at)
    recalculate.enqueue(at=at, reason=reason, agent_id=by.id, key="all")
    return None


@task("promises.recalculate")
def recalculate(*, reason: str, agent_id: int | None) -> None:
    """Safe to run twice: what has moved stays where it is."""
    by = Actor.agent(agent_id) if agent_id else SYSTEM
    operations.recalculate(reason=reason, by=by, at=clock.now())
