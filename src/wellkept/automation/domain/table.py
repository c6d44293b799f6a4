"""The decision table: which row holds, which fact is asked for next, and whether every case has exactly one row.

The proof divides each fact that the table asks for into the parts that its conditions can tell apart (yes and no; each
choice; the half-open intervals between all bounds), and tries every combination of parts. So a gap or a clash is found
if there is one, and named by an example.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise, product
from math import prod

from .playbook import Condition, Definition, Fact, Interval, Row, Value

MOST_CASES = 20_000
MOST_NAMED = 12
Part = bool | str | Interval


class TooManyCases(ValueError):
    """The table asks for so many facts at once that nobody could look at every case."""


@dataclass(frozen=True, slots=True)
class Problem:
    """A case that has no row, or more than one: `rows` are their numbers from 1. `case` is by the facts' keys."""

    case: Mapping[str, Part]
    rows: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """`row` counts from 1; 0 while more than one remedy is possible, and then `missing` says what to ask, in order.

    `because` holds the keys of the facts that decided it.
    """

    row: int
    remedy: str
    why: str
    because: tuple[str, ...]
    missing: tuple[Fact, ...]


def problems(definition: Definition) -> list[Problem]:
    """Every case without exactly one row, 12 at most. Raises TooManyCases beyond 20,000 combinations."""
    asked = [fact for fact in definition.facts if any(fact.key in row.when for row in definition.rows)]
    parts = [_parts(fact, definition.rows) for fact in asked]
    if prod(map(len, parts)) > MOST_CASES:
        raise TooManyCases
    found: list[Problem] = []
    for case in _cases(asked, parts):
        rows = tuple(
            number
            for number, row in enumerate(definition.rows, 1)
            if all(_covers(condition, case[key]) for key, condition in row.when.items())
        )
        if len(rows) != 1:
            found.append(Problem(case, rows))
            if len(found) == MOST_NAMED:
                break
    return found


def decide(definition: Definition, values: Mapping[str, Value]) -> Outcome:
    """What the facts known so far lead to. In a table without problems the last possible row is the one."""
    possible = [
        (number, row)
        for number, row in enumerate(definition.rows, 1)
        if all(_holds(condition, values[key]) for key, condition in row.when.items() if key in values)
    ]
    if len(possible) == 1:
        number, row = possible[0]
        because = tuple(fact.key for fact in definition.facts if fact.key in row.when and fact.key in values)
        return Outcome(number, row.remedy, row.why, because, ())
    wanted = {key for _number, row in possible for key in row.when if key not in values}
    return Outcome(0, "", "", (), tuple(fact for fact in definition.facts if fact.key in wanted))


def _parts(fact: Fact, rows: tuple[Row, ...]) -> list[Part]:
    if fact.type == "yes_no":
        return [True, False]
    if fact.type == "choice":
        return list(fact.choices)
    conditions = [row.when[fact.key] for row in rows if fact.key in row.when]
    bounds = {
        bound
        for one in conditions
        if isinstance(one, Interval)
        for bound in (one.from_, one.under)
        if bound is not None
    }
    edges: list[float | None] = [None, *sorted(bounds), None]
    return [Interval(low, high) for low, high in pairwise(edges)]


def _cases(facts: list[Fact], parts: list[list[Part]]) -> Iterator[dict[str, Part]]:
    for chosen in product(*parts):
        yield {fact.key: part for fact, part in zip(facts, chosen, strict=True)}


def _covers(condition: Condition, part: Part) -> bool:
    """A part lies wholly within a condition or wholly outside: a number's is decided by where it begins."""
    if isinstance(condition, Interval):
        assert isinstance(part, Interval)
        if part.from_ is None:
            return condition.from_ is None
        return condition.holds(part.from_)
    return part in condition if isinstance(condition, frozenset) else part is condition


def _holds(condition: Condition, value: Value) -> bool:
    if isinstance(condition, Interval):
        return not isinstance(value, bool | str) and condition.holds(value)
    return value in condition if isinstance(condition, frozenset) else value is condition
