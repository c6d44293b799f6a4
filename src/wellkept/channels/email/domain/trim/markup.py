"""What the HTML part knows about quotes: mail programs mark them with elements of their own.

The marks are carried over to the lines of the text part by the words around each boundary. When they cannot be found
there, the HTML says nothing: a wrong hint would fold away a person's words.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from html import unescape

import nh3

from wellkept.channels.email.domain.html.allowed import DROPPED_WHOLE, TAGS, VOID
from wellkept.channels.email.domain.html.bounds import bounded
from wellkept.channels.email.domain.html.tokens import attributes, tokens

LIMIT = 2_000_000
OWN, QUOTE, SIGNATURE = "own", "quote", "signature"
_KEY = 20
_HINT = re.compile(
    r"gmail_|moz-|type=[\"']?cite|yahoo_|yqt|divrplyfwdmsg|olk_src|protonmail|zmail_|tutanota|appendonsend|mail-editor-"
    r"|ms-outlook-mobile|signature|oriMsgHtmlSeperator|front-blockquote|hs_reply",
    re.IGNORECASE,
)
_QUOTED = re.compile(
    r"\b(?:gmail_attr|moz-cite-prefix|yahoo_quoted|ydp\w{1,20}yahoo_quoted|protonmail_quote|zmail_extra|tutanota_quote"
    r"|OLK_SRC_BODY_SECTION|front-blockquote|hs_reply|ms-outlook-mobile-reference-message"
    r"|mail-editor-reference-message-container)\b|\byiv\d+yqt|\byqt\d",
    re.IGNORECASE,
)
_QUOTED_TO_END = re.compile(r"\b(?:x_)*(?:divRplyFwdMsg|appendonsend|oriMsgHtmlSeperator)\b", re.IGNORECASE)
_SIGNED = re.compile(
    r"\b(?:gmail_signature(?:_prefix)?|moz-signature|ms-outlook-mobile-signature|protonmail_signature_block(?!-)"
    r"|AppleMailSignature|zmail_signature_below)\b",
    re.IGNORECASE,
)
_WORDLESS = re.compile(r"[\W_]+")


@dataclass(frozen=True)
class Hints:
    """For every line of the text: does the HTML have it inside a quote, inside a signature."""

    quoted: list[bool]
    signed: list[bool]


def hints(html: str | None, lines: list[str]) -> Hints | None:
    """What the HTML says about these lines; None when it says nothing or its words are not found in them."""
    if not html or len(html) > LIMIT or not _HINT.search(html):
        return None
    segments = _segments(html)
    if all(kind == OWN for kind, _ in segments):
        return None
    return _carried_over(segments, lines)


def _segments(html: str) -> list[tuple[str, str]]:
    """The words, squeezed to letters and digits, with what they are, in order."""
    safe = nh3.clean(
        bounded(html),
        tags=set(TAGS),
        clean_content_tags=set(DROPPED_WHOLE),
        attributes={"*": {"class", "id"}, "blockquote": {"type"}},
        link_rel=None,
    )
    found: list[tuple[str, list[str]]] = []
    stack = [OWN]
    for kind, name, raw in tokens(safe):
        if kind == "text":
            words = _squeezed(unescape(name))
            if words and found and found[-1][0] == stack[-1]:
                found[-1][1].append(words)
            elif words:
                found.append((stack[-1], [words]))
        elif kind == "end":
            if len(stack) > 1:
                stack.pop()
        else:
            inside = _kind_of(name, raw, stack[-1]) if raw else stack[-1]
            if raw and _QUOTED_TO_END.search(raw):
                stack = [QUOTE] * len(stack)
                inside = QUOTE
            if name not in VOID:
                stack.append(inside)
    return [(kind, "".join(words)) for kind, words in found]


def _kind_of(name: str, raw: str, around: str) -> str:
    if around != OWN:
        return around
    if _QUOTED.search(raw):
        return QUOTE
    if name == "blockquote":
        found = attributes(raw)
        if found.get("type", "").lower() == "cite" or "gmail_quote" in found.get("class", ""):
            return QUOTE
    return SIGNATURE if _SIGNED.search(raw) else around


def _carried_over(segments: list[tuple[str, str]], lines: list[str]) -> Hints | None:
    squeezed = [_squeezed(line) for line in lines]
    text = "".join(squeezed)
    worded = [(index, words) for index, words in enumerate(squeezed) if words]
    starts: list[int] = []
    length = 0
    for _, words in worded:
        starts.append(length)
        length += len(words)
    marks = [OWN] * len(lines)
    cursor = 0
    boundaries: list[tuple[int, str]] = []  # position among the worded lines, and what begins there
    before = ""
    for kind, words in segments:
        at = _boundary(text, before, words, cursor)
        position = bisect_left(starts, at) if at >= 0 else len(starts)
        if position == len(starts) or starts[position] != at:
            return None
        boundaries.append((position, kind))
        cursor, before = at, words
    for (position, kind), (until, _) in zip(boundaries, [*boundaries[1:], (len(worded), "")], strict=True):
        for index, _ in worded[position:until]:
            marks[index] = kind
    return Hints(quoted=[mark == QUOTE for mark in marks], signed=[mark == SIGNATURE for mark in marks])


def _boundary(text: str, before: str, after: str, cursor: int) -> int:
    """Where in the text the words `after` begin; -1 when that is not clear."""
    if not before:
        return 0 if text.startswith(after[:_KEY]) else -1
    left = before[-_KEY:]
    found = text.find(left + after[:_KEY], cursor)
    if found >= 0:
        return found + len(left)
    return text.find(after[:_KEY], cursor) if len(after) >= 12 else -1


def _squeezed(text: str) -> str:
    return _WORDLESS.sub("", text.casefold())
