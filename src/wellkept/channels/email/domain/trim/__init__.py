"""The person's own words, apart from what their mail program added: quotes, signatures, disclaimers.

Two rules stand above all others. Nothing is lost: every line is in `reply` or in `rest`. And in doubt a line is the
person's own: a quote too many costs a glance, a word too few costs trust.
"""

from __future__ import annotations

from dataclasses import dataclass

from wellkept.channels.email.domain.html import to_text

from .lines import split_lines
from .sections import kept_lines

LINES = 200_000  # more are a log file, and all of it is kept


@dataclass(frozen=True)
class Trimmed:
    """`reply`: the own words, never empty when there are words at all. `rest`: what was folded away, in its order."""

    reply: str
    rest: str


def trim(text: str, html: str | None = None) -> Trimmed:
    """Divides a mail's body. `html` helps to see quotes that the text does not mark; it is the source when the text is
    blank. Answers between quoted lines stay together with the lines they answer; a forwarded mail is content and
    stays. Linear in the length."""
    whole = text if text.strip() or not html else to_text(html)
    lines = split_lines(whole)
    if len(lines) > LINES:
        return Trimmed(reply=_without_blank_edges(lines), rest="")
    keep = kept_lines(lines, html)
    reply = [line for line, kept in zip(lines, keep, strict=True) if kept]
    if not any(line.strip() for line in reply):
        return Trimmed(reply=_without_blank_edges(lines), rest="")
    rest = [line for line, kept in zip(lines, keep, strict=True) if not kept]
    return Trimmed(reply=_without_blank_edges(reply), rest=_without_blank_edges(rest))


def _without_blank_edges(lines: list[str]) -> str:
    first, last = 0, len(lines)
    while first < last and not lines[first].strip():
        first += 1
    while last > first and not lines[last - 1].strip():
        last -= 1
    return "\n".join(lines[first:last])


__all__ = ["Trimmed", "trim"]
