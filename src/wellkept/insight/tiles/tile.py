"""What a tile is, before it is counted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from django.db.models import Case, Expression, F, IntegerField, Q, QuerySet, Value, When
from django.utils.functional import Promise

from .scope import Scope

HIT, MISS, OPEN = "hit", "miss", "open"
SPEAKS = (HIT, MISS, OPEN)

How = Literal["share", "done by", "time until", "point"]
Unit = Literal["share", "minutes", "percent", "count", "times"]
Words = str | Promise


@dataclass(frozen=True, kw_only=True)
class Counted:
    """The rows of a measure in a scope, and what each speaks for.

    `words` are annotations for `verdict` (hit, miss, open, or any other word: the reason for which a case is left out),
    `amount` (what is measured of it; None while it is open, then its time runs from the moment in `since` until now)
    and `is_done` (whether what was waited for has happened).

    `day`, `at` and `message` name the columns of the day that puts a row in the period, of its moment, and of the
    message that it opens. `by` are the columns that the words look at, best in the order of an index; where they look
    at a moment too, `moment` is its column and where they cut it. `running` are the rows whose time still runs; what
    the words look at for these alone stands in `beside`.
    `within`: the published minutes, of business or of calendar hours. `announced`: the column of the seconds that were
    announced, where time is measured in thousandths of them. `what`: the column that says of which kind a case is.
    """

    rows: QuerySet[Any]
    words: dict[str, Any]
    day: str
    at: str
    message: str
    by: tuple[str, ...]
    moment: tuple[str, datetime] | None = None
    since: str = ""
    running: Q | None = None
    beside: tuple[str, ...] = ()
    is_business: bool = True
    within: int | None = None
    announced: str = ""
    what: str = ""

    @property
    def told(self) -> QuerySet[Any]:
        """Each row with its words."""
        found: QuerySet[Any] = self.rows.annotate(**self.words)
        return found


@dataclass(frozen=True, kw_only=True)
class Tile:
    """One measure. `card` names its formula in PRINCIPLES.md, `key` its address.

    `rows` gives what it counts, or None where there is nothing to measure against. `share` is the quantile of "time
    until" and "point". `counter` is the key of the measure that shows when this one is gamed. `hit`, `miss` and `open`
    are what such cases are called. `against`: what a share is compared with, not the period before, and its name.
    """

    key: str
    card: str
    name: Words
    says: Words
    how: How
    rows: Callable[[Scope], Counted | None]
    counter: str
    unit: Unit = "share"
    share: float = 0.5
    is_good_high: bool = True
    hit: Words = ""
    miss: Words = ""
    open: Words = ""
    against: tuple[Callable[[Scope], Counted | None], Words] | None = None


def words(
    *cases: tuple[Q, str],
    otherwise: str,
    amount: Expression | F | None = None,
    is_done: Q | None = None,
) -> dict[str, Any]:
    """What a row speaks for: the first case that holds decides. Without `amount` the case alone is counted."""
    decided = [When(condition, then=Value(word)) for condition, word in cases]
    return {
        "verdict": Case(*decided, default=Value(otherwise)),
        "amount": Value(None, output_field=IntegerField(null=True)) if amount is None else amount,
        "is_done": Value(True) if is_done is None else Case(When(is_done, then=True), default=False),
    }
