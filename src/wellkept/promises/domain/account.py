"""The account of a clock: which of a promise's time counted, which did not, and why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal

from wellkept.schedules.domain.calendar import Calendar

from .replay import Said

Why = Literal["open", "all_time", "break", "closed", "holiday", "paused"]


@dataclass(frozen=True, slots=True)
class Stretch:
    """From `start` until `end` the clock ran, by the calendar of that revision (None: all time counts), or it stood."""

    start: datetime
    end: datetime
    revision: str | None
    is_paused: bool = False


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of the account. `name` names a day with hours of its own; a pause began with whatever began it."""

    start: datetime
    end: datetime
    counted: bool
    why: Why
    name: str = ""
    revision: str | None = None

    @property
    def length(self) -> timedelta:
        return self.end - self.start


def stretches(
    made_at: datetime, revision: str | None, events: Iterable[Said], *, until: datetime
) -> list[Stretch]:
    """How the clock ran from `made_at` until then, by what the log says of the promise, in the log's order.

    Counting anew ("promise.recalculated") replaces the calendar of all that had run before.
    """
    marks = [Stretch(made_at, made_at, revision)]
    for event in events:
        if event.kind == "promise.paused":
            marks.append(Stretch(event.at, event.at, revision, is_paused=True))
        elif event.kind == "promise.resumed":
            revision = event.fields.get("calendar")
            marks.append(Stretch(event.at, event.at, revision))
        elif event.kind == "promise.recalculated":
            revision = event.fields["calendar"]
            marks = [replace(one, revision=revision) for one in marks]
    ends = [one.start for one in marks[1:]] + [until]
    cut = [
        replace(one, start=min(one.start, until), end=min(end, until))
        for one, end in zip(marks, ends, strict=True)
    ]
    return [one for one in cut if one.start < one.end]


def account(parts: Iterable[Stretch], calendars: Mapping[str, Calendar]) -> list[Segment]:
    """The segments in order: they tile the stretches, and those that counted add up to what the clock counted.

    `calendars` holds each revision named. Raises schedules' Problem for a stretch of more than three years.
    """
    return [segment for one in parts for segment in _segments(one, calendars)]


def counted(segments: Iterable[Segment], *, until: datetime | None = None) -> timedelta:
    """How much counted in all, or until that moment."""
    total = timedelta()
    for one in segments:
        end = one.end if until is None else min(one.end, until)
        if one.counted and end > one.start:
            total += end - one.start
    return total


def _segments(one: Stretch, calendars: Mapping[str, Calendar]) -> Iterable[Segment]:
    if one.is_paused:
        return [Segment(one.start, one.end, False, "paused", revision=one.revision)]
    if one.revision is None:
        return [Segment(one.start, one.end, True, "all_time")]
    return [
        Segment(piece.start, piece.end, piece.counted, piece.why, piece.name, one.revision)
        for piece in calendars[one.revision].timeline(one.start, one.end)
    ]
