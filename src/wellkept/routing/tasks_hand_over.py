"""The clock of hand-overs."""

from __future__ import annotations

from datetime import timedelta

from wellkept.kernel import clock
from wellkept.kernel.tasks import task

from .operations import hand_over as operations


@task("routing.hand_overs", every=timedelta(minutes=1))
def look() -> None:
    """What nobody decided in time comes to the supervisors."""
    while operations.mark_overdue(at=clock.now()):
        pass
