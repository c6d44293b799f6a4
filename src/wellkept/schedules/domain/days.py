"""Days with hours of their own: holidays, half-days, exceptional openings."""

from __future__ import annotations

from dataclasses import dataclass

from .hours import Hours


@dataclass(frozen=True, slots=True)
class OwnDay:
    """A date that does not follow the week. Without hours it is a holiday; with some, a half-day or an opening."""

    hours: Hours = ()
    name: str = ""
