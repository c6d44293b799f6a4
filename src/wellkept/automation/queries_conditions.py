"""Conditions asked of the database, and of one conversation: both give the same answer."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Exists, Min, OuterRef, Q, QuerySet

from wellkept.accounts.models import Agent
from wellkept.conversations.access import access_of
from wellkept.conversations.models import Conversation, ConversationTag
from wellkept.conversations.queries import conversations_for
from wellkept.promises.models import Promise

from .domain.condition_fields import FIELDS, LIVE, Facts
from .domain.conditions import Check, Group, Tree, span

_COLUMNS = {"company": "customer__company", "language": "customer__language"}
_SINCE = {"age": "created_at", "quiet": "last_activity_at", "in_status": "status_since"}


def matching(tree: Tree, *, agent: Agent, now: datetime) -> QuerySet[Conversation]:
    """The conversations that are meant, of those that the agent may see, by number."""
    return conversations_for(access_of(agent)).filter(condition(tree, now)).order_by("id")


def condition(tree: Tree, now: datetime) -> Q:
    """The tree as a filter over conversations; no row comes twice."""
    if isinstance(tree, Check):
        return _test(tree, now)
    return _joined(tree, now)


def facts_of(conversation: Conversation) -> Facts:
    """What conditions see of it. The caller has checked that it may be seen."""
    customer = conversation.customer
    promises = Promise.objects.filter(conversation=conversation)
    live = promises.filter(status__in=LIVE).aggregate(due_at=Min("due_at"))
    return Facts(
        status=conversation.status,
        place=conversation.place,
        channel=conversation.channel,
        language=customer.language,
        priority=conversation.priority,
        inbox_id=conversation.inbox_id,
        team_id=conversation.team_id,
        assignee_id=conversation.assignee_id,
        driver_id=conversation.driver_id,
        company_id=customer.company_id,
        tag_ids=frozenset(conversation.tags.values_list("pk", flat=True)),
        promises=frozenset(promises.values_list("status", flat=True)),
        due_at=live["due_at"],
        subject=conversation.subject,
        last_words=conversation.last_words,
        created_at=conversation.created_at,
        last_activity_at=conversation.last_activity_at,
        status_since=conversation.status_since,
    )


def _joined(group: Group, now: datetime) -> Q:
    joined = condition(group.parts[0], now)
    for part in group.parts[1:]:
        joined = joined & condition(part, now) if group.join == "all" else joined | condition(part, now)
    return joined


def _test(test: Check, now: datetime) -> Q:
    match FIELDS[test.field].shape:
        case "text":
            found = Q()
            for word in test.values:
                found |= Q(**{f"{test.field}__icontains": word})
            return found if test.op == "contains" else ~found
        case "age":
            is_old = "lte" if test.op == "at_least" else "gt"
            return Q(**{f"{_SINCE[test.field]}__{is_old}": now - span(test)})
        case "due":
            return Q(Exists(_promises().filter(status__in=LIVE, due_at__lte=now + span(test))))
    if test.field == "tag":
        found = _tagged(test)
    elif test.field == "promise":
        found = Q(Exists(_promises().filter(status__in=test.values)))
    elif test.op in ("empty", "not_empty"):
        found = Q(**{f"{_COLUMNS.get(test.field, test.field)}__isnull": False})
    else:
        found = Q(**{f"{_COLUMNS.get(test.field, test.field)}__in": test.values})
    return found if test.op in ("is", "not_empty") else ~found


def _tagged(test: Check) -> Q:
    tagged = ConversationTag.objects.filter(conversation=OuterRef("pk"))
    return Q(Exists(tagged.filter(tag__in=[int(one) for one in test.values]) if test.values else tagged))


def _promises() -> QuerySet[Promise]:
    return Promise.objects.filter(conversation=OuterRef("pk"))
