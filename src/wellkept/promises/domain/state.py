"""What a promise looks like at a moment: the shapes of the due chip, and how long is left."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Literal

Look = Literal["comfortable", "soon", "broken", "kept", "paused", "moved"]

# The last quarter of its time, at most four hours (PRINCIPLES.md, 3b: "due_soon").
SOON_PART = 4
SOON_MOST = timedelta(hours=4)


def look(
    status: str,
    *,
    made_at: datetime,
    due_at: datetime,
    original_due_at: datetime,
    is_paused: bool,
    at: datetime,
) -> Look:
    """One word for the chip. A late promise is broken from its due moment on, whenever the clock comes to say so."""
    if status == "kept":
        return "kept"
    if status in ("broken", "repaired", "closed_broken"):
        return "broken"
    if is_paused:
        return "paused"
    if due_at <= at:
        return "broken"
    if is_soon(made_at=made_at, due_at=due_at, at=at):
        return "soon"
    return "moved" if due_at != original_due_at and status == "renegotiation_proposed" else "comfortable"


def is_soon(*, made_at: datetime, due_at: datetime, at: datetime) -> bool:
    """Whether its last quarter has begun, or its last four hours when the quarter is longer."""
    return due_at - at <= min((due_at - made_at) / SOON_PART, SOON_MOST)
