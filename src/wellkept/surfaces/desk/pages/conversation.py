"""Everything beside the thread: the head, the composer's state, the brief."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.db.models import QuerySet

from wellkept.accounts.models import Agent
from wellkept.conversations import queries
from wellkept.conversations.access import Access
from wellkept.conversations.models import (
    Attachment,
    Conversation,
    Draft,
    DraftMode,
    JoinSuggestion,
    Participant,
    Tag,
)
from wellkept.customers.models import Identity
from wellkept.kernel import clock

from .choices import Choices, choices
from .thread import Thread, thread


@dataclass(slots=True)
class Composer:
    """What the two sheets of the composer hold."""

    reply: Draft | None
    note: Draft | None
    files: list[Attachment]
    to: list[Participant]
    cc: list[Participant]
    suggested: list[Participant]
    from_address: str


@dataclass(slots=True)
class Brief:
    """What is known of the customer."""

    identities: list[Identity]
    local_time: datetime | None
    past: list[Conversation]


@dataclass(slots=True)
class ConversationPage:
    """The conversation column and the brief."""

    conversation: Conversation
    thread: Thread
    composer: Composer
    brief: Brief
    tags: list[Tag]
    join: JoinSuggestion | None
    choices: Choices


def find(number: int, access: Access) -> Conversation | None:
    """The conversation with what its page needs, None when the agent may not see it."""
    return (
        queries.conversations_for(access)
        .select_related("customer__company", "assignee", "team", "inbox", "driver", "join_suggestion__target")
        .filter(pk=number)
        .first()
    )


def conversation_page(conversation: Conversation, agent: Agent, access: Access) -> ConversationPage:
    """Reads the page in a fixed number of queries."""
    menus = choices()
    return ConversationPage(
        conversation=conversation,
        thread=thread(conversation, access),
        composer=composer(conversation, agent, from_address=menus.addresses.get(conversation.inbox_id, "")),
        brief=_brief(conversation, access),
        tags=list(conversation.tags.order_by("name", "id")),
        join=_open_question(conversation, access),
        choices=menus.for_conversation(conversation, access),
    )


def _open_question(conversation: Conversation, access: Access) -> JoinSuggestion | None:
    """Asked only of those who see both sides: the question names the other one."""
    suggestion = getattr(conversation, "join_suggestion", None)
    if suggestion is None or suggestion.outcome or not access.sees_inbox(suggestion.target.inbox_id):
        return None
    return suggestion  # type: ignore[no-any-return]  # a reverse relation, which may be missing


def composer(conversation: Conversation, agent: Agent, *, from_address: str) -> Composer:
    """The agent's drafts here, and who would get the reply."""
    drafts = {draft.mode: draft for draft in Draft.objects.filter(conversation=conversation, agent=agent)}
    people: QuerySet[Participant] = (
        conversation.participants.exclude(state=Participant.State.REMOVED)
        .select_related("identity__customer")
        .order_by("id")
    )
    to, cc, suggested = [], [], []
    for person in people:
        if person.state == Participant.State.SUGGESTED:
            suggested.append(person)
        elif person.role == Participant.Role.CUSTOMER:
            to.append(person)
        else:
            cc.append(person)
    written_in = [draft.pk for draft in drafts.values()]
    return Composer(
        reply=drafts.get(DraftMode.REPLY),
        note=drafts.get(DraftMode.NOTE),
        files=list(Attachment.objects.filter(draft__in=written_in).select_related("draft"))
        if written_in
        else [],
        to=to,
        cc=cc,
        suggested=suggested,
        from_address=from_address,
    )


def _brief(conversation: Conversation, access: Access) -> Brief:
    customer = conversation.customer
    past = (
        queries.conversations_for(access)
        .filter(customer=customer)
        .exclude(pk=conversation.pk)
        .order_by("-last_activity_at", "-id")
    )
    return Brief(
        identities=list(customer.identities.order_by("id")),
        local_time=local_time(customer.timezone),
        past=list(past[:5]),
    )


def local_time(zone: str) -> datetime | None:
    """What the clock says where the customer is."""
    try:
        return clock.now().astimezone(ZoneInfo(zone)) if zone else None
    except (ZoneInfoNotFoundError, ValueError):
        return None
