"""What agents type, as HTML that survives Outlook (every style inline, no classes) and as text."""

from __future__ import annotations

import re
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.token import Token

from wellkept.channels.email.domain.html import to_text

_TEXT = "margin:0 0 12px 0"
_CELL = "border:1px solid #d0d0d0;padding:4px 8px;text-align:left;vertical-align:top"
_MONO = "font-family:Consolas,Menlo,monospace;font-size:13px;background-color:#f4f4f2"
_STYLES = {
    "paragraph_open": _TEXT,
    "heading_open": "margin:16px 0 8px 0;font-size:17px;line-height:1.3",
    "bullet_list_open": "margin:0 0 12px 0;padding:0 0 0 24px",
    "ordered_list_open": "margin:0 0 12px 0;padding:0 0 0 24px",
    "list_item_open": "margin:0 0 4px 0",
    "blockquote_open": "margin:0 0 12px 0;padding:0 0 0 12px;border-left:3px solid #d0d0d0;color:#555555",
    "table_open": "border-collapse:collapse;margin:0 0 12px 0",
    "th_open": _CELL,
    "td_open": _CELL,
    "code_inline": _MONO,
    "fence": _MONO,
    "code_block": _MONO,
    "hr": "border:none;border-top:1px solid #d0d0d0;margin:16px 0",
    "image": "max-width:100%;height:auto;border:0",
    "link_open": "color:#0b57d0",
}
_SCHEMES = re.compile(r"(?:https?:|mailto:|tel:)", re.IGNORECASE)
_PICTURES = re.compile(r"(?:https?:|cid:)", re.IGNORECASE)


def as_html(markdown: str) -> str:
    """The HTML fragment. HTML in the source is shown as typed; links lead to http, https, mailto and tel only."""
    parser = _parser()
    tokens = parser.parse(_readable(markdown))
    _style(tokens)
    return str(parser.renderer.render(tokens, parser.options, {})).strip()


def as_text(markdown: str) -> str:
    """The same words as plain text."""
    return to_text(as_html(markdown))


@cache
def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False, "linkify": True, "breaks": True, "maxNesting": 20})
    return parser.enable(["linkify", "table", "strikethrough"])


def _readable(markdown: str) -> str:
    return markdown.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "\ufffd")


def _style(tokens: list[Token]) -> None:
    for token in tokens:
        if style := _STYLES.get(token.type):
            token.attrSet("style", style)
        if token.type == "link_open" and not _SCHEMES.match(str(token.attrGet("href") or "")):
            token.attrSet("href", "")
        if token.type == "image" and not _PICTURES.match(str(token.attrGet("src") or "")):
            token.attrSet("src", "")
        if token.children:
            _style(token.children)
