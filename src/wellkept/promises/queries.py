"""Reads of the ledger."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet

from wellkept.conversations.access import Access
from wellkept.conversations.models import Conversation, Place, Status
from wellkept.kernel.prepared import prepared

from .models import OPEN, Promise, PromiseStatus

LIVE = (*OPEN, PromiseStatus.BROKEN)
MOST = 200


# As plain SQL: the list is the page that is opened most, and this stands on each of its fifty lines.
DUES = """
    SELECT conversation_id, status, made_at, original_due_at, due_at FROM promises_promise
    WHERE conversation_id IN (IDS) AND status IN ('open', 'renegotiation_proposed', 'broken') AND paused_at IS NULL
    ORDER BY due_at, id
"""


@dataclass(frozen=True, slots=True)
class Due:
    """As much of a promise as its chip needs; its clock runs."""

    status: str
    made_at: datetime
    original_due_at: datetime
    due_at: datetime
    paused_at: None = None
    kept_at: None = None


@dataclass(frozen=True, slots=True)
class Counts:
    """How many promises are owed, and of these how many are broken."""

    owed: int
    broken: int


def promises_for(access: Access) -> QuerySet[Promise]:
    """Every promise the agent may know of: of conversations they see, and their own without a conversation."""
    return _within(access.inbox_ids, access.agent_id)


def _within(inbox_ids: frozenset[int] | None, agent: Any) -> QuerySet[Promise]:
    everything = Promise.objects.all()
    if inbox_ids is None:
        return everything
    return everything.filter(
        Q(conversation__inbox_id__in=inbox_ids) | Q(conversation__isnull=True, owner_id=agent)
    )


def owed_by(access: Access) -> list[Promise]:
    """What the agent answers for, or a team of theirs while nobody in it does; the first due first, 201 at most."""
    teams = [None, *sorted(access.team_ids)]
    found = [
        promise
        for status in LIVE
        for team in teams
        for promise in _top(access.inbox_ids, status, team, agent=access.agent_id)
    ]
    return sorted(found, key=lambda promise: (promise.due_at, promise.pk))[: MOST + 1]


def _answered_for(
    inbox_ids: frozenset[int] | None, status: str, team_id: int | None, agent: Any
) -> QuerySet[Promise]:
    """One walk down one index: the agent's own, or one team's that nobody has."""
    theirs = Q(owner_id=agent) if team_id is None else Q(team_id=team_id, owner__isnull=True)
    found = _within(inbox_ids, agent).filter(theirs, status=status)
    return found.order_by("due_at", "id")[: MOST + 1]


@prepared
def _top(
    inbox_ids: frozenset[int] | None, status: str, team_id: int | None, *, agent: Any
) -> QuerySet[Promise]:
    found = _answered_for(inbox_ids, status, team_id, agent)
    return found.select_related("conversation", "customer", "target", "team")


def owed_by_all(access: Access) -> list[Promise]:
    """What anybody owes in the inboxes the agent sees, the first due first, 201 at most; for who supervises."""
    found = [
        promise for status in LIVE for promise in _first_due(access.inbox_ids, status, agent=access.agent_id)
    ]
    return sorted(found, key=lambda promise: (promise.due_at, promise.pk))[: MOST + 1]


def broken_for(access: Access) -> list[Promise]:
    """What is broken and not made good in the inboxes the agent sees, the longest first, 201 at most."""
    return _first_due(access.inbox_ids, PromiseStatus.BROKEN, agent=access.agent_id)


@prepared
def _first_due(inbox_ids: frozenset[int] | None, status: str, *, agent: Any) -> QuerySet[Promise]:
    """One walk down the index of the clock."""
    found = _within(inbox_ids, agent).filter(status=status)
    everything = found.select_related("conversation", "customer", "target", "team", "owner")
    return everything.order_by("due_at", "id")[: MOST + 1]


def at_risk_for(access: Access) -> list[Promise]:
    """What is at risk in the inboxes the agent sees, each with its `risk`; the first due first, 201 at most."""
    found = promises_for(access).filter(risk__isnull=False, status__in=OPEN)
    everything = found.select_related("risk", "conversation", "customer", "target", "team", "owner")
    return list(everything.order_by("risk__due_at", "pk")[: MOST + 1])


def next_due(access: Access, *, at: datetime) -> datetime | None:
    """When the next thing that anybody owes falls due; None when nothing is open."""
    coming = promises_for(access).filter(status=PromiseStatus.OPEN, paused_at__isnull=True, due_at__gt=at)
    return coming.order_by("due_at", "id").values_list("due_at", flat=True).first()


def count_owed(access: Access) -> Counts:
    """For the rail: bounded, one short walk down an index for each state and team. One query."""
    sql, params = _counting(access.inbox_ids, access.team_ids, access.agent_id)
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        numbers = dict(zip(LIVE, cursor.fetchone(), strict=True))
    return Counts(owed=sum(numbers.values()), broken=numbers[PromiseStatus.BROKEN])


@lru_cache(512)
def _counting(
    inbox_ids: frozenset[int] | None, team_ids: frozenset[int], agent_id: int
) -> tuple[str, list[Any]]:
    """A column for each state in which something is owed."""
    columns: list[str] = []
    given: list[Any] = []
    for status in LIVE:
        walks = []
        for team_id in (None, *sorted(team_ids)):
            rows = _answered_for(inbox_ids, status, team_id, agent_id).values("id")
            sql, params = rows.query.sql_with_params()
            walks.append(f"(SELECT COUNT(*) FROM ({sql}) AS bounded)")  # noqa: S608  the ORM wrote it; values go apart
            given += params
        columns.append(" + ".join(walks))
    return f"SELECT {', '.join(columns)}", given


def kept_since(access: Access, since: datetime) -> QuerySet[Promise]:
    """What the agent kept from that moment on, the latest first."""
    kept = promises_for(access).filter(
        owner_id=access.agent_id, status=PromiseStatus.KEPT, kept_at__gte=since
    )
    return kept.select_related("conversation", "customer").order_by("-kept_at", "-id")


def open_in(conversation_id: int) -> list[Promise]:
    """What is open or broken in one conversation, the first due first. The caller has checked that it may be seen."""
    return _live_in(conversation=conversation_id)


def dues_of(conversation_ids: list[int]) -> dict[int, Due]:
    """What is due next in each conversation where a clock runs, for the lines of a list. One query."""
    if not conversation_ids:
        return {}
    sql = DUES.replace("IDS", ", ".join(["%s"] * len(conversation_ids)))
    with connection.cursor() as cursor:
        cursor.execute(sql, conversation_ids)
        rows = cursor.fetchall()
    found: dict[int, Due] = {}
    for number, status, made_at, original_due_at, due_at in rows:
        if number not in found:
            found[number] = Due(status, _moment(made_at), _moment(original_due_at), _moment(due_at))
    return found


def _moment(value: datetime) -> datetime:
    """SQLite tells no zone: it is UTC."""
    return value if value.tzinfo else value.replace(tzinfo=UTC)


@prepared
def _live_in(*, conversation: Any) -> QuerySet[Promise]:
    live = Promise.objects.filter(conversation=conversation, status__in=LIVE)
    return live.select_related("owner", "team", "target", "amends").order_by("due_at", "id")


def uncovered() -> QuerySet[Conversation]:
    """Open conversations without a promise whose clock runs. There should be none."""
    running = Promise.objects.filter(conversation=OuterRef("pk"), status__in=LIVE, paused_at__isnull=True)
    there = Conversation.objects.filter(place=Place.DESK, status__in=(Status.OPEN, Status.ON_HOLD))
    return there.filter(~Exists(running)).order_by("id")
