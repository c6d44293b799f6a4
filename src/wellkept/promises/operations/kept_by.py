"""What a reply keeps beside the answer itself: follow-ups of its day, and what was promised in words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from django.db import transaction

from wellkept.accounts.models import Agent
from wellkept.conversations.models import Message
from wellkept.kernel.actors import Actor
from wellkept.promises.domain.words.back import is_word_back
from wellkept.promises.models import Decision, Kind, Promise, PromiseStatus
from wellkept.promises.spotting import decided, zone_of

from .ending import Proof, keep_in_step

# A line sent after the other ("one more thing") does not get back to anybody.
A_WHILE = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Keeping:
    """A promise in words, and whether the reply that is being written keeps it; `is_said`: the agent says so."""

    promise: Promise
    is_kept: bool
    is_said: bool


def keeping(promises: Iterable[Promise], said: dict[str, Decision], *, at: datetime) -> list[Keeping]:
    """Of the live promises in words among these. What was to be written is kept by writing, unless the agent says
    that it is not yet; everything else is kept when the agent says so. One that the draft renews is not among them."""
    found = []
    mended = {one.mends_id for one in said.values()}  # the draft tells of the break: it gives another date
    for promise in promises:
        if promise.kind != Kind.WORD or not (promise.is_open or promise.status == PromiseStatus.BROKEN):
            continue
        if promise.pk in mended:
            continue
        decision = said.get(name_of(promise.pk))
        is_kept = decision.says == Decision.Says.PROMISE if decision else _by_itself(promise, at)
        found.append(Keeping(promise, is_kept, decision is not None))
    return found


def name_of(promise_id: int) -> str:
    """Under these words a decision about a promise that stands already is kept; no clause reads like that."""
    return f"keeps {promise_id}"


@transaction.atomic
def say(*, promise: Promise, agent: Agent, is_kept: bool, at: datetime) -> None:
    """Keeps with the agent's draft whether it keeps the promise."""
    assert promise.conversation_id is not None
    says = Decision.Says.PROMISE if is_kept else Decision.Says.NONE
    Decision.objects.update_or_create(
        conversation_id=promise.conversation_id,
        agent=agent,
        words=name_of(promise.pk),
        message=None,
        defaults={"says": says, "at": at},
    )


def kept_by(message: Message, live: list[Promise], *, by: Actor, at: datetime) -> None:
    """What an agent's reply keeps of the conversation's live promises, which the caller holds locked.

    A reply on the day of a follow-up, or later, is the follow-up; one before was written about now. What was said
    in words is kept as `keeping` has it.
    """
    if by.kind != "agent" or by.id is None:
        return
    words = [promise for promise in live if promise.kind == Kind.WORD]
    said = decided(message.conversation_id, by.id) if words else {}
    done = [one.promise for one in keeping(words, said, at=at) if one.is_kept]
    done += [
        promise
        for promise in live
        if promise.kind == Kind.FOLLOW_UP and _day(at, promise.zone) >= _day(promise.due_at, promise.zone)
    ]
    for promise in done:
        keep_in_step(promise=promise, proof=Proof(message=message), by=by, at=at)


def _by_itself(promise: Promise, at: datetime) -> bool:
    is_time = at - promise.made_at >= A_WHILE or _day(at, promise.zone) >= _day(promise.due_at, promise.zone)
    return is_word_back(promise.text) and is_time


def _day(at: datetime, zone: str) -> date:
    return at.astimezone(zone_of(zone) or UTC).date()
