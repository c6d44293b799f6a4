"""Promises in what an agent is writing: found, with the date they would get, and what the agent said about each."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from hashlib import sha256
from typing import Any, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.db.models import QuerySet

from wellkept.conversations.models import Conversation
from wellkept.kernel.prepared import prepared
from wellkept.kernel.text import one_line
from wellkept.schedules.domain.calendar import Calendar

from . import standing
from .domain.words import Found, find
from .feasibility import Load, load_of
from .models import Decision, DueKind

MOST_WORDS = 300
MOST_FOUND = 20
MOST_TEXT = 50_000  # some twenty pages; looking takes 3 microseconds a letter

Verdict = Literal["fine", "no_date", "vague", "past", "infeasible", "unchecked"]


@dataclass(frozen=True)
class Spotted:
    """One promise in a draft.

    `clause` is what is written there; `text` is that on one line, or what the agent calls it. `due_at` is the date that
    it gets: the agent's own, else the one in the words; None while there is none. `noted_at` is what is written down
    for a firm one that stays without a date. `dates` can all be kept, the earliest first. `says`: "" while the agent
    has said nothing. `verdict` "unchecked": nobody asked whether it can be kept.
    """

    key: str
    start: int
    end: int
    clause: str
    words: str
    text: str
    strength: str
    due_at: datetime | None
    noted_at: datetime | None
    due_kind: str
    says: str
    verdict: Verdict
    dates: tuple[datetime, ...] = ()
    is_guess: bool = False
    mends_id: int | None = None

    @property
    def is_recorded(self) -> bool:
        """Whether sending it now enters it as owed."""
        return self.says == Decision.Says.PROMISE or (not self.says and self.strength == "firm")


@dataclass
class Ground:
    """Where the words are read: whose they are, at what moment, by whose clock."""

    conversation: Conversation
    agent_id: int
    at: datetime

    @cached_property
    def calendar(self) -> Calendar:
        return standing.counting(self.conversation)[0]

    @cached_property
    def zone(self) -> ZoneInfo:
        """The customer's, where it is known; else that of the hours that count there."""
        return zone_of(self.conversation.customer.timezone) or self.calendar.zone

    @cached_property
    def said(self) -> dict[str, Decision]:
        """What the agent said so far about the draft there, by words."""
        return decided(self.conversation.pk, self.agent_id)

    @cached_property
    def load(self) -> Load:
        return load_of(calendar=self.calendar, at=self.at, agent_id=self.agent_id)

    @cached_property
    def dates(self) -> tuple[datetime, ...]:
        """Three dates that can be kept, the earliest first."""
        return tuple(self.load.dates())

    @cached_property
    def default(self) -> datetime:
        """What is noted for firm words without a date."""
        return self.load.default()


def spot(text: str, ground: Ground, *, is_checked: bool) -> list[Spotted]:
    """The promises in a draft, in order. Asks the database nothing when there is none.

    With `is_checked` each date is held against what the agent owes already (M16).
    """
    text = text[:MOST_TEXT]
    if not find(text, sent_at=ground.at, zone=ZoneInfo("UTC")):
        return []
    found = find(text, sent_at=ground.at, zone=ground.zone, calendar=ground.calendar)[:MOST_FOUND]
    return [_spotted(one, ground.said.get(normal(one.text)), ground, is_checked=is_checked) for one in found]


def decided(conversation_id: int, agent_id: int) -> dict[str, Decision]:
    """What the agent said so far about the draft there, by words."""
    return {one.words: one for one in _decisions(conversation=conversation_id, agent=agent_id)}


def normal(text: str) -> str:
    """The words by which a decision is known again."""
    return one_line(text, limit=MOST_WORDS).casefold()[:MOST_WORDS]


def key_of(words: str) -> str:
    """A short name of normal words, for a form."""
    return sha256(words.encode()).hexdigest()[:12]


def by_key(spotted: Iterable[Spotted], key: str) -> Spotted | None:
    """The one of that name."""
    return next((one for one in spotted if one.key == key), None)


def zone_of(name: str) -> ZoneInfo | None:
    """None for no zone, or one that nobody knows."""
    try:
        return ZoneInfo(name) if name else None
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def _spotted(found: Found, said: Decision | None, ground: Ground, *, is_checked: bool) -> Spotted:
    own = said.due_at if said and said.due_at and said.due_at > ground.at else None
    in_words = found.due.astimezone(UTC) if found.due else None
    due_at = own or (in_words if in_words and in_words > ground.at else None)
    verdict = _verdict(found, due_at, in_words, ground, is_checked=is_checked)
    needs_dates = is_checked and verdict not in ("fine", "unchecked")
    words = normal(found.text)
    return Spotted(
        key=key_of(words),
        start=found.start,
        end=found.end,
        clause=found.text,
        words=words,
        text=(said.text if said else "") or one_line(found.text, limit=MOST_WORDS),
        strength=found.strength,
        due_at=due_at,
        noted_at=ground.default if is_checked and due_at is None and found.strength == "firm" else None,
        due_kind=_kind(found, due_at),
        says=said.says if said else "",
        verdict=verdict,
        dates=ground.dates if needs_dates else (),
        is_guess=needs_dates and not ground.load.effort.is_measured,
        mends_id=said.mends_id if said else None,
    )


def _verdict(
    found: Found, due_at: datetime | None, in_words: datetime | None, ground: Ground, *, is_checked: bool
) -> Verdict:
    if due_at is None:
        if in_words is not None:
            return "past"
        return "vague" if found.due_kind == "vague" else "no_date"
    if not is_checked:
        return "unchecked"
    return "fine" if ground.load.fits(due_at) else "infeasible"


def _kind(found: Found, due_at: datetime | None) -> str:
    if due_at is not None:
        return DueKind.EXPLICIT
    return DueKind.VAGUE if found.due_kind == "vague" else DueKind.DEFAULT


@prepared
def _decisions(*, conversation: Any, agent: Any) -> QuerySet[Decision]:
    return Decision.objects.filter(conversation=conversation, agent=agent, message__isnull=True)
