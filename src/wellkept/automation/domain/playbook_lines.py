"""A playbook as lines of text, the way it is written and read by people. What is read is written back the same.

Facts    Months since purchase | number, months | from the order
         Dropped | yes or no | the customer
         Fault | one of: no heat, leaks, lid | the customer
Table    Months since purchase: under 24; Dropped: no => Replace it | The warranty covers two years.
         Months since purchase: 12 to under 24; Fault: lid or leaks => …
         always => Ask a colleague
Steps    Look at the photo
         Replace it => Order the part
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TypeVar

from .playbook import Condition, Definition, Fact, FactType, Interval, Row, Step, Wrong, checked, key_of

WORDS: dict[str, FactType] = {"yes or no": "yes_no", "text": "text", "date": "date"}
T = TypeVar("T")
_NUMBER = r"(-?\d{1,9}(?:\.\d{1,4})?)"


def read_lines(facts: str, table: str, steps: str) -> Definition:
    """The definition, checked. Raises Wrong, naming the part and the line."""
    known = _each("facts", facts, lambda line, _number: _fact(line))
    by_label = {fact.label.casefold(): fact for fact in known}
    return checked(
        Definition(
            facts=tuple(known),
            rows=tuple(_each("table", table, lambda line, _number: _row(line, by_label))),
            steps=tuple(_each("steps", steps, _step)),
        )
    )


def write_lines(definition: Definition) -> dict[str, str]:
    """The three texts, by part: facts, table, steps."""
    return {
        "facts": "\n".join(_fact_line(fact) for fact in definition.facts),
        "table": "\n".join(_row_line(row, definition) for row in definition.rows),
        "steps": "\n".join(
            f"{step.remedy} => {step.text}" if step.remedy else step.text for step in definition.steps
        ),
    }


def say(condition: Condition) -> str:
    """A condition in the words of the table."""
    if isinstance(condition, bool):
        return "yes" if condition else "no"
    if isinstance(condition, frozenset):
        return " or ".join(sorted(condition))
    low, high = (None if one is None else number(one) for one in (condition.from_, condition.under))
    if low is None:
        return "any number" if high is None else f"under {high}"
    return f"{low} or more" if high is None else f"{low} to under {high}"


def number(value: float) -> str:
    """With up to four digits after the point, and none that say nothing."""
    return f"{value:.4f}".rstrip("0").rstrip(".")


def _each(where: str, text: str, read: Callable[[str, int], T]) -> list[T]:
    found: list[T] = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        try:
            found.append(read(" ".join(line.split()), len(found) + 1))
        except Wrong as wrong:
            raise Wrong(wrong.say, where=where, line=number) from wrong
    return found


def _fact(line: str) -> Fact:
    label, kind, source = (*(part.strip() for part in line.split("|", 2)), "", "")[:3]
    if any(mark in label for mark in (";", ":", "=>")):
        raise Wrong("A fact’s name cannot hold “;”, “:” or “=>”.")
    lower = kind.casefold()
    if lower in WORDS:
        return Fact(key_of(label), label, WORDS[lower], source=source)
    if lower.startswith("number"):
        return Fact(key_of(label), label, "number", unit=kind[6:].strip(" ,"), source=source)
    if lower.startswith("one of:"):
        choices = tuple(one.strip() for one in kind[7:].split(",") if one.strip())
        if any(" or " in f" {one} " or ";" in one or "=>" in one for one in choices):
            raise Wrong("A choice cannot hold “or”, “;” or “=>”.")
        return Fact(key_of(label), label, "choice", choices, source=source)
    raise Wrong("After the name write: yes or no, number, one of: …, text, or date.")


def _fact_line(fact: Fact) -> str:
    said = {value: word for word, value in WORDS.items()}
    kind = said.get(fact.type, "")
    if fact.type == "number":
        kind = f"number, {fact.unit}" if fact.unit else "number"
    elif fact.type == "choice":
        kind = f"one of: {', '.join(fact.choices)}"
    return " | ".join(part for part in (fact.label, kind, fact.source) if part)


def _row(line: str, facts: dict[str, Fact]) -> Row:
    asked, arrow, rest = line.partition("=>")
    if not arrow:
        raise Wrong("Write the conditions, then =>, then the remedy.")
    remedy, _bar, why = rest.partition("|")
    when: dict[str, Condition] = {}
    for part in asked.split(";") if asked.strip().casefold() != "always" else ():
        label, colon, words = part.partition(":")
        fact = facts.get(label.strip().casefold())
        if not colon or fact is None:
            raise Wrong(f"“{part.strip()}” names no fact. Write “fact: value”.")
        if fact.key in when:
            raise Wrong(f"“{fact.label}” is there twice.")
        when[fact.key] = _condition(fact, words.strip())
    return Row(when, remedy.strip(), why.strip())


def _row_line(row: Row, definition: Definition) -> str:
    labels = {fact.key: fact.label for fact in definition.facts}
    asked = "; ".join(f"{labels[key]}: {say(one)}" for key, one in row.when.items()) or "always"
    return f"{asked} => {row.remedy}" + (f" | {row.why}" if row.why else "")


def _condition(fact: Fact, words: str) -> Condition:
    if fact.type == "yes_no":
        if words.casefold() in ("yes", "no"):
            return words.casefold() == "yes"
        raise Wrong(f"“{fact.label}” is yes or no.")
    if fact.type == "choice":
        chosen = frozenset(one.strip() for one in re.split(r"\s+or\s+", words))
        if not chosen <= set(fact.choices):
            raise Wrong(f"“{words}” is not among the choices of “{fact.label}”.")
        return chosen
    if fact.type == "number":
        for pattern, build in _INTERVALS:
            if found := re.fullmatch(pattern, words.casefold()):
                return build(*(float(one) for one in found.groups()))
        raise Wrong(f"Write “{fact.label}” as: under 12, 12 to under 24, or 24 or more.")
    raise Wrong(
        f"“{fact.label}” is a {fact.type}: the table can ask only for yes or no, choices and numbers."
    )


_INTERVALS: list[tuple[str, Callable[..., Interval]]] = [
    (rf"under {_NUMBER}", lambda high: Interval(None, high)),
    (rf"{_NUMBER} or more", lambda low: Interval(low, None)),
    (rf"{_NUMBER} to under {_NUMBER}", Interval),
    (r"any number", Interval),
]


def _step(line: str, number: int) -> Step:
    remedy, arrow, text = line.partition("=>")
    return Step(str(number), text.strip(), remedy.strip()) if arrow else Step(str(number), line)
