"""winmail.dat: what Outlook wraps a mail in when it takes the reader for Outlook (MS-OXTNEF)."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from . import charsets, rtf

SIGNATURE = b"\x78\x9f\x3e\x22"
MOST_FILES = 200
MOST_DEPTH = 3
MOST_PROPERTIES = 5_000

_TITLE, _DATA, _RENDERED, _FILE_PROPERTIES = 0x00018010, 0x0006800F, 0x00069002, 0x00069005
_MESSAGE_PROPERTIES, _BODY, _CODE_PAGE = 0x00069003, 0x0002800C, 0x00069007

_PR_BODY, _PR_RTF, _PR_HTML = 0x1000, 0x1009, 0x1013
_PR_DATA, _PR_NAME, _PR_LONG_NAME, _PR_TYPE, _PR_CONTENT_ID = 0x3701, 0x3704, 0x3707, 0x370E, 0x3712

_FIXED = {
    0x0002: 4,
    0x0003: 4,
    0x0004: 4,
    0x000A: 4,
    0x000B: 4,
    0x0005: 8,
    0x0006: 8,
    0x0007: 8,
    0x0014: 8,
    0x0040: 8,
}
_FIXED[0x0048] = 16
_STRING, _UNICODE, _OBJECT, _BINARY = 0x001E, 0x001F, 0x000D, 0x0102


@dataclass(slots=True)
class File:
    """A file inside; `type` and `content_id` are "" where Outlook does not say."""

    name: str = ""
    type: str = ""
    content_id: str = ""
    data: bytes = b""


@dataclass(slots=True)
class Unpacked:
    """What was inside: files, and the body in the best forms it has."""

    files: list[File] = field(default_factory=list)
    text: str = ""
    html: str = ""


def unpack(data: bytes, *, depth: int = 0) -> Unpacked | None:
    """What a TNEF stream holds, as far as it can be read; None when it is none."""
    if not data.startswith(SIGNATURE):
        return None
    found = Unpacked()
    charset = "cp1252"
    body = b""
    current: File | None = None
    for attribute, value in _attributes(data):
        if attribute == _CODE_PAGE and len(value) >= 4:
            charset = f"cp{struct.unpack_from('<I', value)[0]}"
        elif attribute == _BODY:
            body = value
        elif attribute == _MESSAGE_PROPERTIES:
            _read_message(value, charset, found)
        elif attribute == _RENDERED:
            if len(found.files) >= MOST_FILES:
                break
            current = File()
            found.files.append(current)
        elif current is not None:
            _read_file(attribute, value, charset, current, found, depth)
    if not found.text and body:
        found.text = _string(body, charset)
    found.files = [one for one in found.files if one.data or one.name]
    return found


def _attributes(data: bytes) -> Iterator[tuple[int, bytes]]:
    position = 6
    while position + 9 <= len(data):
        _, attribute, length = struct.unpack_from("<BII", data, position)
        position += 9
        yield attribute, data[position : position + length]
        position += length + 2  # and a checksum nobody computes alike


def _read_message(value: bytes, charset: str, found: Unpacked) -> None:
    for tag, kind, content in _properties(value):
        if tag == _PR_BODY and not found.text:
            found.text = _text(kind, content, charset)
        elif tag == _PR_HTML and not found.html:
            found.html = _text(kind, content, charset)
        elif tag == _PR_RTF and not found.text:
            found.text = rtf.to_text(rtf.unpack(content))


def _read_file(
    attribute: int, value: bytes, charset: str, current: File, found: Unpacked, depth: int
) -> None:
    if attribute == _TITLE:
        current.name = current.name or _string(value, charset)
    elif attribute == _DATA:
        current.data = value
    elif attribute == _FILE_PROPERTIES:
        for tag, kind, content in _properties(value):
            if tag == _PR_LONG_NAME:
                current.name = _text(kind, content, charset) or current.name
            elif tag == _PR_NAME:
                current.name = current.name or _text(kind, content, charset)
            elif tag == _PR_TYPE:
                current.type = _text(kind, content, charset).strip().lower()
            elif tag == _PR_CONTENT_ID:
                current.content_id = _text(kind, content, charset).strip("<> ")
            elif tag == _PR_DATA:
                _embedded(kind, content, current, found, depth)


def _embedded(kind: int, content: bytes, current: File, found: Unpacked, depth: int) -> None:
    """A file given as an object: after its 16-byte class it is bytes, or a message in TNEF of its own."""
    data = content[16:] if kind == _OBJECT else content
    if data.startswith(SIGNATURE) and depth + 1 < MOST_DEPTH:
        inner = unpack(data, depth=depth + 1)
        if inner is not None:
            room = MOST_FILES - len(found.files)
            found.files += inner.files[: max(0, room)]
            if inner.text and not current.data:
                current.name = (current.name or "message") + ".txt"
                current.type, current.data = "text/plain", inner.text.encode("utf-8", "replace")
            return
    if data and not current.data:
        current.data = data


def _properties(value: bytes) -> Iterator[tuple[int, int, bytes]]:
    """Tag, type and first value of each MAPI property; ends at the first that cannot be read."""
    if len(value) < 4:
        return
    count = min(struct.unpack_from("<I", value)[0], MOST_PROPERTIES)
    position = 4
    for _ in range(count):
        if position + 4 > len(value):
            return
        kind, tag = struct.unpack_from("<HH", value, position)
        position += 4
        if tag >= 0x8000:
            position = _past_name(value, position)
        is_many, kind = bool(kind & 0x1000), kind & 0x0FFF
        many = 1
        if is_many or kind in (_STRING, _UNICODE, _OBJECT, _BINARY):
            if position + 4 > len(value):
                return
            many = min(struct.unpack_from("<I", value, position)[0], MOST_PROPERTIES)
            position += 4
        first = b""
        for index in range(many):
            if kind in _FIXED:
                length = _FIXED[kind]
            elif kind in (_STRING, _UNICODE, _OBJECT, _BINARY) and position + 4 <= len(value):
                length = struct.unpack_from("<I", value, position)[0]
                position += 4
            else:
                return
            if index == 0:
                first = value[position : position + length]
            position += length + (-length % 4)
            if position > len(value) + 3:
                break
        yield tag, kind, first
        if position > len(value):
            return


def _past_name(value: bytes, position: int) -> int:
    """Past the GUID and the name or number of a named property."""
    if position + 20 > len(value):
        return len(value)
    is_string = struct.unpack_from("<I", value, position + 16)[0] == 1
    position += 20
    if not is_string:
        return position + 4
    if position + 4 > len(value):
        return len(value)
    length = struct.unpack_from("<I", value, position)[0]
    return int(position + 4 + length + (-length % 4))


def _text(kind: int, content: bytes, charset: str) -> str:
    if kind == _UNICODE:
        return content.decode("utf-16-le", "replace").rstrip("\x00")
    return _string(content, charset)


def _string(content: bytes, charset: str) -> str:
    return charsets.decode(content.rstrip(b"\x00"), charset)[0]
