"""Variables in texts: `{{ customer.first_name | there }}`. A name of a fixed list is replaced, nothing is evaluated.

What follows the bar is said when there is no value. Where there is neither, the gap is reported, so that the
agent sees it before the text is sent. A value is put in as it stands: braces in a customer's name mean nothing.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

NAMES = (
    "customer.name",
    "customer.first_name",
    "customer.company",
    "conversation.number",
    "conversation.subject",
    "agent.name",
    "agent.first_name",
    "inbox.name",
)
_BRACED = re.compile(r"\{\{([^{}]*)\}\}")


@dataclass(frozen=True, slots=True)
class Problem:
    """`start` and `end` are the places of the letters in the text, half-open; `say` is a whole sentence."""

    start: int
    end: int
    say: str


@dataclass(frozen=True, slots=True)
class Filled:
    """The text with its values, and the variables that had neither a value nor a fallback."""

    text: str
    gaps: tuple[str, ...]


def problems(text: str) -> list[Problem]:
    """What keeps a text from being saved, in the order of the text."""
    found = [
        Problem(one.start(), one.end(), "There is no such variable.")
        for one in _BRACED.finditer(text)
        if _parts(one)[0] not in NAMES
    ]
    bare = _BRACED.sub(lambda one: " " * len(one[0]), text)
    for one in re.finditer(r"\{\{|\}\}", bare):
        found.append(Problem(one.start(), one.end(), "Two braces stand without their partners."))
    return sorted(found, key=lambda problem: problem.start)


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a filled text. `name` is the variable's, "" for words as they were written.

    `how`: words, value, fallback, or gap; a gap's text is empty, or an unknown variable as it was written.
    """

    text: str
    how: Literal["words", "value", "fallback", "gap"] = "words"
    name: str = ""


def pieces(text: str, values: Mapping[str, str]) -> list[Piece]:
    """The filled text cut where values begin and end, so that each can be shown for what it is."""
    found: list[Piece] = []
    at = 0
    for one in _BRACED.finditer(text):
        if one.start() > at:
            found.append(Piece(text[at : one.start()]))
        found.append(_piece(one, values))
        at = one.end()
    return found + ([Piece(text[at:])] if at < len(text) else [])


def fill(text: str, values: Mapping[str, str]) -> Filled:
    """Every variable replaced once; an unknown one stays as written and counts as a gap."""
    found = pieces(text, values)
    return Filled("".join(one.text for one in found), tuple(one.name for one in found if one.how == "gap"))


def _piece(one: re.Match[str], values: Mapping[str, str]) -> Piece:
    name, fallback = _parts(one)
    if name not in NAMES:
        return Piece(one[0], "gap", name)
    value = values.get(name, "").strip()
    if value:
        return Piece(value, "value", name)
    return Piece(fallback, "fallback" if fallback else "gap", name)


def _parts(one: re.Match[str]) -> tuple[str, str]:
    name, _bar, fallback = one[1].partition("|")
    return name.strip(), fallback.strip()
