"""The cases behind a tile: hits and misses alike, the latest day first, a page at a time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import F, QuerySet

from .counting import running_for
from .scope import Scope
from .tile import SPEAKS, Counted, Tile

LEFT_OUT = "left-out"


@dataclass(frozen=True, slots=True)
class Evidence:
    """One case. `amount` as its tile measures it; of an open one until now. `verdict`: hit, miss, open, or why not."""

    id: int
    day: int
    at: datetime
    verdict: str
    amount: float | None
    is_done: bool
    conversation_id: int | None
    message_id: int | None
    what: str

    @property
    def speaks(self) -> bool:
        return self.verdict in SPEAKS


@dataclass(frozen=True, slots=True)
class Page:
    """`after` is the day and the id of the last row, where the next page begins; None at the end."""

    rows: list[Evidence]
    after: tuple[int, int] | None


def evidence(
    tile: Tile,
    scope: Scope,
    *,
    only: str = "",
    after: tuple[int, int] | None = None,
    size: int = 50,
) -> Page:
    """The next `size` cases. `only`: hit, miss, open or left-out; "" shows what was counted."""
    counted = tile.rows(scope)
    if counted is None:
        return Page([], None)
    rows = _only(counted.told, only)
    if after is not None:
        day, number = after
        rows = rows.filter(**{f"{counted.day}__lte": day}).exclude(**{counted.day: day, "pk__gte": number})
    found = list(_values(rows.order_by(f"-{counted.day}", "-pk"), counted, scope, size + 1))
    page = found[:size]
    return Page(page, (page[-1].day, page[-1].id) if len(found) > size else None)


def _only(rows: QuerySet[Any], only: str) -> QuerySet[Any]:
    if only in SPEAKS:
        return rows.filter(verdict=only)
    return rows.exclude(verdict__in=SPEAKS) if only == LEFT_OUT else rows.filter(verdict__in=SPEAKS)


def _values(rows: QuerySet[Any], counted: Counted, scope: Scope, limit: int) -> Iterator[Evidence]:
    columns = (
        "pk",
        counted.day,
        counted.at,
        "verdict",
        "amount",
        "is_done",
        "conversation_id",
        counted.message,
    )
    kind = counted.what or counted.day
    clock = (counted.since or counted.at, counted.announced or counted.day, "inbox_id", "team_id")
    for row in rows.values_list(*columns, F(kind), *(F(name) for name in clock))[:limit]:
        number, day, at, verdict, amount, is_done, conversation_id, message_id, what, *where = row
        if amount is None and counted.since and verdict in SPEAKS:
            amount = running_for(counted, scope, *where)
        what = what if counted.what else ""
        yield Evidence(number, day, at, verdict, amount, is_done, conversation_id, message_id, what)
