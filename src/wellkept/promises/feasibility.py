"""What fits beside all that is owed already (M16), with the hours and the ledger of this desk."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from django.core.cache import cache
from django.db.models import Q, QuerySet

from wellkept.accounts.models import Membership
from wellkept.kernel.models import LoggedEvent
from wellkept.kernel.prepared import prepared
from wellkept.kernel.statistics.quantiles import quantile
from wellkept.schedules.domain.calendar import Calendar
from wellkept.schedules.domain.problems import NeverOpens, OutOfReach

from .domain.feasible import Capacity, Due, Window, earliest_feasible, is_feasible
from .models import OPEN, Promise, PromiseStatus

# Nothing is known yet of how long things take here: a quarter of an hour each.
EFFORT_HOURS = 0.25
ENOUGH = 50
LOOKED_AT = 2000
LONGEST_GAP = timedelta(hours=1)
PART = 0.8
AHEAD = timedelta(days=60)
MOST_OWED = 500
HALF_HOUR = timedelta(minutes=30)
_KEEP_SECONDS = 3600
_CACHE = "promises-effort"


@dataclass(frozen=True, slots=True)
class Effort:
    """Hours that one promise takes, P80. `is_measured`: from what was done here, else a guess."""

    hours: float
    is_measured: bool


@dataclass(frozen=True, slots=True)
class Load:
    """What somebody owes and when they work."""

    calendar: Calendar
    at: datetime
    owed: tuple[Due, ...]
    capacity: Capacity
    effort: Effort

    def fits(self, due_at: datetime) -> bool:
        """M16: whether one more promise can be kept by then without breaking another."""
        return is_feasible(
            work_hours=self.effort.hours, due_at=due_at, owed=self.owed, capacity=self.capacity
        )

    def earliest(self) -> datetime | None:
        """The first half hour by which one more can be kept; None when it lies beyond the next sixty days."""
        found = earliest_feasible(work_hours=self.effort.hours, owed=self.owed, capacity=self.capacity)
        return _half_hour(found) if found else None

    def dates(self, count: int = 3) -> list[datetime]:
        """Dates that can be promised: the first half hour that fits, then the ends of working days."""
        first = self.earliest()
        if first is None:
            return []
        found = [first]
        after = first
        while len(found) < count:
            closing = _closing(self.calendar, after)
            if closing is None:
                break
            if closing > found[-1]:
                found.append(closing)
            after = closing
        return found

    def default(self) -> datetime:
        """What is noted for words without a date: the end of the next working day, or of the first that fits."""
        tomorrow = _closing(self.calendar, _closing(self.calendar, self.at) or self.at)
        first = self.earliest()
        if tomorrow is None:
            return first or self.at + timedelta(days=1)
        if first is None or first <= tomorrow:
            return tomorrow
        return _closing(self.calendar, first - timedelta(minutes=1)) or first

    def with_one_more(self, due_at: datetime) -> Load:
        """After another promise for then."""
        return replace(self, owed=(*self.owed, Due(self.effort.hours, due_at)))


def load_of(
    *, calendar: Calendar, at: datetime, agent_id: int | None = None, team_id: int | None = None
) -> Load:
    """Of an agent, or else of a team and its hands. Two queries at most, and one now and then."""
    hands = 1.0 if team_id is None else max(1.0, Membership.objects.filter(team_id=team_id).count())
    theirs = _dues(team_id is None, who=agent_id if team_id is None else team_id)
    effort = effort_now()
    return Load(
        calendar=calendar,
        at=at,
        owed=tuple(Due(effort.hours, due_at) for due_at in theirs),
        capacity=Capacity(_windows(calendar, at, hands)),
        effort=effort,
    )


def effort_now() -> Effort:
    """How long one promise takes: P80 of the time between one reply and the next of the same agent.

    Of the last 2,000 replies; gaps of more than an hour are left out, the agent was elsewhere. With fewer than fifty
    gaps nothing is known, and a quarter of an hour is taken. Looked at once an hour.
    """
    hours = cache.get(_CACHE)
    if hours is None:
        gaps = _gaps(_replies())
        hours = quantile(gaps, PART) if len(gaps) >= ENOUGH else 0.0
        cache.set(_CACHE, hours, _KEEP_SECONDS)
    return Effort(hours, True) if hours else Effort(EFFORT_HOURS, False)


def _gaps(replies: Iterable[tuple[int | None, datetime]]) -> list[float]:
    """Hours between the replies of each agent, given the latest first."""
    later: dict[int, datetime] = {}
    found: dict[int, list[float]] = defaultdict(list)
    for agent_id, at in replies:
        if agent_id is None:
            continue
        gap = later.get(agent_id, at) - at
        if timedelta() < gap <= LONGEST_GAP:
            found[agent_id].append(gap / timedelta(hours=1))
        later[agent_id] = at
    return [gap for gaps in found.values() for gap in gaps]


def _replies() -> list[tuple[int | None, datetime]]:
    written = LoggedEvent.objects.filter(kind="conversation.reply_written", actor_kind="agent")
    return list(written.order_by("-at").values_list("actor_id", "at")[:LOOKED_AT])


@prepared
def _dues(is_agent: bool, *, who: Any) -> QuerySet[Promise, datetime]:
    theirs = Q(owner_id=who) if is_agent else Q(team_id=who, owner__isnull=True)
    owed = Promise.objects.filter(theirs, status__in=[*OPEN, PromiseStatus.BROKEN], paused_at__isnull=True)
    return owed.order_by("due_at", "id").values_list("due_at", flat=True)[:MOST_OWED]


def _windows(calendar: Calendar, at: datetime, hands: float) -> list[Window]:
    try:
        ahead = calendar.timeline(at, at + AHEAD)
    except (NeverOpens, OutOfReach):
        return []
    return [Window(piece.start, piece.end, hands) for piece in ahead if piece.counted]


def _closing(calendar: Calendar, after: datetime) -> datetime | None:
    try:
        return calendar.closes_at(after)
    except (NeverOpens, OutOfReach):
        return None


def _half_hour(at: datetime) -> datetime:
    """Rounded up, on the clock of most places."""
    over = timedelta(minutes=at.minute % 30, seconds=at.second, microseconds=at.microsecond)
    return at + (HALF_HOUR - over) if over else at
