"""P24: how much work we made for the customer (M05, M06)."""

from __future__ import annotations

from typing import Any

from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from wellkept.insight.domain.facts.issues import WINDOW
from wellkept.insight.models import ConversationFact, IssueFact

from .replies import AWAY
from .scope import Scope
from .tile import HIT, MISS, Counted, Tile, words

WINDOW_OPEN = gettext_noop("whose week after has not passed")
OURS = gettext_noop("we wrote first")
SILENT = gettext_noop("solved without a reply")


def issues_solved_in(scope: Scope) -> QuerySet[IssueFact]:
    """Issues solved for the first time in the period."""
    return scope.narrow(IssueFact.objects.filter(solved_day__gte=scope.start, solved_day__lt=scope.end))


def once_in(scope: Scope, issues: QuerySet[IssueFact]) -> Counted:
    """Of these, those that took one contact and none in the week after."""
    said = words((_open_window(scope), WINDOW_OPEN), (Q(is_once=True), HIT), otherwise=MISS)
    return _counted(scope, issues, said, "is_once")


def _once(scope: Scope) -> Counted:
    return once_in(scope, issues_solved_in(scope))


def _effort(scope: Scope) -> Counted:
    said = words((_open_window(scope), WINDOW_OPEN), otherwise=HIT, amount=F("effort"))
    return _counted(scope, issues_solved_in(scope), said, "effort")


def _one_owner(scope: Scope) -> Counted:
    said = words((Q(owners__lte=1), HIT), otherwise=MISS)
    return _counted(scope, issues_solved_in(scope), said, "owners")


def _one_touch(scope: Scope) -> Counted:
    solved = ConversationFact.objects.filter(solved_day__gte=scope.start, solved_day__lt=scope.end)
    said = words(
        (Q(is_put_away=True), AWAY),
        (Q(began_day__isnull=True), OURS),
        (Q(replies=0), SILENT),
        (Q(replies=1), HIT),
        otherwise=MISS,
    )
    return Counted(
        rows=scope.narrow(solved),
        words=said,
        day="solved_day",
        at="solved_at",
        message="last_reply_id",
        by=("is_put_away", "replies", "began_day"),
    )


def _stayed(scope: Scope) -> Counted:
    solved = ConversationFact.objects.filter(
        first_solved_day__gte=scope.start, first_solved_day__lt=scope.end
    )
    said = words(
        (Q(is_put_away=True), AWAY),
        (Q(first_solved_at__gt=scope.now - WINDOW), WINDOW_OPEN),
        (Q(came_back=True), MISS),
        otherwise=HIT,
    )
    return Counted(
        rows=scope.narrow(solved),
        words=said,
        day="first_solved_day",
        at="first_solved_at",
        message="last_reply_id",
        by=("is_put_away", "came_back"),
        moment=("first_solved_at", scope.now - WINDOW),
    )


def _open_window(scope: Scope) -> Q:
    return Q(solved_at__gt=scope.now - WINDOW)


def _counted(scope: Scope, issues: QuerySet[IssueFact], said: dict[str, Any], by: str) -> Counted:
    return Counted(
        rows=issues,
        words=said,
        day="solved_day",
        at="solved_at",
        message="message_id",
        by=(by,),
        moment=("solved_at", scope.now - WINDOW),
    )


ONCE = Tile(
    key="solved-once",
    card="M06",
    name=_("Solved in one contact"),
    says=_(
        "Of issues first solved in the period, the share that took one contact and none in the seven days after."
        " Contacts of one customer on one driver belong together, whatever conversation they came in; those whose week"
        " has not passed are not counted."
    ),
    how="share",
    rows=_once,
    counter="effort-nine-of-ten",
    hit=_("One contact"),
    miss=_("They came again"),
)
ONE_TOUCH = Tile(
    key="one-reply",
    card="M06",
    name=_("Solved with one reply"),
    says=_("Of conversations solved in the period, the share that took one reply of ours."),
    how="share",
    rows=_one_touch,
    counter="stayed-solved",
    hit=_("One reply"),
    miss=_("More than one"),
)
STAYED = Tile(
    key="stayed-solved",
    card="M06",
    name=_("Stayed solved"),
    says=_(
        "Of conversations first solved in the period, the share that the customer did not open again in seven days."
    ),
    how="share",
    rows=_stayed,
    counter="solved-once",
    hit=_("Stayed solved"),
    miss=_("Opened again"),
)
EFFORT_MEDIAN = Tile(
    key="effort-half",
    card="M05",
    name=_("Effort, half of them"),
    says=_(
        "Contacts, transfers and changes of channel of the middle issue. No survey: nobody is missing who did"
        " not answer."
    ),
    how="point",
    rows=_effort,
    unit="count",
    is_good_high=False,
    counter="solved-once",
    hit=_("Issue"),
)
EFFORT_P90 = Tile(
    key="effort-nine-of-ten",
    card="M05",
    name=_("Effort, 9 of 10"),
    says=_("Contacts, transfers and changes of channel that 9 of 10 issues stay within."),
    how="point",
    rows=_effort,
    unit="count",
    share=0.9,
    is_good_high=False,
    counter="solved-once",
    hit=_("Issue"),
)
ONE_OWNER = Tile(
    key="one-owner",
    card="P24",
    name=_("One person from first to last"),
    says=_("Of issues first solved in the period, the share that no second person had to take over."),
    how="share",
    rows=_one_owner,
    counter="solved-once",
    hit=_("One owner"),
    miss=_("Passed on"),
)
