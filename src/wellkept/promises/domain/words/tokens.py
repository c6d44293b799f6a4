"""Words of time in a clause: each recognised by a pattern of its language, read by the groups it names."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

Kind = Literal["day", "clock", "part", "close", "span", "week", "vague"]


@dataclass(frozen=True)
class TimeWords:
    """A language's words. Patterns are tried in order; where two overlap the earlier one stands.

    Named groups: day: rel | wd | dom, mon, year | iso | first, second, year; clock: h, m, ap, named; part: part;
    span: n, unit, biz; week: which, edge, unit. `before` is searched at the end of the words in front of a day.
    """

    patterns: Sequence[tuple[Kind, re.Pattern[str]]]
    relative: Mapping[str, int]
    weekdays: Mapping[str, int]
    months: Mapping[str, int]
    numbers: Mapping[str, float]
    units: Mapping[str, str]
    parts: Mapping[str, int]
    clocks: Mapping[str, int]
    next_words: re.Pattern[str]
    early: re.Pattern[str]
    middle: re.Pattern[str]
    before: re.Pattern[str]
    aside: re.Pattern[str]
    """Words in front of a time that is not the promise's own: "about", "since", "from"."""
    month_first: bool = False
    """Whether "4/5" is 5 April in the zones of North America."""


@dataclass(frozen=True)
class Token:
    """One expression of time and the groups of its pattern."""

    kind: Kind
    start: int
    end: int
    groups: Mapping[str, str]


def scan(clause: str, words: TimeWords) -> list[Token]:
    """The expressions of time in a clause, in order, none overlapping."""
    taken: list[Token] = []
    for kind, pattern in words.patterns:
        for match in pattern.finditer(clause):
            start, end = match.span()
            if any(start < one.end and one.start < end for one in taken):
                continue
            groups: dict[str, str] = {}
            for name, value in match.groupdict().items():
                if value:  # "wd_" is a second place for "wd": a name stands once in a pattern
                    groups[name.rstrip("_")] = " ".join(
                        [*groups.get(name.rstrip("_"), "").split(), value.lower()]
                    )
            taken.append(Token(kind, start, end, groups))
    taken.sort(key=lambda one: one.start)
    return [
        one
        for one in taken
        if one.kind not in ("day", "week", "part")
        or not words.aside.search(clause[max(0, one.start - 40) : one.start])
    ]


def lookup(table: Mapping[str, int], word: str) -> int | None:
    """The entry that the word is, or begins with: "tues" and "tuesdays" are "tue"."""
    if word in table:
        return table[word]
    return next((value for key, value in table.items() if word.startswith(key)), None)


def any_of(words: str) -> str:
    """An alternation of words, longest first; a dot stands for itself."""
    return (
        "(?:"
        + "|".join(re.escape(w).replace("_", r"\s") for w in sorted(words.split(), key=len, reverse=True))
        + ")"
    )


def compiled(*patterns: tuple[Kind, str]) -> list[tuple[Kind, re.Pattern[str]]]:
    """Patterns of whole words, whatever their case."""
    return [(kind, re.compile(rf"(?<!\w)(?:{pattern})(?!\w)", re.IGNORECASE)) for kind, pattern in patterns]
