"""Which rules there are, what they did, and what one would have done."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db.models import DateTimeField, Exists, F, OuterRef, QuerySet, Subquery

from wellkept.conversations.access import Access
from wellkept.conversations.models import Conversation
from wellkept.kernel.models import LoggedEvent

from .domain import conditions
from .models import Rule, RuleKind, RuleRun
from .queries_conditions import matching

PAST = timedelta(days=90)
MOST_COUNTED = 1000


def rules() -> QuerySet[Rule]:
    """Those that were not retired, for whoever looks after them, in the order in which they run."""
    return Rule.objects.filter(retired_at__isnull=True).select_related("author").order_by("position", "id")


def runs_for(access: Access) -> QuerySet[RuleRun]:
    """What rules did in the conversations that this person sees."""
    runs = RuleRun.objects.select_related("rule", "conversation")
    return runs if access.inbox_ids is None else runs.filter(conversation__inbox__in=access.inbox_ids)


def would_touch(rule: Rule, *, now: datetime) -> QuerySet[Conversation]:
    """The conversations of the last 90 days that it would have touched, as its author sees them, each with `when`.

    What is asked of a conversation is judged by today's values: the past ones are not kept. A trigger counts where one
    of its events happened in that time, `when` is the last of them; a timed rule where somebody was active in it.
    """
    since = now - PAST
    found = matching(conditions.read(rule.conditions), agent=rule.author, now=now)
    if rule.kind == RuleKind.TIMED:
        moment: Any = F("last_activity_at")
        return found.filter(last_activity_at__gte=since).annotate(when=moment).order_by("-id")
    events = LoggedEvent.objects.filter(conversation_id=OuterRef("pk"), kind__in=rule.on, at__gte=since)
    last = Subquery(events.order_by("-id").values("at")[:1], output_field=DateTimeField())
    return found.filter(Exists(events)).annotate(when=last).order_by("-id")


def counted(found: QuerySet[Conversation]) -> int:
    """How many, up to `MOST_COUNTED` + 1: one more means "more than that"."""
    return len(found.order_by().values_list("pk", flat=True)[: MOST_COUNTED + 1])
