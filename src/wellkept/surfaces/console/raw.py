"""A stranger's mail as plain text, for a look without opening it: no HTML, no pictures, no links."""

from __future__ import annotations

from dataclasses import dataclass

from wellkept.channels.email.domain.parse import parse

MOST_HEADERS = 16 * 1024
MOST_BODY = 64 * 1024
MOST_PARSED = 2 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class RawText:
    """The head and the beginning of the body, exactly as sent; `is_cut` when there is more."""

    head: str
    body: str
    is_cut: bool


def as_text(raw: bytes) -> RawText:
    """Splits at the first empty line. Bytes that are no UTF-8 show as the replacement character."""
    head, _, body = raw.replace(b"\r\n", b"\n").partition(b"\n\n")
    return RawText(
        head=_readable(head[:MOST_HEADERS]),
        body=_readable(body[:MOST_BODY]),
        is_cut=len(head) > MOST_HEADERS or len(body) > MOST_BODY,
    )


def words_of(raw: bytes) -> str | None:
    """The text to read, decoded; None for a mail too large to be worth reading here.

    Not for mail that the parser has failed on: that is shown as it came.
    """
    if not raw or len(raw) > MOST_PARSED:
        return None
    return parse(raw).text[:MOST_BODY]


def _readable(piece: bytes) -> str:
    text = piece.decode("utf-8", "replace")
    return "".join(character if character.isprintable() or character in "\n\t" else "�" for character in text)
