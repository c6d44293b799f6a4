"""The hours of a day on one line, as people write them: "9:00–12:30, 13–17"."""

from __future__ import annotations

import re

from .hours import DAY, Hours, arrange, clock
from .problems import BadField

_INTERVAL = re.compile(
    r"\s*([0-9]{1,2})(?:[:.]([0-5][0-9]))?\s*(?:-|–|—|to|until|bis)\s*([0-9]{1,2})(?:[:.]([0-5][0-9]))?\s*",
    re.ASCII | re.IGNORECASE,
)
LONGEST = 400


def read_line(text: str, *, field: str = "hours") -> Hours:
    """The intervals of the line, () for an empty one. Raises BadField, which says how to write it."""
    if len(text) > LONGEST:
        raise BadField(field, "is too long for one day.")
    parts = [part for part in re.split(r"[,;\n]|\band\b|\bund\b", text) if part.strip()]
    return arrange((_interval(part, field) for part in parts), field=field)


def write_line(hours: Hours) -> str:
    """The same as `read_line` reads."""
    return ", ".join(f"{clock(start)}–{clock(end)}" for start, end in hours)


def _interval(part: str, field: str) -> tuple[int, int]:
    matched = _INTERVAL.fullmatch(part)
    if matched is None:
        raise BadField(field, f'"{part.strip()[:40]}" is no stretch of a day; write one such as 09:00–12:30.')
    start, end = (int(matched[one]) * 60 + int(matched[one + 1] or 0) for one in (1, 3))
    if max(start, end) > DAY:
        raise BadField(field, f'"{part.strip()[:40]}" goes past 24:00.')
    return start, end
