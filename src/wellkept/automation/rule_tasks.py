"""When rules run: soon after an event, and once a minute."""

from __future__ import annotations

from datetime import timedelta

from wellkept.kernel import clock
from wellkept.kernel.events import Heard, subscribe
from wellkept.kernel.tasks import task

from . import switched_on
from .operations import running
from .rule_kinds import EVENTS


@task("automation.triggers")
def triggers(*, event_id: int) -> None:
    """Safe to repeat: a rule runs once on an event."""
    running.on_event(event_id=event_id, at=clock.now())


@task("automation.timed", every=timedelta(minutes=1))
def timed() -> None:
    """A bounded batch for each timed rule."""
    running.by_clock(at=clock.now())


@subscribe(*EVENTS)
def what_a_trigger_waits_for_is_queued(heard: Heard) -> None:
    """In the transaction of the event. Where no trigger waits for its kind, nothing is read or written."""
    if switched_on.waited_for(heard.event.kind):
        triggers.enqueue(at=heard.at, event_id=heard.id)
