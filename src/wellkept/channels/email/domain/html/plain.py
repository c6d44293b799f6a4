"""What an HTML mail says, as plain text that reads well: the text an agent searches, quotes and trims."""

from __future__ import annotations

import re
from html import unescape

import nh3

from .allowed import DROPPED_WHOLE, TAGS, named
from .bounds import bounded
from .tokens import attributes, tokens

_SPACE = re.compile(r"[ \t\n\r\f]+")
_SILENT = str.maketrans({"\u00a0": " ", "\u200b": None, "\ufeff": None, "\u034f": None, "\u00ad": None})
_PARAGRAPHS = named("p h1 h2 h3 h4 h5 h6 ul ol dl table blockquote pre figure")
_BLOCKS = _PARAGRAPHS | named(
    """
    address article aside caption center dd details div dt figcaption footer header li main nav section
    summary tbody tfoot thead tr
    """
)
QUOTE_DEPTH = 12
_ROW = re.compile(r"[ \t]+$")


def to_text(html: str) -> str:
    """The words in reading order: paragraphs apart, lists with their marks, "words (address)" for links, table
    cells divided by " | ", quotes behind "> ". Linear in the length; nothing visible is left out."""
    safe = nh3.clean(
        bounded(html),
        tags=set(TAGS),
        clean_content_tags=set(DROPPED_WHOLE),
        attributes={"a": {"href"}, "img": {"alt"}, "ol": {"start"}},
        url_schemes={"http", "https", "mailto", "tel"},
        link_rel=None,
    )
    page = _Page()
    for kind, value, raw in tokens(safe):
        if kind == "text":
            page.write(unescape(value) if "&" in value else value)
        elif kind == "start":
            page.start(value, raw)
        else:
            page.end(value)
    return page.text()


class _Page:
    """The text as it grows. Blank lines are promised, and written only when something follows."""

    def __init__(self) -> None:
        self._lines: list[str] = []
        self._line: list[str] = []
        self._wants_blank = False
        self._quotes = 0
        self._last_quotes = 0  # of the line above
        self._pre = 0
        self._lists: list[int | None] = []  # the next number of an ordered list, None of one with bullets
        self._mark = ""  # of the list item that has not begun
        self._links: list[tuple[str, int, int]] = []  # address, and where its words begin
        self._cell = False  # a cell of this row has been written on this line

    def write(self, text: str) -> None:
        if self._pre:
            first, *more = text.translate(_SILENT).split("\n")
            self._put(first)
            for line in more:
                self._break()
                self._put(line)
            return
        text = _SPACE.sub(" ", text).translate(_SILENT)
        if not self._line or self._line[-1].endswith(" "):
            text = text.lstrip(" ")
        self._put(text)

    def start(self, name: str, raw: str) -> None:
        if name == "br":
            self._break()
        elif name in ("td", "th"):
            if self._line and self._cell:
                self._put(" | ")
            self._cell = True
        elif name == "img":
            if alt := attributes(raw).get("alt", "").strip():
                self.write(f"[{alt}]")
        elif name == "a":
            self._links.append((attributes(raw).get("href", ""), len(self._lines), len(self._line)))
        elif name == "hr":
            self._block()
            self._put("---")
            self._block()
        elif name in _BLOCKS:
            self._start_block(name, raw)

    def end(self, name: str) -> None:
        if name == "a" and self._links:
            self._end_link(*self._links.pop())
        elif name in _BLOCKS:
            self._block(blank=name in _PARAGRAPHS and not (name in ("ul", "ol") and len(self._lists) > 1))
            if name == "blockquote":
                self._quotes -= 1
            elif name == "pre":
                self._pre -= 1
            elif name in ("ul", "ol") and self._lists:
                self._lists.pop()
            elif name == "tr":
                self._cell = False
            elif name == "li":
                self._mark = ""

    def text(self) -> str:
        self._block()
        return "\n".join(self._lines).strip("\n")

    def _start_block(self, name: str, raw: str) -> None:
        nested = name in ("ul", "ol") and bool(self._lists)
        self._block(blank=name in _PARAGRAPHS and not nested)
        if name == "blockquote":
            self._quotes += 1
        elif name == "pre":
            self._pre += 1
        elif name == "ul":
            self._lists.append(None)
        elif name == "ol":
            start = attributes(raw).get("start", "1")
            self._lists.append(int(start) if start.isdecimal() and len(start) < 6 else 1)
        elif name == "tr":
            self._cell = False
        elif name == "li":
            self._mark = self._next_mark()

    def _next_mark(self) -> str:
        indent = "  " * min(max(len(self._lists) - 1, 0), 8)
        number = self._lists[-1] if self._lists else None
        if number is None:
            return f"{indent}- "
        self._lists[-1] = number + 1
        return f"{indent}{number}. "

    def _put(self, text: str) -> None:
        if text:
            self._line.append(text)

    def _break(self) -> None:
        words = _ROW.sub("", "".join(self._line))
        self._line = []
        quoted = "> " * min(self._quotes, QUOTE_DEPTH)
        if words.strip():
            if self._wants_blank and self._lines:
                self._lines.append(("> " * min(self._quotes, self._last_quotes, QUOTE_DEPTH)).rstrip())
            self._wants_blank = False
            self._last_quotes = self._quotes
            self._lines.append(f"{quoted}{self._mark}{words}")
            self._mark = " " * len(self._mark)
        elif self._lines and not self._mark:
            self._lines.append(quoted.rstrip())

    def _block(self, *, blank: bool = False) -> None:
        """Ends the line, if one has begun."""
        if any(part.strip() for part in self._line):
            self._break()
        else:
            self._line = []
        if blank and self._lines and self._lines[-1].strip("> "):
            self._wants_blank = True

    def _end_link(self, href: str, line: int, part: int) -> None:
        """Adds the address behind the words, unless the words are the address."""
        if not href or href.startswith("#"):
            return
        words = "".join(self._line[part:] if line == len(self._lines) else self._line).strip()
        bare = href.removeprefix("mailto:").removeprefix("tel:")
        said = words.removeprefix("https://").removeprefix("http://").rstrip("/")
        if said and said in (bare, href, href.removeprefix("https://").removeprefix("http://").rstrip("/")):
            return
        if words or line != len(self._lines):
            self._put(f" ({bare})")
        else:
            self._put(bare)
