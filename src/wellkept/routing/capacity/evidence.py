"""What one half-hour was computed from: the days that speak for it, and the messages that came then."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet

from wellkept.conversations.models import Conversation
from wellkept.kernel.models import LoggedEvent
from wellkept.routing.domain.forecast import SLOTS, Seen, seen
from wellkept.routing.domain.need import Line, line

from .arrivals import arrivals_in
from .days import Outlook, Row
from .scope import HALF_HOUR

MOST = 50  # messages that are shown of one half-hour


@dataclass(frozen=True)
class Spoken:
    """One day of the past: its share of the forecast, what came in the half-hour and in the two beside it.

    `messages` are those of all three, 50 at most: the half-hours beside count half as much, by `domain.forecast`.
    """

    of: Seen
    start: datetime
    came: int
    beside: int
    messages: list[LoggedEvent]


def evidence(look: Outlook, day: date, slot: int) -> list[Spoken]:
    """The days that speak for that half-hour, the latest first; one query for each, eight at most."""
    days = seen(look.history, day, known_until=look.today)
    starts = {one.day: look.scope.starts(one.day)[slot] for one in days}
    spoken = []
    for one in days:
        start = starts[one.day]
        messages = list(arrivals_in(look.scope, since=start - HALF_HOUR, until=start + 2 * HALF_HOUR)[:MOST])
        counts = look.history.on(one.day)
        beside = sum(int(counts[each]) for each in (slot - 1, slot + 1) if 0 <= each < SLOTS)
        spoken.append(Spoken(one, start, int(counts[slot]), beside, messages))
    return spoken


def steps(look: Outlook, row: Row) -> list[Line]:
    """What one agent more or fewer would give in that half-hour; empty where nothing is to do."""
    if not row.needed:
        return []
    an_hour = round(row.work * 2, 1)
    lowest = max(1, row.needed - 1)
    return [line(look.scope.terms, an_hour, agents=agents) for agents in range(lowest, row.needed + 3)]


def subjects(spoken: list[Spoken]) -> dict[int, str]:
    """The subject of each conversation in which those messages came."""
    numbers = {one.conversation_id or 0 for day in spoken for one in day.messages}
    found: QuerySet[Conversation] = Conversation.objects.filter(pk__in=numbers)
    return dict(found.values_list("id", "subject"))
