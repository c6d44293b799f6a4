"""How well promises are found: against sentences labelled by hand, half of which no rule was tuned on."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from importlib.resources import files
from typing import Any, Literal
from zoneinfo import ZoneInfo

from wellkept.kernel.statistics.intervals import Interval
from wellkept.kernel.statistics.proportions import wilson

from .finding import find
from .found import Found, WorkingTime

Half = Literal["tuning", "held-out"]
LANGUAGES = ("en", "de", "es")
OVERLAP = 0.5
"""Shared characters over all characters of both spans; at least this much counts as found."""


@dataclass(frozen=True)
class Label:
    """A promise as a person marked it; `due` is None where no moment can be known."""

    start: int
    end: int
    due: datetime | None
    strength: str


@dataclass(frozen=True)
class Sentence:
    """A draft, when and where it was sent, and the promises in it; none for a look-alike."""

    text: str
    language: str
    sent_at: datetime
    zone: ZoneInfo
    calendar: dict[str, Any] | None
    promises: tuple[Label, ...]

    @property
    def half(self) -> Half:
        """By the first byte of the text's SHA-256: even is for tuning, odd is held out."""
        return "held-out" if sha256(self.text.encode()).digest()[0] % 2 else "tuning"


@dataclass(frozen=True)
class Rate:
    """`hits` of `n`, with its 95 % Wilson interval (M01): 45 of 50 is .786 to .957, none of none is 0 to 1."""

    hits: int
    n: int

    @property
    def value(self) -> float | None:
        """The share; None of none."""
        return self.hits / self.n if self.n else None

    @property
    def interval(self) -> tuple[float, float]:
        """Lower and upper end."""
        limits = wilson(self.hits, self.n) if self.n else Interval(0.0, 1.0)
        return limits.low, limits.high


@dataclass(frozen=True)
class Score:
    """`due` is counted over the promises that were found: the very moment, or rightly none."""

    sentences: int
    precision: Rate
    recall: Rate
    due: Rate
    strength: Rate


def labelled() -> list[Sentence]:
    """All labelled sentences, language by language, in the order of the files."""
    folder = files(__package__).joinpath("eval")
    return [
        _sentence(json.loads(line))
        for name in LANGUAGES
        for line in folder.joinpath(f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    ]


def score(
    sentences: Iterable[Sentence], *, calendar_of: Callable[[dict[str, Any]], WorkingTime] | None = None
) -> Score:
    """Precision and recall of finding, and how often due time and strength of what was found are right."""
    found_count = labels = hits = due = strength = count = 0
    for one in sentences:
        calendar = calendar_of(one.calendar) if one.calendar and calendar_of else None
        found = find(one.text, sent_at=one.sent_at, zone=one.zone, calendar=calendar)
        pairs = matched(found, one.promises)
        count += 1
        found_count, labels, hits = found_count + len(found), labels + len(one.promises), hits + len(pairs)
        due += sum(promise.due == label.due for promise, label in pairs)
        strength += sum(promise.strength == label.strength for promise, label in pairs)
    return Score(count, Rate(hits, found_count), Rate(hits, labels), Rate(due, hits), Rate(strength, hits))


def matched(found: Sequence[Found], labels: Sequence[Label]) -> list[tuple[Found, Label]]:
    """Pairs that overlap enough, each promise and each label at most once, the closest first."""
    close = sorted(
        ((_overlap(one, label), i, j) for i, one in enumerate(found) for j, label in enumerate(labels)),
        reverse=True,
    )
    pairs: dict[int, int] = {}
    for share, i, j in close:
        if share >= OVERLAP and i not in pairs and j not in pairs.values():
            pairs[i] = j
    return [(found[i], labels[j]) for i, j in pairs.items()]


def _overlap(one: Found, label: Label) -> float:
    shared = min(one.end, label.end) - max(one.start, label.start)
    return max(shared, 0) / (max(one.end, label.end) - min(one.start, label.start))


def _sentence(given: dict[str, Any]) -> Sentence:
    promises = tuple(
        Label(
            one["start"],
            one["end"],
            datetime.fromisoformat(one["due"]) if one["due"] else None,
            one["strength"],
        )
        for one in given["promises"]
    )
    sent_at = datetime.fromisoformat(given["sent_at"])
    zone = ZoneInfo(given["zone"])
    return Sentence(given["text"], given["language"], sent_at, zone, given.get("calendar"), promises)
