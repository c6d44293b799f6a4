"""The next step of a conversation, with a time: follow up, call back, ask somebody else again, or look at it later."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import TextChoices
from django.utils.translation import gettext as _

from wellkept.accounts.models import Agent
from wellkept.conversations import operations as conversations
from wellkept.conversations.models import Conversation, Place, Status
from wellkept.kernel.actors import SYSTEM, Actor
from wellkept.kernel.errors import Refused
from wellkept.kernel.text import one_line, storable
from wellkept.promises import standing
from wellkept.promises.models import OPEN, Kind, Promise, PromiseStatus, Promisor
from wellkept.promises.spotting import zone_of

from .ending import Proof, keep, void
from .making import make
from .moving import move

MOST_WORDS = 300
# A clock that looks every fifteen seconds must not be late for what it brings back itself.
AHEAD = timedelta(seconds=30)
TOGETHER = 200


class Step(TextChoices):
    FOLLOW_UP = "follow_up", "Follow up with the customer"
    CALL_BACK = "call_back", "Call back"
    THIRD_PARTY = "third_party", "Wait for somebody else"
    SNOOZE = "snooze", "Snooze"


KINDS = {
    Step.FOLLOW_UP: Kind.FOLLOW_UP,
    Step.CALL_BACK: Kind.CALL_BACK,
    Step.THIRD_PARTY: Kind.THIRD_PARTY,
    Step.SNOOZE: Kind.FOLLOW_UP,
}


class NotAStep(Refused):
    """There is no such next step."""


class NotOnTheDesk(Refused):
    """Spam and trash are owed nothing."""


class OnlyOpen(Refused):
    """What is not open stands in no list of what needs somebody, and cannot leave it."""


@transaction.atomic
def plan(
    *,
    conversation: Conversation,
    step: str,
    due_at: datetime,
    agent: Agent,
    at: datetime,
    text: str = "",
    is_told: bool = False,
    by: Actor | None = None,
) -> Promise:
    """Enters the next step as a promise of the conversation's owner, or of the agent where it has none.

    `by` other than the agent: a rule of theirs plans it, and it is owed by whoever has the conversation.

    `is_told`: the customer knows of it, so it counts as owed to them; a call back always does. Waiting for somebody
    else puts the conversation on hold; a snooze takes it out of the lists of what needs somebody until then. What was
    planned by itself ("look at it again") gives way. Raises NotAStep, NoTimeLeft, NotOnTheDesk, OnlyOpen.
    """
    if step not in Step.values:
        raise NotAStep(_("Choose what the next step is."))
    if conversation.place != Place.DESK:
        raise NotOnTheDesk(_("Bring it back to the desk first: spam and trash are owed nothing."))
    if step == Step.SNOOZE and conversation.status != Status.OPEN:
        raise OnlyOpen(_("Only an open conversation can be snoozed. This one is out of the way already."))
    by = by or Actor.agent(agent.pk)
    promise = make(
        kind=KINDS[Step(step)],
        customer=conversation.customer,
        conversation=conversation,
        owner=conversation.assignee or (agent if by.kind == "agent" else None),
        due_at=due_at,
        text=one_line(storable(text), limit=MOST_WORDS),
        promisor=Promisor.AGENT,
        zone=_zone(conversation).key,
        is_visible_to_customer=step == Step.CALL_BACK or (is_told and step != Step.SNOOZE),
        by=by,
        at=at,
    )
    _gives_way(promise, at=at)
    if step == Step.SNOOZE:
        conversations.snooze(conversation=conversation, until=due_at, by=by, at=at)
    elif step == Step.THIRD_PARTY and conversation.status != Status.ON_HOLD:
        conversations.set_status(conversation=conversation, status=Status.ON_HOLD, by=by, at=at)
    return promise


@transaction.atomic
def postpone(*, promise: Promise, due_at: datetime, by: Actor, at: datetime) -> None:
    """Another date for what the customer does not count on; a snooze comes back then. Raises as `move`."""
    was = promise.due_at
    move(promise=promise, due_at=due_at, by=by, at=at)
    conversation = promise.conversation
    if conversation is not None and conversation.snoozed_until == was and promise.kind == Kind.FOLLOW_UP:
        conversations.snooze(conversation=conversation, until=due_at, by=by, at=at)


@transaction.atomic
def wake(*, conversation: Conversation, why: str, at: datetime) -> None:
    """Back in the lists. At its time that keeps the promise to look at it; before, the promise is void.

    `why`: "time", "message", "status" or "asked".
    """
    until = conversation.snoozed_until
    event_id = conversations.wake(conversation=conversation, why=why, at=at)
    if event_id is None or until is None:
        return
    theirs = Promise.objects.filter(
        conversation=conversation,
        kind=Kind.FOLLOW_UP,
        is_visible_to_customer=False,
        due_at=until,
        status__in=[*OPEN, PromiseStatus.BROKEN],
        promisor=Promisor.AGENT,
    )
    for promise in theirs.select_related("conversation"):
        if why == "time":
            keep(promise=promise, proof=Proof(event_id=event_id), by=SYSTEM, at=at)
        else:
            void(promise=promise, reason="woken", by=SYSTEM, at=at)


def wake_due(*, at: datetime, limit: int = TOGETHER) -> int:
    """Brings back what was snoozed until now, the first due first; gives how many. Whatever is late is late."""
    due = Conversation.objects.filter(snoozed_until__lte=at + AHEAD).select_related("customer")
    rows = list(due.order_by("snoozed_until", "id")[:limit])
    for one in rows:
        wake(conversation=one, why="time", at=at)
    return len(rows)


def waits_no_more(conversation: Conversation, *, event_id: int, by: Actor, at: datetime) -> bool:
    """Open again: what somebody waited for has come, or is not waited for. Whether anything was waited for."""
    waiting = Promise.objects.filter(
        conversation=conversation,
        kind=Kind.THIRD_PARTY,
        promisor=Promisor.AGENT,
        status__in=[*OPEN, PromiseStatus.BROKEN],
    )
    found = list(waiting.select_related("conversation"))
    for promise in found:
        keep(promise=promise, proof=Proof(event_id=event_id), by=by, at=at)
    return bool(found)


def _gives_way(planned: Promise, *, at: datetime) -> None:
    """What nobody planned is planned now."""
    by_itself = Promise.objects.filter(
        conversation=planned.conversation_id,
        kind__in=[Kind.FOLLOW_UP, Kind.THIRD_PARTY],
        status__in=OPEN,
        promisor=Promisor.TEAM,
        is_visible_to_customer=False,
    )
    for promise in by_itself.select_related("conversation"):
        void(promise=promise, reason="planned", by=SYSTEM, at=at)


def _zone(conversation: Conversation) -> ZoneInfo:
    return zone_of(conversation.customer.timezone) or standing.counting(conversation)[0].zone
