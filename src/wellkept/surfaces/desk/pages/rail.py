"""The left rail: places to be, with counts that never scan a table."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from wellkept.accounts.models import Team
from wellkept.conversations import queries
from wellkept.conversations.access import Access
from wellkept.conversations.models import Inbox, Place, Status
from wellkept.conversations.queries import View
from wellkept.kernel.prepared import prepared
from wellkept.kernel.text import whole
from wellkept.promises.queries import Counts, count_owed


@dataclass(frozen=True, slots=True)
class Link:
    """One line of the rail. `count` None shows no figure."""

    key: str
    label: str
    icon: str
    count: int | None = None


@dataclass(frozen=True, slots=True)
class Rail:
    """The views of this agent, and what the browser needs to know about itself."""

    owed: Counts | None
    links: tuple[Link, ...]
    teams: tuple[Link, ...]
    quiet: tuple[Link, ...]


STATUSES = tuple(Status.values)


def rail(access: Access, *, with_counts: bool = True) -> Rail:
    """Three queries: the agent's teams, what they owe, and all other figures, each of them bounded."""
    work = [
        ("mine", _("Mine"), "mine"),
        ("unassigned", _("Unassigned"), "inbox"),
        ("all", _("All"), "view"),
    ]
    theirs = [(f"team-{pk}", name, "team") for pk, name in _teams(access)]
    shown = [key for key, _label, _icon in (*work, *theirs)]
    views = [view for key in shown if (view := view_of(key, "open", access)) is not None]
    counts = dict(zip(shown, queries.counts(views, access), strict=True)) if with_counts else {}

    def links(lines: list[tuple[str, str, str]]) -> tuple[Link, ...]:
        return tuple(Link(key, label, icon, counts.get(key)) for key, label, icon in lines)

    quiet = (Link("spam", _("Spam"), "spam"), Link("trash", _("Trash"), "trash"))
    owed = count_owed(access) if with_counts else None
    return Rail(owed=owed, links=links(work), teams=links(theirs), quiet=quiet)


def _teams(access: Access) -> list[tuple[int, str]]:
    return _named(None if access.inbox_ids is None else access.team_ids)


@prepared
def _named(team_ids: frozenset[int] | None) -> QuerySet[Team, tuple[int, str]]:
    teams = Team.objects.order_by("name", "id")
    if team_ids is not None:
        teams = teams.filter(pk__in=team_ids)
    return teams.values_list("pk", "name")[:12]


def view_of(key: str, status: str, access: Access) -> View | None:
    """The view behind an address of the desk; None when there is no such view, or its inbox is not theirs to see."""
    chosen = None if status == "any" else status
    if chosen is not None and chosen not in STATUSES:
        return None
    if key in (Place.SPAM, Place.TRASH):
        return View(key, status=None, place=key)
    if key == "mine":
        return View(key, assignee=access.agent_id, status=chosen)
    if key == "unassigned":
        return View(key, assignee=0, status=chosen)
    if key == "all":
        return View(key, status=chosen)
    kind, _dash, number = key.partition("-")
    found = whole(number)
    if kind in ("team", "inbox") and found is not None:
        if kind == "inbox" and not access.sees_inbox(found):
            return None
        return View(
            key,
            status=chosen,
            team_id=found if kind == "team" else None,
            inbox_id=found if kind == "inbox" else None,
        )
    return None


def title_of(key: str) -> str:
    """What a view is called above its list."""
    names = {
        "mine": _("Mine"), "unassigned": _("Unassigned"), "all": _("All"), "spam": _("Spam"), "trash": _("Trash"),
    }  # fmt: skip
    if key in names:
        return names[key]
    kind, _dash, number = key.partition("-")
    if kind == "team":
        return Team.objects.filter(pk=number).values_list("name", flat=True).first() or _("Team")
    return Inbox.objects.filter(pk=number).values_list("name", flat=True).first() or _("Inbox")
