"""Promises in a text, with the time that each one names."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from .due import Due, due_of
from .english import ENGLISH
from .found import Found, WorkingTime
from .german import GERMAN
from .grammar import Clause, Language, clauses
from .ground import Ground
from .sentences import readable, sentences
from .spanish import SPANISH

LANGUAGES = (ENGLISH, GERMAN, SPANISH)


def find(text: str, *, sent_at: datetime, zone: ZoneInfo, calendar: WorkingTime | None = None) -> list[Found]:
    """The promises in a draft, in order, none overlapping; what is quoted or signed is not looked at.

    `sent_at` is aware; days and clock times are those of `zone`, the customer's. A calendar says when a business day
    ends and which days are business days; without one they are Monday to Friday until 17:00. Takes any text.
    """
    if sent_at.tzinfo is None:
        raise ValueError("sent_at needs a zone: a time without one is no moment")
    plain = readable(text)
    ground = Ground(sent_at, zone, calendar)
    return [
        found
        for start, end in sentences(plain)
        for found in _in_sentence(text, plain[start:end], start, ground)
    ]


def _in_sentence(text: str, sentence: str, offset: int, ground: Ground) -> Iterator[Found]:
    for language in LANGUAGES:
        found = list(clauses(sentence, language))
        if found:
            break
    for clause in found:
        start, end = offset + clause.start, offset + clause.end
        due, kind = _due(sentence, clause, language, ground)
        yield Found(start, end, text[start:end], due, kind, clause.strength)


def _due(sentence: str, clause: Clause, language: Language, ground: Ground) -> Due:
    due, kind = due_of(sentence[clause.start : clause.end], language.times, ground)
    if clause.strength != "conditional":
        return due, kind
    # A span counts from the condition, which has not come yet; "on Friday" is Friday either way.
    return (None, "conditional") if due is None or kind in ("duration", "business") else (due, kind)
