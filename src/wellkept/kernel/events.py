"""What happened: published inside the transaction that changed something, kept for ever, heard by other rooms.

A room declares its events as frozen dataclasses of ids and plain values, named in the past tense:

    @dataclass(frozen=True, kw_only=True)
    class ConversationAssigned(Event):
        kind = "conversation.assigned"
        conversation_id: int
        inbox_id: int
        assignee_id: int | None

and says it with `publish(ConversationAssigned(...), by=actor, at=at)`.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, fields
from datetime import datetime
from functools import cache, partial
from typing import Any, ClassVar, TypeVar

from django.db import connection, transaction
from django.db.models import Model

from .actors import Actor
from .models import LoggedEvent

# Any fixed number: it names the lock under which PostgreSQL hands out event ids.
_LOG_LOCK = 0x77656C6C6B657074 >> 1


@dataclass(frozen=True, kw_only=True)
class Event:
    """Base of all events. `kind` is "room.past_tense", stable for ever: measures and webhooks read it."""

    kind: ClassVar[str]


@dataclass(frozen=True, slots=True)
class Heard:
    """What a subscriber is given: the event, its id in the log, who did it and when.

    `about` is the row that the event tells of, where the publisher holds it anyway: it spares reading it again.
    `cause` is the id of the event that led to this one, None where a person or the clock began it.
    """

    id: int
    event: Event
    by: Actor
    at: datetime
    about: Model | None = None
    cause: int | None = None


E = TypeVar("E", bound=Event)
Listener = Callable[[Heard], None]

KINDS: dict[str, type[Event]] = {}
_inside: dict[type[Event], list[Listener]] = defaultdict(list)
_after: dict[type[Event], list[Listener]] = defaultdict(list)

_COLUMNS = ("inbox_id", "conversation_id", "customer_id")
_cause: ContextVar[int | None] = ContextVar("cause", default=None)


@contextmanager
def caused_by(event_id: int | None) -> Iterator[None]:
    """Whatever is published inside carries this event as its cause, unless it names another. None changes nothing."""
    token = _cause.set(_cause.get() if event_id is None else event_id)
    try:
        yield
    finally:
        _cause.reset(token)


def publish(
    event: Event, *, by: Actor, at: datetime, cause: int | None = None, about: Model | None = None
) -> int:
    """Writes the event beside the change that caused it and tells the subscribers; returns its id.

    Must be called inside the transaction of the change. On PostgreSQL a lock held until commit keeps ids in
    commit order: without it a slower transaction could commit a smaller id after a reader had passed it.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("publish() belongs inside the transaction that made the change")
    cause = _cause.get() if cause is None else cause
    data = {field.name: getattr(event, field.name) for field in fields(event)}
    columns = {name: data.pop(name, None) for name in _COLUMNS}
    row_id = _write(
        at=connection.ops.adapt_datetimefield_value(at),
        kind=event.kind,
        actor_kind=by.kind,
        actor_id=by.id,
        data=json.dumps(data),
        cause_id=cause,
        **columns,
    )
    heard = Heard(id=row_id, event=event, by=by, at=at, about=about, cause=cause)
    for listener in _inside[type(event)]:
        listener(heard)
    for listener in _after[type(event)]:
        transaction.on_commit(partial(listener, heard), robust=True)
    return row_id


def _write(**row: Any) -> int:
    """One row, as plain SQL: every change in the house pays for what this costs."""
    with connection.cursor() as cursor:
        cursor.execute(_insertion(connection.vendor, tuple(row)), list(row.values()))
        return int(cursor.fetchone()[0])


@cache
def _insertion(vendor: str, names: tuple[str, ...]) -> str:
    """PostgreSQL takes the lock in the same statement, before it draws the id, and wants to know types there."""
    types = {"at": "timestamptz", "kind": "text", "actor_kind": "text", "data": "jsonb"}
    marks = [f"%s::{types.get(name, 'bigint')}" if vendor == "postgresql" else "%s" for name in names]
    row = f"SELECT {', '.join(marks)}"
    if vendor == "postgresql":
        row += f" FROM (SELECT pg_advisory_xact_lock({_LOG_LOCK})) AS held"
    return f"INSERT INTO {LoggedEvent._meta.db_table} ({', '.join(names)}) {row} RETURNING id"


def subscribe(*kinds: type[Event], after_commit: bool = False) -> Callable[[Listener], Listener]:
    """Registers a function for events of these kinds.

    Inside the transaction by default: what it writes is true together with the change. With `after_commit`
    it runs once the change is durable, and its failure is logged without touching the change.
    """

    def register(listener: Listener) -> Listener:
        book = _after if after_commit else _inside
        for kind in kinds:
            if listener not in book[kind]:
                book[kind].append(listener)
        return listener

    return register


def declare(cls: type[E]) -> type[E]:
    """Class decorator: enters an event in the book of kinds, from which the reference docs are checked."""
    if cls.kind in KINDS and KINDS[cls.kind] is not cls:
        raise ValueError(f"two events call themselves {cls.kind}")
    KINDS[cls.kind] = cls
    return cls


def payload(row: LoggedEvent) -> dict[str, Any]:
    """The event's own fields again, as plain values."""
    merged = {name: getattr(row, name) for name in _COLUMNS}
    return {**{name: value for name, value in merged.items() if value is not None}, **row.data}
