"""The room's pulse."""

from __future__ import annotations

import time
from datetime import timedelta

from wellkept.kernel.tasks import task

from . import log
from .reading import read_on

PULSE = timedelta(seconds=5)
LONGEST_SECONDS = 1.0  # then mail and pages have their turn: a fifth of a core at most
STORM_EVENTS = 500  # so many within a pulse, and whoever brings them needs the core more than a figure does
MOST_PATIENCE = 20  # pulses


class Patience:
    """How long the reading has waited for a storm to pass. Kept by the process that reads."""

    def __init__(self) -> None:
        self.last_id = 0
        self.waited = 0

    def waits(self, newest: int) -> bool:
        """Whether to leave this pulse to others: events come fast, and not for very long yet."""
        grown, self.last_id = newest - self.last_id, newest
        is_storm = grown > STORM_EVENTS and grown != newest
        self.waited = self.waited + 1 if is_storm and self.waited < MOST_PATIENCE else 0
        return self.waited > 0


_patience = Patience()


@task("insight.read", every=PULSE)
def read() -> None:
    """Reads on in the event log until it is up to date, or for a second; while mail pours in, every hundredth."""
    if _patience.waits(log.last_id()):
        return
    begun = time.monotonic()
    while read_on() and time.monotonic() - begun < LONGEST_SECONDS:
        pass
