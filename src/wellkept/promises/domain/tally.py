"""What a rehearsal comes to: how many would have been kept, against what was, and where the two part."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from .rehearsing import End, Owed

MOST_EXAMPLES = 10
Ends = dict[tuple[str, datetime], End]


@dataclass(slots=True)
class Counts:
    """How promises of one kind ended. `void`: nobody was owed it any more, or the customer waived it."""

    kept: int = 0
    broken: int = 0
    void: int = 0
    open: int = 0

    @property
    def promised(self) -> int:
        return self.kept + self.broken + self.void + self.open

    @property
    def rate(self) -> float | None:
        """Kept of what was kept or broken, 0 to 1; None while nothing has ended."""
        ended = self.kept + self.broken
        return self.kept / ended if ended else None

    def add(self, ends: Iterable[End]) -> None:
        for end in ends:
            setattr(self, end, getattr(self, end) + 1)


@dataclass(slots=True)
class KindTally:
    """One kind: as it was, as it would have been, and which conversations change sides (the first ten of each)."""

    was: Counts = field(default_factory=Counts)
    would: Counts = field(default_factory=Counts)
    lost: int = 0
    won: int = 0
    lost_in: list[int] = field(default_factory=list)
    won_in: list[int] = field(default_factory=list)


@dataclass(slots=True)
class Tally:
    """All kinds. Of `compared` promises of the ledger and of a replay of what was in force, `agreed` ended alike.

    `left_out` conversations could not be played: their hours do not open any more.
    """

    kinds: dict[str, KindTally] = field(default_factory=dict)
    conversations: int = 0
    compared: int = 0
    agreed: int = 0
    left_out: int = 0

    def enter(self, conversation_id: int, *, was: Ends, replayed: Ends, would: Ends) -> None:
        """One conversation: the ledger's ends, those of a replay of what was in force, and the draft's."""
        self.conversations += 1
        for key in was.keys() | replayed.keys():
            self.compared += 1
            self.agreed += was.get(key) == replayed.get(key)
        for kind in {kind for kind, _ in was.keys() | would.keys()}:
            self._enter_kind(conversation_id, self.kinds.setdefault(kind, KindTally()), kind, was, would)

    def _enter_kind(self, number: int, tally: KindTally, kind: str, was: Ends, would: Ends) -> None:
        tally.was.add(end for key, end in was.items() if key[0] == kind)
        tally.would.add(end for key, end in would.items() if key[0] == kind)
        both = [(was[key], would[key]) for key in was.keys() & would.keys() if key[0] == kind]
        lost, won = both.count(("kept", "broken")), both.count(("broken", "kept"))
        tally.lost, tally.won = tally.lost + lost, tally.won + won
        if lost and len(tally.lost_in) < MOST_EXAMPLES:
            tally.lost_in.append(number)
        if won and len(tally.won_in) < MOST_EXAMPLES:
            tally.won_in.append(number)

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def ends_of(promises: Iterable[Owed]) -> Ends:
    """By kind and beginning; of two that began together the later counts."""
    return {(one.kind, one.made_at): one.end for one in promises}


def read_tally(given: Mapping[str, Any]) -> Tally:
    """The same as `Tally.as_json` gives."""
    kinds = {
        kind: KindTally(**{**one, "was": Counts(**one["was"]), "would": Counts(**one["would"])})
        for kind, one in given["kinds"].items()
    }
    return Tally(**{**given, "kinds": kinds})
