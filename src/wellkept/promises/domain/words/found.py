"""What is found: one promise in a text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, Protocol
from zoneinfo import ZoneInfo

Strength = Literal["firm", "aim", "conditional"]
"""PRINCIPLES §3b: a plain word, an attempt ("I'll try"), or one that waits for something else ("once it arrives")."""

DueKind = Literal["exact", "day", "part_of_day", "duration", "business", "conditional", "vague", "none"]
"""How the time was said: a clock time, a day, a part of one, a span, a span of business time, only once a condition
is met, "soon", or not at all. The first five have a due time, the last three have none."""


@dataclass(frozen=True)
class Found:
    """A promise: `text` is `given[start:end]` in code points; `due` is aware, in the zone asked for, or None."""

    start: int
    end: int
    text: str
    due: datetime | None
    due_kind: DueKind
    strength: Strength


class WorkingTime(Protocol):
    """What is needed of a calendar; `schedules.domain.calendar.Calendar` has it."""

    @property
    def zone(self) -> ZoneInfo:
        """Where its hours are on the wall."""

    def hours_on(self, day: date) -> Sequence[tuple[int, int]]:
        """Open intervals of a date in minutes after midnight, sorted; empty when it is closed."""

    def add(self, start: datetime, minutes: int) -> datetime:
        """The time by which so many open minutes have passed. Raises ValueError when there is none."""
