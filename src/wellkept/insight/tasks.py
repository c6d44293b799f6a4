"""The room's pulse."""

from __future__ import annotations

import time
from datetime import timedelta

from wellkept.kernel.tasks import task

from .reading import read_on

PULSE = timedelta(seconds=5)
LONGEST_SECONDS = 5.0  # then other work has its turn


@task("insight.read", every=PULSE)
def read() -> None:
    """Reads on in the event log until it is up to date, or for five seconds."""
    begun = time.monotonic()
    while read_on() and time.monotonic() - begun < LONGEST_SECONDS:
        pass
