"""A conversation as it is read: messages, notes and what happened between them, in the order of time."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from wellkept.channels.email.domain.parse.problems import SENTENCES
from wellkept.channels.email.domain.threading import Rule
from wellkept.conversations import queries
from wellkept.conversations.access import Access
from wellkept.conversations.models import Attachment, Conversation, Delivery, Direction, Message
from wellkept.kernel.models import LoggedEvent
from wellkept.kernel.prepared import prepared

from .history import SHOWN, sentence_maker

PAGE = 30
LARGEST = 2**63 - 1  # no id is larger
EVER = datetime(1900, 1, 1, tzinfo=UTC), datetime(3000, 1, 1, tzinfo=UTC)
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
    if after is not None:
        found = queries.messages_for(access).filter(conversation=conversation, pk__gt=after)
        rows = list(found.select_related("agent", "delivery")[: PAGE * 4])
        more = False
    else:
        rows = _newest(access.inbox_ids, conversation=conversation.pk, before=before or LARGEST)
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


@prepared
def _newest(inbox_ids: frozenset[int] | None, *, conversation: Any, before: Any) -> QuerySet[Message]:
    found = queries.messages_in(inbox_ids).filter(conversation=conversation, pk__lt=before)
    return found.order_by("-id").select_related("agent", "delivery")[: PAGE + 1]


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
    found = _events(
        conversation=conversation.pk,
        since=rows[0].created_at if rows and not is_all else EVER[0],
        until=rows[-1].created_at if rows and not is_newest else EVER[1],
    )[::-1]
    say = sentence_maker(found)
    return [Happened(at=event.at, text=say(event), event_id=event.pk) for event in found]


@prepared
def _events(*, conversation: Any, since: Any, until: Any) -> QuerySet[LoggedEvent]:
    found = LoggedEvent.objects.filter(conversation_id=conversation, kind__in=SHOWN)
    return found.filter(at__gte=since, at__lte=until).order_by("-id")[:200]


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
