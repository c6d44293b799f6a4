"""Something is owed from now on."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from wellkept.accounts.models import Agent, Team
from wellkept.conversations.models import Conversation, Message
from wellkept.customers.models import Customer
from wellkept.kernel.actors import Actor
from wellkept.kernel.errors import Refused
from wellkept.kernel.events import publish
from wellkept.kernel.prepared import insert
from wellkept.kernel.text import storable
from wellkept.promises.events import PromiseMade
from wellkept.promises.models import DueKind, Promise, PromiseStatus, Promisor, Strength, Target
from wellkept.promises.owners import owner_of

MOST_WORDS = 2000


class NoTimeLeft(Refused):
    """A promise for a moment that has passed."""


def make(
    *,
    kind: str,
    customer: Customer,
    due_at: datetime,
    by: Actor,
    at: datetime,
    conversation: Conversation | None = None,
    owner: Agent | None = None,
    team: Team | None = None,
    target: Target | None = None,
    source_message: Message | None = None,
    span: tuple[int, int] | None = None,
    text: str = "",
    promisor: str = Promisor.AGENT,
    zone: str = "UTC",
    calendar: str | None = None,
    due_kind: str = DueKind.EXPLICIT,
    strength: str = Strength.FIRM,
    is_visible_to_customer: bool = True,
) -> Promise:
    """Enters a promise. Without `owner` and `team` whoever has the conversation answers for it, never nobody.

    `due_at` becomes the first date, which never changes; `calendar` is the revision of the schedule that counted it.
    Raises NoTimeLeft when it is not after `at`.
    """
    if due_at <= at:
        raise NoTimeLeft(_("That moment has passed. Choose one that is still to come."))
    if owner is None and team is None:
        owner_id, team_id = owner_of(conversation)
    else:
        owner_id, team_id = (owner.pk if owner else None), (team.pk if team else None)
    promise = Promise(
        kind=kind,
        status=PromiseStatus.OPEN,
        customer=customer,
        conversation=conversation,
        target=target,
        source_message=source_message,
        span_start=span[0] if span else None,
        span_end=span[1] if span else None,
        text=storable(text)[:MOST_WORDS],
        promisor=promisor,
        promisor_agent_id=by.id if promisor == Promisor.AGENT and by.kind == "agent" else None,
        owner_id=owner_id,
        team_id=team_id,
        made_at=at,
        original_due_at=due_at,
        due_at=due_at,
        zone=zone,
        calendar=calendar,
        due_kind=due_kind,
        strength=strength,
        is_visible_to_customer=is_visible_to_customer,
    )
    with transaction.atomic(savepoint=False):
        insert(promise)
        publish(told(promise, inbox_id=conversation.inbox_id if conversation else None), by=by, at=at)
    return promise


def told(promise: Promise, *, inbox_id: int | None, event: type[PromiseMade] = PromiseMade) -> PromiseMade:
    """The event of a new row: all of its columns but its words."""
    due_at = promise.due_at.isoformat()
    return event(
        promise_id=promise.pk,
        conversation_id=promise.conversation_id,
        inbox_id=inbox_id,
        customer_id=promise.customer_id,
        what=promise.kind,
        status=promise.status,
        promisor=promise.promisor,
        promisor_agent_id=promise.promisor_agent_id,
        owner_id=promise.owner_id,
        team_id=promise.team_id,
        target_id=promise.target_id,
        source_message_id=promise.source_message_id,
        span_start=promise.span_start,
        span_end=promise.span_end,
        original_due_at=due_at,
        due_at=due_at,
        zone=promise.zone,
        calendar=promise.calendar,
        due_kind=promise.due_kind,
        strength=promise.strength,
        is_visible_to_customer=promise.is_visible_to_customer,
    )
