"""What may change while a promise is open: its date when told in time, its owner, whether its clock runs."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from wellkept.accounts.models import Agent, Team
from wellkept.conversations.models import Direction, Message
from wellkept.kernel.actors import Actor
from wellkept.kernel.errors import Refused
from wellkept.kernel.events import publish
from wellkept.promises.events import (
    PromiseDateProposed,
    PromiseDateRefused,
    PromiseHandedOver,
    PromiseMoved,
    PromisePaused,
    PromiseResumed,
)
from wellkept.promises.models import OPEN, Promise, PromiseStatus

from .places import inbox_of
from .refusals import NotOpen


class TooLate(Refused):
    """A date can be moved only before it has passed."""


class NotTold(Refused):
    """The customer counts on a date: no other one without telling them."""


@transaction.atomic
def move(*, promise: Promise, due_at: datetime, by: Actor, at: datetime) -> None:
    """Another date for what the customer does not count on. The first date stays, and counts.

    Raises NotTold for what they were promised (`propose` it), TooLate, NotOpen.
    """
    if promise.is_visible_to_customer:
        raise NotTold(_("The customer counts on this date. Tell them the new one in a reply first."))
    _check_dates(promise, due_at, at)
    put_in_force(promise, due_at=due_at, by=by, at=at)


@transaction.atomic
def propose(*, promise: Promise, due_at: datetime, told: Message, by: Actor, at: datetime) -> None:
    """The customer was told another date in our message `told`, before the old one passed.

    It comes into force when they agree (`accept`), or when the old date passes and they have not refused (the clock).
    Raises NotTold, TooLate, NotOpen.
    """
    is_ours = told.direction == Direction.OUT and told.conversation_id == promise.conversation_id
    if not is_ours or told.created_at < promise.made_at:
        raise NotTold(_("Name the message in which the customer was told the new date."))
    _check_dates(promise, due_at, at)
    _change(promise, status=PromiseStatus.RENEGOTIATION, proposed_due_at=due_at, told_message=told)
    event = PromiseDateProposed(**_ids(promise), proposed_due_at=due_at.isoformat(), told_message_id=told.pk)
    publish(event, by=by, at=at)


@transaction.atomic
def accept(*, promise: Promise, message: Message, by: Actor, at: datetime) -> None:
    """The customer agrees, in their `message`: the proposed date is in force. Raises NotTold, TooLate, NotOpen."""
    if promise.status != PromiseStatus.RENEGOTIATION or promise.proposed_due_at is None:
        raise NotOpen(_("No other date is proposed."))
    if message.customer_id != promise.customer_id:
        raise NotTold(_("Only the customer can agree to another date. Name the message in which they do."))
    _check_dates(promise, promise.proposed_due_at, at)
    put_in_force(promise, due_at=promise.proposed_due_at, by=by, at=at)


@transaction.atomic
def refuse(*, promise: Promise, by: Actor, at: datetime) -> None:
    """The customer does not agree, or was never told: the old date stands. Raises NotOpen."""
    if promise.status != PromiseStatus.RENEGOTIATION:
        raise NotOpen(_("No other date is proposed."))
    _change(promise, status=PromiseStatus.OPEN, proposed_due_at=None, told_message=None)
    publish(PromiseDateRefused(**_ids(promise)), by=by, at=at)


def put_in_force(promise: Promise, *, due_at: datetime, by: Actor, at: datetime) -> None:
    """The other date counts from now on, as the next version. Raises NotOpen."""
    _change(
        promise,
        status=PromiseStatus.OPEN,
        due_at=due_at,
        version=promise.version + 1,
        proposed_due_at=None,
        told_message=None,
    )
    event = PromiseMoved(**_ids(promise), due_at=due_at.isoformat(), version=promise.version)
    publish(event, by=by, at=at)


def _check_dates(promise: Promise, due_at: datetime, at: datetime) -> None:
    if promise.due_at <= at or due_at <= at:
        raise TooLate(
            _("A date can be moved only before it has passed, and only to one that is still to come.")
        )


@transaction.atomic
def hand_over(*, promise: Promise, owner: Agent | None, team: Team | None, by: Actor, at: datetime) -> None:
    """Somebody else answers for it, an agent or a team or both. Raises NotOpen."""
    if owner is None and team is None:
        raise Refused(_("Somebody has to answer for it: choose an agent or a team."))
    new = (owner.pk if owner else None, team.pk if team else None)
    if new == (promise.owner_id, promise.team_id):
        return
    _change(promise, owner_id=new[0], team_id=new[1])
    publish(PromiseHandedOver(**_ids(promise), owner_id=new[0], team_id=new[1]), by=by, at=at)


@transaction.atomic
def pause(*, promise: Promise, remaining_minutes: int, by: Actor, at: datetime) -> None:
    """The clock stands; `remaining_minutes` of its hours are left. Raises NotOpen."""
    if promise.paused_at is not None:
        return
    _change(promise, paused_at=at, remaining_minutes=remaining_minutes)
    publish(PromisePaused(**_ids(promise), remaining_minutes=remaining_minutes), by=by, at=at)


@transaction.atomic
def resume(
    *, promise: Promise, due_at: datetime, calendar: str | None = None, by: Actor, at: datetime
) -> None:
    """The clock runs again until `due_at`, counted by that revision of a schedule. Raises NotOpen."""
    if promise.paused_at is None:
        return
    _change(promise, paused_at=None, remaining_minutes=None, due_at=due_at, calendar=calendar)
    publish(PromiseResumed(**_ids(promise), due_at=due_at.isoformat(), calendar=calendar), by=by, at=at)


def _ids(promise: Promise) -> dict[str, Any]:
    return {
        "promise_id": promise.pk,
        "conversation_id": promise.conversation_id,
        "inbox_id": inbox_of(promise),
    }


def _change(promise: Promise, **changes: Any) -> None:
    still = Promise.objects.filter(pk=promise.pk, status=promise.status)
    if promise.status not in OPEN or still.update(**changes) != 1:
        raise NotOpen(_("It has ended already."))
    for name, value in changes.items():
        setattr(promise, name, value)
