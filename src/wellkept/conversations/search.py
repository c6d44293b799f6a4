"""Full text over messages, notes, subjects, people and file names, with permission in the same query.

The newest hit comes first: reading the index from its end costs a page however many hits there are.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db import connection
from django.db.models import Q
from django.db.models.expressions import RawSQL
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

from .access import Access
from .models import Conversation, Place
from .queries import conversations_for, read_cursor, write_cursor

PAGE = 25
_WORD = re.compile(r'"([^"]*)"|(\S+)')
_BARE = re.compile(r"[\W_]+")
_OPEN, _CLOSE = (
    "\x02",
    "\x03",
)  # around a found word: no text in the database holds them (kernel.text.storable)

# SCOPE becomes the permission filter of `_scope`: marks for parameters, never a value.
# CROSS JOIN holds SQLite to this order: the index from its newest end, then one row each of the tables.
SQLITE = """
    SELECT m.id, m.conversation_id, c.subject, c.customer_name, c.status, c.place, m.direction, m.created_at,
           c.inbox_id, snippet(conversations_search, -1, char(2), char(3), '…', 24)
    FROM conversations_search s
    CROSS JOIN conversations_message m ON m.id = s.rowid
    CROSS JOIN conversations_conversation c ON c.id = m.conversation_id
    WHERE s.conversations_search MATCH %s AND s.rowid < %s AND c.place <> 'trash' SCOPE
    ORDER BY s.rowid DESC LIMIT %s
"""
POSTGRESQL = """
    SELECT m.id, m.conversation_id, c.subject, c.customer_name, c.status, c.place, m.direction, m.created_at,
           c.inbox_id, ts_headline('english', m.subject || ' ' || left(m.text, 4000), q,
           'MaxFragments=1,MaxWords=24,MinWords=12,StartSel=' || chr(2) || ',StopSel=' || chr(3))
    FROM (SELECT to_tsquery('english', %s) AS q) query, conversations_message m
    JOIN conversations_conversation c ON c.id = m.conversation_id
    WHERE m.search @@ q AND m.id < %s AND c.place <> 'trash' SCOPE
    ORDER BY m.id DESC LIMIT %s
"""


# With conditions only the newest of the messages that hold the words are looked through: a search stays quick.
LOOKED_THROUGH = 8000
SQLITE_IDS = """
    SELECT m.id FROM (SELECT rowid AS id FROM conversations_search WHERE conversations_search MATCH %s AND rowid < %s
                      ORDER BY rowid DESC LIMIT 8000) s
    CROSS JOIN conversations_message m ON m.id = s.id
    CROSS JOIN conversations_conversation c ON c.id = m.conversation_id
    WHERE c.place <> 'trash' SCOPE ORDER BY m.id DESC LIMIT %s
"""
POSTGRESQL_IDS = """
    SELECT m.id FROM (SELECT id, conversation_id FROM conversations_message
                      WHERE search @@ to_tsquery('english', %s) AND id < %s ORDER BY id DESC LIMIT 8000) m
    JOIN conversations_conversation c ON c.id = m.conversation_id
    WHERE c.place <> 'trash' SCOPE ORDER BY m.id DESC LIMIT %s
"""


@dataclass(frozen=True, slots=True)
class Hit:
    """One message found. `snippet_html` is escaped, with the words in <mark>."""

    message_id: int
    conversation_id: int
    subject: str
    customer_name: str
    status: str
    place: str
    direction: str
    at: datetime
    inbox_id: int
    snippet_html: SafeString


@dataclass(frozen=True, slots=True)
class SearchPage:
    """`older` is the message id to go on from, None at the end. `number` is set when the query is a number."""

    hits: list[Hit]
    older: int | None
    terms: list[str]


@dataclass(frozen=True, slots=True)
class Matching:
    """Conversations found by conditions alone, each as a hit with its last words; `older` is a cursor of a list."""

    hits: list[Hit]
    older: str | None


def search(
    query: str, access: Access, *, where: Q | None = None, after: int | None = None, size: int = PAGE
) -> SearchPage:
    """Messages that hold every word (the last one may be a beginning), the newest first.

    "Words in quotes" must follow each other; -word must not occur. An empty query finds nothing. `where` narrows it to
    some conversations, among the 8,000 newest messages with these words.
    """
    terms = parse(query)
    if not any(term.wanted for term in terms):
        return SearchPage(hits=[], older=None, terms=[])
    is_postgresql = connection.vendor == "postgresql"
    text = tsquery(terms) if is_postgresql else match(terms)
    scope, parameters = _scope(access, is_postgresql=is_postgresql)
    below = after or 2**62
    with connection.cursor() as cursor:
        if where is not None:
            narrowed, more = _condition(where)
            ids_sql = (POSTGRESQL_IDS if is_postgresql else SQLITE_IDS).replace(
                "SCOPE", f"{scope} {narrowed}"
            )
            cursor.execute(ids_sql, [text, below, *parameters, *more, size + 1])
            ids = [row[0] for row in cursor.fetchall()]
            if not ids:
                return SearchPage(hits=[], older=None, terms=[])
            marks = ", ".join(["%s"] * len(ids))
            scope = f"{scope} AND m.id >= %s AND m.id IN ({marks})"
            below, parameters = ids[0] + 1, [*parameters, ids[-1], *ids]
        sql = (POSTGRESQL if is_postgresql else SQLITE).replace("SCOPE", scope)
        cursor.execute(sql, [text, below, *parameters, size + 1])
        rows = cursor.fetchall()
    hits = [_hit(row) for row in rows[:size]]
    older = hits[-1].message_id if len(rows) > size else None
    return SearchPage(hits=hits, older=older, terms=[term.text for term in terms if term.wanted])


def matching(where: Q, access: Access, *, after: str | None = None, size: int = PAGE) -> Matching:
    """The conversations that are meant, the latest activity first. Raises ValueError for a cursor not ours."""
    found = conversations_for(access).exclude(place=Place.TRASH).filter(where)
    if after:
        at, last_id = read_cursor(after)
        found = found.filter(last_activity_at__lte=at).exclude(last_activity_at=at, id__gte=last_id)
    rows = list(found.order_by("-last_activity_at", "-id")[: size + 1])
    older = write_cursor(rows[size - 1]) if len(rows) > size else None
    return Matching([_hit_of(row) for row in rows[:size]], older)


def _condition(where: Q) -> tuple[str, tuple[Any, ...]]:
    """The filter on the conversation `c` of the message."""
    same = Conversation.objects.filter(where, pk=RawSQL("c.id", ()))
    sql, parameters = same.order_by().values("pk").query.sql_with_params()
    return f"AND EXISTS ({sql})", parameters


def _hit_of(row: Conversation) -> Hit:
    return Hit(
        message_id=row.last_message_id,
        conversation_id=row.pk,
        subject=row.subject,
        customer_name=row.customer_name,
        status=row.status,
        place=row.place,
        direction=row.last_direction,
        at=row.last_activity_at,
        inbox_id=row.inbox_id,
        snippet_html=marked(row.last_words),
    )


@dataclass(frozen=True, slots=True)
class Term:
    """A word or phrase of the query. `text` holds letters, digits and single spaces only."""

    text: str
    wanted: bool = True
    is_prefix: bool = False


def parse(query: str) -> list[Term]:
    """The terms of a query as people type it. Anything may be typed: nothing is an error."""
    terms: list[Term] = []
    for found in _WORD.finditer(query[:400]):
        phrase, word = found.groups()
        raw = phrase if phrase is not None else word
        wanted = not (word or "").startswith("-")
        text = _BARE.sub(" ", raw).strip()
        if text:
            terms.append(Term(text=text, wanted=wanted))
    if terms and terms[-1].wanted and query[-1:] not in ('"', " ") and " " not in terms[-1].text:
        terms[-1] = Term(text=terms[-1].text, is_prefix=len(terms[-1].text) > 1)
    return terms[:16]


def match(terms: list[Term]) -> str:
    """The query in FTS5's words: every term quoted, so that none can be an operator."""
    wanted = [f'"{term.text}"' + (" *" if term.is_prefix else "") for term in terms if term.wanted]
    refused = [f'"{term.text}"' for term in terms if not term.wanted]
    text = " AND ".join(wanted)
    return f"({text}) NOT ({' OR '.join(refused)})" if refused else text


def tsquery(terms: list[Term]) -> str:
    """The query in PostgreSQL's words; terms hold nothing that `to_tsquery` would read as an operator."""
    parts = []
    for term in terms:
        words = " <-> ".join(f"'{word}'" for word in term.text.split())
        words = f"{words}:*" if term.is_prefix else f"({words})"
        parts.append(words if term.wanted else f"!{words}")
    return " & ".join(parts)


def _scope(access: Access, *, is_postgresql: bool) -> tuple[str, list[Any]]:
    if access.inbox_ids is None:
        return "", []
    if is_postgresql:
        return "AND c.inbox_id = ANY(%s)", [list(access.inbox_ids)]
    marks = ", ".join(["%s"] * len(access.inbox_ids)) or "NULL"
    return f"AND c.inbox_id IN ({marks})", sorted(access.inbox_ids)


def _hit(row: tuple[Any, ...]) -> Hit:
    at = row[7]
    if isinstance(at, str):
        at = datetime.fromisoformat(at)
    if at.tzinfo is None:
        at = at.replace(tzinfo=UTC)
    return Hit(
        message_id=row[0],
        conversation_id=row[1],
        subject=row[2],
        customer_name=row[3],
        status=row[4],
        place=row[5],
        direction=row[6],
        at=at,
        inbox_id=row[8],
        snippet_html=marked(row[9] or ""),
    )


def marked(snippet: str) -> SafeString:
    """The snippet escaped, its marks turned into <mark>."""
    escaped = str(conditional_escape(snippet))
    return mark_safe(escaped.replace(_OPEN, "<mark>").replace(_CLOSE, "</mark>"))  # noqa: S308  escaped above
