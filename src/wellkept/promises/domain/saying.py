"""The same promise with a date in it: "soon" becomes "by Thursday 17:00"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from .apology import written
from .words import WorkingTime, find
from .words.finding import LANGUAGES
from .words.grammar import Language, clauses
from .words.tokens import scan

_NAMES = dict(zip(("en", "de", "es"), LANGUAGES, strict=True))
# What stands in front of a time and goes with it.
_BEFORE = re.compile(
    r"(?:,?\s+\b(?:by|before|until|till|within|in|on|at|bis|vor|zum|zu|am|um|innerhalb|antes|de|del|el|la|las|en|a)\b)+"
    r"\s*$",
    re.IGNORECASE,
)


def say_by(
    clause: str, due_at: datetime, *, sent_at: datetime, zone: ZoneInfo, calendar: WorkingTime | None = None
) -> str | None:
    """The clause with that date in place of its own words of time, in its language.

    What comes back is read by `find` as one promise for exactly `due_at`; None when no such sentence was found.
    """
    language = next((name for name, one in _NAMES.items() if any(clauses(clause, one))), None)
    if language is None:
        return None
    local = due_at.astimezone(zone)
    for phrase in _phrases(language, local, sent_at.astimezone(zone), zone):
        for sentence in (_replaced(clause, phrase, _NAMES[language]), f"{clause} {phrase}"):
            found = find(sentence, sent_at=sent_at, zone=zone, calendar=calendar)
            if len(found) == 1 and found[0].due and found[0].due.astimezone(UTC) == due_at.astimezone(UTC):
                return sentence
    return None


def _replaced(clause: str, phrase: str, language: Language) -> str:
    tokens = scan(clause, language.times)
    if not tokens:
        return f"{clause} {phrase}"
    head = _BEFORE.sub("", clause[: tokens[0].start]).rstrip(" ,")
    return f"{head} {phrase}{clause[tokens[-1].end :]}"


def _phrases(language: str, due: datetime, now: datetime, zone: ZoneInfo) -> Iterator[str]:
    """The shortest first."""
    time = f"{due.hour:02}:{due.minute:02}"
    if due.date() == now.date():
        yield {"en": f"by {time} today", "de": f"bis heute {time} Uhr", "es": f"hoy antes de las {time}"}[
            language
        ]
    day = written(due, zone, language).split()[0].rstrip(",")
    if 0 < (due.date() - now.date()).days < 7:
        yield {
            "en": f"by {day} {time}",
            "de": f"bis {day} {time} Uhr",
            "es": f"antes del {day} a las {time}",
        }[language]
    by = {"en": "by", "de": "bis", "es": "antes del"}[language]
    yield f"{by} {written(due, zone, language)}"
