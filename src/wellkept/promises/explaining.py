"""The clock of one promise, explained from the log: what counted, what did not, by which calendar, and the sum."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from wellkept.kernel.models import LoggedEvent
from wellkept.schedules.domain.calendar import Calendar
from wellkept.schedules.domain.problems import Problem
from wellkept.schedules.models import Edition
from wellkept.schedules.queries import calendar_at, editions

from . import standing
from .domain.account import Segment, account, counted, stretches
from .domain.replay import Said
from .models import OPEN, Hours, Promise

RUNS = ("promise.made", "promise.paused", "promise.resumed", "promise.recalculated", "promise.moved")
STATUS = "conversation.status_changed"


@dataclass(frozen=True, slots=True)
class Explained:
    """`segments` tile the time from the making until `until`; () for one that is too long to draw.

    `pauses` has, by its start, the change of status that made the clock stand. `calendars` are those that counted, by
    revision. `moved` and `recalculated` are the last such events. `is_recorded` False: the promise is older than the
    record of calendars, and today's is shown. `target` is how much time was promised, None without a target.
    """

    promise: Promise
    until: datetime
    segments: tuple[Segment, ...]
    pauses: dict[datetime, LoggedEvent]
    calendars: dict[str, Edition]
    moved: LoggedEvent | None
    recalculated: LoggedEvent | None
    target: timedelta | None
    is_recorded: bool

    @property
    def counted(self) -> timedelta:
        return counted(self.segments)

    def counted_until(self, at: datetime) -> timedelta:
        return counted(self.segments, until=at)

    @property
    def dropped(self) -> timedelta:
        """What pauses dropped: each remembers whole minutes. 0 where another date was agreed or counted anew."""
        if self.target is None or self.moved or self.recalculated or not self.pauses:
            return timedelta()
        short = self.target - self.counted
        return short if timedelta() < short < timedelta(minutes=len(self.pauses)) else timedelta()


def explain(promise: Promise, *, at: datetime) -> Explained:
    """The account of the promise as of `at`. The caller has checked that it may be seen. A few queries."""
    log = _log(promise)
    runs = [
        Said(event.kind, event.data, event.at)
        for event in log
        if event.kind in RUNS and event.data["promise_id"] == promise.pk
    ]
    revision, is_recorded = _first_revision(promise, runs)
    until = _until(promise, runs, at=at)
    parts = stretches(promise.made_at, revision, runs, until=until)
    known = {one: _calendar(one, promise) for one in {part.revision for part in parts} if one is not None}
    try:
        segments = tuple(account(parts, known))
    except Problem:
        segments = ()
    last = {event.kind: event for event in log if event.data.get("promise_id") == promise.pk}
    return Explained(
        promise=promise,
        until=until,
        segments=segments,
        pauses=_why_paused(segments, log),
        calendars=editions(known),
        moved=last.get("promise.moved"),
        recalculated=last.get("promise.recalculated"),
        target=timedelta(minutes=promise.target.minutes) if promise.target else None,
        is_recorded=is_recorded,
    )


def _log(promise: Promise) -> list[LoggedEvent]:
    """What the log says of the conversation since the promise was made; of one without a conversation, nothing."""
    if promise.conversation_id is None:
        return []
    there = LoggedEvent.objects.filter(
        conversation_id=promise.conversation_id, kind__in=[*RUNS, STATUS], at__gte=promise.made_at
    )
    return list(there.order_by("id"))


def _first_revision(promise: Promise, runs: list[Said]) -> tuple[str | None, bool]:
    made = next((one for one in runs if one.kind == "promise.made"), None)
    if made is not None and "calendar" in made.fields:
        return made.fields["calendar"], True
    if made is None and promise.calendar:
        return promise.calendar, True
    if promise.target is None or promise.target.hours == Hours.CALENDAR:
        return None, True
    return standing.counting(promise.conversation)[1], False


def _calendar(revision: str, promise: Promise) -> Calendar:
    return calendar_at(revision) or standing.counting(promise.conversation)[0]


def _until(promise: Promise, runs: list[Said], *, at: datetime) -> datetime:
    """Its due time; while the clock stands, now or its end."""
    switches = [one.kind for one in runs if one.kind in ("promise.paused", "promise.resumed")]
    if switches and switches[-1] == "promise.paused":
        return at if promise.status in OPEN else promise.ended_at or at
    return promise.due_at


def _why_paused(segments: tuple[Segment, ...], log: list[LoggedEvent]) -> dict[datetime, LoggedEvent]:
    stood = {one.start for one in segments if one.why == "paused"}
    return {event.at: event for event in log if event.kind == STATUS and event.at in stood}
