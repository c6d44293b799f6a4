"""A plain rebuild for HTML that would cost a real parser too much: the words, links, tables and lists, balanced and
shallow. What it writes still goes through the cleaner; this file bounds time, it does not make anything safe."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from .allowed import DROPPED_WHOLE, TAGS, VOID, named

DEPTH = 100
_TAG_REST = re.compile(r"""(?:[^"'>]++|"[^"]*+"|'[^']*+')*+>""")
_NAME = re.compile(r"[a-zA-Z][a-zA-Z0-9:-]*")
_ATTRIBUTE = re.compile(
    r"""\b(href|src|alt|width|height|colspan|rowspan)\s{0,8}=\s{0,8}("[^"]*+"|'[^']*+'|[^\s>"'][^\s>]*+)""",
    re.IGNORECASE,
)
_KEPT_ATTRIBUTES = {"a": {"href"}, "img": {"src", "alt", "width", "height"}, "td": {"colspan", "rowspan"}}
_PLAIN = TAGS - named(
    """
    font span small big tt nobr s strike sub sup abbr acronym bdi bdo cite dfn kbd samp
    """
)
_CLOSED_BY = {  # a start tag that ends these when they are innermost
    "li": {"li", "p"},
    "dt": {"dt", "dd", "p"},
    "dd": {"dt", "dd", "p"},
    "td": {"td", "th", "p"},
    "th": {"td", "th", "p"},
    "tr": {"td", "th", "tr", "p"},
    "tbody": {"td", "th", "tr", "tbody", "thead", "tfoot", "p"},
}
_INLINE = named("a b br code em i img q strong u var wbr mark time del ins")


def rebuild(html: str) -> str:
    """The same words in balanced, shallow markup. Linear in the length."""
    out: list[str] = []
    stack: list[tuple[str, bool]] = []  # name, and whether it was written
    opened: Counter[str] = Counter()

    def close() -> None:
        name, written = stack.pop()
        opened[name] -= 1
        if written:
            out.append(f"</{name}>")

    for kind, name, rest in _tokens(html):
        if kind == "text":
            out.append(rest.replace("<", "&lt;"))
        elif name not in _PLAIN:
            out.append(" ")
        elif kind == "end":
            if opened[name]:
                while stack[-1][0] != name:
                    close()
                close()
        elif name in VOID:
            out.append(f"<{name}{_attributes(name, rest)}>")
        else:
            ends = _CLOSED_BY.get(name) or (set() if name in _INLINE else {"p"})
            while stack and stack[-1][0] in ends:
                close()
            written = len(stack) < DEPTH
            stack.append((name, written))
            opened[name] += 1
            if written:
                out.append(f"<{name}{_attributes(name, rest)}>")
    while stack:
        close()
    return "".join(out)


def _attributes(name: str, rest: str) -> str:
    kept = _KEPT_ATTRIBUTES.get(name)
    if not kept or len(rest) > 50_000:
        return ""
    found: dict[str, str] = {}
    for match in _ATTRIBUTE.finditer(rest):
        if match[1].lower() in kept:
            found.setdefault(match[1].lower(), match[2].strip("\"'"))
    return "".join(
        f' {key}="{value.replace(chr(34), "&quot;").replace("<", "&lt;").replace(">", "&gt;")}"'
        for key, value in found.items()
    )


class _Reader:
    """Reads forward through the source; what was looked for once in vain is never looked for again."""

    def __init__(self, html: str) -> None:
        self.html = html
        self.at = 0
        self._missing: set[str] = set()

    def skip_past(self, mark: str) -> None:
        """Moves behind the next `mark`, in whatever case, or to the end."""
        found = (
            None
            if mark in self._missing
            else re.compile(re.escape(mark), re.I | re.A).search(self.html, self.at)
        )
        if found is None:
            self._missing.add(mark)
        self.at = found.end() if found else len(self.html)

    def skip_tag(self) -> None:
        """Moves behind the tag, with `>` inside quoted values passed over as long as quotes come in pairs."""
        found = None if "quotes" in self._missing else _TAG_REST.match(self.html, self.at)
        if found is None:
            self._missing.add("quotes")
            self.skip_past(">")
        else:
            self.at = found.end()


def _tokens(html: str) -> Iterator[tuple[str, str, str]]:
    """(kind, name, rest): text, start or end tags. Comments and what is dropped whole are left out."""
    reader, size = _Reader(html), len(html)
    while reader.at < size:
        less = html.find("<", reader.at)
        less = size if less < 0 else less
        if less > reader.at:
            yield "text", "", html[reader.at : less]
        reader.at = less
        if html.startswith("<!--", less):
            reader.skip_past("-->")
        elif html.startswith(("<!", "<?"), less):
            reader.skip_past(">")
        elif less < size:
            end = html.startswith("</", less)
            named = _NAME.match(html, less + 1 + end)
            if named is None:
                yield "text", "", "<"
                reader.at = less + 1
                continue
            reader.at = named.end()
            reader.skip_tag()
            name = named[0].lower()
            if name in DROPPED_WHOLE and not end:
                reader.skip_past(f"</{name}")
                reader.skip_past(">")
            else:
                yield ("end" if end else "start"), name, html[named.end() : reader.at]
