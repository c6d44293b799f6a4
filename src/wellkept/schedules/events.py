"""What happened to the times at which somebody answers. What was due stays due: who wants to count anew says so."""

from __future__ import annotations

from dataclasses import dataclass

from wellkept.kernel.events import Event, declare


@declare
@dataclass(frozen=True, kw_only=True)
class ScheduleChanged(Event):
    """Made or changed; `changed` names the fields, and is "created" alone for a new one."""

    kind = "schedule.changed"
    schedule_id: int
    changed: list[str]


@declare
@dataclass(frozen=True, kw_only=True)
class ScheduleRemoved(Event):
    kind = "schedule.removed"
    schedule_id: int


@declare
@dataclass(frozen=True, kw_only=True)
class HolidaysAdded(Event):
    """Dates got hours of their own, or others than before; `on` are ISO dates."""

    kind = "schedule.holidays_added"
    schedule_id: int
    on: list[str]
    source: str


@declare
@dataclass(frozen=True, kw_only=True)
class HolidaysRemoved(Event):
    """Dates follow the week again."""

    kind = "schedule.holidays_removed"
    schedule_id: int
    on: list[str]
