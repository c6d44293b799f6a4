"""The event log, read as rows: the only input of every measure.

Plain SQL: a month of a busy desk is a million rows, and building a model of each would cost more than what follows.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

from django.db import connection

from .domain.facts import promise
from .domain.facts.seen import Seen

PROMISE_KINDS = sorted(promise.KINDS)
KINDS = [
    "conversation.opened",
    "conversation.message_received",
    "conversation.reply_written",
    "conversation.reply_undone",
    "conversation.delivery_changed",
    "conversation.status_changed",
    "conversation.assigned",
    "conversation.driver_changed",
    "conversation.place_changed",
    "conversation.inbox_changed",
    "wait.announced",
    *PROMISE_KINDS,
]
READ = frozenset(KINDS)
_COLUMNS = "id, at, kind, actor_kind, conversation_id, inbox_id, customer_id, data"


def last_id() -> int:
    """The newest event's; 0 before the first."""
    return int(_all("SELECT COALESCE(MAX(id), 0) FROM kernel_event")[0][0])


def since(event_id: int, *, limit: int) -> list[Seen]:
    """The next events after that one, of any kind, in the order in which they happened."""
    return [
        _seen(row)
        for row in _all(
            f"SELECT {_COLUMNS} FROM kernel_event WHERE id > %s ORDER BY id LIMIT %s",  # noqa: S608  our own names
            [event_id, limit],
        )
    ]


def of_conversations(numbers: Iterable[int]) -> Iterator[Seen]:
    """All events of these conversations that any measure reads, by conversation and id."""
    wanted = sorted(numbers)
    for start in range(0, len(wanted), 400):
        part = wanted[start : start + 400]
        yield from _of(f"conversation_id IN ({_marks(part)})", part)


def of_range(after: int, upto: int) -> Iterator[Seen]:
    """The same of all conversations after the one number and up to the other."""
    yield from _of("conversation_id > %s AND conversation_id <= %s", [after, upto])


def conversations_after(number: int, *, limit: int) -> list[int]:
    """The next conversations that the log speaks of."""
    rows = _all(
        "SELECT DISTINCT conversation_id FROM kernel_event"
        " WHERE conversation_id > %s ORDER BY conversation_id LIMIT %s",
        [number, limit],
    )
    return [row[0] for row in rows]


def promises_without_conversation(*, upto: int) -> Iterator[Seen]:
    """Events up to that one of promises that belong to no conversation, in their order."""
    rows = _all(
        f"SELECT {_COLUMNS} FROM kernel_event"  # noqa: S608  our own names
        f" WHERE kind IN ({_marks(PROMISE_KINDS)}) AND conversation_id IS NULL AND id <= %s ORDER BY id",
        [*PROMISE_KINDS, upto],
    )
    return map(_seen, rows)


def _of(condition: str, values: Sequence[Any]) -> Iterator[Seen]:
    """Kinds are sifted here: asked for by kind, the database would walk the index of kinds, which is all of the log."""
    rows = _all(
        f"SELECT {_COLUMNS} FROM kernel_event WHERE {condition} ORDER BY conversation_id, id",  # noqa: S608  our own names
        values,
    )
    return (_seen(row) for row in rows if row[2] in READ)


def _all(sql: str, values: Sequence[Any] = ()) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return list(cursor.fetchall())


def _marks(values: Sequence[Any]) -> str:
    return ", ".join(["%s"] * len(values))


def _seen(row: Sequence[Any]) -> Seen:
    number, at, kind, actor_kind, conversation_id, inbox_id, customer_id, data = row
    return Seen(
        number,
        _moment(at),
        kind,
        actor_kind,
        conversation_id,
        inbox_id,
        customer_id,
        json.loads(data) if isinstance(data, str) else data,
    )


def _moment(value: datetime) -> datetime:
    """SQLite keeps moments in UTC without saying so."""
    return value if value.tzinfo else value.replace(tzinfo=UTC)
