"""An event as the log tells it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from itertools import groupby
from typing import Any, NamedTuple


class Seen(NamedTuple):
    """One row of the log. `data` holds the event's own fields; the three ids that have columns stand beside it."""

    id: int
    at: datetime
    kind: str
    actor_kind: str
    conversation_id: int | None
    inbox_id: int | None
    customer_id: int | None
    data: Mapping[str, Any]


def by_conversation(events: Iterable[Seen]) -> Iterator[tuple[int, list[Seen]]]:
    """Events that come in the order of their conversation and id, one conversation at a time."""
    for number, together in groupby(events, key=lambda one: one.conversation_id):
        if number is not None:
            yield number, list(together)
