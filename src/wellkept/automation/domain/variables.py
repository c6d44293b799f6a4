"""Variables in texts: `{{ customer.first_name | there }}`. A name of a fixed list is replaced, nothing is evaluated.

What follows the bar is said when there is no value. Where there is neither, the gap is reported, so that the
agent sees it before the text is sent. A value is put in as it stands: braces in a customer's name mean nothing.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

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


def fill(text: str, values: Mapping[str, str]) -> Filled:
    """Every variable replaced once; an unknown one stays as written and counts as a gap."""
    gaps: list[str] = []

    def value(one: re.Match[str]) -> str:
        name, fallback = _parts(one)
        if name not in NAMES:
            gaps.append(name)
            return one[0]
        said = values.get(name, "").strip() or fallback
        if not said:
            gaps.append(name)
        return said

    return Filled(_BRACED.sub(value, text), tuple(gaps))


def _parts(one: re.Match[str]) -> tuple[str, str]:
    name, _bar, fallback = one[1].partition("|")
    return name.strip(), fallback.strip()
