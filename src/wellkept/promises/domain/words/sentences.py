"""The writer's own sentences: without quotes, headers and signature."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .abbreviations import ends_nothing

LONGEST = 500
"""Longer runs are cut at a blank, so that no pattern ever meets a long text."""

_ASIDE = re.compile(
    r"\s*(?:>|\||(?:subject|betreff|asunto|from|von|de|to|an|para|date|sent|cc):\s)", re.IGNORECASE
)
_ATTRIBUTION = re.compile(
    r"\s*(?:on|am|el)\s.{1,200}(?:wrote|schrieb|escribió)[^:]{0,80}:\s*$", re.IGNORECASE
)
_END = re.compile(
    r"[.!?…]{1,8}[\"')\]]{0,3}(?=\s{1,8}[^\s\da-zäöüáéíóúñ]|\s{0,8}$)|[!?]{1,8}(?=\s)|(?<=\w\w\w)\.(?=\s{1,8}[a-zäöüáéíóúñ¿¡])|[¿]"
)
_QUOTED = re.compile(
    r"(?<!\w)(?:\"[^\"\n]{8,400}\"|„[^“”\n]{8,400}[“”]|“[^”\n]{8,400}”|«[^»\n]{8,400}»)(?!\w)"
)
_QUOTED_WORDS = 3
"""From so many words on, quotation marks mean that somebody else is speaking; fewer name a thing."""
_LETTER = re.compile(r"[^\W_]|[.!?¿]")
_PARTING = re.compile(r"--\s?$")
_LIST_NUMBER = re.compile(r"\d{1,2}[.)]\s")
_FAREWELL = re.compile(
    r"(?:best|kind|warm|many\s+thanks|regards|cheers|thanks|thank\s+you|sincerely|yours|viele|mit\s+freundlichen|"
    r"freundliche|liebe|beste|saludos|un\s+saludo|atentamente|gracias|cordialmente)\b",
    re.IGNORECASE,
)
_SAME = str.maketrans(
    {"’": "'", "‘": "'", "ʼ": "'", "`": "'", "\u00a0": " ", "\u202f": " ", "\t": " ", "\r": " "}
)


def readable(text: str) -> str:
    """The text with one apostrophe and one blank, what is quoted crossed out; every character keeps its place."""
    return _QUOTED.sub(_crossed_out, text.translate(_SAME))


def _crossed_out(quoted: re.Match[str]) -> str:
    words = quoted.group()
    return words if len(words.split()) < _QUOTED_WORDS else _LETTER.sub("x", words)


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of each sentence, its last mark included, in the order of the text."""
    for start, end in _paragraphs(text):
        at = start
        for mark in _END.finditer(text, start, end):
            if mark.group() == "." and ends_nothing(text, mark.start()):
                continue
            stop = mark.start() if mark.group() == "¿" else mark.end()
            yield from _cut(text, at, stop)
            at = stop
        yield from _cut(text, at, end)


def _paragraphs(text: str) -> Iterator[tuple[int, int]]:
    """Runs of own lines; a line break inside a run may stand inside a sentence, as mail programs wrap lines."""
    start: int | None = None
    at = 0
    for line in text.splitlines(keepends=True):
        bare = line.strip()
        if _PARTING.match(line.rstrip("\n")) and bare == "--":
            break
        own = bare and not _ASIDE.match(line) and not _ATTRIBUTION.match(bare[:300])
        if start is not None and (not own or _begins_anew(line)):
            yield start, at
            start = None
        if own and start is None:
            start = at
        at += len(line)
    if start is not None:
        yield start, at


def _begins_anew(line: str) -> bool:
    bare = line.lstrip()
    return bare[:1] in "-*•" or _LIST_NUMBER.match(bare) is not None or _FAREWELL.match(bare) is not None


def _cut(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while start < end:
        stop = end
        if end - start > LONGEST:
            blank = text.rfind(" ", start + 1, start + LONGEST)
            stop = blank if blank > start else start + LONGEST
        first, last = start, stop
        while first < last and text[first].isspace():
            first += 1
        while last > first and text[last - 1].isspace():
            last -= 1
        if first < last:
            yield first, last
        start = stop
