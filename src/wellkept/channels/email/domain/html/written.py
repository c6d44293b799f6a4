"""Plain text as HTML that shows it faithfully, with its links alive."""

from __future__ import annotations

import re
from html import escape

_LINK = re.compile(
    r"(?P<url>\bhttps?://[^\s<>\"'`{}|\\^]{1,2000})"
    r"|(?<![\w.+-])(?P<mail>[\w.+-]{1,64}@(?:[A-Za-z0-9-]{1,63}\.){1,8}[A-Za-z]{2,24})\b"
)
_PARAGRAPH = re.compile(r"\n[ \t\r]*\n\s*")
_PAIRS = {")": "(", "]": "["}


def from_text(text: str) -> str:
    """Paragraphs and line breaks as written, addresses and links clickable, everything else escaped."""
    paragraphs = _PARAGRAPH.split(text.replace("\r\n", "\n").replace("\r", "\n").strip("\n"))
    return "".join(f"<p>{_linked(one).replace(chr(10), '<br>')}</p>" for one in paragraphs if one.strip())


def _linked(text: str) -> str:
    out, last = [], 0
    for found in _LINK.finditer(text):
        target = _without_punctuation(found[0]) if found["url"] else found[0]
        href = target if found["url"] else f"mailto:{target}"
        out.append(escape(text[last : found.start()]))
        out.append(
            f'<a href="{escape(href)}" target="_blank" rel="noopener noreferrer nofollow">{escape(target)}</a>'
        )
        last = found.start() + len(target)
    out.append(escape(text[last:]))
    return "".join(out)


def _without_punctuation(url: str) -> str:
    """The sentence's own full stop or bracket behind an address belongs to the sentence."""
    while url and (
        url[-1] in ".,;:!?*_" or (url[-1] in _PAIRS and url.count(url[-1]) > url.count(_PAIRS[url[-1]]))
    ):
        url = url[:-1]
    return url
