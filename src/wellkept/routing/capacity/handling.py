"""What the event log can say about how long handling takes: not how long, but how long at most."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

from wellkept.conversations.events import ReplyWritten
from wellkept.kernel.models import LoggedEvent
from wellkept.kernel.statistics.quantiles import median

from .scope import Scope

LOOKED_BACK = timedelta(days=28)
PAUSE = timedelta(minutes=30)  # whoever writes nothing for so long did something else
FEWEST = 30
MOST_LINES = 20_000


@dataclass(frozen=True, slots=True)
class Pace:
    """The middle of `n` gaps between two replies that one agent wrote in a row, in seconds."""

    seconds: float
    n: int


def pace_of(scope: Scope, *, at: datetime) -> Pace | None:
    """The pace of the last 28 days; None with fewer than 30 gaps.

    Between two replies of one agent lies the handling of the second, and whatever else they did: so handling takes no
    longer than this on most days. Gaps above half an hour are left out.
    """
    replies = LoggedEvent.objects.filter(
        kind=ReplyWritten.kind,
        at__gte=at - LOOKED_BACK,
        at__lte=at,
        inbox_id__in=sorted(scope.inbox_ids),
        actor_kind="agent",
    )
    rows = list(replies.order_by("-at", "-id").values_list("actor_id", "at")[:MOST_LINES])
    rows.sort(key=lambda row: (row[0] or 0, row[1]))
    gaps = [
        (later - earlier).total_seconds()
        for (one, earlier), (other, later) in pairwise(rows)
        if one == other and timedelta(0) < later - earlier <= PAUSE
    ]
    return Pace(median(gaps), len(gaps)) if len(gaps) >= FEWEST else None
