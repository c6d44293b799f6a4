"""What one who waits may be told honestly (P03), and how well that held."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from math import fsum, sqrt
from typing import Any

from django.utils.translation import gettext as _

from wellkept.accounts.models import Team
from wellkept.conversations.events import (
    MessageReceived,
    PlaceChanged,
    ReplyUndone,
    ReplyWritten,
    StatusChanged,
)
from wellkept.conversations.models import Conversation, Place, Status
from wellkept.kernel.models import LoggedEvent
from wellkept.routing.domain.announcing import Announcement, Told, announce, must_tell_again
from wellkept.routing.domain.mail_waits import (
    Happened,
    Measure,
    Wait,
    What,
    estimate,
    may_announce,
    rehearsed,
    waits_in,
)
from wellkept.routing.models import WaitAnnouncement
from wellkept.schedules.domain.problems import Problem

from .days import Outlook, outlook
from .scope import Scope, scope_of

LOOKED_BACK = (timedelta(days=2), timedelta(days=14), timedelta(days=60))
ENOUGH_WAITS = 400  # the 200 that speak for one wait, and those that judge them
MANY = 1.25  # times what was expected
Reason = WaitAnnouncement.Reason

_OVER = (Status.SOLVED, Status.CLOSED)
_SPEAKING = [one.kind for one in (MessageReceived, ReplyWritten, ReplyUndone, StatusChanged, PlaceChanged)]


@dataclass(frozen=True)
class HonestWait:
    """What may be said. `until` is when, by the clock on the wall, 8 in 10 have their answer; `ahead` wait before them.

    `sample` is how many waits it was rehearsed on. `again` is what they were told before, when it has to be corrected.
    """

    team_id: int
    waiting_since: datetime
    announcement: Announcement
    until: datetime
    ahead: int
    reason: Reason
    sample: int
    again: WaitAnnouncement | None


@dataclass(frozen=True, slots=True)
class Silence:
    """Nothing is said, and why. `ahead` is the position, which is true even then; None where nobody waits."""

    sentence: str
    ahead: int | None = None


@dataclass(frozen=True)
class Held:
    """How announced waits held. `rehearsed` were only computed, `told` were said; `may_announce` decides."""

    rehearsed: list[Told]
    told: list[Told]
    may_announce: bool


def honest_wait(conversation: Conversation, *, at: datetime) -> HonestWait | Silence:
    """M13 from the latest waits of the team, or why nothing is said."""
    team = conversation.inbox.default_team or conversation.team  # waits are those of inboxes
    if team is None:
        return Silence(_("No team answers this conversation, so nobody knows how long it takes."))
    scope = scope_of(team)
    waits = waits_of(scope, at=at)
    mine = _wait_of(conversation, waits)
    if mine is None:  # it may have waited for longer than is looked back on a busy desk
        waits = waits_in(_log(scope, since=at - LOOKED_BACK[-1], until=at))
        mine = _wait_of(conversation, waits)
    if mine is None:
        return Silence(_("Nobody waits for an answer here."))
    ahead = sum(one.until is None and one.since < mine.since for one in waits)
    measure = _measure(scope)
    held = how_it_held(scope, waits, at=at)
    if not held.may_announce:
        return Silence(_("Announced waits would not hold closely enough now, so none is announced."), ahead)
    seconds = estimate(waits, since=mine.since, at=at, ahead=ahead, measure=measure)
    if seconds is None:
        return Silence(_("Too few waits as long as this one are known."), ahead)
    last = (
        conversation.wait_announcements.filter(waiting_since=mine.since).order_by("-told_at", "-id").first()
    )
    if last is not None and not _worsened(last, measure=measure, left=seconds, at=at):
        return Silence(_("They have been told, and it still holds."), ahead)
    said = announce(seconds)
    try:
        until = scope.calendar.add(at, said.minutes)
    except Problem:
        return Silence(_("The team does not open any more."), ahead)
    return HonestWait(
        team.pk,
        mine.since,
        said,
        until,
        ahead,
        reason_now(outlook(scope, at=at)),
        len(held.rehearsed),
        last,
    )


def waits_of(scope: Scope, *, at: datetime) -> list[Wait]:
    """The latest waits of the team's inboxes, from the log alone: of two days, two weeks or two months."""
    waits: list[Wait] = []
    for span in LOOKED_BACK:
        waits = waits_in(_log(scope, since=at - span, until=at))
        if len(waits) >= ENOUGH_WAITS:
            break
    return waits


def _log(scope: Scope, *, since: datetime, until: datetime) -> list[Happened]:
    lines = LoggedEvent.objects.filter(
        kind__in=_SPEAKING, at__gte=since, at__lte=until, inbox_id__in=sorted(scope.inbox_ids)
    )
    rows = lines.order_by("at", "id").values_list("at", "conversation_id", "kind", "data")
    found = ((when, number, _what(kind, data)) for when, number, kind, data in rows)
    return [Happened(when, number or 0, what) for when, number, what in found if what]


def how_it_held(scope: Scope, waits: list[Wait], *, at: datetime) -> Held:
    measure = _measure(scope)
    told = told_waits(scope, waits, at=at)
    return Held(
        rehearsed(waits, at=at, measure=measure), told, may_announce(waits, told, at=at, measure=measure)
    )


def told_waits(scope: Scope, waits: list[Wait], *, at: datetime) -> list[Told]:
    """M14's input: the latest 200 announcements of the team, the newest first, with what became of each."""
    measure = _measure(scope)
    by_start = {(one.conversation_id, one.since): one for one in waits}
    found = []
    rows = WaitAnnouncement.objects.filter(team=scope.team, told_at__lte=at).order_by("-told_at", "-id")
    for row in rows[:200]:
        wait = by_start.get((row.conversation_id, row.waiting_since))
        if wait is not None:
            lasted = measure(row.told_at, max(row.told_at, wait.until or at))
            found.append(Told(row.seconds, lasted, wait.answered))
    return found


def reason_now(look: Outlook) -> Reason:
    """Why they wait, by what is known: closed, more than usual by more than chance, else as on most days."""
    if not look.scope.calendar.is_open(look.at):
        return Reason.CLOSED
    expected = look.expected(look.today)
    if expected is None:
        return Reason.USUAL
    lately = range(max(0, _slot(look) - 4), _slot(look))
    usual = fsum(expected[slot] for slot in lately)
    came = fsum(look.history.on(look.today)[slot] for slot in lately)
    return Reason.MANY if came > max(MANY * usual, usual + 2 * sqrt(usual)) else Reason.USUAL


def teams_waits(team: Team, *, at: datetime) -> Held:
    """How announced waits of a team held, for its page."""
    scope = scope_of(team)
    return how_it_held(scope, waits_of(scope, at=at), at=at)


def _wait_of(conversation: Conversation, waits: list[Wait]) -> Wait | None:
    theirs = (one for one in waits if one.until is None and one.conversation_id == conversation.pk)
    return next(theirs, None)


def _worsened(last: WaitAnnouncement, *, measure: Measure, left: float, at: datetime) -> bool:
    told = announce(float(last.seconds))
    return must_tell_again(told=told, waited_seconds=measure(last.told_at, at), left_seconds=left)


def _measure(scope: Scope) -> Measure:
    """Seconds in which the team works."""
    return lambda start, end: scope.calendar.counted(start, end).total_seconds()


def _slot(look: Outlook) -> int:
    local = look.at.astimezone(look.scope.calendar.zone)
    return local.hour * 2 + local.minute // 30


def _what(kind: str, data: dict[str, Any]) -> What | None:
    if kind == MessageReceived.kind:
        return None if data.get("is_automatic") else "wrote"
    if kind == ReplyWritten.kind:
        return "answered"
    if kind == ReplyUndone.kind:
        return "undone"
    is_over = data.get("status") in _OVER if kind == StatusChanged.kind else data.get("place") != Place.DESK
    return "ended" if is_over else None
