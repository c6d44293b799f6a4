"""`promise:` and `due:` in a search. What is found goes on from the few promises that are meant, not from all."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Q, QuerySet

from wellkept.conversations.operators import Asker, day_of, one_of, operator

from .models import OPEN, Promise, PromiseStatus, Risk

# Of more than these only the next due, or the latest, are looked at: a search stays quick on a large desk.
MOST = 5000
STATES = {
    "open": OPEN,
    "broken": (PromiseStatus.BROKEN,),
    "kept": (PromiseStatus.KEPT,),
    "repaired": (PromiseStatus.REPAIRED,),
    "waived": (PromiseStatus.WAIVED,),
    "void": (PromiseStatus.VOID,),
    "given-up": (PromiseStatus.CLOSED_BROKEN,),
}
DAYS = ("overdue", "today", "tomorrow", "this-week")


@operator("promise", *STATES, "at-risk", "paused")
def _promise(value: str, asker: Asker) -> Q:
    state = one_of(value, "promise", [*STATES, "at-risk", "paused"])
    if state == "at-risk":
        return Q(pk__in=Risk.objects.order_by("due_at").values("promise__conversation")[:MOST])
    if state == "paused":
        return _of(Promise.objects.filter(status__in=OPEN, paused_at__isnull=False).order_by("due_at", "id"))
    order = ("due_at", "id") if state in ("open", "broken") else ("-due_at", "-id")
    walks = [Promise.objects.filter(status=status).order_by(*order) for status in STATES[state]]
    found = Q()
    for walk in walks:
        found |= _of(walk)
    return found


@operator("due", *DAYS, "<2h", "<3d", "<2026-06-12")
def _due(value: str, asker: Asker) -> Q:
    """What is owed and falls due then, by the clock of whoever asks."""
    if value.startswith("<"):
        return _live(before=day_of(value[1:], "due:<", asker, ahead=True))
    chosen = one_of(value, "due", DAYS)
    if chosen == "overdue":
        return _live(before=asker.at)
    local = asker.at.astimezone(asker.zone)
    midnight = local.replace(hour=0, minute=0, second=0, microsecond=0)
    after = midnight + timedelta(days=1) if chosen == "tomorrow" else midnight
    days = 7 - midnight.weekday() if chosen == "this-week" else 1
    return _live(since=after, before=after + timedelta(days=days))


def _live(*, before: datetime, since: datetime | None = None) -> Q:
    found = Q()
    for status in (*OPEN, PromiseStatus.BROKEN):
        owed = Promise.objects.filter(status=status, paused_at__isnull=True, due_at__lt=before)
        if since is not None:
            owed = owed.filter(due_at__gte=since)
        found |= _of(owed.order_by("due_at", "id"))
    return found


def _of(promises: QuerySet[Promise]) -> Q:
    return Q(pk__in=promises.values("conversation")[:MOST])
