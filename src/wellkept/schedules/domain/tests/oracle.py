"""The naive oracle: walks minute by minute in UTC and asks the wall clock each time. Knows nothing of tables."""

from __future__ import annotations

from datetime import UTC, timedelta

MINUTE = timedelta(minutes=1)


def counts(calendar, at):
    """Whether the wall clock of the zone shows an open time at that instant."""
    wall = at.astimezone(calendar.zone)
    own = calendar.days.get(wall.date())
    hours = own.hours if own is not None else calendar.week[wall.weekday()]
    shown = wall.hour * 60 + wall.minute
    return any(opens <= shown < closes for opens, closes in hours)


def add(calendar, start, minutes, *, most=40_000):
    """The due time; None when `most` minutes of real time were not enough."""
    at = start.astimezone(UTC)
    for _ in range(most):
        if minutes == 0:
            return at
        if counts(calendar, at):
            minutes -= 1
        at += MINUTE
    return at if minutes == 0 else None


def elapsed(calendar, start, end):
    """The minutes that counted."""
    at, until = start.astimezone(UTC), end.astimezone(UTC)
    counted = 0
    while at < until:
        counted += counts(calendar, at)
        at += MINUTE
    return counted
