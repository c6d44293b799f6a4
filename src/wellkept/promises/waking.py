"""What comes by itself beside the clock: snoozed conversations come back, notes are ready when a promise broke."""

from __future__ import annotations

from datetime import timedelta

from wellkept.kernel import clock
from wellkept.kernel.tasks import task

from . import breaks
from .operations import next_steps

MOST_A_TIME = 2000


@task("promises.wake", every=timedelta(seconds=15))
def wake() -> None:
    """Brings back whatever was snoozed until now."""
    done = 0
    while done < MOST_A_TIME and (woken := next_steps.wake_due(at=clock.now())):
        done += woken


@task("promises.amends", every=timedelta(seconds=30))
def make_amends() -> None:
    """Prepares a note for each break that has none. After a long standstill it takes a few rounds."""
    done = 0
    while done < MOST_A_TIME and (prepared := breaks.prepare_some(at=clock.now())):
        done += prepared
