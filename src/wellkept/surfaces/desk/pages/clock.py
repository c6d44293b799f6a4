"""The clock of one promise in words: a bar, a table, and the sum."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.translation import gettext as _

from wellkept.promises.domain.account import Segment
from wellkept.promises.explaining import Explained, explain
from wellkept.promises.models import OPEN, Promise
from wellkept.surfaces.look import words

from .history import sentence_maker
from .owed import OwedRow, row_of

WIDTH = 1000  # of the bar, in units of its own
LEAST = 2
MOST_ROWS = 400


@dataclass(frozen=True, slots=True)
class Bar:
    """A piece of the bar: where it begins and how wide it is, of `WIDTH`; kind: counted, not, paused."""

    x: float
    width: float
    kind: str


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the table. `sum` is what had counted by its end, "" where nothing was added."""

    begins: str
    ends: str
    counted: bool
    kind: str
    why: str
    length: str
    sum: str


@dataclass(frozen=True, slots=True)
class ClockPage:
    """`lead` says the whole in a sentence or two; `notes` what else is to be known. `now` is its place on the bar."""

    promise: Promise
    row: OwedRow
    lead: str
    calendar: str
    zone: str
    bars: list[Bar]
    lines: list[Line]
    counted: str
    now: float | None
    has_stood: bool
    in_your_zone: str
    notes: list[str]


def clock_page(promise: Promise, *, at: datetime) -> ClockPage:
    """The account of the promise, its conversation and customer loaded."""
    told = explain(promise, at=at)
    zone = _zone(told)
    return ClockPage(
        promise=promise,
        row=row_of(promise, at=at, with_owner=True),
        lead=_lead(told, at, zone),
        calendar=_calendars(told),
        zone=zone.key,
        bars=list(_bars(told)),
        lines=_lines(told, zone),
        counted=minutes(told.counted),
        has_stood=any(one.why == "paused" for one in told.segments),
        in_your_zone=_in_your_zone(told, zone),
        now=_place(at, told),
        notes=list(_notes(told, zone)),
    )


def minutes(length: timedelta) -> str:
    """Exactly: 45 min, 3 h, 7 h 20 min, 12 h 0 min 20 s."""
    seconds = round(length.total_seconds())
    hours, rest = divmod(seconds, 3600)
    values = {"hours": hours, "minutes": rest // 60, "seconds": rest % 60}
    if values["seconds"]:
        if hours:
            return _("%(hours)s h %(minutes)s min %(seconds)s s") % values
        if values["minutes"]:
            return _("%(minutes)s min %(seconds)s s") % values
        return _("%(seconds)s s") % values
    if hours and values["minutes"]:
        return _("%(hours)s h %(minutes)s min") % values
    return _("%(hours)s h") % values if hours else _("%(minutes)s min") % values


def _zone(told: Explained) -> ZoneInfo:
    """The zone whose hours counted; the reader's when all time did."""
    names = [edition.zone for edition in told.calendars.values()]
    return ZoneInfo(names[0] if names else timezone.get_current_timezone_name())


def _calendars(told: Explained) -> str:
    if not told.calendars:
        return _("All time counts: nights, weekends and holidays too.")
    named = {
        _("%(name)s, %(zone)s time") % {"name": one.name, "zone": one.zone} for one in told.calendars.values()
    }
    return _("Counted by: %(calendars)s.") % {"calendars": "; ".join(sorted(named))}


def _lead(told: Explained, at: datetime, zone: ZoneInfo) -> str:
    promise = told.promise
    due = _exact(promise.due_at, zone)
    if promise.paused_at is not None:
        return _("The clock stands. %(left)s are left when it runs again.") % {
            "left": minutes(timedelta(minutes=promise.remaining_minutes or 0))
        }
    if told.target is None:
        return _("The date is %(due)s. It was given, not counted.") % {"due": due}
    values = {"target": minutes(told.target), "due": due, "now": minutes(told.counted_until(at))}
    if promise.broken_at is not None:
        return _("%(target)s were promised; they ran out %(due)s.") % values
    if promise.status not in OPEN:
        return _("%(target)s were promised, until %(due)s.") % values
    if promise.due_at <= at:
        return _("%(target)s were promised; they are used up since %(due)s.") % values
    return _("%(target)s were promised. %(now)s have counted so far; it is due %(due)s.") % values


def _bars(told: Explained) -> Iterator[Bar]:
    span = (told.until - told.promise.made_at) / timedelta(seconds=1)
    if not told.segments or span <= 0:
        return
    for one in told.segments:
        start = (one.start - told.promise.made_at) / timedelta(seconds=1)
        width = WIDTH * (one.length / timedelta(seconds=1)) / span
        yield Bar(round(WIDTH * start / span, 2), round(max(width, LEAST), 2), _kind(one))


def _place(at: datetime, told: Explained) -> float | None:
    begun = told.promise.made_at
    if told.promise.status not in OPEN or not begun <= at < told.until:
        return None
    return round(WIDTH * ((at - begun) / (told.until - begun)), 2)


def _kind(one: Segment) -> str:
    if one.counted:
        return "counted"
    return "paused" if one.why == "paused" else "not"


def _lines(told: Explained, zone: ZoneInfo) -> list[Line]:
    say = sentence_maker(told.pauses.values())
    reasons = {at: say(event) for at, event in told.pauses.items()}
    total, lines = timedelta(), []
    for one in told.segments[:MOST_ROWS]:
        total += one.length if one.counted else timedelta()
        start, end = one.start.astimezone(zone), one.end.astimezone(zone)
        same_day = start.date() == end.date()
        lines.append(
            Line(
                begins=f"{words.day_in(start, 'D j M')} {start:%H:%M}",
                ends=f"{end:%H:%M}" if same_day else f"{words.day_in(end, 'D j M')} {end:%H:%M}",
                counted=one.counted,
                kind=_kind(one),
                why=_why(one, reasons),
                length=minutes(one.length),
                sum=minutes(total) if one.counted else "",
            )
        )
    return lines


def _why(one: Segment, reasons: dict[datetime, str]) -> str:
    if one.why == "paused":
        return reasons.get(one.start) or _("the clock stood")
    if one.why == "holiday":
        return one.name or _("a day with hours of its own")
    if one.why == "open" and one.name:
        return _("open, %(day)s") % {"day": one.name}
    return {
        "open": _("open"),
        "all_time": _("all time counts"),
        "break": _("a break"),
        "closed": _("outside the hours"),
    }[one.why]


def _in_your_zone(told: Explained, zone: ZoneInfo) -> str:
    """When it is due where the reader is, unless the clocks there show the same."""
    theirs = ZoneInfo(timezone.get_current_timezone_name())
    due = told.promise.due_at
    if due.astimezone(theirs).utcoffset() == due.astimezone(zone).utcoffset():
        return ""
    return _("Where you are, that is %(due)s.") % {"due": _exact(due, theirs)}


def _exact(at: datetime, zone: ZoneInfo) -> str:
    """In the zone whose hours counted, as in the table."""
    local = at.astimezone(zone)
    return f"{words.day_in(local, 'l j F Y')}, {local:%H:%M}"


def _notes(told: Explained, zone: ZoneInfo) -> Iterator[str]:
    if not told.segments:
        yield _("It runs for more than three years, which is too long to draw.")
    if len(told.segments) > MOST_ROWS:
        yield _("The table shows the first %(count)s pieces; the sum counts all.") % {"count": MOST_ROWS}
    if not told.is_recorded:
        yield _("It is older than the record of calendars. What you see are the hours of today.")
    if told.promise.kept_at is not None:
        yield _("It was kept %(when)s, when %(counted)s had counted.") % {
            "when": _exact(told.promise.kept_at, zone),
            "counted": minutes(told.counted_until(told.promise.kept_at)),
        }
    if told.moved:
        yield _("Another date was agreed %(when)s. It counts instead of the sum.") % {
            "when": words.moment(told.moved.at)
        }
    if told.recalculated:
        yield _("It was counted anew %(when)s: %(reason)s") % {
            "when": words.moment(told.recalculated.at), "reason": told.recalculated.data["reason"],
        }  # fmt: skip
    if told.dropped:
        yield _(
            "A pause remembers whole minutes, so %(dropped)s of it were dropped, in the customer’s favour."
        ) % {"dropped": minutes(told.dropped)}
    if told.promise.due_at != told.promise.original_due_at:
        yield _("Its first date stays on record: %(due)s.") % {
            "due": words.exact(told.promise.original_due_at)
        }
