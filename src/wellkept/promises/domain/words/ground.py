"""Where a time is counted from: the moment of sending, a zone, and perhaps a calendar."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from .found import WorkingTime

CLOSING = 17 * 60
"""The end of a working day in minutes after midnight, when no calendar says otherwise."""

LAST_MINUTE = 24 * 60 - 1
MOST_DAYS = 4000  # a calendar that is closed for longer has no next business day


@dataclass(frozen=True)
class Ground:
    """Answers are aware, in `zone`. All raise ValueError or OverflowError beyond what a date can hold."""

    sent_at: datetime
    zone: ZoneInfo
    calendar: WorkingTime | None = None

    @property
    def today(self) -> date:
        """The customer's date at the moment of sending."""
        return self.sent_at.astimezone(self.zone).date()

    def at(self, day: date, minutes: int) -> datetime:
        """A wall-clock time of the zone; one that the clock skips is moved past the gap."""
        return _on_wall(day, minutes, self.zone)

    def closing(self, day: date) -> datetime:
        """The end of that working day. Today after closing it is the last minute before midnight."""
        hours = self._hours(day)
        if self.calendar is not None and hours:
            end = _on_wall(day, hours[-1][1], self.calendar.zone).astimezone(self.zone)
        else:
            end = self.at(day, CLOSING)
        return self.at(day, LAST_MINUTE) if day == self.today and end <= self.sent_at else end

    def business_days(self, count: int) -> datetime:
        """The closing of the n-th business day after today; 0 is today's."""
        day = self.today
        for _ in range(MOST_DAYS):
            if count <= 0:
                return self.closing(day)
            day += timedelta(days=1)
            if self._is_business(day):
                count -= 1
        raise ValueError("no such business day")

    def last_business_day(self, first: date, last: date) -> date:
        """The latest business day from first to last; the last weekday before, or `last`, when all are closed."""
        days = [last - timedelta(days=n) for n in range((last - first).days + 1)]
        open_days = [day for day in days if self._is_business(day)]
        return (open_days or [day for day in days if day.weekday() < 5] or [last])[0]

    def business_minutes(self, minutes: int) -> datetime:
        """So much open time later. Without a calendar: Monday to Friday, 09:00 to 17:00."""
        calendar = self.calendar or _OfficeHours(self.zone)
        return calendar.add(self.sent_at, minutes).astimezone(self.zone)

    def later(self, *, minutes: int = 0, days: int = 0) -> datetime:
        """Minutes are real time; days keep the wall-clock time."""
        local = self.sent_at.astimezone(self.zone)
        if days:
            local = _settled((local.replace(tzinfo=None) + timedelta(days=days)).replace(tzinfo=self.zone))
        return (local.astimezone(UTC) + timedelta(minutes=minutes)).astimezone(self.zone)

    def _hours(self, day: date) -> Sequence[tuple[int, int]]:
        return (self.calendar or _OfficeHours(self.zone)).hours_on(day)

    def _is_business(self, day: date) -> bool:
        return bool(self._hours(day))


@dataclass(frozen=True)
class _OfficeHours:
    zone: ZoneInfo

    def hours_on(self, day: date) -> Sequence[tuple[int, int]]:
        return ((9 * 60, CLOSING),) if day.weekday() < 5 else ()

    def add(self, start: datetime, minutes: int) -> datetime:
        day = start.astimezone(self.zone).date()
        for _ in range(MOST_DAYS):
            for opens, closes in self.hours_on(day):
                since = max(start, _on_wall(day, opens, self.zone))
                left = int((_on_wall(day, closes, self.zone) - since).total_seconds() // 60)
                if 0 < minutes <= left:
                    return since + timedelta(minutes=minutes)
                minutes -= max(left, 0)
            day += timedelta(days=1)
        raise ValueError("too far")


def _on_wall(day: date, minutes: int, zone: ZoneInfo) -> datetime:
    wall = datetime.combine(day, time()) + timedelta(minutes=minutes)
    return _settled(wall.replace(tzinfo=zone))


def _settled(at: datetime) -> datetime:
    return at.astimezone(UTC).astimezone(at.tzinfo)
