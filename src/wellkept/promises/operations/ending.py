"""The ends of a promise. Each is a conditional update: of two that race, the second finds it ended."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from wellkept.conversations.models import Message
from wellkept.kernel.actors import Actor
from wellkept.kernel.events import publish
from wellkept.kernel.prepared import insert
from wellkept.kernel.text import one_line
from wellkept.promises.events import (
    PromiseKept,
    PromiseLeftBroken,
    PromiseReopened,
    PromiseVoided,
    PromiseWaived,
)
from wellkept.promises.models import OPEN, Evidence, Promise, PromiseStatus

from .clock import settle
from .places import inbox_of
from .refusals import NeedsAnotherPerson, NeedsEvidence, NeedsReason, NotOpen


@dataclass(frozen=True, kw_only=True)
class Proof:
    """What shows that a promise was kept: one of message, event and the owner's `word` for it."""

    message: Message | None = None
    event_id: int | None = None
    word: str = ""
    is_confirmation: bool = False

    @property
    def what(self) -> str:
        if self.message is not None:
            return Evidence.What.CONFIRMATION if self.is_confirmation else Evidence.What.MESSAGE
        if self.event_id is not None:
            return Evidence.What.EVENT
        if self.word.strip():
            return Evidence.What.WORD
        raise NeedsEvidence(_("Say what shows it: a message, an event, or in your words."))


@transaction.atomic
def keep(*, promise: Promise, proof: Proof, by: Actor, at: datetime) -> None:
    """Kept, with the evidence; a broken one is thereby repaired and stays counted as broken.

    Raises NeedsEvidence, NotOpen.
    """
    keep_in_step(promise=promise, proof=proof, by=by, at=at)


def keep_in_step(*, promise: Promise, proof: Proof, by: Actor, at: datetime) -> None:
    """The same for whoever is in a transaction already, and lets it fail as a whole."""
    what = proof.what
    settle(promise, at=at)
    was_broken = promise.status == PromiseStatus.BROKEN
    status = PromiseStatus.REPAIRED if was_broken else PromiseStatus.KEPT
    _end(promise, {"status": status, "ended_at": at} | ({} if was_broken else {"kept_at": at}))
    insert(
        Evidence(
            promise=promise,
            what=what,
            message=proof.message,
            event_id=proof.event_id,
            note=one_line(proof.word, limit=300),
            at=at,
        )
    )
    event = PromiseKept(
        promise_id=promise.pk,
        conversation_id=promise.conversation_id,
        inbox_id=inbox_of(promise),
        status=status,
        evidence=what,
        message_id=proof.message.pk if proof.message else None,
        event_id=proof.event_id,
    )
    publish(event, by=by, at=at)


@transaction.atomic
def waive(*, promise: Promise, message: Message, by: Actor, at: datetime) -> None:
    """The customer no longer wants it and says so in `message`. Raises NeedsEvidence, NotOpen."""
    if message.customer_id != promise.customer_id:
        raise NeedsEvidence(_("Only a message of the customer can waive what they are owed."))
    settle(promise, at=at)
    if not promise.is_open:
        raise NotOpen(_("It has ended already, or its time has passed: what is broken cannot be waived."))
    _end(promise, {"status": PromiseStatus.WAIVED, "ended_at": at})
    insert(Evidence(promise=promise, what=Evidence.What.CONFIRMATION, message=message, at=at))
    event = PromiseWaived(
        promise_id=promise.pk,
        conversation_id=promise.conversation_id,
        inbox_id=inbox_of(promise),
        message_id=message.pk,
    )
    publish(event, by=by, at=at)


@transaction.atomic
def void(*, promise: Promise, reason: str, by: Actor, at: datetime) -> None:
    """It should never have been there. Nobody voids what they made or answer for alone.

    Raises NeedsAnotherPerson, NotOpen.
    """
    if by.kind == "agent" and by.id in (promise.promisor_agent_id, promise.owner_id):
        raise NeedsAnotherPerson(
            _("Ask somebody else: whoever made a promise or answers for it cannot take it back alone.")
        )
    _end(promise, {"status": PromiseStatus.VOID, "ended_at": at})
    event = PromiseVoided(
        promise_id=promise.pk,
        conversation_id=promise.conversation_id,
        inbox_id=inbox_of(promise),
        reason=one_line(reason, limit=80),
    )
    publish(event, by=by, at=at)


@transaction.atomic
def leave_broken(*, promise: Promise, reason: str, by: Actor, at: datetime) -> None:
    """Broken, and nothing more will be done about it. Raises NeedsReason, NotOpen."""
    if not reason.strip():
        raise NeedsReason(_("Say why nothing more is done about it."))
    if promise.status != PromiseStatus.BROKEN:
        raise NotOpen(_("Only what is broken can be left so."))
    _end(promise, {"status": PromiseStatus.CLOSED_BROKEN, "ended_at": at})
    event = PromiseLeftBroken(
        promise_id=promise.pk,
        conversation_id=promise.conversation_id,
        inbox_id=inbox_of(promise),
        reason=one_line(reason, limit=80),
    )
    publish(event, by=by, at=at)


@transaction.atomic
def reopen(*, promise: Promise, by: Actor, at: datetime) -> None:
    """Owed again: the reply that kept it was taken back. Whatever its clock says by now, the clock will say."""
    changed = Promise.objects.filter(pk=promise.pk, status=PromiseStatus.KEPT).update(
        status=PromiseStatus.OPEN, kept_at=None, ended_at=None
    )
    if changed == 1:
        promise.evidence.all().delete()
        event = PromiseReopened(
            promise_id=promise.pk,
            conversation_id=promise.conversation_id,
            inbox_id=inbox_of(promise),
        )
        publish(event, by=by, at=at)


def _end(promise: Promise, changes: dict[str, Any]) -> None:
    endable = Promise.objects.filter(pk=promise.pk, status=promise.status)
    changes = {
        **dict.fromkeys(("paused_at", "remaining_minutes", "proposed_due_at", "told_message")),
        **changes,
    }
    if promise.status not in (*OPEN, PromiseStatus.BROKEN) or endable.update(**changes) != 1:
        raise NotOpen(_("It has ended already."))
    for name, value in changes.items():
        setattr(promise, name, value)
