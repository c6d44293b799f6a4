"""Content-Type and Content-Disposition: the value and its parameters (RFC 2045, 2231), as broken as they come."""

from __future__ import annotations

import re
from urllib.parse import unquote_to_bytes

from . import charsets, headers

MOST_PARAMETERS = 100
MOST_CHARS = 16 * 1024

_VALUE = re.compile(r"\s*([^\s;]*)")
_BETWEEN = re.compile(r"[;\s]*")
_PARAMETER = re.compile(r"([^\s=;\"]{1,100})\s*=\s*(\"(?:[^\"\\]|\\.)*(?:\"|\Z)|[^;]*)", re.S)
_NEXT = re.compile(r"[^;]*")
_ESCAPE = re.compile(r"\\([\"\\])")
_SECTION = re.compile(r"(.+?)(?:\*(\d{1,3}))?(\*)?\Z")


def read(value: bytes, *, hint: str = "") -> tuple[str, dict[str, str]]:
    """The value in lower case (`text/plain`, `attachment`) and its parameters by lower-case name.

    Values are decoded (RFC 2231, and RFC 2047 although it has no place here) and hold no control characters.
    """
    text = headers.plain(value[:MOST_CHARS], hint=hint)
    if ";" not in text and "=" not in text:
        return text.strip().lower(), {}
    start = 0
    main = ""
    first = _VALUE.match(text)
    if first and "=" not in first[1]:  # "Content-Disposition: filename=x" has no value at all
        main, start = first[1].lower(), first.end()
    found: dict[str, list[tuple[int, bool, str]]] = {}
    count = 0
    while start < len(text) and count < MOST_PARAMETERS:
        between = _BETWEEN.match(text, start)
        start = between.end() if between else start
        match = _PARAMETER.match(text, start)
        if not match:
            skipped = _NEXT.match(text, start)
            start = (skipped.end() if skipped else start) + 1
            continue
        start = match.end()
        count += 1
        section = _SECTION.match(match[1].lower())
        if section:
            number = int(section[2]) if section[2] else -1
            found.setdefault(section[1], []).append((number, bool(section[3]), _unquote(match[2])))
    return main, {name: headers.clean(_join(pieces, hint)) for name, pieces in found.items()}


def _unquote(value: str) -> str:
    if not value.startswith('"'):
        return value.strip()
    value = value[1:-1] if len(value) > 1 and value.endswith('"') else value[1:]
    # Only \" and \\ are escapes: Windows paths arrive with single backslashes.
    return _ESCAPE.sub(r"\1", value) if "\\" in value else value


def _join(pieces: list[tuple[int, bool, str]], hint: str) -> str:
    """One value of its sections. An encoded one wins over the plain one that stands beside it for old programs."""
    numbered = sorted((piece for piece in pieces if piece[0] >= 0), key=lambda piece: piece[0])
    whole = [piece for piece in pieces if piece[0] < 0]
    encoded = [piece for piece in whole if piece[1]]
    if encoded:
        return _percent([(True, encoded[0][2])], hint)
    if numbered:
        return _percent([(is_encoded, value) for _, is_encoded, value in numbered], hint)
    value = whole[0][2]
    return headers.words(value) if "=?" in value else value


def _percent(sections: list[tuple[bool, str]], hint: str) -> str:
    charset = ""
    first_encoded, first = sections[0]
    if first_encoded and first.count("'") >= 2:
        charset, _, first = first.split("'", 2)
        sections = [(True, first), *sections[1:]]
    if not any(is_encoded for is_encoded, _ in sections):
        value = "".join(text for _, text in sections)
        return headers.words(value) if "=?" in value else value
    data = b"".join(
        unquote_to_bytes(text) if is_encoded else text.encode("utf-8", "replace")
        for is_encoded, text in sections
    )
    return charsets.decode(data, charset or "utf-8", hint=hint)[0]
