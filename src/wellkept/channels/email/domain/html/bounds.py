"""Keeps parsing in bounded time: a correct HTML parser is quadratic in depth, in formatting and in attributes.

The estimate never trusts end tags: a hostile one may sit where the parser does not see it.
"""

from __future__ import annotations

import re
from collections import Counter

from .allowed import FORMATTING, VOID, named
from .rebuild import rebuild

_START = re.compile(r"<([a-zA-Z][a-zA-Z0-9]*)|</|<!")
_FORMAT = re.compile(rf"<(?:{'|'.join(sorted(FORMATTING))})\b[^>]*", re.IGNORECASE)
_SELF_CLOSING = VOID | named("p li td th tr tbody thead tfoot dd dt option")  # deep only inside others

STEPS = 400_000_000  # about half a second of the parser's walks over its open elements
COPIES = 50_000_000  # characters of formatting that it may repeat into later blocks
ATTRIBUTES = 5_000  # attributes of one element; compared pairwise


def bounded(html: str) -> str:
    """The same HTML when a parser takes it in reasonable time, else a simplified one that says the same words."""
    return rebuild(html) if _is_costly(html) else html


def _is_costly(html: str) -> bool:
    names: Counter[str] = Counter()
    last = 0
    for found in _START.finditer(html):
        if found.start() - last > 4 * ATTRIBUTES and _may_have_many_attributes(html[last : found.start()]):
            return True
        last = found.start()
        if found[1]:
            names[found[1].lower()] += 1
    if len(html) - last > 4 * ATTRIBUTES and _may_have_many_attributes(html[last:]):
        return True
    total = names.total()
    deep = total - sum(names[name] for name in _SELF_CLOSING)
    if total * deep > STEPS:
        return True
    # Identical formatting counts three times at most (HTML 13.2.4.3, "Noah's Ark clause").
    formatting = 3 * sum(map(len, set(_FORMAT.findall(html))))
    return formatting * (total - sum(names[name] for name in FORMATTING)) > COPIES


def _may_have_many_attributes(stretch: str) -> bool:
    return len(stretch.split(None, ATTRIBUTES)) > ATTRIBUTES or stretch.count("/") > ATTRIBUTES
