"""When a promise to a customer broke: a note with a new date is ready for whoever answers for it.

The clock only breaks; notes are prepared afterwards in batches, one for each break however often this runs.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.translation import gettext as _

from wellkept.accounts.models import Agent
from wellkept.conversations import operations as conversations
from wellkept.conversations.models import Conversation, Draft, DraftMode
from wellkept.kernel.actors import Actor
from wellkept.kernel.errors import Refused
from wellkept.kernel.events import publish
from wellkept.kernel.prepared import insert_once

from . import operations, standing
from .domain.apology import apology, language_of
from .events import PromiseRenewed, PromiseStillBroken
from .feasibility import Load, load_of
from .models import Amends, Decision, Evidence, Promise, PromiseStatus
from .operations.places import inbox_of
from .operations.words import decide
from .spotting import Ground, spot, zone_of

TOGETHER = 200
# A date that passes before the note could be read and sent is none.
TOO_SOON = timedelta(hours=1)
RENEWED = "renewed"


class NothingBroke(Refused):
    """The promise is not broken, or not to a customer."""


@dataclass
class _Loads:
    """What each owner owes, looked at once in a batch and heavier with each new date given."""

    at: datetime
    known: dict[tuple[int | None, int | None, str], Load] = field(default_factory=dict)

    def date_for(self, promise: Promise) -> datetime:
        """The end of the working day by which one more thing can be done, an hour from now at the least."""
        calendar, revision = standing.counting(promise.conversation)
        key = (promise.owner_id, None if promise.owner_id else promise.team_id, revision)
        load = self.known.get(key) or load_of(calendar=calendar, at=self.at, agent_id=key[0], team_id=key[1])
        dates = [date for date in load.dates() if date >= self.at + TOO_SOON]
        # The first is the earliest half hour; the end of that day leaves room for what comes in between.
        due_at = dates[min(1, len(dates) - 1)] if dates else _in_two_days(self.at)
        self.known[key] = load.with_one_more(due_at)
        return due_at


def prepare_some(*, at: datetime, limit: int = TOGETHER) -> int:
    """Prepares notes for up to `limit` breaks that have none, those due first first; gives how many it prepared."""
    broken = Promise.objects.filter(
        status=PromiseStatus.BROKEN,
        is_visible_to_customer=True,
        conversation__isnull=False,
        amends__isnull=True,
    )
    rows = broken.select_related("conversation", "customer").order_by("due_at", "id")[:limit]
    loads = _Loads(at)
    written = [
        _written(promise, loads) for promise in rows
    ]  # before the database is held: dates take a while
    with transaction.atomic():
        return sum(insert_once(amends) for amends in written)


@transaction.atomic
def prepare(promise: Promise, *, at: datetime) -> Amends | None:
    """The note of one break, new when there was none; None when it is nothing to write to a customer about."""
    known = Amends.objects.filter(promise=promise).first()
    if known is None and not _is_owed_a_note(promise):
        return None
    if known is None:
        insert_once(_written(promise, _Loads(at)))
    return known or Amends.objects.filter(promise=promise).first()


@transaction.atomic
def take(*, amends: Amends, agent: Agent, at: datetime) -> Draft:
    """Puts the note into the agent's draft, above what is there already, and its date is confirmed.

    A date that would pass too soon by now is replaced by one that can be kept. Twice gives the note once. Raises
    NothingBroke when it was repaired or ended meanwhile.
    """
    promise = amends.promise
    if not _is_owed_a_note(promise):
        raise NothingBroke(_("This is not broken any more."))
    assert promise.conversation is not None
    if amends.due_at < at + TOO_SOON:
        fresh = _written(promise, _Loads(at))
        amends.text, amends.due_at, amends.prepared_at = fresh.text, fresh.due_at, at
    amends.taken_by = agent
    amends.save()
    draft = _into_draft(promise.conversation, agent, amends.text, at)
    ground = Ground(promise.conversation, agent.pk, at)
    for one in spot(amends.text, ground, is_checked=False)[-1:]:  # its only promise
        decide(
            spotted=one,
            conversation=promise.conversation,
            agent=agent,
            says=Decision.Says.PROMISE,
            due_at=amends.due_at,
            mends=promise,
            at=at,
        )
    return draft


def renew(*, broken: Promise, following: Promise, message_id: int, by: Actor, at: datetime) -> None:
    """The note has been written: `following` gives the new date, and nothing else is done about the broken one.

    A reply that was owed is repaired by the note itself. Either way it stays counted as broken.
    """
    Amends.objects.filter(promise=broken).update(message_id=message_id, following=following)
    if broken.status == PromiseStatus.BROKEN:
        operations.leave_broken(promise=broken, reason=RENEWED, by=by, at=at)
    event = PromiseRenewed(
        promise_id=broken.pk,
        conversation_id=broken.conversation_id,
        inbox_id=inbox_of(broken),
        next_promise_id=following.pk,
    )
    publish(event, by=by, at=at)


def break_again(*, message_id: int, by: Actor, at: datetime) -> None:
    """The reply that repaired or renewed something was taken back: it is broken still, and its note is ready again."""
    renewed = list(Amends.objects.filter(message=message_id).values_list("promise_id", flat=True))
    repaired = Evidence.objects.filter(
        message=message_id, what=Evidence.What.MESSAGE, promise__status=PromiseStatus.REPAIRED
    ).values_list("promise_id", flat=True)
    ended = (PromiseStatus.REPAIRED, PromiseStatus.CLOSED_BROKEN)
    found = Promise.objects.filter(pk__in={*renewed, *repaired}, status__in=ended)
    for promise in found.select_related("conversation"):
        Promise.objects.filter(pk=promise.pk).update(status=PromiseStatus.BROKEN, ended_at=None)
        promise.evidence.filter(message=message_id).delete()
        event = PromiseStillBroken(
            promise_id=promise.pk,
            conversation_id=promise.conversation_id,
            inbox_id=inbox_of(promise),
        )
        publish(event, by=by, at=at)
    Amends.objects.filter(message=message_id).update(following=None)


def _is_owed_a_note(promise: Promise) -> bool:
    return (
        promise.status == PromiseStatus.BROKEN
        and promise.is_visible_to_customer
        and promise.conversation_id is not None
    )


def _written(promise: Promise, loads: _Loads) -> Amends:
    conversation, customer = promise.conversation, promise.customer
    assert conversation is not None
    known = zone_of(customer.timezone)
    zone: ZoneInfo = known or standing.counting(conversation)[0].zone
    language = language_of(conversation.language or customer.language)
    due_at = loads.date_for(promise)
    text = apology(
        language=language,
        name=conversation.customer_name or customer.name,
        kind=promise.kind,
        text=promise.text,
        was_due_at=promise.due_at,
        due_at=due_at,
        zone=zone,
        says_zone=known is None,
    )
    return Amends(
        promise=promise, text=text, language=language, zone=zone.key, due_at=due_at, prepared_at=loads.at
    )


def _in_two_days(at: datetime) -> datetime:
    """Where nothing is known of any working hours ahead."""
    return (at + timedelta(days=2)).replace(second=0, microsecond=0)


def _into_draft(conversation: Conversation, agent: Agent, text: str, at: datetime) -> Draft:
    draft = Draft.objects.filter(conversation=conversation, agent=agent, mode=DraftMode.REPLY).first()
    written = draft.body if draft else ""
    if text in written:
        assert draft is not None
        return draft
    return conversations.save_draft(
        conversation=conversation,
        agent=agent,
        mode=DraftMode.REPLY,
        body=f"{text}\n\n{written}".strip(),
        known_version=draft.version if draft else 0,
        at=at,
    )
