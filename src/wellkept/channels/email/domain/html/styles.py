"""Inline CSS, reduced to declarations that can only colour, size and space what is in its place."""

from __future__ import annotations

import re

from .allowed import STYLES

LIMIT = 4_000  # characters of one style attribute
_VALUE = re.compile(
    r"[\w\s#%.,'\"+!-]+"
)  # no backslash, colon, slash, brackets: nothing can be escaped or fetched
_COLOUR = re.compile(r"\b(?:rgb|hsl)a?\([\d\s.,%/+-]*(?:deg)?[\d\s.,%/]*\)", re.IGNORECASE)
_NEGATIVE = re.compile(r"(?<![\w.])-\s*[\d.]")


def safe_style(style: str) -> str:
    """The declarations that are safe, in their order; "" when none is.

    >>> safe_style("color: red; position: fixed; background: url(//x)")
    'color:red'
    """
    kept = []
    for declaration in style[:LIMIT].split(";"):
        name, colon, value = declaration.partition(":")
        name, value = name.strip().lower(), value.strip()
        if name == "background":  # its shorthand is kept when it is only a colour
            name = "background-color"
        if colon and name in STYLES and _is_safe(name, value):
            kept.append(f"{name}:{value}")
    return ";".join(kept)


def _is_safe(name: str, value: str) -> bool:
    if len(value) > 200:
        return False
    # Negative space pulls text over its neighbours.
    if name.startswith(("margin", "text-indent", "letter", "word-s")) and _NEGATIVE.search(value):
        return False
    return _VALUE.fullmatch(_COLOUR.sub("x", value)) is not None
