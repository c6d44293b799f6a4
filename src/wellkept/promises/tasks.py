"""The room's clock."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction

from wellkept.kernel import clock
from wellkept.kernel.tasks import task

from . import operations, risks, steps
from .queries import uncovered

TICK = timedelta(seconds=15)
MOST_A_TICK = 20_000


@task("promises.clock", every=TICK)
def tick() -> None:
    """Breaks whatever is late, those due first first. After a long standstill it catches up in one tick."""
    done = 0
    while done < MOST_A_TICK:
        broken = operations.break_late(at=clock.now())
        if not broken:
            return
        done += broken


@task("promises.risks", every=timedelta(minutes=1))
def look_ahead() -> None:
    """Finds what will probably not be kept while something can still be done about it."""
    risks.look_ahead(at=clock.now())


@task("promises.cover", every=timedelta(hours=1))
def cover() -> None:
    """Gives what is open from before there was a ledger its next step; a second look at what should hold anyway."""
    for one in uncovered().select_related("customer")[:MOST_A_TICK]:
        with transaction.atomic():
            steps.ensure_next(one, at=clock.now())
