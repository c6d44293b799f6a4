"""The service code applied: which target a conversation has, and when that is due."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from django.db.models import QuerySet

from wellkept.conversations.models import Conversation, ConversationTag
from wellkept.customers.models import Customer
from wellkept.kernel.prepared import prepared
from wellkept.promises.domain.choosing import Case, Rule, choose
from wellkept.promises.models import Hours, ServiceCode, Target
from wellkept.schedules.queries import default_calendar


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


def code_now() -> Code | None:
    """The newest published version; None before the first."""
    return next((_read(*version) for version in _newest()), None)


def due_after(target: Target, start: datetime) -> datetime:
    """When a clock of this target that starts now runs out."""
    return after(start, minutes=target.minutes, hours=target.hours)


def after(start: datetime, *, minutes: int, hours: str) -> datetime:
    """So many minutes later, in business or in calendar hours. In UTC."""
    if hours == Hours.CALENDAR:
        return start + timedelta(minutes=minutes)
    return default_calendar().add(start, minutes)


def minutes_left(target: Target | None, due_at: datetime, at: datetime) -> int:
    """Whole minutes of the target's hours from `at` until `due_at`; 0 when that has passed."""
    if due_at <= at:
        return 0
    if target is None or target.hours == Hours.CALENDAR:
        return int((due_at - at) / timedelta(minutes=1))
    return int(default_calendar().elapsed(at, due_at))


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
