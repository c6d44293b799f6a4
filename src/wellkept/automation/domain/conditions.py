"""A tree of conditions over a conversation. The same tree is a predicate here and a query in `queries_conditions`.

As JSON, minutes for spans, database ids for people and places:

    {"all": [{"field": "status", "op": "is", "value": ["open", "pending"]},
             {"any": [{"field": "assignee", "op": "empty"}, {"field": "quiet", "op": "at_least", "value": [4320]}]}]}

A check with several values holds when one of them fits (`is`, `contains`), or none of them (`is_not`, `contains_not`).
"""

from __future__ import annotations

import string
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

from .condition_fields import FIELDS, OPERATORS, Facts

MOST_TESTS, MOST_DEPTH, MOST_VALUES, MOST_LETTERS = 40, 4, 50, 200
MOST_MINUTES, MOST_ID = 5 * 366 * 1440, 2**63 - 1
_FOLD = str.maketrans(string.ascii_uppercase, string.ascii_lowercase)
Value = str | int


class Wrong(ValueError):
    """A tree that cannot be. `path` leads to the part: (0, 2) is the third part of the first part."""

    def __init__(self, say: str, path: tuple[int, ...] = ()) -> None:
        super().__init__(say)
        self.say, self.path = say, path


@dataclass(frozen=True, slots=True)
class Check:
    field: str
    op: str
    values: tuple[Value, ...] = ()


@dataclass(frozen=True, slots=True)
class Group:
    join: Literal["all", "any"]
    parts: tuple[Check | Group, ...]


Tree = Check | Group


def read(data: Any) -> Tree:
    """The tree of plain JSON data. Raises Wrong."""
    tree = _read(data, ())
    if sum(1 for _one in _tests(tree)) > MOST_TESTS:
        raise Wrong(f"At most {MOST_TESTS} conditions.")
    return tree


def write(tree: Tree) -> dict[str, Any]:
    """Plain data that `read` makes the same tree of."""
    if isinstance(tree, Group):
        return {tree.join: [write(part) for part in tree.parts]}
    values = {"value": list(tree.values)} if tree.values else {}
    return {"field": tree.field, "op": tree.op, **values}


def holds(tree: Tree, facts: Facts, now: datetime) -> bool:
    """Whether a conversation of these facts is meant, at this moment (aware)."""
    if isinstance(tree, Group):
        each = (holds(part, facts, now) for part in tree.parts)
        return all(each) if tree.join == "all" else any(each)
    match FIELDS[tree.field].shape:
        case "text":
            said = fold(getattr(facts, tree.field))
            return any(fold(str(word)) in said for word in tree.values) == (tree.op == "contains")
        case "age":
            is_old = since(tree.field, facts) <= now - span(tree)
            return is_old == (tree.op == "at_least")
        case "due":
            return facts.due_at is not None and facts.due_at <= now + span(tree)
    there = _there(tree.field, facts)
    if tree.op in ("empty", "not_empty"):
        return bool(there) == (tree.op == "not_empty")
    return bool(there.intersection(tree.values)) == (tree.op == "is")


def fold(text: str) -> str:
    """A to Z without regard to case, as SQLite compares; every other letter as it stands."""
    return text.translate(_FOLD)


def span(test: Check) -> timedelta:
    """Of a check of an age or a due time, whose one value is whole minutes."""
    return timedelta(minutes=int(test.values[0]))


def since(field: str, facts: Facts) -> datetime:
    moments = {"age": facts.created_at, "quiet": facts.last_activity_at, "in_status": facts.status_since}
    return moments[field]


def _there(field: str, facts: Facts) -> frozenset[Value]:
    """What the field holds: nothing, one, or (tags, promises) several."""
    if field == "tag":
        return frozenset(facts.tag_ids)
    if field == "promise":
        return frozenset(facts.promises)
    name = f"{field}_id" if FIELDS[field].shape == "id" else field
    value = getattr(facts, name)
    return frozenset() if value is None else frozenset({value})


def _tests(tree: Tree) -> Iterator[Check]:
    if isinstance(tree, Check):
        yield tree
    else:
        for part in tree.parts:
            yield from _tests(part)


def _read(data: Any, path: tuple[int, ...]) -> Tree:
    if not isinstance(data, dict):
        raise Wrong("A condition is a field with a comparison, or a group of conditions.", path)
    for join in ("all", "any"):
        if join in data:
            return _group(data, join, path)
    return _test(data, path)


def _group(data: dict[Any, Any], join: Literal["all", "any"], path: tuple[int, ...]) -> Group:
    parts = data[join]
    if len(data) != 1 or not isinstance(parts, list) or not parts:
        raise Wrong("A group joins one or more conditions, by all or by any.", path)
    if len(path) >= MOST_DEPTH:
        raise Wrong(f"Groups go {MOST_DEPTH} deep at most.", path)
    return Group(join, tuple(_read(part, (*path, nr)) for nr, part in enumerate(parts)))


def _test(data: dict[Any, Any], path: tuple[int, ...]) -> Check:
    name, op, values = data.get("field"), data.get("op"), data.get("value", [])
    field = FIELDS.get(name) if isinstance(name, str) else None
    if field is None or not isinstance(name, str):
        raise Wrong("There is no such field.", path)
    if op not in OPERATORS[field.shape]:
        raise Wrong("This field cannot be compared like that.", path)
    if set(data) - {"field", "op", "value"} or not isinstance(values, list) or len(values) > MOST_VALUES:
        raise Wrong(f"Give a list of at most {MOST_VALUES} values.", path)
    if op in ("empty", "not_empty"):
        if values:
            raise Wrong("This comparison takes no value.", path)
        return Check(name, op)
    if not values:
        raise Wrong("Give a value to compare with.", path)
    if field.shape in ("age", "due") and len(values) > 1:
        raise Wrong("Give one span.", path)
    for value in values:
        _fits(field.shape, field.known, value, path)
    return Check(name, op, tuple(values))


def _fits(shape: str, known: tuple[Value, ...], value: Any, path: tuple[int, ...]) -> None:
    if shape in ("word", "text"):
        if not isinstance(value, str) or not value.strip() or len(value) > MOST_LETTERS or "\0" in value:
            raise Wrong(f"Give words, at most {MOST_LETTERS} letters.", path)
    elif not isinstance(value, int) or isinstance(value, bool):
        raise Wrong("Give a whole number.", path)
    elif shape in ("age", "due") and not 0 <= value <= MOST_MINUTES:
        raise Wrong("A span goes from no time to five years.", path)
    elif shape == "id" and not 0 < value <= MOST_ID:
        raise Wrong("Choose one of the list.", path)
    if known and value not in known:
        raise Wrong("Choose one of the list.", path)
