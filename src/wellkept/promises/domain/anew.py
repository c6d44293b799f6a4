"""A clock counted anew, by another target or another calendar, from the moment the promise was made."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from wellkept.schedules.domain.calendar import Calendar

from .account import Stretch

MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Anew:
    """When it runs out; while the clock stands None, and `left` whole minutes remain for when it runs again."""

    due_at: datetime | None
    left: int | None = None
    is_clamped: bool = False


def count_anew(parts: Sequence[Stretch], minutes: int, calendar: Calendar | None, *, at: datetime) -> Anew:
    """So many minutes from the first stretch on, without those in which the clock stood; None: all time counts.

    `parts` are the stretches until `at` (`account.stretches`), one at least. Never earlier than a minute from `at`:
    what nobody was told yet cannot be late already. Raises schedules' NeverOpens, OutOfReach.
    """
    left = minutes
    for one in parts[:-1]:
        if not one.is_paused:
            left = max(0, int(left - _counted(calendar, one.start, one.end) / MINUTE))
    last = parts[-1]
    if last.is_paused:
        return Anew(None, left)
    due_at = last.start + left * MINUTE if calendar is None else calendar.add(last.start, left)
    soonest = at + MINUTE
    return Anew(max(due_at, soonest), is_clamped=due_at < soonest)


def _counted(calendar: Calendar | None, start: datetime, end: datetime) -> timedelta:
    return end - start if calendar is None else calendar.counted(start, end)
