"""What a condition may ask of a conversation: its fields, and how each can be compared."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

Shape = Literal["word", "number", "id", "text", "age", "due"]
STATUSES = ("open", "pending", "on_hold", "solved", "closed")
PLACES = ("desk", "spam", "trash")
PRIORITIES = (0, 1, 2, 3)
PROMISES = ("open", "renegotiation_proposed", "kept", "broken", "waived", "void", "repaired", "closed_broken")
LIVE = frozenset({"open", "renegotiation_proposed"})

OPERATORS: Mapping[Shape, tuple[str, ...]] = {
    "word": ("is", "is_not"),
    "number": ("is", "is_not"),
    "id": ("is", "is_not", "empty", "not_empty"),
    "text": ("contains", "contains_not"),
    "age": ("at_least", "under"),
    "due": ("within",),
}


@dataclass(frozen=True, slots=True)
class Field:
    """`known` lists the only values there are; empty: any."""

    shape: Shape
    known: tuple[str | int, ...] = ()


FIELDS: Mapping[str, Field] = {
    "status": Field("word", STATUSES),
    "place": Field("word", PLACES),
    "channel": Field("word"),
    "language": Field("word"),
    "promise": Field("word", PROMISES),
    "priority": Field("number", PRIORITIES),
    "inbox": Field("id"),
    "team": Field("id"),
    "assignee": Field("id"),
    "driver": Field("id"),
    "company": Field("id"),
    "tag": Field("id"),
    "subject": Field("text"),
    "last_words": Field("text"),
    "age": Field("age"),
    "quiet": Field("age"),
    "in_status": Field("age"),
    "due": Field("due"),
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Facts:
    """A conversation as conditions see it. None: there is none. `promises` are the states that occur in it,
    `due_at` the earliest moment at which a live promise of it falls due; `language` and `company_id` are
    the customer's."""

    status: str
    place: str
    channel: str
    language: str
    priority: int
    inbox_id: int
    team_id: int | None
    assignee_id: int | None
    driver_id: int | None
    company_id: int | None
    tag_ids: frozenset[int]
    promises: frozenset[str]
    due_at: datetime | None
    subject: str
    last_words: str
    created_at: datetime
    last_activity_at: datetime
    status_since: datetime
