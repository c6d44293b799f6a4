"""Promises in words: what the agent says about each, and what is entered when the message is written."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from wellkept.accounts.models import Agent
from wellkept.conversations.models import Conversation, Message
from wellkept.kernel.actors import SYSTEM, Actor
from wellkept.kernel.errors import Refused
from wellkept.kernel.events import publish
from wellkept.kernel.prepared import insert, prepared_update
from wellkept.kernel.text import one_line, storable
from wellkept.promises.events import PromiseDismissed
from wellkept.promises.models import OPEN, Decision, Kind, Promise, PromiseStatus, Promisor
from wellkept.promises.spotting import MOST_WORDS, Ground, Spotted, spot

from .ending import void
from .making import make, told


class NeedsDate(Refused):
    """Something is owed by a date, and by one that is still to come."""


@transaction.atomic
def decide(
    *,
    spotted: Spotted,
    conversation: Conversation,
    agent: Agent,
    says: str,
    at: datetime,
    due_at: datetime | None = None,
    text: str = "",
    mends: Promise | None = None,
) -> Decision:
    """Keeps with the draft what the agent says: a promise, perhaps by another date or in other words, or none.

    Raises NeedsDate when a promise would have no date, or one that has passed.
    """
    if due_at is not None and due_at <= at:
        raise NeedsDate(_("Say a date that is still to come."))
    if says == Decision.Says.PROMISE and due_at is None and spotted.due_at is None:
        raise NeedsDate(_("Say by when. Words without a date are kept by nobody."))
    text = one_line(storable(text), limit=MOST_WORDS)
    values: dict[str, Any] = {
        "says": says,
        "due_at": due_at,
        "text": "" if text == one_line(spotted.text, limit=MOST_WORDS) else text,
        "at": at,
    }
    if mends is not None:
        values["mends"] = mends
    decision, _made = Decision.objects.update_or_create(
        conversation=conversation, agent=agent, words=spotted.words, message=None, defaults=values
    )
    return decision


def forget(*, spotted: Spotted, conversation: Conversation, agent: Agent) -> None:
    """As if nothing had been said about it."""
    Decision.objects.filter(
        conversation=conversation, agent=agent, words=spotted.words, message=None
    ).delete()


@transaction.atomic(savepoint=False)
def record(
    *, message: Message, conversation: Conversation, agent_id: int, by: Actor, at: datetime
) -> list[tuple[Spotted, Promise]]:
    """Enters what the message promises; gives what is owed from now on, beside the words.

    Confirmed ones and firm ones left alone are owed, by whoever wrote them. Those called none are kept as dismissed,
    to measure what is found. An attempt ("I'll try") or a condition that nobody confirmed is not entered.
    """
    ground = Ground(conversation, agent_id, at)
    found = spot(message.text, ground, is_checked=False)
    made = [(one, _enter(one, message, ground, by=by)) for one in found if one.is_recorded]
    for one in found:
        if one.says == Decision.Says.NONE:
            _dismiss(one, ground, by=by)
    _leave(conversation=conversation.pk, agent=agent_id, message=message.pk)
    return made


@transaction.atomic
def unsay(*, conversation_id: int, message_id: int, at: datetime) -> None:
    """The message was taken back before it left: what it promised is void, and asked about anew in the draft."""
    given = Promise.objects.filter(
        conversation=conversation_id,
        source_message=message_id,
        status__in=[*OPEN, PromiseStatus.BROKEN],
        kind=Kind.WORD,
    )
    for promise in given.select_related("conversation"):
        void(promise=promise, reason="undone", by=SYSTEM, at=at)
    left = Decision.objects.filter(message=message_id)
    for one in left:  # what was said about the same words meanwhile gives way
        Decision.objects.filter(
            conversation=one.conversation_id, agent=one.agent_id, words=one.words, message=None
        ).delete()


def _enter(one: Spotted, message: Message, ground: Ground, *, by: Actor) -> Promise:
    return make(
        kind=Kind.WORD,
        customer=ground.conversation.customer,
        conversation=ground.conversation,
        owner=Agent(pk=ground.agent_id),
        source_message=message,
        span=(one.start, one.end),
        text=one.text,
        due_at=one.due_at or ground.default,
        zone=ground.zone.key,
        due_kind=one.due_kind,
        strength=one.strength,
        by=by,
        at=ground.at,
    )


def _dismiss(one: Spotted, ground: Ground, *, by: Actor) -> None:
    """Once for the same words of the same agent there, however often the message is taken back."""
    same = Promise.objects.filter(
        conversation=ground.conversation,
        owner=ground.agent_id,
        status=PromiseStatus.DISMISSED,
        text=one.text,
    )
    if same.exists():
        return
    due_at = max(one.due_at or ground.at, ground.at).astimezone(UTC)
    promise = insert(
        Promise(
            kind=Kind.WORD,
            status=PromiseStatus.DISMISSED,
            customer=ground.conversation.customer,
            conversation=ground.conversation,
            span_start=one.start,
            span_end=one.end,
            text=one.text,
            promisor=Promisor.AGENT,
            promisor_agent_id=ground.agent_id,
            owner_id=ground.agent_id,
            made_at=ground.at,
            original_due_at=due_at,
            due_at=due_at,
            ended_at=ground.at,
            zone=ground.zone.key,
            due_kind=one.due_kind,
            strength=one.strength,
            is_visible_to_customer=False,
        )
    )
    inbox_id = ground.conversation.inbox_id
    publish(told(promise, inbox_id=inbox_id, event=PromiseDismissed), by=by, at=ground.at)


@prepared_update
def _leave(*, conversation: Any, agent: Any, message: Any) -> tuple[QuerySet[Decision], dict[str, Any]]:
    """What was said goes with the message; it comes back with it."""
    draft = Decision.objects.filter(conversation=conversation, agent=agent, message__isnull=True)
    return draft, {"message_id": message}
