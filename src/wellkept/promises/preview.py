"""What would have happened under a draft: the last 90 days played again from the event log, against the ledger.

Played are conversations that began in that time, whole, by what the log says of them. What the log does not hold is
taken as it is now: customers' companies, and the hours of schedules. How far that can be trusted is measured: the codes
that were in force are played as well, and compared with what the ledger says happened.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

from wellkept.conversations.models import Place, Status
from wellkept.kernel.models import LoggedEvent
from wellkept.schedules.domain.problems import NeverOpens, OutOfReach

from . import cases
from .domain.choosing import Rule
from .domain.rehearsing import HAPPENINGS, Code, End, Happened, Scene, Terms, beginning, rehearse
from .domain.tally import Ends, Tally, ends_of
from .models import Hours, Promise, PromiseStatus, Promisor, ServiceCode, Target, TargetKind

WINDOW = timedelta(days=90)
AT_ONCE = 12_000  # conversations; more are played in the background
PLAYED = (TargetKind.FIRST_REPLY, TargetKind.NEXT_REPLY, TargetKind.UPDATE, TargetKind.RESOLUTION)
OPENED = "conversation.opened"

_ENDS: dict[str, End] = {
    PromiseStatus.KEPT: "kept",
    PromiseStatus.BROKEN: "broken",
    PromiseStatus.REPAIRED: "broken",
    PromiseStatus.CLOSED_BROKEN: "broken",
    PromiseStatus.OPEN: "open",
    PromiseStatus.RENEGOTIATION: "open",
}


def conversations_since(since: datetime, *, after: int = 0, most: int) -> list[int]:
    """The first `most` conversations that began then or later, by number, above `after`."""
    opened = LoggedEvent.objects.filter(kind=OPENED, at__gte=since, conversation_id__gt=after)
    return list(opened.order_by("conversation_id").values_list("conversation_id", flat=True)[:most])  # type: ignore[arg-type]  # an opening names its conversation


def count_since(since: datetime) -> int:
    """How many there are to play."""
    return LoggedEvent.objects.filter(kind=OPENED, at__gte=since).count()


def fingerprint(code: ServiceCode) -> str:
    """Another for other targets: what was worked out for it is out of date then."""
    rows = code.targets.order_by("id").values_list(
        "kind", "minutes", "hours", "inbox", "priority", "company", "tag", "pauses_while_pending",
        "pauses_while_on_hold",
    )  # fmt: skip
    return hashlib.sha256(json.dumps(list(rows)).encode()).hexdigest()


def preview(draft: ServiceCode, *, at: datetime) -> Tally:
    """All of it at once: for up to `AT_ONCE` conversations."""
    tally, player, last = Tally(), Player(draft, at=at), 0
    while numbers := conversations_since(at - WINDOW, after=last, most=cases.TOGETHER):
        player.play(numbers, tally)
        last = numbers[-1]
    return tally


class Player:
    """The draft and the codes that were in force, ready to be played over conversations."""

    def __init__(self, draft: ServiceCode, *, at: datetime) -> None:
        self._at = at
        self._draft = _code(draft.targets.all())
        self._hours = cases.Hours()
        published = ServiceCode.objects.filter(published_at__isnull=False).order_by("published_at", "id")
        self._was = [(one.published_at, _code(one.targets.all())) for one in published]

    def play(self, numbers: Iterable[int], tally: Tally) -> None:
        """Enters these conversations, at most `cases.TOGETHER`, in four queries."""
        numbers = list(numbers)
        events, ledger, there = _events(numbers), _ledger(numbers), cases.known(numbers)
        for number in numbers:
            if number not in there:
                continue
            known = there[number]
            now = Scene(known.case, known.team_id, known.place == Place.DESK)
            began = beginning(events[number], now)
            try:
                would = self._rehearse(events[number], began, lambda _at: self._draft)
                replayed = self._rehearse(events[number], began, self._in_force)
            except (NeverOpens, OutOfReach):
                tally.left_out += 1
                continue
            tally.enter(number, was=ledger[number], replayed=replayed, would=would)

    def _rehearse(
        self, events: list[Happened], began: Scene, code_at: Callable[[datetime], Code | None]
    ) -> Ends:
        def counting(inbox_id: int, team_id: int | None) -> object:
            return self._hours.of(inbox_id, team_id)[0]

        return ends_of(rehearse(events, began, code_at=code_at, counting=counting, until=self._at))

    def _in_force(self, at: datetime) -> Code | None:
        """The newest of then; before the first, the first."""
        found = self._was[0][1] if self._was else None
        for published_at, code in self._was:
            if published_at is not None and published_at <= at:
                found = code
        return found


def _code(targets: Iterable[Target]) -> Code:
    rules, terms = [], {}
    for one in targets:
        rules.append(
            Rule(
                id=one.pk,
                kind=one.kind,
                inbox_id=one.inbox_id,
                priority=one.priority,
                company_id=one.company_id,
                tag_id=one.tag_id,
            )
        )
        stands = {
            Status.PENDING.value: one.pauses_while_pending,
            Status.ON_HOLD.value: one.pauses_while_on_hold,
        }
        terms[one.pk] = Terms(
            minutes=one.minutes,
            is_business=one.hours == Hours.BUSINESS,
            pauses_while=frozenset(status for status, pauses in stands.items() if pauses),
        )
    return Code(tuple(rules), terms)


def _events(numbers: list[int]) -> dict[int, list[Happened]]:
    told: dict[int, list[Happened]] = defaultdict(list)
    kinds = [f"conversation.{what}" for what in sorted(HAPPENINGS)]
    rows = LoggedEvent.objects.filter(conversation_id__in=numbers, kind__in=kinds).order_by("id")
    for number, kind, inbox_id, data, at in rows.values_list(
        "conversation_id", "kind", "inbox_id", "data", "at"
    ):
        told[number or 0].append(Happened(kind.partition(".")[2], {**data, "inbox_id": inbox_id}, at))
    return told


def _ledger(numbers: list[int]) -> dict[int, Ends]:
    ends: dict[int, Ends] = defaultdict(dict)
    rows = Promise.objects.filter(conversation_id__in=numbers, promisor=Promisor.CODE, kind__in=PLAYED)
    for number, kind, made_at, status in rows.order_by("id").values_list(
        "conversation_id", "kind", "made_at", "status"
    ):
        ends[number or 0][kind, made_at] = _ENDS.get(status, "void")
    return ends
