"""Everything beside the thread: the head, the composer's state, the brief."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
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
from wellkept.customers.links import OWED, link_key
from wellkept.customers.models import Identity
from wellkept.kernel import clock
from wellkept.kernel.prepared import prepared
from wellkept.promises.queries import open_in
from wellkept.promises.spotting import Ground

from .amends import BrokenLine, broken_lines
from .choices import Choices, choices
from .hand_over import HandOvers, hand_overs_in
from .owed import OwedRow, row_in
from .playbook import Playbook, playbook_beside
from .steps import StepMenu, step_menu
from .thread import Thread, thread
from .words import Chips, chips

PAST = 5


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
    owed_key: str


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
    owed: list[OwedRow]
    broken: list[BrokenLine]
    steps: StepMenu | None
    chips: Chips
    hand_overs: HandOvers
    playbook: Playbook | None


def find(number: int, access: Access) -> Conversation | None:
    """The conversation with what its page needs, None when the agent may not see it."""
    return next(iter(_conversation(access.inbox_ids, pk=number)), None)


@prepared
def _conversation(inbox_ids: frozenset[int] | None, *, pk: Any) -> QuerySet[Conversation]:
    with_all = ("customer__company", "assignee", "team", "inbox", "driver", "join_suggestion__target")
    return queries.conversations_in(inbox_ids).select_related(*with_all).filter(pk=pk)


def conversation_page(
    conversation: Conversation,
    agent: Agent,
    access: Access,
    *,
    at: datetime,
    is_checked: bool = False,
    chip_problems: dict[str, str] | None = None,
) -> ConversationPage:
    """Reads the page in a fixed number of queries; one more for a draft that promises something.

    `is_checked`: whether the dates in the draft are held against what is owed already, which takes two more.
    """
    menus = choices()
    sheets = composer(conversation, agent, from_address=menus.addresses.get(conversation.inbox_id, ""))
    promises = open_in(conversation.pk)
    owed = [row_in(promise, conversation, at=at) for promise in promises]
    ground = Ground(conversation, agent.pk, at)
    draft = sheets.reply.body if sheets.reply else ""
    return ConversationPage(
        conversation=conversation,
        thread=thread(conversation, access),
        composer=sheets,
        brief=_brief(conversation, access),
        tags=_tags(conversation=conversation.pk),
        join=_open_question(conversation, access),
        choices=menus.for_conversation(conversation, access),
        owed=owed,
        broken=broken_lines(promises, owed, agent, at=at),
        steps=step_menu(conversation, ground.calendar, at=at) if access.may_reply else None,
        chips=chips(draft, ground, standing=promises, is_checked=is_checked, problems=chip_problems),
        hand_overs=hand_overs_in(conversation, access, draft=draft, at=at),
        playbook=playbook_beside(conversation),
    )


def _open_question(conversation: Conversation, access: Access) -> JoinSuggestion | None:
    """Asked only of those who see both sides: the question names the other one."""
    suggestion = getattr(conversation, "join_suggestion", None)
    if suggestion is None or suggestion.outcome or not access.sees_inbox(suggestion.target.inbox_id):
        return None
    return suggestion  # type: ignore[no-any-return]  # a reverse relation, which may be missing


def composer(conversation: Conversation, agent: Agent, *, from_address: str) -> Composer:
    """The agent's drafts here, and who would get the reply."""
    drafts = {draft.mode: draft for draft in _drafts(conversation=conversation.pk, agent=agent.pk)}
    to, cc, suggested = [], [], []
    for person in _people(conversation=conversation.pk):
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
    theirs = _latest(access.inbox_ids, customer=customer.pk)
    return Brief(
        identities=_identities(customer=customer.pk),
        local_time=local_time(customer.timezone),
        past=[one for one in theirs if one.pk != conversation.pk][:PAST],
        owed_key=link_key(customer, purpose=OWED),
    )


@prepared
def _tags(*, conversation: Any) -> QuerySet[Tag]:
    return Tag.objects.filter(conversations=conversation).order_by("name", "id")


@prepared
def _drafts(*, conversation: Any, agent: Any) -> QuerySet[Draft]:
    return Draft.objects.filter(conversation=conversation, agent=agent)


@prepared
def _people(*, conversation: Any) -> QuerySet[Participant]:
    there = Participant.objects.filter(conversation=conversation).exclude(state=Participant.State.REMOVED)
    return there.select_related("identity__customer").order_by("id")


@prepared
def _identities(*, customer: Any) -> QuerySet[Identity]:
    return Identity.objects.filter(customer=customer).order_by("id")


@prepared
def _latest(inbox_ids: frozenset[int] | None, *, customer: Any) -> QuerySet[Conversation]:
    theirs = queries.conversations_in(inbox_ids).filter(customer=customer)
    return theirs.order_by("-last_activity_at", "-id")[: PAST + 1]  # one of them may be this one


def local_time(zone: str) -> datetime | None:
    """What the clock says where the customer is."""
    try:
        return clock.now().astimezone(ZoneInfo(zone)) if zone else None
    except (ZoneInfoNotFoundError, ValueError):
        return None
