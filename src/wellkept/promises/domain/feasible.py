"""M16: whether a new promise can be kept beside all that is owed already, and if not, by when it could be."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

# What nobody can foresee takes its share of every day.
BUFFER = 0.15
_HAIR = 1e-9
_HOUR = timedelta(hours=1)
_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Due:
    """Work that is owed: hours left of it, and until when. For new work take the P80 of its kind of action."""

    work_hours: float
    due_at: datetime

    def __post_init__(self) -> None:
        if self.work_hours < 0:
            raise ValueError(f"Work left is 0 hours or more; {self.work_hours} is not.")


@dataclass(frozen=True, slots=True)
class Window:
    """From inclusive, until exclusive, so many hands work. Two windows of one capacity never overlap."""

    start: datetime
    end: datetime
    hands: float = 1.0


class Capacity:
    """The working windows ahead. Raises ValueError for windows that overlap, or end before they start."""

    def __init__(self, windows: Iterable[Window]) -> None:
        self._windows = sorted(windows, key=lambda window: window.start)
        for window in self._windows:
            if window.end <= window.start or window.hands <= 0:
                raise ValueError("A window ends after it starts, and somebody works in it.")
        for one, following in zip(self._windows, self._windows[1:], strict=False):
            if following.start < one.end:
                raise ValueError("Two windows overlap: give them as one with more hands.")

    def hours_until(self, at: datetime) -> float:
        """Working hours before that moment, all hands together."""
        return sum(
            max(0.0, (min(window.end, at) - window.start) / _HOUR) * window.hands for window in self._windows
        )

    def moment_of(self, hours: float) -> datetime | None:
        """The first moment, in whole minutes upwards, by which so many hours were worked; None beyond the windows."""
        left = hours
        for window in self._windows:
            inside = (window.end - window.start) / _HOUR * window.hands
            if left <= inside + _HAIR:
                minutes = max(0.0, left) / window.hands * 60
                whole = int(minutes + 1 - _HAIR)
                return window.start + whole * _MINUTE
            left -= inside
        return None


def is_feasible(
    *, work_hours: float, due_at: datetime, owed: Iterable[Due], capacity: Capacity, buffer: float = BUFFER
) -> bool:
    """M16: for every deadline D ≥ d, Σ remaining work due ≤ D, the new included, ≤ (1 − buffer)·capacity until D.

    Earliest deadline first keeps everything if anything does (Jackson 1955; Liu and Layland 1973).
    """
    new = Due(work_hours, due_at)
    deadlines = _by_deadline([*owed, new])
    return all(_fits(load, at, capacity, buffer) for at, load in deadlines if at >= due_at)


def earliest_feasible(
    *, work_hours: float, owed: Iterable[Due], capacity: Capacity, buffer: float = BUFFER
) -> datetime | None:
    """M16: the first date that can be promised, in whole minutes; every later one can be as well.

    It lies behind the last deadline that would otherwise break. None when the known windows do not reach so far.
    Raises ValueError for a buffer outside 0 to below 1, or negative work.
    """
    _check(buffer)
    if work_hours < 0:
        raise ValueError(f"Work is 0 hours or more; {work_hours} is not.")
    before = 0.0
    for at, load in _by_deadline(list(owed)):
        if not _fits(load + work_hours, at, capacity, buffer):
            before = load
    return capacity.moment_of((before + work_hours) / (1 - buffer))


def _by_deadline(owed: Sequence[Due]) -> list[tuple[datetime, float]]:
    """Each deadline with all the work due until then."""
    total = 0.0
    loads: dict[datetime, float] = {}
    for one in sorted(owed, key=lambda one: one.due_at):
        total += one.work_hours
        loads[one.due_at] = total
    return list(loads.items())


def _fits(load: float, at: datetime, capacity: Capacity, buffer: float) -> bool:
    _check(buffer)
    return load <= (1 - buffer) * capacity.hours_until(at) + _HAIR


def _check(buffer: float) -> None:
    if not 0 <= buffer < 1:
        raise ValueError(f"A buffer is a share from 0 to below 1; {buffer} is not.")
