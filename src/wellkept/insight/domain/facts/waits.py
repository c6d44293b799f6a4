"""What one who waited was told, and what became of that wait (M14)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from .turns import Turn


@dataclass(slots=True)
class Announced:
    """`seconds` of opening time that were still to wait, said at that moment, in that turn. `event_id` is the log's."""

    event_id: int
    at: datetime
    seconds: int
    turn: Turn


def told_again_by(waits: list[Announced], one: Announced, lapses_at: datetime) -> bool:
    """Whether another time was said in the same wait before this one had passed."""
    return any(other.turn is one.turn and one.at < other.at <= lapses_at for other in waits)
