"""A playbook: facts to collect, a decision table over them, and steps for its remedies (PRINCIPLES.md, P07).

A definition is plain data, the same for the desk, the portal and the bot; no markup, no database. As JSON:

    {"facts": [{"key": "age", "label": "Months since purchase", "type": "number", "choices": [], "source": "order"}],
     "rows": [{"when": {"age": {"from": null, "under": 24}}, "remedy": "Replace it", "why": "Warranty"}],
     "steps": [{"key": "1", "text": "Order the part", "remedy": "Replace it"}]}

A condition is true or false for a yes-or-no fact, a list of choices for a choice, and a half-open interval for a
number; texts and dates are collected, and decide nothing. A step without a remedy belongs to every one.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, Literal

FactType = Literal["yes_no", "choice", "number", "text", "date"]
TYPES: tuple[FactType, ...] = ("yes_no", "choice", "number", "text", "date")
Value = bool | str | float
MOST_FACTS, MOST_ROWS, MOST_STEPS, MOST_CHOICES, MOST_LETTERS = 20, 60, 60, 20, 300


class Wrong(ValueError):
    """A definition, or a value, that cannot be. `where` names the part: facts, table, steps; `line` counts from 1."""

    def __init__(self, say: str, *, where: str = "", line: int = 0) -> None:
        super().__init__(say)
        self.say, self.where, self.line = say, where, line


@dataclass(frozen=True, slots=True)
class Fact:
    """`source` says where it comes from: the customer, the order, a look at the parcel. `unit` is of a number."""

    key: str
    label: str
    type: FactType
    choices: tuple[str, ...] = ()
    unit: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Interval:
    """From inclusive, under exclusive; None: no bound on that side."""

    from_: float | None = None
    under: float | None = None

    def holds(self, number: float) -> bool:
        return (self.from_ is None or number >= self.from_) and (self.under is None or number < self.under)


Condition = bool | frozenset[str] | Interval


@dataclass(frozen=True, slots=True)
class Row:
    """When all conditions hold, `remedy`; a fact that is not named may be anything."""

    when: Mapping[str, Condition]
    remedy: str
    why: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    key: str
    text: str
    remedy: str = ""


@dataclass(frozen=True, slots=True)
class Definition:
    facts: tuple[Fact, ...] = ()
    rows: tuple[Row, ...] = ()
    steps: tuple[Step, ...] = ()

    def fact(self, key: str) -> Fact | None:
        return next((one for one in self.facts if one.key == key), None)

    def steps_of(self, remedy: str) -> list[Step]:
        """In order: those of every remedy, and this one's."""
        return [step for step in self.steps if step.remedy in ("", remedy)]


def checked(definition: Definition) -> Definition:
    """The same, when it makes sense in itself. Raises Wrong. Whether its table is whole is `table.problems`."""
    keys = [fact.key for fact in definition.facts]
    sizes = (
        ("facts", len(keys), MOST_FACTS),
        ("table", len(definition.rows), MOST_ROWS),
        ("steps", len(definition.steps), MOST_STEPS),
    )
    for where, count, most in sizes:
        if count > most:
            raise Wrong(f"No more than {most} lines.", where=where, line=most + 1)
    for number, fact in enumerate(definition.facts, 1):
        if not fact.key or not fact.label:
            raise Wrong("A fact needs a name.", where="facts", line=number)
        if keys.index(fact.key) != number - 1:
            raise Wrong(f"“{fact.label}” is there twice.", where="facts", line=number)
        if fact.type not in TYPES:
            raise Wrong(f"“{fact.type}” is no kind of fact.", where="facts", line=number)
        if (fact.type == "choice") != bool(fact.choices) or len(fact.choices) > MOST_CHOICES:
            raise Wrong("Name one to twenty choices.", where="facts", line=number)
        if len(set(fact.choices)) != len(fact.choices):
            raise Wrong("A choice is there twice.", where="facts", line=number)
    for number, row in enumerate(definition.rows, 1):
        if not row.remedy:
            raise Wrong("A row needs a remedy.", where="table", line=number)
        for key, condition in row.when.items():
            known = definition.fact(key)
            if known is None:
                raise Wrong(f"There is no fact “{key}”.", where="table", line=number)
            _check_condition(known, condition, number)
    remedies = {row.remedy for row in definition.rows}
    for number, step in enumerate(definition.steps, 1):
        if not step.text:
            raise Wrong("A step needs words.", where="steps", line=number)
        if step.remedy and step.remedy not in remedies:
            raise Wrong(f"No row gives “{step.remedy}”.", where="steps", line=number)
    return definition


def _check_condition(fact: Fact, condition: Condition, line: int) -> None:
    fits = {
        "yes_no": isinstance(condition, bool),
        "choice": isinstance(condition, frozenset) and bool(condition) and condition <= set(fact.choices),
        "number": isinstance(condition, Interval),
    }
    if not fits.get(fact.type, False):
        raise Wrong(f"“{fact.label}” cannot be asked like that.", where="table", line=line)
    low, high = (condition.from_, condition.under) if isinstance(condition, Interval) else (None, None)
    if low is not None and high is not None and low >= high:
        raise Wrong(f"Nothing lies between the bounds of “{fact.label}”.", where="table", line=line)


def write(definition: Definition) -> dict[str, Any]:
    """As JSON holds it."""
    return {
        "facts": [asdict(fact) | {"choices": list(fact.choices)} for fact in definition.facts],
        "rows": [
            {
                "when": {key: _plain(one) for key, one in row.when.items()},
                "remedy": row.remedy,
                "why": row.why,
            }
            for row in definition.rows
        ],
        "steps": [asdict(step) for step in definition.steps],
    }


def read(data: Any) -> Definition:
    """From JSON, checked. Raises Wrong for whatever `write` would not have written."""
    try:
        return checked(
            Definition(
                facts=tuple(
                    Fact(**one | {"choices": tuple(one.get("choices", ()))}) for one in data["facts"]
                ),
                rows=tuple(
                    Row(
                        when={str(key): _condition(one) for key, one in row["when"].items()},
                        remedy=str(row["remedy"]),
                        why=str(row.get("why", "")),
                    )
                    for row in data["rows"]
                ),
                steps=tuple(Step(**one) for one in data["steps"]),
            )
        )
    except (KeyError, TypeError, AttributeError) as error:
        raise Wrong("That is no playbook.") from error


def _plain(condition: Condition) -> Any:
    if isinstance(condition, Interval):
        return {"from": condition.from_, "under": condition.under}
    return sorted(condition) if isinstance(condition, frozenset) else condition


def _condition(data: Any) -> Condition:
    if isinstance(data, bool):
        return data
    if isinstance(data, list):
        return frozenset(str(one) for one in data)
    bounds = [data.get(name) for name in ("from", "under")]
    if any(one is not None and (isinstance(one, bool) or not isinstance(one, int | float)) for one in bounds):
        raise Wrong("That is no bound.")
    return Interval(*bounds)


def value_of(fact: Fact, text: str) -> Value | None:
    """What somebody entered as the fact's value; None for nothing. Raises Wrong with what helps."""
    text = " ".join(text.split())[:MOST_LETTERS]
    if not text:
        return None
    if fact.type == "yes_no":
        if text in ("yes", "no"):
            return text == "yes"
        raise Wrong("Choose yes or no.")
    if fact.type == "choice":
        if text in fact.choices:
            return text
        raise Wrong("Choose one of the list.")
    if fact.type == "number":
        if not re.fullmatch(r"-?\d{1,9}(?:[.,]\d{1,4})?", text):
            raise Wrong("Write a number.")
        number = float(text.replace(",", "."))
        return int(number) if number.is_integer() else number
    if fact.type == "date":
        try:
            return date.fromisoformat(text).isoformat()
        except ValueError as error:
            raise Wrong("Choose a date.") from error
    return text


def key_of(label: str) -> str:
    """A fact's key, from its name."""
    return re.sub(r"\W+", "_", label.casefold()).strip("_")[:60]
