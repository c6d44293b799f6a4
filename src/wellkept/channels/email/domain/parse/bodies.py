"""Which parts are the text, which are attachments, and what lies inside winmail.dat and its like."""

from __future__ import annotations

from dataclasses import dataclass

from wellkept.channels.email.domain import charsets, headers, tnef
from wellkept.channels.email.domain.bounce import MOST_BYTES as MOST_REPORT
from wellkept.channels.email.domain.bounce import Report

from . import decoding, filenames, invitation, structure, texts, uuencoded
from .flowed import unflow
from .structure import Entity
from .texts import Block

MOST_ATTACHMENTS = 1_000
MOST_SHOWN_FILE = 20_000  # bytes of a text file that is shown as part of the text

_MESSAGES = ("message/rfc822", "message/global", "message/news")
_RETURNED_HEADERS = ("text/rfc822-headers", "message/rfc822-headers", "message/global-headers")
_STATUS = ("message/delivery-status", "message/global-delivery-status")
_TNEF = ("application/ms-tnef", "application/vnd.ms-tnef", "application/x-tnef")


@dataclass(slots=True)
class Found:
    """An attachment before we know whether the HTML shows it."""

    name: str
    type: str
    content_id: str
    data: bytes


class Gathered:
    """Walks the parts once and holds what they are."""

    def __init__(self, raw: bytes, top: Entity, *, hint: str) -> None:
        self.raw = raw
        self.hint = hint
        self.problems: list[str] = []
        self.attachments: list[Found] = []
        self.report = Report()
        self.invitations: list[str] = []
        self.unpacked: list[Block] = []  # bodies out of winmail.dat, used only when the mail has no other
        self.room = texts.MOST_TEXT + texts.MOST_HTML
        if top.type == "multipart/report":
            self.report.kind = top.parameters.get("report-type", "").lower()
        blocks = self._walk(top)
        if not any(block.has_text or block.html for block in blocks):
            blocks = self.unpacked or blocks
        self.html = texts.join_html(blocks)
        self.text = texts.join_text(blocks)
        if not self.text.strip() and self.invitations:
            self.text = self.invitations[0]
        if len(self.text) > texts.MOST_TEXT or len(self.html or "") > texts.MOST_HTML:
            self.problems.append(texts.CUT)
            self.text = self.text[: texts.MOST_TEXT]
            self.html = self.html[: texts.MOST_HTML] if self.html is not None else None

    def _walk(self, entity: Entity) -> list[Block]:
        if not entity.children:
            return self._leaf(entity)
        children = [self._walk(child) for child in entity.children]
        if entity.type == "multipart/alternative":
            return texts.alternative(children)
        return [block for blocks in children for block in blocks]

    def _leaf(self, entity: Entity) -> list[Block]:
        kind = entity.type
        if kind.startswith("multipart/"):
            if entity.boundary and _depth(entity) >= structure.MOST_DEPTH:
                data = self._data(entity)
                if data.strip():
                    self._attach(entity, data)
                return []
            kind = "text/plain"  # a multipart without parts: what stands there is all there is
        name = _name(entity)
        if kind in ("text/plain", "text/html") and _is_body(entity, name):
            return self._text(entity, kind)
        data = self._data(entity)
        if kind in _STATUS:
            self.report.status.append(data)
            return []
        if kind == "message/feedback-report":
            self.report.feedback.append(data)
            return []
        if kind == "message/disposition-notification":
            return []  # the text beside it says the same
        if (kind in _MESSAGES or kind in _RETURNED_HEADERS) and not self.report.returned:
            self.report.returned = data[:MOST_REPORT].lstrip(b"\r\n")
        if kind == "text/calendar" or (kind == "application/ics" and b"BEGIN:VCALENDAR" in data[:200]):
            self._invitation(entity, data)
        if (kind in _TNEF or name.lower() == "winmail.dat") and self._unpack(data):
            return []
        if data or name:
            self._attach(entity, data)
        return []

    def _data(self, entity: Entity) -> bytes:
        data = self.raw[entity.start : entity.end]
        if not entity.headers.has("content-transfer-encoding"):
            return data
        encoding = headers.plain(entity.headers.first("content-transfer-encoding")[:200])
        data, problem = decoding.decode(data, encoding)
        if problem:
            self.problems.append(problem)
        return data

    def _text(self, entity: Entity, kind: str) -> list[Block]:
        data = self._data(entity)
        most = min(self.room, texts.MOST_HTML if kind == "text/html" else texts.MOST_TEXT) * 2
        if len(data) > most:
            data = data[:most]
            self.problems.append(texts.CUT)
        label = entity.parameters.get("charset", "")
        if kind == "text/html" and charsets.codec(label) in (None, "ascii"):
            label = texts.charset_in(data) or label
        text, problem = charsets.decode(data, label, hint=self.hint)
        if problem:
            self.problems.append(problem)
        if len(text) > self.room:
            text = text[: self.room]
            self.problems.append(texts.CUT)
        self.room -= len(text)
        text = texts.tidy(text)
        if kind == "text/html":
            return [Block(None, text)]
        if entity.parameters.get("format", "").lower() == "flowed":
            text = unflow(text, delete_space=entity.parameters.get("delsp", "").lower() == "yes")
        text, files = uuencoded.extract(text)
        for name, content in files:
            self._add(name, "application/octet-stream", "", content)
        return [Block(text, None)]

    def _attach(self, entity: Entity, data: bytes) -> None:
        name = _name(entity)
        if not name and entity.type in _MESSAGES:
            block, _, _ = headers.read(data[:MOST_REPORT].lstrip(b"\r\n"), 0)
            subject = block.text("subject", hint=self.hint)[:120].strip(" .")
            name = f"{subject}.eml" if subject else ""
        content_id = headers.clean(headers.plain(entity.headers.first("content-id")[:998])).strip("<> ")
        self._add(name, entity.type, content_id, data)

    def _add(self, name: str, kind: str, content_id: str, data: bytes) -> None:
        if len(self.attachments) >= MOST_ATTACHMENTS:
            self.problems.append(structure.TOO_MANY_PARTS)
            return
        shown = filenames.safe(name) or filenames.invented(kind, len(self.attachments) + 1)
        self.attachments.append(Found(shown, kind, content_id, data))

    def _invitation(self, entity: Entity, data: bytes) -> None:
        text, _ = charsets.decode(data[: invitation.MOST_BYTES], entity.parameters.get("charset", "utf-8"))
        words = invitation.in_words(texts.tidy(text))
        if words:
            self.invitations.append(words[: texts.MOST_TEXT])

    def _unpack(self, data: bytes) -> bool:
        """Puts what winmail.dat holds among the attachments; False when nothing came out of it."""
        inside = tnef.unpack(data)
        if inside is None or not (inside.files or inside.text or inside.html):
            self.problems.append("tnef-broken")
            return False
        for one in inside.files:
            kind = one.type if "/" in one.type[:100] else "application/octet-stream"
            self._add(one.name, headers.clean(kind)[:200], headers.clean(one.content_id)[:998], one.data)
        text, html = texts.tidy(inside.text[: self.room]), texts.tidy(inside.html[: self.room])
        if text.strip() or html.strip():
            self.unpacked.append(Block(text or None, html or None))
        return True


def _name(entity: Entity) -> str:
    """The file name the sender gave, "" when none."""
    return entity.disposition_parameters.get("filename", "") or entity.parameters.get("name", "")


def _is_body(entity: Entity, name: str) -> bool:
    """Is this text part something to read here, rather than a file? As JMAP decides (RFC 8621 section 4.1.4), except
    that a short plain text sent to be shown in place is shown in place although it has a name."""
    if entity.disposition.startswith("attach"):
        return False
    parent = entity.parent
    if parent is None or parent.type == "multipart/alternative" or parent.children[0] is entity:
        return True
    if parent.type == "multipart/related":
        return not (name or entity.headers.has("content-id") or entity.headers.has("content-location"))
    if not name:
        return True
    return entity.end - entity.start <= MOST_SHOWN_FILE


def _depth(entity: Entity) -> int:
    depth = 0
    parent = entity.parent
    while parent is not None:
        depth += 1
        parent = parent.parent
    return depth
