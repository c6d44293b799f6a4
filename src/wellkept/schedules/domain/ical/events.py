"""The events of a file: what each says about when, not yet what that means."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from wellkept.schedules.domain.problems import BadField

from .lines import Line, unescape

MOST_EVENTS = 5_000


@dataclass(slots=True)
class Event:
    """One VEVENT: single lines by name, and those that may come again."""

    lines: dict[str, Line] = field(default_factory=dict)
    except_on: list[Line] = field(default_factory=list)
    also_on: list[Line] = field(default_factory=list)

    @property
    def name(self) -> str:
        return " ".join(unescape(self.text("SUMMARY")).split())[:200]

    @property
    def is_cancelled(self) -> bool:
        return self.text("STATUS").upper() == "CANCELLED"

    def text(self, name: str) -> str:
        line = self.lines.get(name)
        return line.value.strip() if line else ""


def read_events(lines: Iterable[Line]) -> Iterator[Event]:
    """The events in order; alarms and whatever else lies inside them is left out. Raises BadField for too many."""
    event: Event | None = None
    inside: list[str] = []
    count = 0
    for line in lines:
        if line.name == "BEGIN":
            inside.append(line.value.strip().upper())
            if inside[-1] == "VEVENT":
                event = Event()
        elif line.name == "END":
            if inside and inside.pop() == "VEVENT" and event is not None:
                count += 1
                if count > MOST_EVENTS:
                    raise BadField("file", f"has more than {MOST_EVENTS:,} events; export fewer years.")
                yield event
                event = None
        elif event is not None and inside[-1] == "VEVENT":
            if line.name == "EXDATE":
                event.except_on.append(line)
            elif line.name == "RDATE":
                event.also_on.append(line)
            else:
                event.lines.setdefault(line.name, line)
