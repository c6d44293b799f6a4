"""What every mail asks the database, as plain SQL that both databases speak.

Django composes a query anew each time it is asked, which takes several times as long as its answer: for these few
that was a third of the time a mail takes. Names of tables and columns come from the models; values are parameters.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.db import connection

from wellkept.channels.email.models import InboundMail, MailId
from wellkept.conversations.models import Conversation, Message, Participant
from wellkept.customers.models import Identity, IdentityKind

_TABLES = {
    "inbound": InboundMail,
    "mail_id": MailId,
    "conversation": Conversation,
    "message": Message,
    "participant": Participant,
    "identity": Identity,
}


@dataclass(frozen=True, slots=True)
class KnownId:
    """A Message-ID that is stored, with where and from whom."""

    value: str
    conversation_id: int
    inbox_id: int
    is_ours: bool
    address: str


@dataclass(frozen=True, slots=True)
class Taker:
    """Someone who takes part, or was suggested; one row for each address of theirs."""

    conversation_id: int
    state: str
    own: str
    other: str


def mails_of(sender: str, *, after: datetime, until: datetime, most: int) -> int:
    """How many mails of the sender came in the time, never counting past `most`."""
    rows = _ask(
        "SELECT COUNT(*) FROM (SELECT 1 FROM {inbound} WHERE sender = %s AND received_at > %s AND received_at <= %s"
        " LIMIT %s) lately",
        [sender, _moment(after), _moment(until), most],
    )
    return int(rows[0][0])


def known_ids(values: Sequence[str], *, most: int) -> list[KnownId]:
    """The stored ones of these ids, in the order they were stored."""
    if not values:
        return []
    rows = _ask(
        "SELECT i.value, i.conversation_id, c.inbox_id, i.is_ours, m.author_address FROM {mail_id} i"
        " JOIN {conversation} c ON c.id = i.conversation_id JOIN {message} m ON m.id = i.message_id"
        " WHERE i.value IN ({marks}) ORDER BY i.id LIMIT %s",
        [*values, most],
        marks=len(values),
    )
    return [
        KnownId(value, number, inbox, bool(is_ours), address)
        for value, number, inbox, is_ours, address in rows
    ]


def takers(conversation_ids: Iterable[int]) -> list[Taker]:
    """Everyone who takes part in these conversations or was suggested for them, with all email addresses of each."""
    numbers = sorted(set(conversation_ids))
    if not numbers:
        return []
    rows = _ask(
        "SELECT p.conversation_id, p.state, own.address, other.address FROM {participant} p"
        " JOIN {identity} own ON own.id = p.identity_id JOIN {identity} other ON other.customer_id = own.customer_id"
        " WHERE p.conversation_id IN ({marks}) AND other.kind = %s ORDER BY p.id, other.id",
        [*numbers, IdentityKind.EMAIL.value],
        marks=len(numbers),
    )
    return [Taker(*row) for row in rows]


def waits_before(row_id: int, *, since: datetime) -> bool:
    """Whether a mail that came earlier, but after `since`, is not processed yet."""
    rows = _ask(
        "SELECT 1 FROM {inbound} WHERE state = %s AND id < %s AND received_at > %s LIMIT 1",
        [InboundMail.State.RECEIVED.value, row_id, _moment(since)],
    )
    return bool(rows)


def remember_ids(values: Sequence[str], *, message_id: int, conversation_id: int) -> None:
    """Stores the ids by which a received message is known."""
    for value in values:
        _do(
            "INSERT INTO {mail_id} (message_id, conversation_id, value, is_ours) VALUES (%s, %s, %s, %s)",
            [message_id, conversation_id, value, False],
        )


def end(
    row_id: int, *, state: str, reason: str, detail: str, sender: str, subject: str, message_id: int | None
) -> bool:
    """Ends a mail that still waits; False when another worker has ended it."""
    changed = _do(
        "UPDATE {inbound} SET state = %s, reason = %s, detail = %s, retry_at = NULL, sender = %s, subject = %s,"
        " message_id = %s WHERE id = %s AND state = %s",
        [state, reason, detail, sender, subject, message_id, row_id, InboundMail.State.RECEIVED.value],
    )
    return changed == 1


def _moment(at: datetime) -> Any:
    return connection.ops.adapt_datetimefield_value(at)


@lru_cache(maxsize=500)
def _sql(template: str, marks: int) -> str:
    tables = {name: connection.ops.quote_name(model._meta.db_table) for name, model in _TABLES.items()}
    return template.format(**tables, marks=", ".join(["%s"] * marks))


def _ask(template: str, values: list[Any], *, marks: int = 0) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(_sql(template, marks), values)
        return list(cursor.fetchall())


def _do(template: str, values: list[Any]) -> int:
    with connection.cursor() as cursor:
        cursor.execute(_sql(template, 0), values)
        return int(cursor.rowcount)
