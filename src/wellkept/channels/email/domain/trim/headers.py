"""Outlook's way to quote: From, Sent, To, Subject of the mail that was answered, then its words without any mark."""

from __future__ import annotations

import re

from .lines import folded, is_rule
from .phrases import LANGUAGES

LINES = 14  # looked at from the first label on
_LABEL = re.compile(r"[\s*>|]{0,4}([^\s:：*][^:：*]{0,30}?)[\s*\u00a0]{0,3}[:：]")
_CLOCK = re.compile(r"\d{1,2} ?[:.h時点시] ?\d{2}|(?<!\d)20\d\d(?!\d)")
_SENDER, _SENT, _TO, _SUBJECT = range(4)


def _labels() -> dict[str, frozenset[tuple[str, int]]]:
    found: dict[str, set[tuple[str, int]]] = {}
    for code, one in LANGUAGES.items():
        for role, words in ((_SENDER, one.sender), (_SENT, one.sent), (_TO, one.to), (_SUBJECT, one.subject)):
            for word in words:
                found.setdefault(word.casefold(), set()).add((code, role))
    return {word: frozenset(meanings) for word, meanings in found.items()}


_LABELS = _labels()


def _meanings(line: str) -> frozenset[tuple[str, int]]:
    label = _LABEL.match(line[:60]) if ":" in line[:60] or "：" in line[:60] else None
    return _LABELS.get(folded(label[1]), frozenset()) if label else frozenset()


def header_block(lines: list[str], at: int) -> tuple[int, int] | None:
    """The header block that begins with line `at`: its lines [start, end), with the drawn line above it. None if none.

    Sender, date and one more label in one language, within a few lines of each other, and something that a person's own
    list has not: an address, a time, or all four labels in a paragraph of their own. "From: the bottom of my heart"
    is none, nor is what a form on a website writes.
    """
    if not _meanings(lines[at]):
        return None
    seen: dict[str, set[int]] = {}
    end = at
    gap = 0
    telling = False
    for index in range(at, min(at + LINES, len(lines))):
        line = lines[index]
        if not line.strip():
            gap += 1
            if gap > 1:  # some programs write each header as a paragraph of its own
                break
            continue
        meanings = _meanings(line)
        if not meanings and gap and index - end > 1 and not _is_other_header(line):
            break
        gap = 0
        for code, role in meanings:
            seen.setdefault(code, set()).add(role)
            telling |= (role == _SENDER and "@" in line) or (
                role == _SENT and _CLOCK.search(line) is not None
            )
        if meanings:
            end = index
    most = max((roles for roles in seen.values() if roles >= {_SENDER, _SENT}), key=len, default=set())
    if len(most) < 3:
        return None
    above = at - 1
    while above >= 0 and at - above <= 3 and not lines[above].strip():
        above -= 1
    drawn = above >= 0 and is_rule(lines[above]) and len(lines[above].strip()) >= 5
    if not (telling or drawn or (len(most) == 4 and above < at - 1)):
        return None
    return (above if drawn else at), end + 1


def _is_other_header(line: str) -> bool:
    label = _LABEL.match(line[:60])
    return label is not None and len(label[1]) <= 20
