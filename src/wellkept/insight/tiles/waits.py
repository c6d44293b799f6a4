"""P03: whether what we say about waiting is true (M14)."""

from __future__ import annotations

from typing import Any

from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from wellkept.insight.models import TurnFact, WaitFact

from .replies import AWAY
from .scope import Scope
from .tile import HIT, MISS, OPEN, Counted, Tile, words

AS_ANNOUNCED = 1000
HELD = gettext_noop("it held")
STILL_WAITING = gettext_noop("still waiting")
NOT_ANSWERED = gettext_noop("not answered")

_ANSWERED = Q(outcome="answered")
_LONGER = Q(permille__gt=AS_ANNOUNCED)


def _coverage(scope: Scope) -> Counted:
    said = words(
        (_ANSWERED & ~_LONGER, HIT),
        (_LONGER, MISS),
        (Q(outcome="left"), OPEN),
        (Q(lapses_at__gt=scope.now), OPEN),
        otherwise=MISS,
        amount=F("permille"),
        is_done=_ANSWERED,
    )
    return _counted(
        scope,
        said,
        "permille",
        since="announced_at",
        running=Q(outcome="open"),
        announced="announced_seconds",
        within=AS_ANNOUNCED,
    )


def _overshoot(scope: Scope) -> Counted:
    said = words((Q(overshoot__isnull=False), HIT), otherwise=NOT_ANSWERED, amount=F("overshoot"))
    return _counted(scope, said, "overshoot")


def _told_again(scope: Scope) -> Counted:
    said = words(
        (~_LONGER & Q(permille__isnull=False), HELD),
        (Q(permille__isnull=True, lapses_at__gt=scope.now), STILL_WAITING),
        (Q(was_told_again=True), HIT),
        otherwise=MISS,
    )
    return _counted(scope, said, "permille", "was_told_again")


def _told(scope: Scope) -> Counted:
    turns = TurnFact.objects.filter(day__gte=scope.start, day__lt=scope.end)
    said = words((Q(outcome="away"), AWAY), (Q(was_told=True), HIT), otherwise=MISS)
    return Counted(
        rows=scope.narrow(turns),
        words=said,
        day="day",
        at="asked_at",
        message="message_id",
        by=("outcome", "was_told"),
    )


def _waits(scope: Scope) -> QuerySet[WaitFact]:
    return scope.narrow(WaitFact.objects.filter(day__gte=scope.start, day__lt=scope.end))


def _counted(scope: Scope, said: dict[str, Any], *by: str, **more: Any) -> Counted:
    return Counted(
        rows=_waits(scope),
        words=said,
        day="day",
        at="announced_at",
        message="message_id",
        by=("outcome", *by),
        moment=("lapses_at", scope.now),
        **more,
    )


COVERAGE = Tile(
    key="waits-that-held",
    card="M14",
    name=_("Announced waits that held"),
    says=_(
        "Of waits that were announced, the share that lasted no longer than said; those who left are counted as far as"
        " they waited. What is said claims 8 in 10: honest is 75 to 85 %."
    ),
    how="done by",
    rows=_coverage,
    counter="overshoot",
    hit=_("Held"),
    miss=_("Longer than said"),
    open=_("Not known"),
)
OVERSHOOT = Tile(
    key="overshoot",
    card="M14",
    name=_("Said compared with waited"),
    says=_(
        "What was announced ÷ what was waited, in the middle of the answered. It rises when waits are padded."
    ),
    how="point",
    rows=_overshoot,
    unit="times",
    is_good_high=False,
    counter="waits-that-held",
    hit=_("Answered"),
)
TOLD_AGAIN = Tile(
    key="told-again",
    card="P03",
    name=_("Told again in time"),
    says=_(
        "Of waits that took longer than said, the share in which another time was said before the first had passed."
    ),
    how="share",
    rows=_told_again,
    counter="waits-that-held",
    hit=_("Told again"),
    miss=_("Not told"),
)
TOLD = Tile(
    key="told-how-long",
    card="P03",
    name=_("Told how long"),
    says=_("Of those who waited for an answer, the share that was told how long."),
    how="share",
    rows=_told,
    counter="waits-that-held",
    hit=_("Told"),
    miss=_("Not told"),
)
