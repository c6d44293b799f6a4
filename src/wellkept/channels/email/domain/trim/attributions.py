""" "On Monday, 3 March 2025 at 10:00, Anna Meier <anna@example.com> wrote:" in any language, on one to four lines."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from .lines import folded, is_quoted
from .phrases import LANGUAGES

LINES = 4
LENGTH = 500
_ADDRESS = re.compile(r"[^\s<>(\[\]\"@]@[^\s<>)\[\]\"@]{1,190}\.\w{2,24}")
_DATE = re.compile(
    r"(?<!\d)(?:19|20)\d\d(?!\d)|\d{1,2}[./-] ?\d{1,2}[./-] ?\d{2,4}|\d{4} ?[./年년-] ?\d{1,2}|[٠-٩]{4}|[٠-٩]{1,2}[/‏]"
)
_TIME = re.compile(
    r"(?<!\d)\d{1,2} ?[:.h時시点點] ?\d{2}(?!\d)|\d{1,2} ?[ap]\.?m\b|kl\.? ?\d{1,2}|\d{1,2} ?(?:uhr|時|시)"
)
_OPENING_DATE = re.compile(
    r"[\W_]{0,3}(?:\w{2,12}[.,]{0,2} ){0,3}\d{1,4}(?:[./-]\d|[.]? \w{3,10}|[年년])|[\W_]{0,3}\d{4}[年년./-]"
)


def _alternatives(phrases: Iterable[str]) -> str:
    return "|".join(re.escape(one.casefold()) for one in sorted(set(phrases), key=len, reverse=True))


def _word(phrases: Iterable[str], *, spaced: bool) -> str:
    return rf"(?<!\w)(?:{_alternatives(phrases)})(?!\w)" if spaced else f"(?:{_alternatives(phrases)})"


def _in_all(*, spaced: bool) -> str:
    verbs = (verb for language in LANGUAGES.values() if language.spaced is spaced for verb in language.wrote)
    return _word(verbs, spaced=spaced)


_WROTE = re.compile(f"{_in_all(spaced=True)}|{_in_all(spaced=False)}")
_STARTS = re.compile(
    rf"[\W_]{{0,3}}(?:{_alternatives(start for one in LANGUAGES.values() for start in one.starts)})(?![^\W\d_])"
)
_MYSELF = [
    (
        re.compile(_word(language.wrote, spaced=language.spaced)),
        re.compile(_word(language.me, spaced=language.spaced)),
    )
    for language in LANGUAGES.values()
]


@dataclass(frozen=True)
class Attribution:
    """The lines [start, end) that introduce a quote. `is_certain`: it does so even when the quote has no marks."""

    start: int
    end: int
    is_certain: bool


def attribution(lines: list[str], at: int, *, before_quote: bool, floor: int) -> Attribution | None:
    """The attribution that ends with line `at`, None when there is none.

    `before_quote` says that the next words are marked as a quote, which makes much less evidence enough. Nothing
    above line `floor` belongs to it.
    """
    last = lines[at][-LENGTH:].rstrip(" \t*_\u00a0\u200e\u200f\u202c")
    ends_well = last.endswith((":", "：")) or (
        last.endswith("----") and lines[at].lstrip().startswith("----")
    )
    if not ends_well and not before_quote:
        return None
    anchored: Attribution | None = None
    floating: Attribution | None = None
    for start in range(at, max(floor, at - LINES + 1) - 1, -1):
        if not lines[start].strip() or is_quoted(lines[start]):
            break
        words = folded(" ".join(lines[start : at + 1])).strip("- ")
        if not words or len(words) > LENGTH:
            break
        evidence = _weigh(words, ends_well=ends_well, before_quote=before_quote)
        if evidence is None:
            continue
        blank_above = start == 0 or not lines[start - 1].strip()
        certain = evidence > 1 or (evidence == 1 and blank_above)
        found = Attribution(start=start, end=at + 1, is_certain=certain)
        if _STARTS.match(words) or _OPENING_DATE.match(words):
            anchored = found
            break
        if floating is None or (certain and not floating.is_certain):
            floating = found
    best = anchored or floating
    return best if best and (best.is_certain or before_quote) else None


def _weigh(words: str, *, ends_well: bool, before_quote: bool) -> int | None:
    """2: certain; 1: certain below a blank line; 0: enough before a marked quote; None: not one."""
    wrote = _WROTE.search(words) is not None
    address = _ADDRESS.search(words) is not None
    date = _DATE.search(words) is not None
    time = _TIME.search(words) is not None
    opening = _STARTS.match(words) is not None or _OPENING_DATE.match(words) is not None
    if ends_well and not (wrote and _is_about_myself(words)):
        if address and date and (wrote or time):
            return 2
        if address and time and wrote and opening:
            return 2
        if date and time and wrote and opening:
            return 1
    if before_quote:
        if ends_well and wrote and (address or date or time or opening or len(words) <= 80):
            return 0
        if address and (date or time or (ends_well and opening)):
            return 0
    return None


def _is_about_myself(words: str) -> bool:
    """ "On Monday at 10:42 I wrote:" tells a story. The word for "I" counts in the language of the verb only: Ben is
    a name, and "I" in Turkish."""
    return any(me.search(words) for wrote, me in _MYSELF if wrote.search(words))
