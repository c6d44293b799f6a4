"""What parts say: blocks of text and HTML, and how they become one text and one HTML."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import escape

MOST_TEXT = 1_000_000  # characters, of a mail's text and of each form of it
MOST_HTML = 2_000_000
CUT = "text-cut"

_META = re.compile(rb"<meta[^>]{0,200}charset\s{0,20}=\s{0,20}[\"']?([A-Za-z0-9_:.-]{2,40})", re.I)
_NOT_TEXT = re.compile("[\x00\ud800-\udfff]")


@dataclass(slots=True)
class Block:
    """A stretch of the mail in the forms it came in; None for a form it did not come in."""

    text: str | None
    html: str | None

    @property
    def has_text(self) -> bool:
        """Is there anything but blanks as text?"""
        return self.text is not None and bool(self.text.strip())


def tidy(text: str) -> str:
    """Line ends as \\n, without byte order mark, NUL and lone surrogates."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if text.startswith("\ufeff"):
        text = text[1:]
    if not text.isascii() or "\x00" in text:
        text = _NOT_TEXT.sub(lambda found: "" if found[0] == "\x00" else "\ufffd", text)
    return text


def charset_in(html: bytes) -> str:
    """The charset an HTML document names itself, "" when it names none."""
    found = _META.search(html[:4_096])
    return found[1].decode("ascii") if found else ""


def alternative(children: list[list[Block]]) -> list[Block]:
    """One block of the parts of a multipart/alternative: every plain text there is, and the last HTML.

    The last form is the richest (RFC 2046 section 5.1.4). Several plain texts are no alternatives of each other in
    mail as it is; all are kept rather than one chosen.
    """
    texts: dict[str, str] = {}
    html: str | None = None
    for blocks in children:
        if any(block.html is not None for block in blocks):
            html = join_html(blocks)
        for block in blocks:
            if block.has_text:
                text = block.text or ""
                texts.setdefault(text.strip(), text)
    if not texts and html is None:
        return []
    return [Block("\n".join(texts.values()) if texts else None, html)]


def join_text(blocks: list[Block]) -> str:
    """The text of all blocks, one below the other; HTML counts where a block has no text."""
    said: list[str] = []
    for block in blocks:
        if block.has_text:
            said.append((block.text or "").strip("\n"))
        elif block.html is not None and block.html.strip():
            said.append(_words(block.html))
    return "\n".join(one for one in said if one.strip())


def join_html(blocks: list[Block]) -> str | None:
    """The HTML of all blocks, with text between where a block has no HTML; None when none has any."""
    with_html = [block for block in blocks if block.html is not None]
    if not with_html:
        return None
    if len(blocks) == 1:
        return blocks[0].html
    pieces: list[str] = []
    for block in blocks:
        if block.html is not None:
            pieces.append(block.html)
        elif block.has_text:
            pieces.append(f"<div>{escape((block.text or '').strip()).replace(chr(10), '<br>')}</div>")
    return "\n".join(pieces)


def _words(html: str) -> str:
    from wellkept.channels.email.domain.html import to_text  # only mail without a text part pays for it

    return tidy(to_text(html[:MOST_TEXT]))
