"""Reads on in the log, a piece at a time, each piece one transaction with the place where it stopped."""

from __future__ import annotations

from django.db import transaction

from . import filling, log
from .desk import Desk, desk_now
from .domain.facts import promise
from .models import Reading

# A piece holds SQLite's one write lock: it is over before anybody waiting for a reply to be saved would notice.
EVENTS = 200
CONVERSATIONS = 50


def read_on(*, events: int = EVENTS, conversations: int = CONVERSATIONS) -> bool:
    """Takes in the next piece of the log; True while there is more.

    The first time, and whenever business hours have changed, everything is read again: the minutes in the facts are
    counted by the hours of now.
    """
    desk = desk_now()
    if Reading.objects.filter(
        revision=desk.revision, last_event_id=log.last_id(), rebuild_upto=None
    ).exists():
        return False  # without a lock: most pulses find nothing new
    with transaction.atomic():
        row = Reading.objects.select_for_update().get_or_create(pk=1)[0]
        if row.revision != desk.revision:
            row.revision, row.rebuild_upto = desk.revision, log.last_id()
            row.rebuild_after, row.is_at_issues = 0, False
        more = _again(row, desk, conversations) if row.rebuild_upto is not None else _next(row, desk, events)
        row.save()
    return more


def catch_up() -> None:
    """Reads until nothing is left."""
    while read_on():
        pass


def _next(row: Reading, desk: Desk, limit: int) -> bool:
    """What was touched by the next events."""
    new = log.since(row.last_event_id, limit=limit)
    if not new:
        return False
    known = [one for one in new if one.kind in log.READ]
    touched = {one.conversation_id for one in known if one.conversation_id is not None}
    filling.fill_issues(filling.fill(log.of_conversations(touched), desk), desk)
    lone = [one for one in known if one.conversation_id is None and one.kind in promise.KINDS]
    filling.fill_lone_promises(lone, desk)
    row.last_event_id = new[-1].id
    return len(new) == limit


def _again(row: Reading, desk: Desk, limit: int) -> bool:
    """The next conversations of a reading from the beginning, then the next customers."""
    assert row.rebuild_upto is not None
    if not row.is_at_issues:
        numbers = log.conversations_after(row.rebuild_after, limit=limit)
        if numbers:
            filling.fill(log.of_range(row.rebuild_after, numbers[-1]), desk)
            row.rebuild_after = numbers[-1]
        else:
            row.rebuild_after, row.is_at_issues = 0, True
        return True
    customers = filling.customers_after(row.rebuild_after, limit=limit)
    if customers:
        filling.fill_issues(customers, desk)
        row.rebuild_after = customers[-1]
        return True
    filling.forget_lone_promises()
    filling.fill_lone_promises(log.promises_without_conversation(upto=row.rebuild_upto), desk)
    row.last_event_id, row.rebuild_upto, row.is_at_issues = row.rebuild_upto, None, False
    return True
