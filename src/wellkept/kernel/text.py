"""Small arithmetic on text that people wrote."""

from __future__ import annotations

_INVISIBLE = dict.fromkeys([*range(0x09), 0x0B, 0x0C, *range(0x0E, 0x20), 0x7F])


def one_line(text: str, *, limit: int) -> str:
    """The text on one line, shortened at a word with an ellipsis, at most `limit` characters."""
    line = " ".join(text[: limit * 8].split())
    if len(line) <= limit:
        return line
    head, _, _ = line[:limit].rpartition(" ")
    return (head if len(head) > limit // 2 else line[: limit - 1]).rstrip() + "…"


def storable(text: str) -> str:
    """Text that both databases can hold: no NUL, no lone surrogates, no stray control characters."""
    return text.encode("utf-8", "replace").decode("utf-8").translate(_INVISIBLE)


def whole(text: str | None) -> int | None:
    """The number that a parameter holds, plain digits only; None when it holds none that a database could know.

    `str.isdigit` is no guard for `int`: it says yes to "²", which is no number to `int`.
    """
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) < 19 else None
