"""A day and a week by half-hour: what arrives, what is needed for it, who is there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from math import fsum

from django.db.models import Exists, OuterRef, QuerySet

from wellkept.conversations.models import Conversation, Place, Status
from wellkept.promises.models import Kind, Promise, PromiseStatus
from wellkept.routing.domain.forecast import NOTHING, SLOTS, Day, History, Miss, backtest, forecast, levelled
from wellkept.routing.domain.intake import Slot, Verdict, judge
from wellkept.routing.domain.load import Overload
from wellkept.routing.domain.need import Terms, clearing_hours, needed
from wellkept.routing.domain.staffing import roster

from .arrivals import history_of
from .present import there_in
from .scope import HALF_HOUR, Scope

ANSWERS = (Kind.FIRST_REPLY, Kind.NEXT_REPLY)
OWED = (PromiseStatus.OPEN, PromiseStatus.BROKEN)
WAITING = (Status.OPEN, Status.ON_HOLD)
MOST_SPREAD = 8  # half-hours: however long the target, mail is worked on within four hours of opening time


@dataclass(frozen=True, slots=True)
class Row:
    """One half-hour. `work` is what is answered in it: with mail, what came while closed is done after opening.

    `came` is None until the half-hour has begun.
    """

    slot: int
    start: datetime
    expected: float
    came: int | None
    work: float
    needed: int
    there: int
    is_open: bool

    @property
    def is_short(self) -> bool:
        return self.there < self.needed


@dataclass(frozen=True)
class Plan:
    """A day of one team. `rows` are those in which somebody works or something is expected.

    `waiting` is how many wait for an answer now, None on another day than today; see `clearing_hours` for `clearing`.
    """

    day: date
    rows: tuple[Row, ...]
    expected: float
    roster: int
    waiting: int | None
    clearing: float | Overload | None

    @property
    def short(self) -> list[Row]:
        return [row for row in self.rows if row.is_short]

    @property
    def peak(self) -> int:
        return max((max(row.needed, row.there) for row in self.rows), default=0)


@dataclass(frozen=True)
class Outlook:
    """What the days of a team are computed from, read once. `miss` None: there is nothing to judge by yet."""

    scope: Scope
    at: datetime
    history: History
    miss: Miss | None

    @property
    def today(self) -> date:
        return self.scope.today(self.at)

    def expected(self, day: date) -> Day | None:
        """None where there is too little to go by."""
        return forecast(self.history, day, known_until=self.today)


def outlook(scope: Scope, *, at: datetime) -> Outlook:
    history = history_of(scope, at=at)
    return Outlook(scope, at, history, backtest(history, known_until=scope.today(at)))


def plan(seen: Outlook, day: date) -> Plan | None:
    """The day by half-hour; None where nothing can be expected yet."""
    expected = seen.expected(day)
    if expected is None:
        return None
    scope = seen.scope
    is_open = scope.is_open(day)
    work = _work(seen, day, is_open)
    there = there_in(len(scope.members), is_open, shrinkage=scope.terms.shrinkage)
    came = seen.history.on(day)
    rows = [
        Row(
            slot=slot,
            start=start,
            expected=expected[slot],
            came=int(came[slot]) if start <= seen.at else None,
            work=work[slot],
            needed=need(scope.terms, work[slot]),
            there=there[slot],
            is_open=is_open[slot],
        )
        for slot, start in enumerate(scope.starts(day))
    ]
    shown = tuple(row for row in rows if row.is_open or row.expected >= 0.5)
    waiting = waiting_now(scope) if day == seen.today else None
    return Plan(
        day=day,
        rows=shown,
        expected=fsum(expected),
        roster=roster(max((row.needed for row in rows), default=0), shrinkage=scope.terms.shrinkage),
        waiting=waiting,
        clearing=None if waiting is None else _clearing(seen, rows, waiting),
    )


def need(terms: Terms, a_half_hour: float) -> int:
    """Agents for so many in a half-hour. Less than one in five hours is nobody's shift."""
    return needed(terms, round(a_half_hour * 2, 1))


def week(seen: Outlook) -> list[Slot]:
    """The open half-hours of the seven days from tomorrow on; empty where nothing can be expected yet."""
    slots = []
    for ahead in range(1, 8):
        day = seen.today + timedelta(days=ahead)
        if seen.expected(day) is None:
            return []
        is_open = seen.scope.is_open(day)
        work = _work(seen, day, is_open)
        there = there_in(len(seen.scope.members), is_open, shrinkage=seen.scope.terms.shrinkage)
        slots += [Slot(work[slot], there[slot]) for slot in range(SLOTS) if is_open[slot]]
    return slots


def with_more(
    seen: Outlook, *, arrivals_a_week: float, handle_seconds: float | None = None
) -> Verdict | None:
    """What so much more a week would do; None where nothing can be expected yet, or the team never works."""
    slots = week(seen)
    if not slots:
        return None
    return judge(
        slots, terms=seen.scope.terms, more_a_week=arrivals_a_week, more_handle_seconds=handle_seconds
    )


def answers_owed(scope: Scope) -> QuerySet[Promise]:
    """Answers that are owed in the team's open conversations, those that are late among them."""
    return Promise.objects.filter(
        kind__in=ANSWERS,
        status__in=OWED,
        conversation__inbox_id__in=sorted(scope.inbox_ids),
        conversation__place=Place.DESK,
        conversation__status__in=WAITING,
    )


def waiting_now(scope: Scope) -> int:
    """Open conversations of the team in which an answer is owed."""
    owed = Promise.objects.filter(conversation=OuterRef("pk"), kind__in=ANSWERS, status__in=OWED)
    theirs = Conversation.objects.filter(
        inbox_id__in=sorted(scope.inbox_ids), place=Place.DESK, status__in=WAITING
    )
    return theirs.filter(Exists(owed)).count()


def _work(seen: Outlook, day: date, is_open: tuple[bool, ...]) -> Day:
    """What is answered in each half-hour.

    Where people give up, what comes now. With mail within half of the target's time, so that the other half is left for
    chance; what came while closed (a week back is looked at) after the next opening.
    """
    terms = seen.scope.terms
    if terms.patience_seconds is not None:
        expected = seen.expected(day) or NOTHING
        return tuple(count if opens else 0.0 for count, opens in zip(expected, is_open, strict=True))
    over = max(1, min(MOST_SPREAD, int(terms.target.seconds / HALF_HOUR.total_seconds() / 2)))
    before = [day - timedelta(days=back) for back in range(7, 0, -1)]
    arrivals = [count for one in [*before, day] for count in seen.expected(one) or NOTHING]
    opens = [*(each for one in before for each in seen.scope.is_open(one)), *is_open]
    return tuple(levelled(arrivals, opens, over=over)[-SLOTS:])


def _clearing(seen: Outlook, rows: list[Row], waiting: int) -> float | Overload | None:
    """P18: opening hours until what waits now is answered, by those of the half-hour that is open now or opens next.

    None where the team does not open any more today.
    """
    now = next((row for row in rows if row.there and seen.at < row.start + HALF_HOUR), None)
    if now is None:
        return None
    an_hour = fsum(row.work for row in rows) / max(1, sum(row.is_open for row in rows)) * 2
    return clearing_hours(waiting, terms=seen.scope.terms, arrivals_per_hour=an_hour, agents=now.there)
