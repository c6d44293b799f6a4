"""What every principle says of itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

from wellkept.insight.tiles.tile import Tile

Words = str | Promise


@dataclass(frozen=True, slots=True)
class Pointer:
    """A sentence about what is done, and the code that does it: a function, a class or a module."""

    says: Words
    code: Any

    @property
    def place(self) -> str:
        """The code's name as one would look for it: `promises.operations.clock.break_late`."""
        home = getattr(self.code, "__module__", "")
        name = f"{home}.{self.code.__name__}" if home else str(self.code.__name__)
        return name.removeprefix("wellkept.")


@dataclass(frozen=True, slots=True)
class NotYet:
    """A measure of the principle that nothing can be said about yet: its card, what it is, and what is missing."""

    card: str
    what: Words
    why: Words


@dataclass(frozen=True, kw_only=True)
class Principle:
    """One principle of PRINCIPLES.md. `first` are the measures its overview shows; all of them are in `measures`."""

    number: str
    slug: str
    name: Words
    promise: Words
    mechanisms: tuple[Pointer, ...]
    guards: tuple[Pointer, ...]
    measures: tuple[Tile, ...]
    first: tuple[Tile, ...]
    evidence: Words
    not_yet: tuple[NotYet, ...] = ()
