"""Reads HTML that our own cleaner has written: every tag known, every attribute in double quotes, `<` nowhere else."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

_TOKEN = re.compile(r'<(/?)([a-z][a-z0-9]*)((?: [^\s=">]+="[^"]*+")*+) ?/?>|([^<]++)|<')
_ATTRIBUTE = re.compile(r' ([^\s=">]+)="([^"]*+)"')


def tokens(html: str) -> Iterator[tuple[str, str, str]]:
    """("text", raw, "") · ("start", name, raw attributes) · ("end", name, ""), in order."""
    for found in _TOKEN.finditer(html):
        end, name, attributes, text = found.groups()
        if text is not None:
            yield "text", text, ""
        elif name:
            yield ("end" if end else "start"), name, attributes
        else:
            yield "text", "&lt;", ""


def attributes(raw: str) -> dict[str, str]:
    """The attributes of a start token, decoded."""
    return {name: unescape(value) for name, value in _ATTRIBUTE.findall(raw)}
