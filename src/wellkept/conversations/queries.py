"""Reads of the room. Everything goes through an Access: a view cannot see what the agent may not."""

from __future__ import annotations

import base64
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from wellkept.customers.models import Customer
from wellkept.kernel.prepared import prepared

from .access import Access
from .models import Conversation, Inbox, Message, Place, Read, Status

PAGE = 50
COUNT_LIMIT = 1000

ROW_FIELDS = (
    "id", "subject", "customer_name", "last_words", "last_direction", "last_activity_at", "status", "place",
    "priority", "assignee_id", "team_id", "inbox_id", "has_attachments", "has_trouble", "last_message_id",
    "last_inbound_id", "message_count",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Row:
    """What a line of a list shows."""

    id: int
    subject: str
    customer_name: str
    last_words: str
    last_direction: str
    last_activity_at: datetime
    status: str
    place: str
    priority: int
    assignee_id: int | None
    team_id: int | None
    inbox_id: int
    has_attachments: bool
    has_trouble: bool
    last_message_id: int
    last_inbound_id: int
    message_count: int
    assignee_name: str
    is_unread: bool


@dataclass(frozen=True, slots=True)
class View:
    """A filter over conversations, by its parts. `assignee` is an agent's id, 0 for nobody, None for anybody."""

    name: str
    assignee: int | None = None
    team_id: int | None = None
    inbox_id: int | None = None
    status: str | None = Status.OPEN
    place: str = Place.DESK
    with_snoozed: bool = False

    def filters(self) -> Q:
        q = Q(place=self.place)
        if self.status is not None:
            q &= Q(status=self.status)
        if self.assignee is not None:
            q &= Q(assignee_id=self.assignee) if self.assignee else Q(assignee__isnull=True)
        if self.team_id is not None:
            q &= Q(team_id=self.team_id)
        if self.inbox_id is not None:
            q &= Q(inbox_id=self.inbox_id)
        if self.needs_somebody and not self.with_snoozed:
            q &= Q(snoozed_until__isnull=True)
        return q

    @property
    def needs_somebody(self) -> bool:
        """Whether it lists what somebody has to act on. What is snoozed is not in it."""
        is_theirs = self.assignee is not None or self.team_id is not None
        return is_theirs and self.status == Status.OPEN


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a list; `older` is the cursor of the next, None at the end."""

    rows: list[Row]
    older: str | None


def conversations_for(access: Access) -> QuerySet[Conversation]:
    """Every conversation the agent may open."""
    return conversations_in(access.inbox_ids)


def conversation_of(access: Access, number: int) -> Conversation | None:
    """The one of that number; None when it is not there, or not theirs to see."""
    return next(iter(_numbered(access.inbox_ids, pk=number)), None)


@prepared
def _numbered(inbox_ids: frozenset[int] | None, *, pk: Any) -> QuerySet[Conversation]:
    return conversations_in(inbox_ids).filter(pk=pk)


def conversations_in(inbox_ids: frozenset[int] | None) -> QuerySet[Conversation]:
    """Those of an Access's inboxes; None means every inbox."""
    everything = Conversation.objects.all()
    return everything if inbox_ids is None else everything.filter(inbox_id__in=inbox_ids)


def inboxes_for(access: Access) -> QuerySet[Inbox]:
    """Inboxes the agent sees, by name."""
    inboxes = Inbox.objects.filter(archived_at__isnull=True).order_by("name", "id")
    return inboxes if access.inbox_ids is None else inboxes.filter(pk__in=access.inbox_ids)


def customers_for(access: Access) -> QuerySet[Customer]:
    """Everyone who has a conversation that the agent may open."""
    if access.inbox_ids is None:
        return Customer.objects.all()
    theirs = Conversation.objects.filter(customer_id=OuterRef("pk"), inbox_id__in=access.inbox_ids)
    return Customer.objects.filter(Exists(theirs))


def messages_for(access: Access) -> QuerySet[Message]:
    """Messages the agent may read, notes included, oldest first."""
    return messages_in(access.inbox_ids)


def messages_in(inbox_ids: frozenset[int] | None) -> QuerySet[Message]:
    """Those of an Access's inboxes, oldest first; None means every inbox."""
    everything = Message.objects.order_by("id")
    return everything if inbox_ids is None else everything.filter(conversation__inbox_id__in=inbox_ids)


def page(view: View, access: Access, *, after: str | None = None, size: int = PAGE) -> Page:
    """One page of the view, the latest activity first. Costs the page, not the table.

    Raises ValueError for a cursor that is none of ours.
    """
    cursor = read_cursor(after) if after else None
    found = [_row(values) for values in _ordered(view, access, cursor, size + 1)]
    older = write_cursor(found[size - 1]) if len(found) > size else None
    return Page(rows=found[:size], older=older)


def count(view: View, access: Access) -> int:
    """How many the view holds, never counting past 1,000: a larger answer is 1,001 and means "1,000+"."""
    return counts([view], access)[0]


def counts(views: Sequence[View], access: Access) -> list[int]:
    """The `count` of each view, all in one query."""
    if not views:
        return []
    parts: list[str] = []
    given: list[Any] = []
    for view in views:
        for sql, params in _counting(view, access.inbox_ids):
            parts.append(sql)
            given += params
    with connection.cursor() as cursor:
        cursor.execute("SELECT " + ", ".join(parts), given)
        found = cursor.fetchone()
    return [
        whole if whole > COUNT_LIMIT else whole - snoozed
        for whole, snoozed in zip(found[::2], found[1::2], strict=True)
    ]


@lru_cache(512)
def _counting(view: View, inbox_ids: frozenset[int] | None) -> tuple[tuple[str, tuple[Any, ...]], ...]:
    """Two counts as SQL: all of the view with what is snoozed there, and what is snoozed there.

    Apart, because the first reads an index alone and the second the few rows that are snoozed.
    """
    inside = Conversation.objects.filter(replace(view, with_snoozed=True).filters())
    if inbox_ids is not None and view.inbox_id not in inbox_ids:
        inside = inside.filter(inbox_id__in=inbox_ids)
    asleep = Conversation.objects.filter(snoozed_until__isnull=False).order_by("snoozed_until", "id")
    few = asleep.values("id")[: COUNT_LIMIT + 1]  # limited, so that SQLite begins with them
    halves = [inside, inside.filter(pk__in=few)] if view.needs_somebody else [inside]
    found = []
    for rows in halves:
        try:
            sql, params = rows.order_by().values("id")[: COUNT_LIMIT + 1].query.sql_with_params()
        except EmptyResultSet:  # no inbox at all, say
            sql, params = "SELECT 1 WHERE 1 = 0", ()
        found.append((f"(SELECT COUNT(*) FROM ({sql}) AS bounded)", params))  # noqa: S608  the ORM wrote it; values go apart
    return (found[0], found[1] if len(found) > 1 else ("0", ()))


def _ordered(
    view: View, access: Access, cursor: tuple[datetime, int] | None, size: int
) -> list[dict[str, Any]]:
    inbox_ids = None if view.inbox_id is not None and access.sees_inbox(view.inbox_id) else access.inbox_ids
    if inbox_ids is None and cursor is None:
        whose = view.assignee
        shape = replace(view, assignee=1) if whose else view
        return _top(shape, size, agent=access.agent_id, assignee=whose)
    base = Conversation.objects.filter(view.filters())
    if cursor:
        at, last_id = cursor
        base = base.filter(last_activity_at__lte=at).exclude(last_activity_at=at, id__gte=last_id)
    if inbox_ids is None:
        return list(_values(_order(base), access.agent_id)[:size])
    # A person with few inboxes: the top of each, read from its own index alone, then merged. Filtering the order
    # over all inboxes instead would walk past every row of the others.
    heads = [
        head
        for inbox_id in inbox_ids
        for head in _order(base.filter(inbox_id=inbox_id)).values_list("last_activity_at", "id")[:size]
    ]
    wanted = [number for _, number in sorted(heads, reverse=True)[:size]]
    found = {values["id"]: values for values in _values(base.filter(pk__in=wanted), access.agent_id)}
    return [found[number] for number in wanted if number in found]


def _order(found: QuerySet[Conversation]) -> QuerySet[Conversation]:
    return found.order_by("-last_activity_at", "-id")


@prepared
def _top(view: View, size: int, *, agent: Any, assignee: Any) -> Any:
    """The first page, which everybody opens all day. `view` tells whether it is somebody's, `assignee` whose."""
    meant = replace(view, assignee=assignee) if view.assignee else view
    return _values(_order(Conversation.objects.filter(meant.filters())), agent)[:size]


def _values(found: QuerySet[Conversation], agent: Any) -> Any:
    read = Read.objects.filter(agent_id=agent, conversation_id=OuterRef("id"))
    return found.annotate(
        assignee_name=Coalesce(F("assignee__name"), Value("")),
        read_to=Coalesce(Subquery(read.values("message_id")[:1]), Value(0)),
    ).values(*ROW_FIELDS, "assignee_name", "read_to")


def _row(values: dict[str, Any]) -> Row:
    read_to = values.pop("read_to")
    return Row(**values, is_unread=values["last_inbound_id"] > read_to)


def write_cursor(last: Row | Conversation) -> str:
    """Where the next page begins, as text for a link."""
    raw = json.dumps([last.last_activity_at.isoformat(), last.id]).encode()
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def read_cursor(text: str) -> tuple[datetime, int]:
    """The inverse of `write_cursor`. Raises ValueError."""
    try:
        at, last_id = json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
        return datetime.fromisoformat(at).astimezone(UTC), int(last_id)
    except (ValueError, TypeError, OverflowError, RecursionError) as error:
        raise ValueError("That page link is not one of ours.") from error
