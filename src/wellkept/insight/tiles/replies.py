"""P02: how soon an answer comes, and how soon it is solved (M08)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from wellkept.insight.models import ConversationFact, TurnFact
from wellkept.promises.models import Kind

from .scope import Scope
from .tile import HIT, MISS, OPEN, Counted, Tile, words

AWAY = gettext_noop("in spam or trash")
ANSWERED = Q(outcome="answered")


def _within(kind: str, *, is_first: bool) -> Callable[[Scope], Counted | None]:
    """Whether it came within what the service code publishes; None where it publishes nothing."""

    def rows(scope: Scope) -> Counted | None:
        published = scope.published(kind)
        if published is None:
            return None
        said = words(
            (Q(outcome="away"), AWAY),
            (Q(outcome="answered", **{f"{published.column}__lte": published.minutes}), HIT),
            (Q(outcome="closed", **{f"{published.column}__lt": published.minutes}), OPEN),
            (Q(outcome="open") & published.not_late(scope, "asked_at"), OPEN),
            otherwise=MISS,
            amount=F(published.column),
            is_done=ANSWERED,
        )
        return _turns(
            scope,
            said,
            is_first=is_first,
            column=published.column,
            beside=("asked_at", "inbox_id", "team_id"),
            is_business=published.is_business,
            within=published.minutes,
        )

    return rows


def _until(*, is_first: bool) -> Callable[[Scope], Counted]:
    """The time until an answer, in business hours."""

    def rows(scope: Scope) -> Counted:
        said = words(
            (Q(outcome="away"), AWAY), (ANSWERED, HIT), otherwise=OPEN, amount=F("minutes"), is_done=ANSWERED
        )
        return _turns(scope, said, is_first=is_first, column="minutes")

    return rows


def _turns(scope: Scope, said: dict[str, Any], *, is_first: bool, column: str, **more: Any) -> Counted:
    # `IN` one value, because a bare boolean keeps SQLite from its index.
    turns = TurnFact.objects.filter(is_first__in=[is_first], day__gte=scope.start, day__lt=scope.end)
    return Counted(
        rows=scope.narrow(turns),
        words=said,
        day="day",
        at="asked_at",
        message="message_id",
        by=("outcome", column),
        since="asked_at",
        running=Q(outcome="open"),
        **more,
    )


def _resolutions(scope: Scope) -> Counted:
    began = ConversationFact.objects.filter(began_day__gte=scope.start, began_day__lt=scope.end)
    solved = Q(minutes__isnull=False)
    said = words(
        (Q(is_put_away=True), AWAY), (solved, HIT), otherwise=OPEN, amount=F("minutes"), is_done=solved
    )
    return Counted(
        rows=scope.narrow(began),
        words=said,
        day="began_day",
        at="began_at",
        message="message_id",
        by=("is_put_away", "minutes"),
        since="began_at",
        running=Q(is_put_away=False, minutes__isnull=True),
    )


FIRST_IN_TIME = Tile(
    key="first-reply-in-time",
    card="M08",
    name=_("First reply in time"),
    says=_(
        "Of conversations that began in the period, the share that a person answered within what is published."
        " Open ones count as far as they have come; closed without a reply is not answered."
    ),
    how="done by",
    rows=_within(Kind.FIRST_REPLY, is_first=True),
    counter="solved-once",
    hit=_("Answered in time"),
    miss=_("Late"),
    open=_("Still open"),
)
FIRST_MEDIAN = Tile(
    key="first-reply-half",
    card="M08",
    name=_("First reply, half of them"),
    says=_("Business time by which half had their first answer from a person, open ones included."),
    how="time until",
    rows=_until(is_first=True),
    unit="minutes",
    share=0.5,
    is_good_high=False,
    counter="solved-once",
    hit=_("Answered"),
    open=_("Not answered"),
)
FIRST_P90 = Tile(
    key="first-reply-nine-of-ten",
    card="M08",
    name=_("First reply, 9 of 10"),
    says=_("Business time by which 9 of 10 had their first answer from a person, open ones included."),
    how="time until",
    rows=_until(is_first=True),
    unit="minutes",
    share=0.9,
    is_good_high=False,
    counter="solved-once",
    hit=_("Answered"),
    open=_("Not answered"),
)
NEXT_IN_TIME = Tile(
    key="next-reply-in-time",
    card="M08",
    name=_("Next reply in time"),
    says=_("Of later messages that waited for an answer, the share that had one within what is published."),
    how="done by",
    rows=_within(Kind.NEXT_REPLY, is_first=False),
    counter="solved-once",
    hit=_("Answered in time"),
    miss=_("Late"),
    open=_("Still open"),
)
NEXT_P90 = Tile(
    key="next-reply-nine-of-ten",
    card="M08",
    name=_("Next reply, 9 of 10"),
    says=_("Business time by which 9 of 10 later messages were answered, open ones included."),
    how="time until",
    rows=_until(is_first=False),
    unit="minutes",
    share=0.9,
    is_good_high=False,
    counter="solved-once",
    hit=_("Answered"),
    open=_("Not answered"),
)
SOLVED_MEDIAN = Tile(
    key="solved-half",
    card="P02",
    name=_("Solved, half of them"),
    says=_("Business time from the first message by which half were solved for good. Waiting counts too."),
    how="time until",
    rows=_resolutions,
    unit="minutes",
    share=0.5,
    is_good_high=False,
    counter="stayed-solved",
    hit=_("Solved"),
    open=_("Not solved"),
)
SOLVED_P90 = Tile(
    key="solved-nine-of-ten",
    card="P02",
    name=_("Solved, 9 of 10"),
    says=_("Business time from the first message by which 9 of 10 were solved for good. Waiting counts too."),
    how="time until",
    rows=_resolutions,
    unit="minutes",
    share=0.9,
    is_good_high=False,
    counter="stayed-solved",
    hit=_("Solved"),
    open=_("Not solved"),
)
