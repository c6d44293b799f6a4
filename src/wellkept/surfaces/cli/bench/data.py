"""A desk of any size, written straight into the tables: what is measured is reading and writing it afterwards."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import timedelta
from itertools import accumulate
from typing import Any

from django.core.management.color import no_style
from django.db import connection, transaction

from wellkept.accounts import operations as accounts
from wellkept.accounts.models import Agent
from wellkept.channels.email.models import EmailAccount
from wellkept.conversations.models import Conversation, Inbox, InboxAccess, Message, Participant
from wellkept.customers.models import Customer, Identity
from wellkept.kernel import clock
from wellkept.kernel.actors import SYSTEM
from wellkept.promises.models import Promise

MESSAGES_EACH = 4
LONG = 20  # messages of a conversation that is opened
BATCH = 5000
ADDRESS = "help@bench.example"
OWING = ("open", "on_hold")
STATUSES = ["open"] * 3 + ["pending"] * 2 + ["on_hold"] + ["solved"] * 6 + ["closed"] * 8

_kept: list[str] = []  # the trigger, while the index is off
_SYLLABLES = [
    "ba",
    "ke",
    "ri",
    "mo",
    "ta",
    "lu",
    "sen",
    "dor",
    "vil",
    "pan",
    "tec",
    "gra",
    "sol",
    "mer",
    "tin",
    "cal",
]


def prepare(*, conversations: int, say: Callable[[str], None]) -> dict[str, Any]:
    """Fills the desk up to the wanted number of conversations; a desk filled earlier is used as it is."""
    have = Conversation.objects.count()
    if have < conversations:
        say(f"Writing {conversations - have:,} conversations with {MESSAGES_EACH} messages each …")
        _fill(have, conversations)
    _lengthen(opened(conversations))
    return {
        "conversations": conversations,
        "messages": conversations * MESSAGES_EACH,
        "database": connection.vendor,
    }


def _fill(have: int, wanted: int) -> None:
    agents, inboxes = _company()
    rng = random.Random(wanted)  # noqa: S311  made-up words need no secret chance
    words = _vocabulary()
    weights = list(accumulate(1 / (n + 3) for n in range(len(words))))
    at = clock.now()
    _search_off()
    for start in range(have, wanted, BATCH):
        numbers = range(start + 1, min(start + BATCH, wanted) + 1)
        with transaction.atomic():
            _write(numbers, wanted, agents, inboxes, rng, words, weights, at)
    _search_on()


def _company() -> tuple[list[Agent], list[Inbox]]:
    at = clock.now()
    existing = list(Agent.objects.order_by("id")[:20])
    if existing:
        return existing, list(Inbox.objects.order_by("id"))
    agents = [
        accounts.add_agent(
            email=f"agent{n}@bench.example",
            name=f"Agent {n}",
            role="admin" if n == 0 else "agent",
            password=None,
            by=SYSTEM,
            at=at,
        )
        for n in range(20)
    ]
    team = accounts.add_team(name="Everyone", members=agents, by=SYSTEM, at=at)
    inboxes = [Inbox.objects.create(name=f"Inbox {n}", default_team=team, created_at=at) for n in range(4)]
    for inbox in inboxes:
        InboxAccess.objects.create(inbox=inbox, team=team)
    EmailAccount.objects.create(inbox=inboxes[0], address=ADDRESS, created_at=at)
    return agents, inboxes


def _write(
    numbers: range,
    wanted: int,
    agents: list[Agent],
    inboxes: list[Inbox],
    rng: random.Random,
    words: list[str],
    weights: list[float],
    now: Any,
) -> None:
    def text(count: int) -> str:
        return " ".join(rng.choices(words, cum_weights=weights, k=count))

    customers, identities, rows, people, messages = [], [], [], [], []
    for n in numbers:
        at = now - timedelta(seconds=(wanted - n) * 30 + 60)
        name = f"{text(1).title()} {text(1).title()}"
        address = f"person{n}@customer{n % 997}.example"
        customers.append(Customer(id=n, name=name, created_at=at))
        identities.append(Identity(id=n, customer_id=n, kind="email", address=address, created_at=at))
        people.append(
            Participant(conversation_id=n, identity_id=n, role="customer", state="confirmed", at=at)
        )
        subject = text(6).capitalize()
        first = (n - 1) * MESSAGES_EACH + 1
        for k in range(MESSAGES_EACH):
            inward = k % 2 == 0
            body = text(70)
            messages.append(
                Message(
                    id=first + k,
                    conversation_id=n,
                    direction="in" if inward else "note",
                    channel="email",
                    customer_id=n if inward else None,
                    agent=None if inward else agents[n % len(agents)],
                    author_name=name if inward else agents[n % len(agents)].name,
                    author_address=address if inward else "",
                    subject=subject,
                    text=body,
                    reply_text=body,
                    people=f"{name} {address}",
                    created_at=at,
                )
            )
        rows.append(
            Conversation(
                id=n,
                inbox=inboxes[n % len(inboxes)],
                customer_id=n,
                channel="email",
                subject=subject,
                status=rng.choice(STATUSES),
                assignee=agents[n % len(agents)] if n % 3 else None,
                team_id=inboxes[0].default_team_id,
                public_key=f"bench-{n}",
                customer_name=name,
                last_words=body[:150],
                created_at=at,
                last_activity_at=at,
                status_since=at,
                last_message_id=first + MESSAGES_EACH - 1,
                last_inbound_id=first + MESSAGES_EACH - 2,
                message_count=MESSAGES_EACH,
            )
        )
    Customer.objects.bulk_create(customers, batch_size=500)
    Identity.objects.bulk_create(identities, batch_size=500)
    Conversation.objects.bulk_create(rows, batch_size=500)
    Participant.objects.bulk_create(people, batch_size=500)
    Message.objects.bulk_create(messages, batch_size=500)
    Promise.objects.bulk_create([_owed(row, now) for row in rows if row.status in OWING], batch_size=500)


def _owed(row: Conversation, now: Any) -> Promise:
    """What is owed in an open conversation: nothing open is without it."""
    due_at = now + timedelta(hours=4 + row.pk % 40)
    return Promise(
        kind="next_reply",
        customer_id=row.customer_id,
        conversation_id=row.pk,
        promisor="code",
        owner_id=row.assignee_id,
        team_id=row.team_id,
        made_at=row.created_at,
        original_due_at=due_at,
        due_at=due_at,
    )


def opened(conversations: int, count: int = 200) -> list[int]:
    """The conversations that are opened, the same in each run."""
    rng = random.Random(7)  # noqa: S311  as above
    return [rng.randint(1, conversations) for _ in range(count)]


def _lengthen(numbers: list[int]) -> None:
    """Brings them to the length that the budget speaks of."""
    words, rng = _vocabulary(), random.Random(8)  # noqa: S311  as above
    for one in Conversation.objects.filter(pk__in=numbers, message_count=MESSAGES_EACH):
        with transaction.atomic():
            for k in range(MESSAGES_EACH, LONG):
                inward = k % 2 == 0
                text = " ".join(rng.choices(words, k=70))
                message = Message.objects.create(
                    conversation=one,
                    direction="in" if inward else "note",
                    channel="email",
                    customer_id=one.customer_id if inward else None,
                    agent_id=None if inward else 1,
                    author_name=one.customer_name if inward else "Agent 0",
                    subject=one.subject,
                    text=text,
                    reply_text=text,
                    created_at=one.created_at + timedelta(seconds=k),
                )
                one.last_message_id = message.pk
                if inward:
                    one.last_inbound_id = message.pk
            one.message_count = LONG
            one.save(update_fields=["last_message_id", "last_inbound_id", "message_count"])


def _vocabulary() -> list[str]:
    """3,000 made-up words, some real ones among the common."""
    made = [a + b + c for a in _SYLLABLES for b in _SYLLABLES for c in _SYLLABLES[:12]][:2980]
    real = [
        "refund",
        "invoice",
        "order",
        "kettle",
        "broken",
        "delivery",
        "password",
        "thanks",
        "parcel",
        "late",
    ]
    return [*made[:20], *real, *made[20:]]


def _search_off() -> None:
    """Building the index once at the end is many times faster than row by row."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("SELECT sql FROM sqlite_master WHERE name = 'conversations_search_added'")
            row = cursor.fetchone()
            if row:
                _kept.append(row[0])
                cursor.execute("DROP TRIGGER conversations_search_added")


def _search_on() -> None:
    with connection.cursor() as cursor:
        for statement in _kept:
            cursor.execute(statement)
        if _kept:
            cursor.execute("INSERT INTO conversations_search(conversations_search) VALUES ('rebuild')")
            cursor.execute("INSERT INTO conversations_search(conversations_search) VALUES ('optimize')")
        if connection.vendor == "postgresql":
            for statement in connection.ops.sequence_reset_sql(
                no_style(), [Customer, Identity, Conversation, Participant, Message, Promise]
            ):
                cursor.execute(statement)
        cursor.execute("ANALYZE")
    _kept.clear()
