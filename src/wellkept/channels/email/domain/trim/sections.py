"""Own words, quotes and forwards of a body, and which of them belong to the reply."""

from __future__ import annotations

from dataclasses import dataclass

from .attributions import attribution
from .headers import header_block
from .lines import is_quoted, may_be_mark
from .marks import is_forward, is_original, is_our_marker
from .markup import Hints, hints
from .tail import words_end

OWN, QUOTE, FORWARD, REST = "own", "quote", "forward", "rest"
CANDIDATES = 800_000  # characters of lines that look like a mark; after that nothing more is recognised
_LONG_QUOTE = 12  # lines; a longer one at the very top was not chosen by hand


@dataclass
class _Section:
    kind: str
    start: int
    end: int
    introduced: bool = False  # a quote below "On …, Anna wrote:"


def kept_lines(lines: list[str], html: str | None) -> list[bool]:
    """For every line whether it belongs to the reply."""
    said = hints(html, lines)
    kinds, introduced = _kinds(lines, said)
    keep = [False] * len(lines)
    sections = _sections(lines, kinds, introduced)
    for section in _chosen(lines, sections, said):
        for index in range(section.start, section.end):
            keep[index] = True
    for index in range(1, len(lines)):
        if not lines[index].strip():
            keep[index] = keep[index - 1]
    return keep


def _kinds(lines: list[str], said: Hints | None) -> tuple[list[str], set[int]]:
    """What each line is, and the lines that introduce a quote."""
    marked = [is_quoted(line) for line in lines]
    _take_in_wrapped(lines, marked)
    if said:
        marked = [one or two for one, two in zip(marked, said.quoted, strict=True)]
    kinds = [QUOTE if one else OWN for one in marked]
    introduced: set[int] = set()
    following = _next_worded(lines)
    floor = 0
    looked_at = 0
    for at, line in enumerate(lines):
        after = following[at]
        before_quote = after is not None and marked[after]
        if marked[at] and (is_quoted(line) or _is_marked_above(lines, marked, at)):
            continue
        if not (before_quote or may_be_mark(line)):
            continue
        looked_at += len(line) + 80
        if looked_at > CANDIDATES:
            break
        if is_forward(line):
            return _from_here(kinds, at, FORWARD), introduced
        if is_our_marker(line) or is_original(line):
            return _from_here(kinds, at, REST), introduced
        if block := header_block(lines, at):
            forwarded = _forward_above(lines, block[0])
            return _from_here(kinds, block[0], FORWARD if forwarded else REST), introduced
        found = attribution(lines, at, before_quote=before_quote, floor=floor)
        if found is None or after is None:
            continue
        if not before_quote:  # the quote has no marks: all below it is quote
            return _from_here(kinds, found.start, REST), introduced
        for index in range(found.start, found.end):
            kinds[index] = QUOTE
            introduced.add(index)
        floor = found.end
    return kinds, introduced


def _from_here(kinds: list[str], at: int, kind: str) -> list[str]:
    return kinds[:at] + [kind] * (len(kinds) - at)


def _take_in_wrapped(lines: list[str], marked: list[bool]) -> None:
    """A short unmarked line right between a long quoted line and another one was broken off by a mail program."""
    for at in range(1, len(lines) - 1):
        if (
            not marked[at]
            and marked[at - 1]
            and marked[at + 1]
            and lines[at].strip()
            and len(lines[at - 1]) >= 60
            and len(lines[at]) <= 24
            and is_quoted(lines[at - 1])
            and lines[at - 1].rstrip()[-1] not in ".?!:>"
        ):
            marked[at] = True


def _is_marked_above(lines: list[str], marked: list[bool], at: int) -> bool:
    above = at - 1
    while above > 0 and not lines[above].strip():
        above -= 1
    return marked[above]


def _next_worded(lines: list[str]) -> list[int | None]:
    """For every line the next one that is not blank."""
    following: list[int | None] = [None] * len(lines)
    last: int | None = None
    for at in range(len(lines) - 1, -1, -1):
        following[at] = last
        if lines[at].strip():
            last = at
    return following


def _forward_above(lines: list[str], at: int) -> bool:
    above = at - 1
    while above >= 0 and not lines[above].strip():
        above -= 1
    return above >= 0 and is_forward(lines[above])


def _sections(lines: list[str], kinds: list[str], introduced: set[int]) -> list[_Section]:
    """Runs of one kind; blank lines go with what is above them."""
    found: list[_Section] = []
    for at, kind in enumerate(kinds):
        if not lines[at].strip() and found:
            kind = found[-1].kind
        if found and found[-1].kind == kind:
            found[-1].end = at + 1
        else:
            found.append(_Section(kind=kind, start=at, end=at + 1))
        found[-1].introduced |= at in introduced
    return found


def _chosen(lines: list[str], sections: list[_Section], said: Hints | None) -> list[_Section]:
    """The sections of the reply, own ones without their tails."""
    forward = [one for one in sections if one.kind == FORWARD]
    before = [one for one in sections if one.kind in (OWN, QUOTE)]
    last = -1
    for index in range(len(before) - 1, -1, -1):
        section = before[index]
        if section.kind == OWN and any(line.strip() for line in lines[section.start : section.end]):
            end = _own_end(lines, section, said)
            if end > section.start or index == 0:
                before[index] = _Section(OWN, section.start, end)
                last = index
                break
    chosen = before[: last + 1]
    quotes = [one for one in chosen if one.kind == QUOTE]
    if len(quotes) == 1 and _is_below_quote(lines, chosen, quotes[0]):
        chosen = [one for one in chosen if one.kind == OWN]
    return chosen + forward


def _is_below_quote(lines: list[str], chosen: list[_Section], quote: _Section) -> bool:
    """Whether the whole answer stands below one whole quote, which then explains nothing by its place."""
    above = [one for one in chosen if one.kind == OWN and one.start < quote.start]
    if any(line.strip() for one in above for line in lines[one.start : one.end]):
        return False
    return quote.introduced or quote.end - quote.start > _LONG_QUOTE


def _own_end(lines: list[str], section: _Section, said: Hints | None) -> int:
    end = words_end(lines, section.start, section.end)
    if said is None:
        return end
    while end > section.start and (not lines[end - 1].strip() or said.signed[end - 1]):
        end -= 1
    return words_end(lines, section.start, end) if end > section.start else section.start
