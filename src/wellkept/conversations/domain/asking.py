"""A search as people type it: words, and conditions such as status:open or -tag:"to do"."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

LONGEST = 400
MOST_CONDITIONS = 12
_PIECE = re.compile(r'(?P<no>-?)(?P<name>[A-Za-z]+):(?P<value>"[^"]*"|[^\s"]+)(?=\s|$)')
_NEXT = re.compile(r'"[^"]*"|\S+')


@dataclass(frozen=True, slots=True)
class Condition:
    """`name` in small letters; `value` without quotes; `text` as it was typed."""

    name: str
    value: str
    is_not: bool
    text: str


@dataclass(frozen=True, slots=True)
class Asked:
    """`words` is what is left for full text, in its order."""

    words: str
    conditions: tuple[Condition, ...]

    def without(self, left_out: Condition) -> str:
        """The search again, but for one condition."""
        kept = [one.text for one in self.conditions if one is not left_out]
        return " ".join([*kept, self.words]).strip()


def ask(query: str, names: Collection[str]) -> Asked:
    """What is asked for. Only `names` begin a condition: "Re: lid" and "https://…" are words like any others.

    Anything may be typed; of the first 400 characters at most twelve conditions are read, the rest are words.
    """
    words: list[str] = []
    conditions: list[Condition] = []
    text, place = query[:LONGEST], 0
    while place < len(text):
        found = _PIECE.match(text, place)
        if found and found["name"].lower() in names and len(conditions) < MOST_CONDITIONS:
            value = found["value"].strip('"').strip()
            conditions.append(Condition(found["name"].lower(), value, bool(found["no"]), found[0]))
        else:
            found = _NEXT.match(text, place)
            if found:
                words.append(found[0])
        place = found.end() if found else place + 1
    return Asked(" ".join(words), tuple(conditions))
