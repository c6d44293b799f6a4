"""One page of a view, ready to show."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from wellkept.conversations import queries
from wellkept.conversations.access import Access
from wellkept.conversations.models import Status
from wellkept.conversations.queries import Row

from .dues import due_chips
from .owed import Chip as Due
from .rail import title_of, view_of


@dataclass(frozen=True, slots=True)
class Chip:
    """A status to filter by."""

    key: str
    label: str
    is_on: bool


@dataclass(frozen=True, slots=True)
class ListPage:
    """What stands in the list column: what is due next there by a row's id, `older` the cursor of the next page."""

    key: str
    title: str
    status: str
    chips: tuple[Chip, ...]
    rows: list[Row]
    dues: dict[int, Due]
    older: str | None
    empty_title: str
    empty_text: str


def status_words() -> dict[str, str]:
    """The statuses as the desk says them."""
    return {
        Status.OPEN: pgettext("status", "Open"),
        Status.PENDING: _("Pending"),
        Status.ON_HOLD: _("On hold"),
        Status.SOLVED: _("Solved"),
        Status.CLOSED: _("Closed"),
    }


def list_page(
    key: str, status: str, access: Access, *, after: str | None = None, with_rows: bool = True
) -> ListPage | None:
    """None when there is no such view. Raises ValueError for a cursor that is none of ours.

    Without `with_rows` only the frame: beside an open conversation the rows follow by themselves.
    """
    view = view_of(key, status, access)
    if view is None:
        return None
    found = queries.page(view, access, after=after) if with_rows else None
    words = status_words()
    chips = (
        ()
        if view.place != "desk"
        else tuple(Chip(one, label, one == status) for one, label in [*words.items(), ("any", _("Any"))])
    )
    title, text = _nothing(key, status)
    return ListPage(
        key=key,
        title=title_of(key),
        status=status,
        chips=chips,
        rows=found.rows if found else [],
        dues=due_chips(row.id for row in found.rows) if found else {},
        older=found.older if found else None,
        empty_title=title,
        empty_text=text,
    )


def _nothing(key: str, status: str) -> tuple[str, str]:
    if key == "mine" and status == "open":
        return _("You owe nobody an answer."), _("New work waits under Unassigned.")
    if key == "unassigned" and status == "open":
        return _("Everything open has someone."), _("What arrives next appears here by itself.")
    if key == "spam":
        return _("No spam."), _("What is marked as spam lies here until someone takes it back.")
    if key == "trash":
        return _("The trash is empty."), ""
    return _("Nothing stands here."), _("Choose another status above, or another view.")
