"""Turns stories into sixty days of post, in the order in which it happened."""

from __future__ import annotations

import random
import re
import struct
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial

from django.db import transaction

from wellkept.accounts.models import Agent
from wellkept.channels.email.models import MailId
from wellkept.conversations import operations
from wellkept.conversations.files import store
from wellkept.conversations.models import Conversation, Message
from wellkept.customers import operations as customers
from wellkept.kernel.actors import SYSTEM, Actor
from wellkept.promises import operations as promises
from wellkept.promises.models import OPEN, Kind, Promise

from .company import Company
from .people import Person, person
from .stories import STORIES, Story

CONVERSATIONS = 300
DAYS = 60
FRESH = 40  # conversations of the last two days, so that the desk has work
LATELY = 70  # conversations of the two weeks before
LEFT_LYING = 0.15  # of those stayed open: a good desk forgets little, and the ledger shows it
DONE_AS_SAID = 0.92
DONE = (
    "It left with the carrier, I saw to it myself.",
    "Done, I spoke with the workshop.",
    "Sent, and checked twice.",
)
_CHOICE = re.compile(r"\{([^{}]*)\}")


@dataclass
class Thread:
    """One story being told."""

    number: int
    story: Story
    person: Person
    agent: Agent
    names: dict[str, str]
    ends: str
    rng: random.Random
    conversation: Conversation | None = None
    mail_ids: list[str] = field(default_factory=list)


def write_post(company: Company, *, seed: int, now: datetime) -> None:
    """Writes the conversations through the rooms' operations, one transaction a step, oldest first."""
    rng = random.Random(seed)  # noqa: S311  a demo must be repeatable, not secret
    steps: list[tuple[datetime, int, Callable[[datetime], None]]] = []
    for number in range(CONVERSATIONS):
        thread = _cast(company, rng, number)
        steps += _plan(company, thread, now)
    steps.sort(key=lambda step: (step[0], step[1]))
    done_until, chance = steps[0][0], random.Random(seed)  # noqa: S311  as above
    for at, _, step in steps:
        _run_clock(since=done_until, until=at, chance=chance)
        with transaction.atomic():
            step(at)
        done_until = at
    _run_clock(since=done_until, until=now, chance=chance)


def _run_clock(*, since: datetime, until: datetime, chance: random.Random) -> None:
    """Most of what was promised in words was done by then; what was late broke at its own moment, as it would have."""
    late = Promise.objects.filter(status__in=OPEN, paused_at__isnull=True, due_at__lt=until)
    while (
        promise := late.select_related("conversation", "owner").order_by("due_at", "id").first()
    ) is not None:
        if promise.kind == Kind.WORD and promise.owner and chance.random() < DONE_AS_SAID:
            before = timedelta(minutes=chance.randint(10, 120))
            promises.keep(
                promise=promise,
                proof=promises.Proof(word=chance.choice(DONE)),
                by=Actor.agent(promise.owner.pk),
                at=max(since, promise.made_at, promise.due_at - before),
            )
        else:
            promises.break_late(at=promise.due_at)


def _cast(company: Company, rng: random.Random, number: int) -> Thread:
    is_fresh = number >= CONVERSATIONS - FRESH
    is_late = CONVERSATIONS - FRESH - LATELY <= number < CONVERSATIONS - FRESH
    is_forgotten = is_late and rng.random() < LEFT_LYING
    pool = [story for story in STORIES if _fits(story, is_fresh=is_fresh, is_forgotten=is_forgotten)]
    story = rng.choices(pool, weights=[one.weight for one in pool])[0]
    ends = rng.choice(story.ends)
    if not (is_fresh or is_forgotten) and ends in ("open", "on_hold"):
        ends = "solved"
    someone = person(rng, language=story.language, business=story.inbox == "Wholesale")
    agent = rng.choice(company.answering(story.inbox))
    names = {
        "product": rng.choice(story.products),
        "order": f"L-{rng.randint(20100, 24990)}",
        "name": someone.name,
        "first": someone.name.split(" ")[0],
        "family": someone.name.split(" ")[-1],
        "company": someone.company,
        "agent": agent.name.split(" ")[0],
    }
    return Thread(number, story, someone, agent, names, ends, random.Random(rng.random()))  # noqa: S311  repeatable, not secret


def _fits(story: Story, *, is_fresh: bool, is_forgotten: bool) -> bool:
    """Of old stories nearly all were answered; new ones are open or wait for the customer."""
    if is_fresh:
        return bool({"open", "pending", "on_hold"} & set(story.ends))
    if is_forgotten:
        return bool({"open", "on_hold"} & set(story.ends))
    return any(who == "a" for who, _text in story.turns) or bool({"spam", "trash"} & set(story.ends))


def _plan(
    company: Company, thread: Thread, now: datetime
) -> list[tuple[datetime, int, Callable[[datetime], None]]]:
    """The thread's steps with their times; nothing lies in the future."""
    rng = thread.rng
    old = (
        DAYS * 24 * 60 * (1 - thread.number / (CONVERSATIONS - FRESH))
        if thread.number < CONVERSATIONS - FRESH
        else 0
    )
    minutes = old + rng.uniform(1500, 4000) if old else rng.uniform(12, 2600)
    at = now - timedelta(minutes=minutes)
    steps: list[tuple[datetime, int, Callable[[datetime], None]]] = []
    turns = list(thread.story.turns)
    if not old and len(turns) > 1:  # today's post is not answered to the end yet
        turns = turns[: rng.randint(1, len(turns))]
        thread.ends = "pending" if turns[-1][0] == "a" else "open"
    for who, text in turns:
        steps.append((at, thread.number, partial(_turn, company, thread, who, text)))
        room = (now - at).total_seconds() / 60
        at += timedelta(minutes=min(rng.uniform(14, 700), room * rng.uniform(0.2, 0.7)))
    steps.append((min(at, now - timedelta(minutes=1)), thread.number, partial(_end, company, thread)))
    return steps


def _turn(company: Company, thread: Thread, who: str, text: str, at: datetime) -> None:
    words = _fill(text, thread)
    if who == "c":
        _hear(company, thread, words, at)
        return
    conversation = thread.conversation
    assert conversation is not None
    conversation.refresh_from_db()
    if conversation.assignee_id is None:
        operations.assign(
            conversation=conversation, assignee=thread.agent, team=conversation.team,
            by=Actor.agent(thread.agent.pk), at=at,
        )  # fmt: skip
    if who == "n":
        operations.note(conversation=conversation, agent=thread.agent, text=words, at=at)
        return
    message = operations.reply(
        conversation=conversation, agent=thread.agent, text=words,
        seen_message_id=conversation.last_inbound_id, at=at, undo=timedelta(0),
    )  # fmt: skip
    delivery = message.delivery
    delivery.external_id = _mail_id(thread, message)
    delivery.save(update_fields=["external_id"])
    operations.record_delivery(
        delivery=delivery, state="sent", at=at + timedelta(seconds=12), detail="250 2.0.0 accepted"
    )
    MailId.objects.create(
        message=message, conversation=conversation, value=delivery.external_id, is_ours=True
    )


def _hear(company: Company, thread: Thread, words: str, at: datetime) -> None:
    story, someone = thread.story, thread.person
    identity = customers.identify(
        kind="email", address=someone.address, name=someone.name, language=someone.language, by=SYSTEM, at=at
    )
    is_first = thread.conversation is None
    if is_first:
        customers.update(customer=identity.customer, timezone=someone.timezone, by=SYSTEM, at=at)
        customers.set_company(customer=identity.customer, name=someone.company, by=SYSTEM, at=at)
    elif thread.conversation is not None:
        thread.conversation.refresh_from_db()  # it may have been answered since
    files = []
    if is_first and story.picture and thread.rng.random() < 0.6:
        data = picture(thread.rng)
        files = [operations.IncomingFile(stored=store(data), name="photo.png", content_type="image/png")]
    inbox = company.inboxes[story.inbox]
    subject = (
        _fill(story.subject, thread) if thread.conversation is None else f"Re: {thread.conversation.subject}"
    )
    message = operations.receive(
        incoming=operations.IncomingMessage(
            channel="email", sender=identity, author_name=someone.name, subject=subject, text=words,
            reply_text=words, to=[{"name": inbox.name, "address": inbox.email_accounts.get().address}],
            files=files, sent_at=at, language=someone.language,
        ),
        inbox=inbox, into=thread.conversation, at=at,
    )  # fmt: skip
    thread.conversation = message.conversation
    MailId.objects.create(
        message=message, conversation=message.conversation, value=_mail_id(thread, message), is_ours=False
    )


def _end(company: Company, thread: Thread, at: datetime) -> None:
    conversation, story = thread.conversation, thread.story
    assert conversation is not None
    conversation.refresh_from_db()
    by = Actor.agent(thread.agent.pk)
    if thread.ends in ("spam", "trash"):
        operations.set_place(conversation=conversation, place=thread.ends, by=by, at=at)
        return
    answered = any(who != "c" for who, _ in story.turns) and conversation.assignee_id is not None
    if answered or thread.rng.random() < 0.4:
        operations.set_driver(conversation=conversation, driver=company.drivers[story.driver], by=by, at=at)
        for tag in story.tags:
            operations.add_tag(conversation=conversation, name=tag, by=by, at=at)
    if "complaint" in story.tags:
        operations.set_priority(conversation=conversation, priority=2, by=by, at=at)
    if thread.ends != "open":
        operations.set_status(conversation=conversation, status=thread.ends, by=by, at=at)
    if answered:
        conversation.refresh_from_db()
        operations.mark_read(
            conversation=conversation, agent=thread.agent, message_id=conversation.last_inbound_id, at=at
        )


def _fill(text: str, thread: Thread) -> str:
    chosen = _CHOICE.sub(lambda found: thread.rng.choice(found[1].split("|")), text)
    for name, value in thread.names.items():
        chosen = chosen.replace(f"<{name}>", value)
    return chosen.strip()


def _mail_id(thread: Thread, message: Message) -> str:
    return f"demo-{thread.number}-{message.pk}@{thread.person.address.partition('@')[2]}"


def picture(rng: random.Random) -> bytes:
    """A small PNG: a kettle-like disc with a crack across, on a table."""
    width, height = 240, 180
    ground, body = (rng.randint(150, 210), rng.randint(140, 190), 150), (60, rng.randint(80, 130), 120)
    rows = bytearray()
    for y in range(height):
        rows.append(0)
        for x in range(width):
            inside = (x - 120) ** 2 + (y - 95) ** 2 < 62**2
            crack = inside and abs((x - 70) - (y - 40) * 1.1 + (y % 9)) < 2
            shade = 1 - y / height / 3
            colour = (240, 236, 228) if crack else body if inside else ground
            rows += bytes(int(part * shade) for part in colour)

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(bytes(rows)))
        + chunk(b"IEND", b"")
    )
