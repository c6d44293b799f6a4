"""What falls due within a day and will probably not be kept, found before it breaks (PRINCIPLES.md, 3b: "at_risk")."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from django.db import transaction

from wellkept.conversations.models import Status
from wellkept.kernel.actors import SYSTEM
from wellkept.kernel.events import publish

from .events import PromiseAtRisk
from .models import OPEN, Kind, Promise, PromiseStatus, Risk
from .operations.places import inbox_of
from .working import past_keeping

AHEAD = timedelta(days=1)
LOOKED_AT = 2000

Finder = Callable[[Sequence[Promise], datetime], dict[int, str]]
_finders: list[Finder] = []


def finds_risks(finder: Finder) -> Finder:
    """Registers what knows a reason why promises will not be kept: their numbers and a `Risk.Reason`.

    It is given open ones whose clock runs, the first due first, with conversation and owner. Rooms above know more of
    who is there than this one; what they say counts before what is worked out here.
    """
    _finders.append(finder)
    return finder


def look_ahead(*, at: datetime) -> int:
    """Notes what is at risk now and forgets what no longer is; returns how many were not known before.

    Of what falls due within a day, the first 2,000. A promise is told of once for as long as it stays at risk.
    """
    rows = _falling_due(at)
    found = _by_what_waits(rows) | _by_time(rows, at)
    for finder in _finders:
        found |= finder(rows, at)
    with transaction.atomic():
        known = dict(Risk.objects.select_for_update().values_list("promise_id", "due_at"))
        meant = {row.pk: row.due_at for row in rows if row.pk in found}
        gone = [number for number, due_at in known.items() if meant.get(number) != due_at]
        Risk.objects.filter(pk__in=gone).delete()
        still = known.keys() - set(gone)
        new = [row for row in rows if row.pk in found and row.pk not in still]
        for row in new:
            _note(row, found[row.pk], at=at)
    return len(new)


def _falling_due(at: datetime) -> list[Promise]:
    due = Promise.objects.filter(
        status__in=OPEN, paused_at__isnull=True, due_at__gt=at, due_at__lte=at + AHEAD
    )
    return list(due.select_related("conversation", "owner").order_by("due_at", "id")[:LOOKED_AT])


def _by_what_waits(rows: Sequence[Promise]) -> dict[int, str]:
    """On hold for somebody else, while the customer counts on us."""
    return {
        row.pk: Risk.Reason.WAITING
        for row in rows
        if row.kind != Kind.THIRD_PARTY
        and row.is_visible_to_customer
        and row.conversation is not None
        and row.conversation.status == Status.ON_HOLD
    }


def _by_time(rows: Sequence[Promise], at: datetime) -> dict[int, str]:
    """M16, for each who answers: what is broken there takes time as well."""
    late = Promise.objects.filter(status=PromiseStatus.BROKEN).select_related("conversation")
    theirs: dict[tuple[int | None, int | None], list[Promise]] = defaultdict(list)
    for row in [*late.order_by("-due_at", "-id")[:LOOKED_AT], *rows]:
        theirs[row.owner_id, None if row.owner_id else row.team_id].append(row)
    found: dict[int, str] = {}
    for promises in theirs.values():
        found |= dict.fromkeys(past_keeping(promises, at=at), Risk.Reason.INFEASIBLE)
    return found


def _note(row: Promise, reason: str, *, at: datetime) -> None:
    Risk.objects.create(promise=row, reason=reason, due_at=row.due_at, since=at)
    event = PromiseAtRisk(
        promise_id=row.pk,
        conversation_id=row.conversation_id,
        inbox_id=inbox_of(row),
        reason=reason,
        due_at=row.due_at.isoformat(),
        owner_id=row.owner_id,
        team_id=row.team_id,
    )
    publish(event, by=SYSTEM, at=at)
