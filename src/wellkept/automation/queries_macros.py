"""Which macros there are, for whom, and what one did."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from wellkept.conversations.access import Access

from .domain.actions import Action, read
from .models import Macro, MacroRun

MOST_OFFERED = 200


def macros() -> QuerySet[Macro]:
    """All of them, retired ones too, for whoever looks after them."""
    return Macro.objects.select_related("team")


def macros_for(access: Access) -> QuerySet[Macro]:
    """Those this person may use: of everybody and of their teams; of all teams for who supervises."""
    offered = Macro.objects.filter(retired_at__isnull=True)
    if access.may_supervise:
        return offered
    return offered.filter(Q(team__isnull=True) | Q(team__in=access.team_ids))


def offered_to(access: Access) -> list[Macro]:
    """The list to choose from, in its order. A light agent gets those that only write a note. One query."""
    found = macros_for(access).order_by("position", "id")[:MOST_OFFERED]
    return [one for one in found if access.may_reply or only_notes(read(one.actions))]


def only_notes(actions: tuple[Action, ...]) -> bool:
    return all(action.kind == "note" for action in actions)


def runs_for(access: Access) -> QuerySet[MacroRun]:
    """What macros did in the conversations that this person sees."""
    runs = MacroRun.objects.select_related("macro", "by")
    return runs if access.inbox_ids is None else runs.filter(conversation__inbox__in=access.inbox_ids)
