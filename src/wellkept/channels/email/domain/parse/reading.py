"""Bytes in, a ParsedMail out, whatever the bytes are."""

from __future__ import annotations

import email.utils
import hashlib
import re
from datetime import UTC, datetime, timedelta, timezone
from urllib.parse import unquote

from wellkept.channels.email.domain import addresses, automatic, bounce, charsets, headers
from wellkept.channels.email.domain.addresses import Address
from wellkept.channels.email.domain.headers import Headers

from . import structure, texts
from .bodies import Found, Gathered
from .mail import ParsedMail, Part
from .structure import Entity

MOST_REFERENCES = 500
MOST_SUBJECT = 2_000
MOST_SHOWN_FIELDS = 500
MOST_SHOWN_VALUE = 8_000
MOST_SHOWN_CHARS = 200_000
UNREADABLE = "unreadable"

_DELIVERED = (
    "delivered-to",
    "x-delivered-to",
    "x-original-to",
    "envelope-to",
    "x-envelope-to",
    "x-forwarded-to",
)
_CID = re.compile(r"cid:([^\"'\s>)]{1,998})", re.I)


def parse(raw: bytes) -> ParsedMail:
    """The mail these bytes are. Never raises; time and memory grow with the size of the mail and are capped.

    What went wrong, or was odd enough to doubt the result, is said in `problems`.
    """
    if b"\n" not in raw:
        raw = raw.replace(b"\r", b"\n")  # line ends of old Macs
    try:
        return _parse(raw)
    except Exception:  # a mail we cannot read is kept and shown as it came, never refused
        return _unreadable(raw)


def _parse(raw: bytes) -> ParsedMail:
    top, problems = structure.split(raw)
    fields = top.headers
    hint = _hint(top)
    gathered = Gathered(raw, top, hint=hint)
    problems += gathered.problems
    from_, doubts = addresses.read_from(fields.all("from")[:50], hint=hint)
    problems += doubts
    people = {
        name: _people(fields, name, hint, problems) for name in ("sender", "reply-to", "to", "cc", "bcc")
    }
    subject = fields.text("subject", hint=hint)[:MOST_SUBJECT]
    date = _date(fields, problems)
    ids = headers.message_ids(fields.first("message-id"), most=1)
    if not ids:
        problems.append("message-id-missing")
    replies = [one for value in fields.all("in-reply-to")[:5] for one in headers.message_ids(value, most=50)]
    references = [one for value in fields.all("references")[:20] for one in headers.message_ids(value)]
    return_path = _return_path(fields)
    report = bounce.read(
        fields, gathered.report, subject=subject, sender=from_, return_path=return_path, text=gathered.text
    )
    kind = automatic.classify(fields, subject=subject, sender=from_, return_path=return_path)
    if not kind and (report or gathered.report.kind == "disposition-notification"):
        kind = automatic.AUTO_GENERATED
    return ParsedMail(
        from_=from_,
        sender=people["sender"][0] if people["sender"] else None,
        reply_to=people["reply-to"],
        to=people["to"],
        cc=people["cc"],
        bcc=people["bcc"],
        subject=subject,
        date=date,
        message_id=ids[0] if ids else "",
        in_reply_to=replies[0] if replies else "",
        references=_each_once([*references, *replies]),
        text=gathered.text,
        html=gathered.html,
        attachments=_parts(gathered.attachments, gathered.html),
        headers=_shown(fields, hint),
        auto_submitted=kind,
        bounce=report,
        problems=tuple(dict.fromkeys(problems)),
        return_path=return_path,
        list_id=fields.text("list-id", hint=hint)[:500],
        delivered_to=_delivered_to(fields),
        received_count=fields.count("received"),
        loop_marks=tuple(headers.decoded(value)[:500] for value in fields.all("x-loop")[:20]),
    )


def _hint(top: Entity) -> str:
    """The first charset that any part names: what raw 8-bit headers of the same program are most likely in."""
    waiting = [top]
    while waiting:
        entity = waiting.pop()
        label = entity.parameters.get("charset", "")
        if label and charsets.codec(label) not in (None, "ascii", "utf_8"):
            return label
        waiting += reversed(entity.children)
    return ""


def _people(fields: Headers, name: str, hint: str, problems: list[str]) -> tuple[Address, ...]:
    """Who is named there with an address, in order."""
    if not fields.has(name):
        return ()
    parsed = addresses.read(fields.all(name)[:50], hint=hint)
    if parsed.was_cut:
        problems.append("addresses-cut")
    if parsed.is_odd:
        problems.append("addresses-odd")
    return tuple(one for one in parsed.addresses if "@" in one.address)


_COMMENT = re.compile(r"\([^()]*\)")


def _date(fields: Headers, problems: list[str]) -> datetime | None:
    if not fields.has("date"):
        problems.append("date-missing")
        return None
    text = fields.text("date")[:200]
    for _ in range(2):
        try:
            parsed = email.utils.parsedate_tz(text)
        except (ValueError, TypeError, IndexError, OverflowError):
            parsed = None
        if parsed is not None:
            year, month, day, hour, minute, second = parsed[:6]
            try:
                zone = timezone(timedelta(seconds=parsed[9] or 0)) if parsed[9] else UTC
                return datetime(year, month, day, hour, minute, min(second, 59), tzinfo=zone)
            except (ValueError, OverflowError):
                pass
        text = _COMMENT.sub(" ", text)
    try:
        moment = datetime.fromisoformat(text.strip())
        return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    except ValueError:
        problems.append("date-broken")
        return None


def _return_path(fields: Headers) -> str | None:
    if not fields.has("return-path"):
        return None
    value = headers.clean(headers.plain(fields.first("return-path")[:1_000]))
    found = re.search(r"<([^<>]*)>", value)
    return (found[1] if found else value).strip()[:320]


def _delivered_to(fields: Headers) -> tuple[str, ...]:
    values = [value for name in _DELIVERED for value in fields.all(name)[:20]]
    return _each_once(
        [one.address for one in addresses.read(values, most=50).addresses if "@" in one.address]
    )


def _each_once(values: list[str]) -> tuple[str, ...]:
    once = list(dict.fromkeys(values))
    return tuple(once if len(once) <= MOST_REFERENCES else [once[0], *once[1 - MOST_REFERENCES :]])


def _parts(found: list[Found], html: str | None) -> tuple[Part, ...]:
    shown: set[str] = set()
    if html and found and "cid:" in html.lower():
        shown = {unquote(one).lower() for one in _CID.findall(html)}
    return tuple(
        Part(
            name=one.name,
            type=one.type,
            size=len(one.data),
            sha256=hashlib.sha256(one.data).hexdigest(),
            is_inline=bool(one.content_id) and one.content_id.lower() in shown,
            content_id=one.content_id,
            data=one.data,
        )
        for one in found
    )


def _shown(fields: Headers, hint: str) -> tuple[tuple[str, str], ...]:
    shown: list[tuple[str, str]] = []
    left = MOST_SHOWN_CHARS
    for name, value in fields.fields[:MOST_SHOWN_FIELDS]:
        text = headers.decoded(headers.unfold(value[: MOST_SHOWN_VALUE * 2]), hint=hint)[:MOST_SHOWN_VALUE]
        left -= len(name) + len(text)
        if left < 0:
            break
        shown.append((headers.clean(name), text))
    return tuple(shown)


def _unreadable(raw: bytes) -> ParsedMail:
    text = texts.tidy(charsets.decode(raw[: texts.MOST_TEXT])[0])
    return ParsedMail(
        from_=None,
        sender=None,
        reply_to=(),
        to=(),
        cc=(),
        bcc=(),
        subject="",
        date=None,
        message_id="",
        in_reply_to="",
        references=(),
        text=text,
        html=None,
        attachments=(),
        headers=(),
        auto_submitted="",
        bounce=None,
        problems=(UNREADABLE,),
        return_path=None,
        list_id="",
        delivered_to=(),
        received_count=0,
        loop_marks=(),
    )
