"""The service code applied: which target a conversation has, and when that is due."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from django.db.models import Case as FirstOf
from django.db.models import Q, QuerySet, Subquery, When

from wellkept.accounts.models import Team
from wellkept.conversations.models import Conversation, ConversationTag, Inbox
from wellkept.customers.models import Customer
from wellkept.kernel.once import once
from wellkept.kernel.prepared import prepared
from wellkept.promises.domain.choosing import Case, Rule, choose
from wellkept.promises.models import Hours, Promise, ServiceCode, Target
from wellkept.schedules.domain.calendar import Calendar
from wellkept.schedules.domain.problems import NeverOpens, OutOfReach
from wellkept.schedules.models import Schedule
from wellkept.schedules.queries import calendar_at, calendar_of, default_schedule

LEAST = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Due:
    """When a clock runs out, in UTC, and the revision of the calendar that counted; None: all time counted."""

    at: datetime
    calendar: str | None = None


@dataclass(frozen=True)
class Code:
    """A version with its targets."""

    id: int
    targets: dict[int, Target]
    rules: tuple[Rule, ...]


def target_for(conversation: Conversation, kind: str, code: Code) -> Target | None:
    """The code's target of that kind; None when nothing of the kind is promised."""
    if not any(rule.kind == kind for rule in code.rules):
        return None
    found = choose(code.rules, kind, _case(conversation, code))
    return code.targets[found.id] if found else None


@once
def code_now() -> Code | None:
    """The newest published version; None before the first. A batch shares it (kernel.once)."""
    return next((_read(*version) for version in _newest()), None)


def due_after(one: Conversation, target: Target, start: datetime) -> Due:
    """When a clock of this target that starts now runs out; at least a minute later."""
    due = after(start, minutes=target.minutes, hours=target.hours, conversation=one)
    return Due(max(due.at, start + LEAST), due.calendar)


def after(start: datetime, *, minutes: int, hours: str, conversation: Conversation | None = None) -> Due:
    """So many minutes later, in calendar hours, or in those of the conversation (the workspace's for None).

    A calendar that never opens again counts nothing, and a promise has to have a time: then calendar hours count.
    """
    if hours == Hours.CALENDAR:
        return Due(start + timedelta(minutes=minutes))
    calendar, revision = counting(conversation)
    try:
        return Due(calendar.add(start, minutes), revision)
    except (NeverOpens, OutOfReach):
        return Due(start + timedelta(minutes=minutes))


def minutes_left(promise: Promise, at: datetime) -> int:
    """Whole minutes of its hours from `at` until it is due, by the calendar that it began with; 0 when late."""
    if promise.due_at <= at:
        return 0
    if promise.target is None or promise.target.hours == Hours.CALENDAR:
        return int((promise.due_at - at) / timedelta(minutes=1))
    began_with = calendar_at(promise.calendar) if promise.calendar else None
    calendar = began_with or counting(promise.conversation)[0]
    return int(calendar.elapsed(at, promise.due_at))


def counting(conversation: Conversation | None) -> tuple[Calendar, str]:
    """The calendar that counts there now, and its revision: the inbox's, else the team's, else the workspace's.

    One query; the calendar itself is kept by revision.
    """
    if conversation is None:
        return _counting(0, 0)
    return _counting(conversation.inbox_id, conversation.team_id or 0)


@once
def _counting(inbox_id: int, team_id: int) -> tuple[Calendar, str]:
    schedule = next(iter(_schedule(inbox=inbox_id, team=team_id)), None) or default_schedule()
    return calendar_at(schedule.revision) or calendar_of(schedule), schedule.revision


@prepared
def _schedule(*, inbox: Any, team: Any) -> QuerySet[Schedule]:
    of_inbox = Subquery(Inbox.objects.filter(pk=inbox).values("schedule"))
    of_team = Subquery(Team.objects.filter(pk=team).values("schedule"))
    nearest = FirstOf(When(pk=of_inbox, then=0), When(pk=of_team, then=1), default=2)
    found = Schedule.objects.filter(Q(is_default=True) | Q(pk=of_inbox) | Q(pk=of_team))
    return found.order_by(nearest, "id")[:1]


@prepared
def _newest() -> QuerySet[ServiceCode, tuple[int, Any]]:
    published = ServiceCode.objects.filter(published_at__isnull=False)
    return published.order_by("-published_at", "-id").values_list("id", "published_at")[:1]


@lru_cache(4)
def _read(code_id: int, published_at: datetime) -> Code:
    """Kept: a version does not change once it is published."""
    targets = {target.pk: target for target in _targets(code=code_id)}
    rules = tuple(
        Rule(
            id=one.pk,
            kind=one.kind,
            inbox_id=one.inbox_id,
            priority=one.priority,
            company_id=one.company_id,
            tag_id=one.tag_id,
        )
        for one in targets.values()
    )
    return Code(id=code_id, targets=targets, rules=rules)


@prepared
def _targets(*, code: Any) -> QuerySet[Target]:
    return Target.objects.filter(code=code).order_by("id")


def _case(conversation: Conversation, code: Code) -> Case:
    """Company and tags are asked for only when the code speaks of any."""
    company_id, tags = None, frozenset[int]()
    if any(rule.company_id for rule in code.rules):
        company_id = next(iter(_company(customer=conversation.customer_id)), None)
    if any(rule.tag_id for rule in code.rules):
        tags = frozenset(_tags(conversation=conversation.pk))
    return Case(
        inbox_id=conversation.inbox_id,
        priority=conversation.priority,
        company_id=company_id,
        tag_ids=tags,
    )


@prepared
def _company(*, customer: Any) -> QuerySet[Customer, int | None]:
    return Customer.objects.filter(pk=customer).values_list("company_id", flat=True)


@prepared
def _tags(*, conversation: Any) -> QuerySet[ConversationTag, int]:
    return ConversationTag.objects.filter(conversation=conversation).values_list("tag_id", flat=True)
