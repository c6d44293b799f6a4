"""What came, from the event log: messages of customers by half-hour, those of machines left out."""

from __future__ import annotations

from collections import defaultdict
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.db.models import Count, F, Func, IntegerField, QuerySet

from wellkept.conversations.events import MessageReceived
from wellkept.kernel.models import LoggedEvent
from wellkept.routing.domain.forecast import SLOTS, WEEKS, History

from .scope import Scope

BACKTESTED = 4  # weeks
AHEAD = timedelta(days=14)  # holidays to come are looked up so far


class HalfHour(Func):
    """The number of the half-hour since 1970 in which a moment lies."""

    output_field = IntegerField()

    def as_sqlite(self, compiler: Any, connection: Any, **more: Any) -> Any:
        template = "CAST(strftime('%%%%s', %(expressions)s) AS INTEGER) / 1800"
        return self.as_sql(compiler, connection, template=template, **more)

    def as_postgresql(self, compiler: Any, connection: Any, **more: Any) -> Any:
        template = "FLOOR(EXTRACT(EPOCH FROM %(expressions)s) / 1800)::bigint"
        return self.as_sql(compiler, connection, template=template, **more)


def history_of(scope: Scope, *, at: datetime) -> History:
    """What came to the team until `at`, in its own zone: eight weeks to forecast from, four to be judged by."""
    today = scope.today(at)
    begin = today - timedelta(weeks=WEEKS + BACKTESTED)
    counts: dict[date, list[float]] = defaultdict(lambda: [0.0] * SLOTS)
    for half, count in _by_half_hour(scope, since=scope.starts(begin)[0], until=at):
        local = datetime.fromtimestamp(half * 1800, scope.calendar.zone)
        counts[local.date()][local.hour * 2 + local.minute // 30] += count
    earliest = min(counts, default=today)
    first = begin if earliest == begin else earliest + timedelta(days=1)
    days = [begin + timedelta(days=n) for n in range((today + AHEAD - begin).days)]
    return History(
        first=first,
        counts={day: tuple(slots) for day, slots in counts.items()},
        holidays=frozenset(day for day in days if is_holiday(scope, day)),
    )


def is_holiday(scope: Scope, day: date) -> bool:
    """Closed, although its weekday is not."""
    return bool(scope.calendar.week[day.weekday()]) and not scope.calendar.hours_on(day)


def arrivals_in(scope: Scope, *, since: datetime, until: datetime) -> QuerySet[LoggedEvent]:
    """The messages themselves, as they stand in the log: half-open, the earliest first."""
    received = LoggedEvent.objects.filter(
        kind=MessageReceived.kind, at__gte=since, at__lt=until, inbox_id__in=sorted(scope.inbox_ids)
    )
    return received.filter(data__is_automatic=False).order_by("at", "id")


def _by_half_hour(scope: Scope, *, since: datetime, until: datetime) -> list[tuple[int, int]]:
    found = arrivals_in(scope, since=since.astimezone(UTC), until=until).order_by()
    return list(found.annotate(half=HalfHour(F("at"))).values_list("half").annotate(number=Count("id")))
