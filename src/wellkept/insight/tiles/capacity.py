"""P18: whether quality holds when much comes in (M15 and M06 on the busiest days)."""

from __future__ import annotations

from collections.abc import Callable
from math import ceil

from django.db.models import Count
from django.utils.translation import gettext_lazy as _

from wellkept.insight.models import ConversationFact

from .effort import issues_solved_in, once_in
from .promises import due_in, kept_in
from .scope import Scope
from .tile import Counted, Tile

# The busiest fifth of the days on which anything came in.
BUSY_SHARE = 0.2


def busiest_days(scope: Scope) -> list[int]:
    """The fifth of the period's days on which most conversations began; of equals the later first."""
    began = ConversationFact.objects.filter(
        began_day__gte=scope.start, began_day__lt=scope.end, is_put_away__in=[False]
    )
    days = (
        scope.narrow(began).values_list("began_day").annotate(came=Count("*")).order_by("-came", "-began_day")
    )
    found = [day for day, _came in days if day is not None]
    return sorted(found[: ceil(len(found) * BUSY_SHARE)])


def _kept(*, is_busy: bool) -> Callable[[Scope], Counted]:
    def rows(scope: Scope) -> Counted:
        busy = {"day__in": busiest_days(scope)}
        promises = due_in(scope)
        return kept_in(scope, promises.filter(**busy) if is_busy else promises.exclude(**busy))

    return rows


def _once(*, is_busy: bool) -> Callable[[Scope], Counted]:
    def rows(scope: Scope) -> Counted:
        busy = {"solved_day__in": busiest_days(scope)}
        issues = issues_solved_in(scope)
        return once_in(scope, issues.filter(**busy) if is_busy else issues.exclude(**busy))

    return rows


KEPT_BUSY = Tile(
    key="kept-on-busy-days",
    card="M15",
    name=_("Kept on the busiest days"),
    says=_("The kept rate of promises due on the fifth of the days on which most conversations began."),
    how="share",
    rows=_kept(is_busy=True),
    against=(_kept(is_busy=False), _("all other days")),
    counter="kept-on-other-days",
    hit=_("Kept"),
    miss=_("Not kept"),
)
KEPT_CALM = Tile(
    key="kept-on-other-days",
    card="M15",
    name=_("Kept on all other days"),
    says=_("The same on the other days. Where the two differ, more was accepted than could be done well."),
    how="share",
    rows=_kept(is_busy=False),
    counter="kept-on-busy-days",
    hit=_("Kept"),
    miss=_("Not kept"),
)
ONCE_BUSY = Tile(
    key="solved-once-on-busy-days",
    card="M06",
    name=_("Solved in one contact, busiest days"),
    says=_("Of issues solved on the busiest fifth of the days, the share that took one contact."),
    how="share",
    rows=_once(is_busy=True),
    against=(_once(is_busy=False), _("all other days")),
    counter="solved-once-on-other-days",
    hit=_("One contact"),
    miss=_("They came again"),
)
ONCE_CALM = Tile(
    key="solved-once-on-other-days",
    card="M06",
    name=_("Solved in one contact, other days"),
    says=_("The same on the other days: whether quality falls when there is more to do."),
    how="share",
    rows=_once(is_busy=False),
    counter="solved-once-on-busy-days",
    hit=_("One contact"),
    miss=_("They came again"),
)
