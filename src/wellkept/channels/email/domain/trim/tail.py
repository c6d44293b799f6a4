"""Where a person's words end and their signature, device line or lawyer begins."""

from __future__ import annotations

import re

from .lines import LONGEST, folded, is_rule
from .marks import is_device
from .phrases import LANGUAGES

_SIGNATURE_LINES = 24
_LOOSE_LINES = 10  # below "--" without its space, which people also draw between paragraphs
_CONTACT_LINES = 12
_FOOTERS_MOST = 30
_LEGAL = [tuple(word.casefold() for word in one.legal) for one in LANGUAGES.values() if one.spaced]
_LEGAL_DENSE = [tuple(word.casefold() for word in one.legal) for one in LANGUAGES.values() if not one.spaced]
_HEADINGS = tuple(
    {heading.casefold() for one in LANGUAGES.values() for heading in one.headings} - {"notice:", "hinweis:"}
)
_GOODBYES = frozenset(goodbye.casefold() for one in LANGUAGES.values() for goodbye in one.goodbyes)
_FOOTERS = (
    "you received this message because you are subscribed", "to unsubscribe from this group", "to view this discussion",
    "to stop receiving emails from it", "_______________________________________________",
    "virus-free.", "this email has been checked for viruses", "please consider the environment",
    "think before you print", "p please consider the environment", "before printing, think",
)  # fmt: skip
_CONTACT = re.compile(
    r"(?:tel|fon|phone|mobile?|mob|fax|handy|cell|tél|telefon|telefono|telefax|web|www|e-?mail|skype|whatsapp|direct|[tmfew])"
    r"[.:/ ]{1,3}\S|(?:\+|00)\d[\d ()/.-]{6,}|\(?0\d[\d ()/.-]{6,}\d|https?://\S|www\.\S|\S@\S+\.\w",
    re.IGNORECASE,
)


def words_end(lines: list[str], start: int, end: int) -> int:
    """The index behind the last line of own words in lines [start, end); what follows is the tail. `start` when all
    of it is tail."""
    stop = _strip_footers(lines, start, end)
    signature = _delimiter(lines, start, stop)
    if signature is None:
        signature = _contact_block(lines, start, stop)
    if signature is not None:
        stop = _strip_footers(lines, start, signature)
    return stop


def _strip_footers(lines: list[str], start: int, end: int) -> int:
    """Takes device lines, disclaimers and footers away, from the end upwards."""
    stop = end
    for _ in range(_FOOTERS_MOST):
        while stop > start and not lines[stop - 1].strip():
            stop -= 1
        if stop == start:
            return start
        if is_device(lines[stop - 1]) and (stop - 1 == start or _stands_alone(lines, stop - 1)):
            stop -= 1
            continue
        top = stop
        while top > start and lines[top - 1].strip() and stop - top < 60:
            top -= 1
        if _is_legal(lines[top:stop]) or (
            is_rule(lines[stop - 1]) and (stop < end or _is_line_of_lines(lines[stop - 1]))
        ):
            stop = top if not is_rule(lines[stop - 1]) else stop - 1
            continue
        return _below_heading(lines, start, stop)
    return stop


def _stands_alone(lines: list[str], at: int) -> bool:
    above = lines[at - 1]
    return not above.strip() or is_rule(above) or len(above) <= 60


def _is_line_of_lines(line: str) -> bool:
    """Outlook's drawn line above the quoted header; shorter ones are people's own."""
    return len(line.strip()) >= 20


def _is_legal(paragraph: list[str]) -> bool:
    text = " ".join(paragraph)
    words = folded(text[:LONGEST]) if len(text) <= LONGEST else " ".join(text[:8_000].casefold().split())
    if words.lstrip("_-*= ").startswith(_FOOTERS):
        return True
    for tells in _LEGAL:
        hits = sum(tell in words for tell in tells)
        if (hits >= 2 and len(words) >= 120) or (hits >= 3 and len(words) >= 60):
            return True
    return len(words) >= 30 and any(sum(tell in words for tell in tells) >= 3 for tells in _LEGAL_DENSE)


def _below_heading(lines: list[str], start: int, stop: int) -> int:
    """A disclaimer that names itself takes along the company's particulars below it."""
    for at in range(stop - 1, max(start, stop - 40) - 1, -1):
        if folded(lines[at]).lstrip("_-*=#> ").startswith(_HEADINGS) and (
            at == start or not lines[at - 1].strip()
        ):
            if len(" ".join(lines[at:stop])) < 80:
                return stop
            while at > start and (not lines[at - 1].strip() or is_rule(lines[at - 1])):
                at -= 1
            return at
    return stop


def _delimiter(lines: list[str], start: int, stop: int) -> int | None:
    """The "-- " above a signature (RFC 3676, 4.3), or the bare "--" when what follows looks like one."""
    for at in range(max(start, stop - 2 * _SIGNATURE_LINES), stop):
        line = lines[at].replace("\u00a0", " ")
        if line.rstrip() not in ("--", "—", "- --"):
            continue
        below = [one for one in lines[at + 1 : stop] if one.strip()]
        if line == "-- " and len(below) <= _SIGNATURE_LINES:
            return at
        if len(below) <= _LOOSE_LINES and all(
            len(one) <= 100 and not one.rstrip().endswith("?") and not _is_item(one) for one in below
        ):
            return at
    return None


def _is_item(line: str) -> bool:
    return line.lstrip().startswith(("- ", "* ", "• "))


def _contact_block(lines: list[str], start: int, stop: int) -> int | None:
    """The company, telephone and web lines below "Kind regards, Anna": the goodbye and the name stay."""
    bottom = [at for at in range(max(start, stop - 2 * _CONTACT_LINES), stop) if lines[at].strip()]
    for position, at in enumerate(bottom):
        if folded(lines[at]).rstrip(" ,.!-") not in _GOODBYES:
            continue
        block = bottom[position + 2 :]  # the line below the goodbye is the name
        if (
            2 <= len(block) <= _CONTACT_LINES
            and all(len(lines[one]) <= 90 and not lines[one].rstrip().endswith("?") for one in block)
            and sum(_CONTACT.search(lines[one]) is not None for one in block) >= 2
        ):
            return block[0]
        return None
    return None
