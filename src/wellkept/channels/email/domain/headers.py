"""Header fields: found in bytes, unfolded, decoded, and never more than one line of plain text each."""

from __future__ import annotations

import binascii
import re
from collections.abc import Iterator

from . import charsets

MOST_FIELDS = 1_000  # of one block; what routing and reading need is kept beyond it
MOST_VALUE_BYTES = 128 * 1024
MOST_WORDS_CHARS = 16 * 1024  # of one value, when encoded words are decoded

# Needed even when somebody put 20,000 other fields before them.
_NEEDED = frozenset(
    b"from sender reply-to to cc subject date message-id in-reply-to references return-path content-type "
    b"content-transfer-encoding content-disposition auto-submitted precedence list-id x-loop".split()
)
_FIELD = re.compile(rb"([!-9;-~\x80-\xff]{1,200})[ \t]{0,50}:([^\n]*(?:\n[ \t][^\n]*)*)(?:\n|\Z)")
_END = re.compile(rb"\r*(?:\n|\Z)")
_LINE = re.compile(rb"[^\n]*\n?")
_KNOWN = re.compile(
    rb"(?:from|to|cc|subject|date|message-id|received|return-path|mime-version|content-[a-z-]+|x-[a-z-]+)[ \t]*:",
    re.I,
)
_BREAK = re.compile(rb"[\r\n\x00]+")
_CONTROL = re.compile(r"[\x00-\x20\x7f\x85\u2028\u2029]+")
_SURROGATE = re.compile("[\ud800-\udfff]")


class Headers:
    """The fields of one block in their order: names as sent, values as the bytes they came as."""

    __slots__ = ("_by_name", "fields", "was_cut")

    def __init__(self) -> None:
        self.fields: list[tuple[str, bytes]] = []
        self.was_cut = False
        self._by_name: dict[str, list[bytes]] = {}

    def add(self, name: bytes, value: bytes) -> None:
        """Appends a field unless the block is full and the field is none of those always needed."""
        if len(self.fields) >= MOST_FIELDS:
            self.was_cut = True
            low = name.lower()
            if low not in _NEEDED or low.decode("ascii") in self._by_name:
                return
        if len(value) > MOST_VALUE_BYTES:
            self.was_cut = True
            value = value[:MOST_VALUE_BYTES]
        shown = name.decode("utf-8", "replace")
        self.fields.append((shown, value))
        self._by_name.setdefault(shown.lower(), []).append(value)

    def all(self, name: str) -> list[bytes]:
        """Every value of this field (lower-case name), unfolded, top first."""
        return [unfold(value) for value in self._by_name.get(name, ())]

    def first(self, name: str) -> bytes:
        """The topmost value, unfolded; b"" when the field is absent."""
        values = self._by_name.get(name)
        return unfold(values[0]) if values else b""

    def has(self, name: str) -> bool:
        """Is there such a field, be it empty?"""
        return name in self._by_name

    def count(self, name: str) -> int:
        """How many fields have this name."""
        return len(self._by_name.get(name, ()))

    def text(self, name: str, *, hint: str = "") -> str:
        """The topmost value as one line of readable text; "" when absent."""
        return decoded(self.first(name), hint=hint)

    def __iter__(self) -> Iterator[tuple[str, bytes]]:
        return iter(self.fields)


def read(data: bytes, start: int, *, top: bool = False) -> tuple[Headers, int, list[str]]:
    """The header block at `start`, where its body starts, and problem codes.

    A line that can be no field ends the block: RFC 5322 knows no such line, and the text must not be lost. Only in
    the top block one such line is stepped over when a well-known field follows it ("From " lines, mail server noise).
    """
    headers = Headers()
    problems: list[str] = []
    position = start
    if top:
        position = _skip_envelope(data, start)
    size = len(data)
    while position < size:
        field = _FIELD.match(data, position)
        if field:
            if data.startswith(b"--", position) and not top:
                break
            headers.add(field[1], field[2])
            position = field.end()
            continue
        blank = _END.match(data, position)
        if blank:
            position = blank.end()
            break
        line = _LINE.match(data, position)
        after = line.end() if line else size
        if top and headers.fields and _KNOWN.match(data, after):
            problems.append("header-junk")
            position = after
            continue
        problems.append("header-unterminated")
        break
    if headers.was_cut:
        problems.append("headers-cut")
    return headers, position, problems


def _skip_envelope(data: bytes, start: int) -> int:
    """Past a byte order mark, blank lines and an mbox "From " line before the first field."""
    position = start
    if data.startswith(b"\xef\xbb\xbf", position):
        position += 3
    while position < len(data) and data[position] in b"\r\n":
        position += 1
    if data.startswith((b"From ", b">From "), position):
        end = data.find(b"\n", position)
        position = len(data) if end < 0 else end + 1
    # A body that begins with blank lines and has no header at all keeps them.
    return position if position == start or _FIELD.match(data, position) else start


def unfold(value: bytes) -> bytes:
    """One line, without the NUL, CR or LF that someone may have hidden in it."""
    if b"\n" in value or b"\r" in value or b"\x00" in value:
        value = _BREAK.sub(b"", value.replace(b"\r\n", b"").replace(b"\n", b"").replace(b"\r", b" "))
    return value.strip(b" \t")


def clean(text: str) -> str:
    """One line of text: controls (what decoding brought to light, too) are spaces, lone surrogates U+FFFD."""
    text = _CONTROL.sub(" ", text).strip()
    return text if text.isascii() else _SURROGATE.sub("\ufffd", text)


def decoded(value: bytes, *, hint: str = "") -> str:
    """An unfolded value as readable text: encoded words decoded, raw 8-bit guessed, always one line."""
    text = plain(value, hint=hint)
    return clean(words(text)) if "=?" in text else clean(text)


def plain(value: bytes, *, hint: str = "") -> str:
    """An unfolded value as text with its encoded words still encoded."""
    if value.isascii() and b"\x1b$" not in value:
        return value.decode("ascii")
    return charsets.decode(value, "", hint=hint)[0]


_OPENING = re.compile(r"=\?([A-Za-z0-9_.:+()-]{1,60})(?:\*[A-Za-z0-9-]{0,20})?\?([bBqQ])\?")


def words(text: str) -> str:
    """RFC 2047, and what mail programs make of it: split characters, split base64, spaces inside, no space between.

    Time grows with the length of the text only: every search starts where the last one ended.
    """
    text = text[:MOST_WORDS_CHARS]
    out: list[str] = []
    run = _Run()
    position = 0
    while True:
        at = text.find("=?", position)
        if at < 0:
            break
        opening = _OPENING.match(text, at)
        end = text.find("?=", opening.end()) if opening else -1
        if opening is None:
            out += run.flush()
            out.append(text[position : at + 2])
            position = at + 2
            continue
        if end < 0:
            break
        between = text[position:at]
        if between.strip() or not run:
            out += run.flush()
            out.append(between)
        inner = text[opening.end() : end]
        cut = _OPENING.search(inner)
        if cut:  # the end of this word was lost, the next one begins
            inner, end = inner[: cut.start()].rstrip(), opening.end() + cut.start() - 2
        out += run.take(opening[1], opening[2], inner)
        position = end + 2
    out += run.flush()
    out.append(text[position:])
    return "".join(out)


class _Run:
    """Neighbouring encoded words: their bytes are joined before decoding, because characters are split across them."""

    def __init__(self) -> None:
        self.charset = ""
        self.encoding = ""
        self.pieces: list[str] = []

    def __bool__(self) -> bool:
        return bool(self.pieces)

    def take(self, charset: str, encoding: str, text: str) -> list[str]:
        """Adds a word; returns the text of the run before it when the charset changed."""
        done = self.flush() if self.pieces and charset.lower() != self.charset else []
        self.charset = charset.lower()
        self.pieces.append(encoding.upper() + text)
        return done

    def flush(self) -> list[str]:
        """The text of the run, which is empty afterwards."""
        if not self.pieces:
            return []
        data = bytearray()
        base64 = ""
        for piece in self.pieces:
            if piece[0] == "B":
                base64 += piece[1:].replace(" ", "")
                if len(base64) % 4 and not base64.endswith("="):
                    continue  # the base64 itself may go on in the next word
            data += _base64(base64) if base64 else b""
            base64 = ""
            if piece[0] == "Q":
                data += _q(piece[1:])
        data += _base64(base64) if base64 else b""
        self.pieces = []
        return [charsets.decode(bytes(data), self.charset)[0]]


def _base64(text: str) -> bytes:
    data = text.encode("ascii", "ignore").rstrip(b"=")
    if len(data) % 4 == 1:
        data = data[:-1]
    try:
        return binascii.a2b_base64(data + b"=" * (-len(data) % 4))
    except binascii.Error:
        return b""


def _q(text: str) -> bytes:
    data = text.replace("_", " ").encode("utf-8", "replace")
    return binascii.a2b_qp(data) if b"=" in data else data


_ID = re.compile(r"<([^<>]{1,998})>")
_SPACE = re.compile(r"\s+")


def message_ids(value: bytes, *, most: int = 500) -> list[str]:
    """The ids in this value, without their angle brackets, in order, each once.

    Without any brackets the words that hold an "@" count, and a lone word whatever it holds: some programs forget them.
    """
    text = clean(plain(value[:MOST_VALUE_BYTES]))
    found = _ID.findall(text)
    if not found:
        loose = [word.strip("<>,;\"'()") for word in text.split()]
        found = [word for word in loose if len(loose) == 1 or "@" in word]
    ids = list(dict.fromkeys(_SPACE.sub("", one)[:998] for one in found if one))
    return ids if len(ids) <= most else [ids[0], *ids[1 - most :]]
