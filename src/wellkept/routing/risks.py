"""Who is away when a promise of theirs falls due, with nobody standing in for them yet."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from wellkept.promises.models import Promise, Risk
from wellkept.promises.risks import finds_risks

from .models import Absence
from .operations.standing_in import AHEAD


@finds_risks
def owners_who_are_away(promises: Sequence[Promise], at: datetime) -> dict[int, str]:
    """Those whose substitute should have them by now, and those of people who do not work here any more."""
    owners = {promise.owner_id for promise in promises if promise.owner_id}
    away = {absence.agent_id: absence for absence in Absence.objects.filter(agent__in=owners)}
    return {
        promise.pk: Risk.Reason.OWNER_AWAY
        for promise in promises
        if promise.owner and (not promise.owner.is_active or _misses(away.get(promise.owner.pk), promise, at))
    }


def _misses(absence: Absence | None, promise: Promise, at: datetime) -> bool:
    if absence is None or not absence.starts_at <= promise.due_at < absence.ends_at:
        return False
    return absence.starts_at <= at and promise.due_at <= at + AHEAD
