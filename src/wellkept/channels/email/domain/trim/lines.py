"""A line as the rules see it."""

from __future__ import annotations

import re

DRAWN = frozenset("#-_=*~–—")
LONGEST = 1_000  # a mark of a mail program is never longer; longer lines are prose
_GAPS = re.compile(r"[\s\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]+")
_QUOTE = re.compile(r"[ \t]{0,3}>")
_RULE = re.compile(r"[\s_=*~#·–—-]{3,}")


def folded(line: str) -> str:
    """The line for comparing: case, typographic apostrophes, odd spaces and emphasis marks make no difference."""
    if len(line) > LONGEST:
        return ""
    return _GAPS.sub(" ", line).strip(" *").casefold().replace("’", "'").replace("‘", "'")


def is_quoted(line: str) -> bool:
    """Whether it begins with `>`; the `>From` of mailbox files is no quote."""
    return _QUOTE.match(line) is not None and not line.startswith(">From ")


def may_be_mark(line: str) -> bool:
    """Whether a closer look can find anything: nearly every line of prose is done with here."""
    start = line.lstrip()[:1]
    return bool(start) and (
        start in DRAWN
        or ":" in line[:60]
        or "：" in line[:60]
        or line.rstrip(" \t*_\u00a0").endswith((":", "："))
    )


def is_rule(line: str) -> bool:
    """Whether it is a drawn line: at least three of the characters people draw lines with, and nothing else."""
    return len(line) <= LONGEST and line.strip() != "" and _RULE.fullmatch(line) is not None


def split_lines(text: str) -> list[str]:
    """The lines, whatever their ends."""
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
