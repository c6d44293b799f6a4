"""A conversation as it is read: messages, notes and what happened between them, in the order of time."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from wellkept.channels.email.domain.parse.problems import SENTENCES
from wellkept.channels.email.domain.threading import Rule
from wellkept.conversations import queries
from wellkept.conversations.access import Access
from wellkept.conversations.models import Attachment, Conversation, Delivery, Direction, Message
from wellkept.kernel.models import LoggedEvent

from .history import SHOWN, sentence_maker

PAGE = 30
_RICH = ("<table", "<img", "<ul", "<ol", "<h1", "<h2", "<h3", "bgcolor", "background")


@dataclass(slots=True)
class Said:
    """One message with its files and its way out."""

    message: Message
    files: list[Attachment]
    pictures: list[Attachment]
    delivery: Delivery | None
    has_more: bool
    is_rich: bool
    why_here: str = ""
    problems: tuple[str, ...] = ()
    kind: str = "message"

    @property
    def at(self) -> datetime:
        return self.message.created_at


@dataclass(frozen=True, slots=True)
class Happened:
    """A line of history."""

    at: datetime
    text: str
    event_id: int
    kind: str = "event"


@dataclass(frozen=True, slots=True)
class Day:
    """The line between two days. `on` is the day where the reader is."""

    at: datetime
    on: date
    kind: str = "day"


@dataclass(slots=True)
class Thread:
    """`older_than` is the message id before which more can be read, None when this is all."""

    items: list[Said | Happened | Day] = field(default_factory=list)
    older_than: int | None = None
    last_message_id: int = 0
    last_inbound_id: int = 0


def thread(
    conversation: Conversation, access: Access, *, before: int | None = None, after: int | None = None
) -> Thread:
    """The newest messages, or those before or after one. Five queries, however long the conversation."""
    found = queries.messages_for(access).filter(conversation=conversation)
    if after is not None:
        rows = list(found.filter(pk__gt=after).select_related("agent", "delivery")[: PAGE * 4])
        more = False
    else:
        newest = found.order_by("-id").select_related("agent", "delivery")
        if before is not None:
            newest = newest.filter(pk__lt=before)
        rows = list(newest[: PAGE + 1])
        more = len(rows) > PAGE
        rows = rows[:PAGE][::-1]
    said = _said(rows, has_files=conversation.has_attachments)
    happened = _happened(conversation, rows, is_newest=before is None, is_all=not more and after is None)
    if after is not None:
        happened = []
    items: list[Said | Happened] = sorted(
        [*said, *happened], key=lambda item: (item.at, item.kind == "message")
    )
    result = Thread(older_than=rows[0].pk if more and rows else None)
    result.last_message_id = rows[-1].pk if rows else 0
    result.last_inbound_id = max((row.pk for row in rows if row.direction == Direction.IN), default=0)
    result.items = _with_days(items) if after is None else list(items)
    return result


def _said(rows: list[Message], *, has_files: bool) -> list[Said]:
    files: dict[int, list[Attachment]] = defaultdict(list)
    wanted = [row.pk for row in rows] if has_files else []
    for file in Attachment.objects.filter(message_id__in=wanted) if wanted else ():
        files[file.message_id or 0].append(file)
    return [
        Said(
            message=row,
            files=[file for file in files[row.pk] if not _is_picture(file)],
            pictures=[file for file in files[row.pk] if _is_picture(file)],
            delivery=getattr(row, "delivery", None) if row.direction == Direction.OUT else None,
            has_more=row.direction == Direction.IN
            and len(row.text.strip()) > len(row.reply_text.strip()) + 1,
            is_rich=is_rich(row),
            why_here=_why(row.matched_by),
            problems=tuple(SENTENCES.get(code, code) for code in row.facts.get("problems", ())),
        )
        for row in rows
    ]


def is_rich(message: Message) -> bool:
    """Whether the HTML says more than its text: pictures, tables, lists, headings."""
    html = message.html[:20_000].lower()
    return any(mark in html for mark in _RICH)


def _why(rule: str) -> str:
    return Rule(rule).sentence if rule in {one.value for one in Rule} else ""


def _is_picture(file: Attachment) -> bool:
    return file.content_type in SAFE_PICTURES


SAFE_PICTURES = ("image/png", "image/jpeg", "image/gif", "image/webp")


def _happened(
    conversation: Conversation, rows: list[Message], *, is_newest: bool, is_all: bool
) -> list[Happened]:
    events = LoggedEvent.objects.filter(conversation_id=conversation.pk, kind__in=SHOWN).order_by("-id")
    if rows and not is_all:
        events = events.filter(at__gte=rows[0].created_at)
    if rows and not is_newest:
        events = events.filter(at__lte=rows[-1].created_at)
    found: list[Any] = list(events[:200])[::-1]
    say = sentence_maker(found)
    return [Happened(at=event.at, text=say(event), event_id=event.pk) for event in found]


def _with_days(items: list[Said | Happened]) -> list[Said | Happened | Day]:
    result: list[Said | Happened | Day] = []
    today = None
    for item in items:
        day = timezone.localtime(item.at).date()
        if day != today:
            result.append(Day(at=item.at, on=day))
            today = day
        result.append(item)
    return result
