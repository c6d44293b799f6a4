"""The clock of assigning: shifts end, substitutes step in, what waits too long moves on, and nothing is forgotten."""

from __future__ import annotations

from datetime import datetime, timedelta

from wellkept.kernel import clock
from wellkept.kernel.tasks import task

from . import queries_assignment as queries
from .models import Absence, Presence, TeamRouting
from .operations import assigning, presence, standing_in


@task("routing.assignment", every=timedelta(minutes=1))
def look() -> None:
    """Once a minute. Each step is safe to repeat."""
    run(at=clock.now())


def run(*, at: datetime) -> None:
    """All that is due at that moment."""
    for agent_id in list(Presence.objects.filter(until__lte=at).order_by("pk").values_list("pk", flat=True)):
        presence.end_shift(agent_id=agent_id, at=at)
    for absence in _absences(at):
        standing_in.pass_on_what_falls_due(absence=absence, at=at)
    overflowing = TeamRouting.objects.filter(overflow_team__isnull=False).select_related("overflow_team")
    for routing in overflowing.order_by("pk"):
        assigning.overflow(routing=routing, at=at)
    for routing in queries.automatic_teams():
        assigning.give_waiting(routing=routing, at=at)


def _absences(at: datetime) -> list[Absence]:
    now = Absence.objects.filter(starts_at__lte=at, ends_at__gt=at)
    return list(now.select_related("agent", "substitute").order_by("pk"))
