"""What may change while a promise is open: its date when told in time, its owner, whether its clock runs."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from wellkept.accounts.models import Agent, Team
from wellkept.kernel.actors import Actor
from wellkept.kernel.errors import Refused
from wellkept.kernel.events import publish
from wellkept.promises.events import PromiseHandedOver, PromiseMoved, PromisePaused, PromiseResumed
from wellkept.promises.models import OPEN, Promise

from .ending import NotOpen
from .places import inbox_of


class TooLate(Refused):
    """A date can be moved only before it has passed."""


@transaction.atomic
def move(*, promise: Promise, due_at: datetime, by: Actor, at: datetime) -> None:
    """Another date, told to the customer before the old one passed. The first date stays, and counts.

    Raises TooLate, NotOpen.
    """
    if promise.due_at <= at or due_at <= at:
        raise TooLate(
            _("A date can be moved only before it has passed, and only to one that is still to come.")
        )
    _change(promise, due_at=due_at, version=promise.version + 1)
    event = PromiseMoved(**_ids(promise), due_at=due_at.isoformat(), version=promise.version)
    publish(event, by=by, at=at)


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
def resume(*, promise: Promise, due_at: datetime, by: Actor, at: datetime) -> None:
    """The clock runs again until `due_at`. Raises NotOpen."""
    if promise.paused_at is None:
        return
    _change(promise, paused_at=None, remaining_minutes=None, due_at=due_at)
    publish(PromiseResumed(**_ids(promise), due_at=due_at.isoformat()), by=by, at=at)


def _ids(promise: Promise) -> dict[str, Any]:
    return {
        "promise_id": promise.pk,
        "conversation_id": promise.conversation_id,
        "inbox_id": inbox_of(promise),
    }


def _change(promise: Promise, **changes: Any) -> None:
    if Promise.objects.filter(pk=promise.pk, status__in=OPEN).update(**changes) != 1:
        raise NotOpen(_("It has ended already."))
    for name, value in changes.items():
        setattr(promise, name, value)
