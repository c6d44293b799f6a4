"""From the log into the tables. What is touched is worked out again from all its events: twice is as good as once."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from functools import cache
from typing import Any

from django.db import connection
from django.db.models import Field, JSONField, Model

from . import rows
from .desk import Desk
from .domain.facts import conversation, promise
from .domain.facts.issues import issues_of
from .domain.facts.seen import Seen, by_conversation
from .models import ConversationFact, IssueFact, PromiseFact, Reading, TurnFact, WaitFact
from .rows import Row

TABLES: tuple[type[Model], ...] = (TurnFact, ConversationFact, IssueFact, PromiseFact, WaitFact)


def fill(events: Iterable[Seen], desk: Desk) -> set[int]:
    """Writes the facts of conversations from all of their events, which come in the order of conversation and id.

    Returns the customers whose issues may have changed.
    """
    numbers, turns, waits, conversations, promises = [], [], [], [], []
    for number, told in by_conversation(events):
        numbers.append(number)
        facts = conversation.fold(number, told)
        if facts is not None:
            turns += rows.turn_rows(facts, desk)
            waits += rows.wait_rows(facts, desk)
            conversations.append(rows.conversation_row(facts, desk))
        place = facts.inbox_id if facts else None
        promises += _promises(told, desk, inbox_id=place)
    _replace(TurnFact, "conversation_id", numbers, turns)
    _replace(WaitFact, "conversation_id", numbers, waits)
    _replace(ConversationFact, "conversation_id", numbers, conversations)
    _replace(PromiseFact, "conversation_id", numbers, promises)
    return {row["customer_id"] for row in conversations}


def fill_issues(customers: Iterable[int], desk: Desk) -> None:
    """Works out the issues of these customers from what is known of their conversations."""
    wanted = sorted(set(customers))
    of_customer: dict[int, list[conversation.ConversationFacts]] = defaultdict(list)
    for part in _parts(wanted):
        known = ConversationFact.objects.filter(customer_id__in=part).order_by("conversation_id")
        for values in known.values_list(*rows.REMEMBERED):
            facts = rows.remembered(*values)
            of_customer[facts.customer_id].append(facts)
    found = [
        rows.issue_row(issue, linked, desk)
        for customer in wanted
        for issue, linked in issues_of(of_customer[customer])
    ]
    _replace(IssueFact, "customer_id", wanted, found)


def customers_after(number: int, *, limit: int) -> list[int]:
    """The next customers that have written."""
    known = ConversationFact.objects.filter(customer_id__gt=number).order_by("customer_id")
    return list(known.values_list("customer_id", flat=True).distinct()[:limit])


def fill_lone_promises(events: Iterable[Seen], desk: Desk) -> None:
    """Promises that belong to no conversation: each event is taken in once, in order, on top of what the row says."""
    told: dict[int, list[Seen]] = defaultdict(list)
    for one in events:
        told[int(one.data["promise_id"])].append(one)
    for number, happened in told.items():
        row = PromiseFact.objects.filter(promise_id=number).first()
        new = [one for one in happened if row is None or one.id > row.last_event_id]
        if not new:
            continue
        facts = rows.promise_facts(row) if row else promise.made(new.pop(0))
        for one in new:
            promise.tell(facts, one)
        written = rows.promise_row(facts, desk, last_event_id=happened[-1].id)
        _replace(PromiseFact, "promise_id", [number], [written])


def forget() -> None:
    """Empties every table; the next reading begins with the first event."""
    for model in TABLES:
        model._default_manager.all().delete()
    Reading.objects.all().delete()


def forget_lone_promises() -> None:
    """Before they are read again from the beginning."""
    PromiseFact.objects.filter(conversation_id=None).delete()


def _promises(told: Sequence[Seen], desk: Desk, *, inbox_id: int | None) -> list[Row]:
    """The rows of a conversation's promises. They are where the conversation is now."""
    found: dict[int, promise.PromiseFacts] = {}
    last: dict[int, int] = {}
    for one in told:
        if one.kind == "promise.made":
            facts = promise.made(one)
            found[facts.id] = facts
        elif one.kind in promise.KINDS:
            known = found.get(int(one.data["promise_id"]))
            if known is None:
                continue  # entered before there was a log: what the log cannot tell is not measured
            facts = known
            promise.tell(facts, one)
        else:
            continue
        last[facts.id] = one.id
    for facts in found.values():
        facts.inbox_id = inbox_id or facts.inbox_id
    return [rows.promise_row(facts, desk, last_event_id=last[facts.id]) for facts in found.values()]


def _replace(model: type[Model], column: str, keys: Sequence[int], new: Sequence[Row]) -> None:
    """Takes out the rows of these keys and writes the new ones."""
    for part in _parts(keys):
        model._default_manager.filter(**{f"{column}__in": part}).delete()
    if new:
        sql, fields = _insertion(model)
        with connection.cursor() as cursor:
            cursor.executemany(sql, [[adapt(row[name]) for name, adapt in fields] for row in new])


def _parts(keys: Sequence[int]) -> Iterable[Sequence[int]]:
    return (keys[start : start + 500] for start in range(0, len(keys), 500))


@cache
def _insertion(model: type[Model]) -> tuple[str, list[tuple[str, Callable[[Any], Any]]]]:
    """The statement for a row, and its columns with what the database wants of each."""
    fields = [field for field in model._meta.local_fields if not field.generated]
    names = ", ".join(connection.ops.quote_name(field.attname) for field in fields)
    marks = ", ".join(["%s"] * len(fields))
    sql = f"INSERT INTO {model._meta.db_table} ({names}) VALUES ({marks})"  # noqa: S608  our own names
    return sql, [(field.attname, _adapter(field)) for field in fields]


def _adapter(field: Field[Any, Any]) -> Callable[[Any], Any]:
    if isinstance(field, JSONField):
        return json.dumps
    if field.get_internal_type() == "DateTimeField":
        return _sqlite_moment if connection.vendor == "sqlite" else _plain
    return _plain


def _sqlite_moment(value: datetime | None) -> str | None:
    """As Django writes it, without its detours: this is done a million times."""
    return None if value is None else value.astimezone(UTC).replace(tzinfo=None).isoformat(" ")


def _plain(value: Any) -> Any:
    return value
