"""The parts of a mail, found in one pass over its bytes: no recursion, no copy, no time that grows faster than size.

Every line that starts with two dashes is looked up among the boundaries that are open at that place. The innermost
wins when two are equal; an outer one closes everything inside it, ended or not. That is what RFC 2046 section 5.1.2
asks for, and what reads mail whose inner parts were never ended.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from wellkept.channels.email.domain import headers, parameters
from wellkept.channels.email.domain.headers import Headers

MOST_PARTS = 1_000
MOST_DEPTH = 50
MOST_BOUNDARY = 500

TOO_MANY_PARTS = "parts-cut"
TOO_DEEP = "mime-too-deep"
NO_BOUNDARY = "mime-boundary-missing"
BOUNDARY_ABSENT = "mime-boundary-absent"
UNTERMINATED = "mime-unterminated"

_TYPE = re.compile(r"[a-z0-9!#$&.+^_*-]{1,80}/[a-z0-9!#$&.+^_*-]{1,120}\Z")


class Entity:
    """One part: its header, its place in the bytes, and its parts when it is a multipart that has any."""

    __slots__ = (
        "children",
        "disposition",
        "disposition_parameters",
        "end",
        "headers",
        "parameters",
        "parent",
        "start",
        "type",
    )

    def __init__(self, block: Headers, start: int, end: int, parent: Entity | None) -> None:
        self.headers = block
        self.start = start
        self.end = end
        self.parent = parent
        self.children: list[Entity] = []
        self.type, self.parameters = content_type(block)
        self.disposition, self.disposition_parameters = "", dict[str, str]()
        if block.has("content-disposition"):
            self.disposition, self.disposition_parameters = parameters.read(
                block.first("content-disposition")
            )

    @property
    def boundary(self) -> bytes:
        """What separates its parts; b"" when it is no multipart or does not say."""
        if not self.type.startswith("multipart/"):
            return b""
        boundary = self.parameters.get("boundary", "").encode("utf-8", "replace").rstrip()
        return boundary if len(boundary) <= MOST_BOUNDARY else b""


def content_type(block: Headers) -> tuple[str, dict[str, str]]:
    """The media type in lower case, `text/plain` where none or none that can be read is given, and its parameters."""
    if not block.has("content-type"):
        return "text/plain", {}
    kind, found = parameters.read(block.first("content-type"))
    if _TYPE.match(kind):
        return kind, found
    if kind.startswith(("text/html", "html")):
        return "text/html", found
    return "text/plain", found


class _Open:
    """A multipart whose end has not come yet."""

    __slots__ = ("boundary", "outer", "part")

    def __init__(self, part: Entity, boundary: bytes, outer: int | None) -> None:
        self.part = part
        self.boundary = boundary
        self.outer = outer  # where on the stack the same boundary was open before


def split(raw: bytes) -> tuple[Entity, list[str]]:
    """The whole mail as a tree, and problem codes. Bodies are the bytes between `start` and `end`."""
    block, body, problems = headers.read(raw, 0, top=True)
    top = Entity(block, body, len(raw), None)
    if top.boundary:
        _Splitter(raw, problems).run(top)
    elif top.type.startswith("multipart/"):
        problems.append(NO_BOUNDARY)
    return top, problems


def _dashed_lines(raw: bytes, start: int) -> Iterator[tuple[int, int]]:
    """Begin and end of every line that begins with two dashes in a body that starts, as all do, after a line end."""
    at = raw.find(b"\n--", start - 1)
    while at >= 0:
        end = raw.find(b"\n", at + 1)
        end = len(raw) if end < 0 else end
        yield at + 1, end
        at = raw.find(b"\n--", end)


class _Splitter:
    def __init__(self, raw: bytes, problems: list[str]) -> None:
        self.raw = raw
        self.problems = problems
        self.stack: list[_Open] = []
        self.level: dict[bytes, int] = {}
        self.current: Entity | None = None  # whose body is being passed; None in a preamble or epilogue
        self.parts = 1

    def run(self, top: Entity) -> None:
        self._push(top)
        resume = top.start
        for at, end in _dashed_lines(self.raw, top.start):
            if at < resume:
                continue  # inside a header block
            line = self.raw[at + 2 : end].rstrip(b" \t\r") if end - at <= MOST_BOUNDARY + 100 else b""
            level, ends = self.level.get(line), False
            if level is None and line.endswith(b"--"):
                level, ends = self.level.get(line[:-2].rstrip(b" \t")), True
            if level is None:
                continue
            self._finish(at)
            self._close_to(level, at, unterminated=True)
            if ends:
                self._close_to(level - 1, at, unterminated=False)
                if not self.stack:
                    return
                continue
            if self.parts >= MOST_PARTS:
                self.problems.append(TOO_MANY_PARTS)
                self._close_to(-1, at, unterminated=False)
                return
            resume = self._begin(end + 1, level)
        self._finish(len(self.raw), at_end=True)
        self._close_to(-1, len(self.raw), unterminated=True)

    def _begin(self, position: int, level: int) -> int:
        """Starts a part of the multipart at this level; returns where its body begins."""
        self.parts += 1
        parent = self.stack[level].part
        block, body, _ = headers.read(self.raw, min(position, len(self.raw)))
        part = Entity(block, body, len(self.raw), parent)
        parent.children.append(part)
        self.current = part
        if part.type.startswith("multipart/"):
            if not part.boundary:
                self.problems.append(NO_BOUNDARY)
            elif len(self.stack) >= MOST_DEPTH:
                self.problems.append(TOO_DEEP)
            else:
                self._push(part)
        return body

    def _push(self, part: Entity) -> None:
        boundary = part.boundary
        self.stack.append(_Open(part, boundary, self.level.get(boundary)))
        self.level[boundary] = len(self.stack) - 1
        self.current = None

    def _finish(self, at: int, *, at_end: bool = False) -> None:
        """The current part ends before `at`; the line end there belongs to the boundary."""
        if self.current is None:
            return
        end = at
        if not at_end:
            if end > self.current.start and self.raw[end - 1] == 0x0A:
                end -= 1
                if end > self.current.start and self.raw[end - 1] == 0x0D:
                    end -= 1
            end = max(end, self.current.start)
        self.current.end = end
        self.current = None

    def _close_to(self, level: int, at: int, *, unterminated: bool) -> None:
        """Closes every multipart above this level of the stack."""
        while len(self.stack) - 1 > level:
            closing = self.stack.pop()
            closing.part.end = min(at, len(self.raw))
            if closing.outer is None:
                self.level.pop(closing.boundary, None)
            else:
                self.level[closing.boundary] = closing.outer
            if not closing.part.children:
                self.problems.append(BOUNDARY_ABSENT)
            elif unterminated:
                self.problems.append(UNTERMINATED)
