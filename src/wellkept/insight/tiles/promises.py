"""P09: what we promised, by its first date (M15)."""

from __future__ import annotations

from typing import Any

from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from wellkept.insight.models import ConversationFact, PromiseFact

from .replies import AWAY
from .scope import Scope
from .tile import HIT, MISS, OPEN, Counted, Tile, words

OURS = gettext_noop("owed to ourselves")
WAIVED = gettext_noop("waived by the customer")
SOLVED = gettext_noop("solved, so nothing more was owed")
UNDONE = gettext_noop("the reply it came with was taken back")
MISTAKE = gettext_noop("entered by mistake")
STANDS = gettext_noop("whose clock stands")
NOT_DUE = gettext_noop("not due yet")
KEPT_ALREADY = gettext_noop("kept as promised")
MOVED_ALREADY = gettext_noop("moved in time")
NOT_KEPT = gettext_noop("not kept as promised")
SILENT = gettext_noop("not answered yet")


def left_out(scope: Scope) -> list[tuple[Q, str]]:
    """What is never counted, and why: fixed before anybody knows how it went."""
    void = Q(outcome="void")
    return [
        (Q(is_to_customer=False), OURS),
        (Q(outcome="waived"), WAIVED),
        (void & Q(reason="solved"), SOLVED),
        (void & Q(reason__in=("spam", "trash")), AWAY),
        (void & Q(reason="undone"), UNDONE),
        (void, MISTAKE),
        (Q(outcome="standing"), STANDS),
        (Q(counts_until__gt=scope.now), NOT_DUE),
    ]


MOVED = Q(was_moved=True)
DONE_IN_TIME = Q(outcome="done", is_in_time=True, was_moved=False)


def due_in(scope: Scope) -> QuerySet[PromiseFact]:
    """Promises whose first date lies in the period."""
    return scope.narrow(PromiseFact.objects.filter(day__gte=scope.start, day__lt=scope.end))


def kept_in(scope: Scope, promises: QuerySet[PromiseFact]) -> Counted:
    """Of these, those that were kept as first promised."""
    return _counted(scope, promises, words(*left_out(scope), (DONE_IN_TIME, HIT), otherwise=MISS))


def _kept(scope: Scope) -> Counted:
    return kept_in(scope, due_in(scope))


def _moved(scope: Scope) -> Counted:
    return _counted(scope, due_in(scope), words(*left_out(scope), (MOVED, HIT), otherwise=MISS))


def _told_first(scope: Scope) -> Counted:
    """Of those not kept as first promised: whether another date was told before the first one passed."""
    cases = (*left_out(scope), (DONE_IN_TIME, KEPT_ALREADY), (MOVED, HIT))
    return _counted(scope, due_in(scope), words(*cases, otherwise=MISS))


def _lateness(scope: Scope) -> Counted:
    done = Q(late_minutes__isnull=False)
    cases = (*left_out(scope), (DONE_IN_TIME, KEPT_ALREADY), (MOVED, MOVED_ALREADY), (done, HIT))
    said = words(*cases, otherwise=OPEN, amount=F("late_minutes"), is_done=done)
    return _counted(
        scope,
        due_in(scope),
        said,
        "slack",
        "late_minutes",
        since="counts_until",
        running=Q(outcome__in=("open", "broken"), late_minutes__isnull=True),
    )


def _slack(scope: Scope) -> Counted:
    cases = (*left_out(scope), (DONE_IN_TIME, HIT))
    return _counted(scope, due_in(scope), words(*cases, otherwise=NOT_KEPT, amount=F("slack")), "slack")


def _density(scope: Scope) -> Counted:
    began = ConversationFact.objects.filter(began_day__gte=scope.start, began_day__lt=scope.end)
    said = words(
        (Q(is_put_away=True), AWAY),
        (Q(replies=0), SILENT),
        (Q(has_word=True), HIT),
        otherwise=MISS,
    )
    return Counted(
        rows=scope.narrow(began),
        words=said,
        day="began_day",
        at="began_at",
        message="message_id",
        by=("is_put_away", "replies", "has_word"),
    )


def _counted(
    scope: Scope, promises: QuerySet[PromiseFact], said: dict[str, Any], *amount: str, **more: Any
) -> Counted:
    return Counted(
        rows=promises,
        words=said,
        day="day",
        at="original_due_at",
        message="evidence_id",
        by=("is_to_customer", "outcome", "was_moved", "is_in_time", "reason", *amount),
        moment=("counts_until", scope.now),
        what="what",
        **more,
    )


KEPT = Tile(
    key="kept",
    card="M15",
    name=_("Kept as first promised"),
    says=_(
        "Of promises whose first date lies in the period and has passed, the share kept by that date. Moved is not"
        " kept; broken and then made good is not kept. Time during which the clock stood by the service code is added."
    ),
    how="share",
    rows=_kept,
    counter="moved",
    hit=_("Kept"),
    miss=_("Not kept"),
)
MOVED_SHARE = Tile(
    key="moved",
    card="M15",
    name=_("Moved before due"),
    says=_(
        "Of the same promises, the share that was given another date in time. They are not among the kept."
    ),
    how="share",
    rows=_moved,
    is_good_high=False,
    counter="kept",
    hit=_("Moved"),
    miss=_("Not moved"),
)
TOLD_FIRST = Tile(
    key="told-first",
    card="P09",
    name=_("Told first when late"),
    says=_("Of promises not kept by their first date, the share where we said so before that date passed."),
    how="share",
    rows=_told_first,
    counter="moved",
    hit=_("Told before"),
    miss=_("Not told"),
)
LATENESS = Tile(
    key="how-late",
    card="P09",
    name=_("How late, when late"),
    says=_(
        "Business time after the date by which half of the broken ones were made good, open ones included."
    ),
    how="time until",
    rows=_lateness,
    unit="minutes",
    is_good_high=False,
    counter="kept",
    hit=_("Made good"),
    open=_("Not made good"),
)
SLACK = Tile(
    key="slack",
    card="M15",
    name=_("Time left when kept"),
    says=_(
        "Of the time promised, how much was left when it was done, in the middle. Near 100 % they are padded."
    ),
    how="point",
    rows=_slack,
    unit="percent",
    counter="kept",
    hit=_("Kept"),
)
DENSITY = Tile(
    key="in-words",
    card="M15",
    name=_("Promises given in words"),
    says=_(
        "Of answered conversations, the share in which somebody gave their word. Promising less is not keeping"
        " more."
    ),
    how="share",
    rows=_density,
    counter="kept",
    hit=_("A promise in words"),
    miss=_("None"),
)
