"""A conversation played again from the log under a service code: what would have been promised, and how it would end.

The steps are those of the ledger (`subscribers`, `steps`): a message is owed an answer, an answer keeps it, word on how
it stands follows while the conversation stays open, and the clocks stand and end with the status.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Literal

from .choosing import Case, Rule, choose

End = Literal["kept", "broken", "void", "open"]

FIRST, NEXT, UPDATE, RESOLUTION = "first_reply", "next_reply", "update", "resolution"
OVER = frozenset({"solved", "closed"})
STANDS = frozenset({"pending", "on_hold"})


@dataclass(frozen=True, slots=True)
class Happened:
    """One event of the conversation: the end of its kind ("message_received"), its own fields, its moment."""

    what: str
    fields: Mapping[str, Any]
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """A target without its conditions: minutes, whether of business hours, and in which statuses its clock stands."""

    minutes: int
    is_business: bool
    pauses_while: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Code:
    rules: tuple[Rule, ...]
    terms: Mapping[int, Terms]


@dataclass(frozen=True, slots=True)
class Scene:
    """How the conversation began, as far as that is known: its case, the team that had it, where it lay."""

    case: Case
    team_id: int | None = None
    is_on_desk: bool = True


Counting = Callable[[int, int | None], Any]
"""The calendar of an inbox and a team."""


@dataclass(slots=True)
class Owed:
    """A promise of the rehearsal. `end` is "open" until something ends it; `is_late` from its due moment on."""

    kind: str
    made_at: datetime
    due_at: datetime
    terms: Terms
    end: End = "open"
    is_late: bool = False
    left: int | None = None
    ended_by: int | None = None
    ended_at: datetime | None = None


@dataclass(slots=True)
class _Play:
    code_at: Callable[[datetime], Code | None]
    counting: Counting
    case: Case
    team_id: int | None
    is_on_desk: bool
    status: str = "open"
    answers: list[int] = field(default_factory=list)
    promises: list[Owed] = field(default_factory=list)

    def live(self, *kinds: str) -> list[Owed]:
        return [one for one in self.promises if one.end == "open" and (not kinds or one.kind in kinds)]

    def owe(self, kind: str, at: datetime) -> None:
        code = self.code_at(at)
        rule = choose(code.rules, kind, self.case) if code else None
        if code is None or rule is None:
            return
        terms = code.terms[rule.id]
        self.promises.append(Owed(kind, at, self.after(at, terms.minutes, terms), terms))

    def after(self, at: datetime, minutes: int, terms: Terms) -> datetime:
        if not terms.is_business:
            return at + timedelta(minutes=minutes)
        due: datetime = self.counting(self.case.inbox_id, self.team_id).add(at, minutes)
        return due

    def pass_time(self, at: datetime) -> None:
        for one in self.live():
            if one.left is None and one.due_at < at:
                one.is_late = True

    def end(self, one: Owed, end: End, at: datetime, by: int | None = None) -> None:
        one.end = "broken" if end == "kept" and one.is_late else end
        one.ended_at, one.ended_by = at, by


def rehearse(
    events: Iterable[Happened],
    scene: Scene,
    *,
    code_at: Callable[[datetime], Code | None],
    counting: Counting,
    until: datetime,
) -> list[Owed]:
    """Every promise there would have been, in order, as of `until`. Raises schedules' NeverOpens, OutOfReach."""
    play = _Play(code_at, counting, scene.case, scene.team_id, scene.is_on_desk)
    for event in events:
        play.pass_time(event.at)
        if event.what in _STEPS:
            _STEPS[event.what](play, event)
    for one in play.live():
        if one.is_late or (one.left is None and one.due_at <= until):
            one.end, one.is_late = "broken", True
    return play.promises


def _received(play: _Play, event: Happened) -> None:
    if not play.is_on_desk or event.fields.get("is_automatic"):
        return
    if not play.live(FIRST, NEXT):
        play.owe(NEXT if play.answers else FIRST, event.at)
    if not play.live(RESOLUTION):
        play.owe(RESOLUTION, event.at)


def _replied(play: _Play, event: Happened) -> None:
    message = event.fields["message_id"]
    play.answers.append(message)
    for one in play.live(FIRST, NEXT, UPDATE):
        play.end(one, "kept", event.at, by=message)
    if (event.fields.get("status") or play.status) == "open" and not play.live(UPDATE):
        play.owe(UPDATE, event.at)


def _undone(play: _Play, event: Happened) -> None:
    message = event.fields["message_id"]
    play.answers = [one for one in play.answers if one != message]
    for one in play.promises:
        if one.ended_by == message:
            for follows in play.live(UPDATE):
                if follows.made_at == one.ended_at and not one.is_late:
                    play.end(follows, "void", event.at)
            one.end, one.ended_by, one.ended_at = "open", None, None
    play.pass_time(event.at)


def _status(play: _Play, event: Happened) -> None:
    status = play.status = event.fields["status"]
    if status in OVER:
        for one in play.live(RESOLUTION, UPDATE):
            play.end(one, "kept", event.at)
        for one in play.live(NEXT):
            if not one.is_late:
                play.end(one, "void", event.at)
    elif status in STANDS:
        for one in play.live():
            if status in one.terms.pauses_while and one.left is None and not one.is_late:
                one.left = _left(play, one, event.at)
    else:
        for one in play.live():
            if one.left is not None:
                one.due_at = play.after(event.at, one.left, one.terms)
                one.left = None


def _left(play: _Play, one: Owed, at: datetime) -> int:
    if not one.terms.is_business:
        return int((one.due_at - at) / timedelta(minutes=1))
    return int(play.counting(play.case.inbox_id, play.team_id).elapsed(at, one.due_at))


def _place(play: _Play, event: Happened) -> None:
    play.is_on_desk = event.fields["place"] == "desk"
    if not play.is_on_desk:
        for one in play.live():
            play.end(one, "void", event.at)


def _case(play: _Play, **changes: Any) -> None:
    values = {name: getattr(play.case, name) for name in ("inbox_id", "priority", "company_id", "tag_ids")}
    play.case = Case(**(values | changes))


def _assigned(play: _Play, event: Happened) -> None:
    play.team_id = event.fields["team_id"]


_STEPS: dict[str, Callable[[_Play, Happened], None]] = {
    "message_received": _received,
    "reply_written": _replied,
    "reply_undone": _undone,
    "status_changed": _status,
    "place_changed": _place,
    "assigned": _assigned,
    "priority_changed": lambda play, event: _case(play, priority=event.fields["priority"]),
    "inbox_changed": lambda play, event: _case(play, inbox_id=event.fields["inbox_id"]),
    "tag_added": lambda play, event: _case(play, tag_ids=play.case.tag_ids | {event.fields["tag_id"]}),
    "tag_removed": lambda play, event: _case(play, tag_ids=play.case.tag_ids - {event.fields["tag_id"]}),
}
HAPPENINGS = frozenset(_STEPS)


def beginning(events: Iterable[Happened], now: Scene) -> Scene:
    """The scene of the beginning: from how it is now, back through every change that the log knows of."""
    case, team_id, is_on_desk = now.case, now.team_id, now.is_on_desk
    priority, inbox_id, tags = case.priority, case.inbox_id, set(case.tag_ids)
    for event in reversed(list(events)):
        told = event.fields
        if event.what == "priority_changed":
            priority = told["previous"]
        elif event.what == "inbox_changed":
            inbox_id = told["previous"]
        elif event.what == "tag_added":
            tags.discard(told["tag_id"])
        elif event.what == "tag_removed":
            tags.add(told["tag_id"])
        elif event.what == "assigned":
            team_id = told["previous_team_id"]
        elif event.what == "place_changed":
            is_on_desk = told["previous"] == "desk"
    began = Case(inbox_id=inbox_id, priority=priority, company_id=case.company_id, tag_ids=frozenset(tags))
    return Scene(began, team_id, is_on_desk)
