"""What broke in a conversation, with the note that is ready for the customer."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from wellkept.accounts.models import Agent
from wellkept.promises.breaks import TOO_SOON
from wellkept.promises.models import Promise, PromiseStatus
from wellkept.surfaces.look import words

from .owed import OwedRow


@dataclass(frozen=True, slots=True)
class BrokenLine:
    """`text` is the note, "" while it is not written or its date lies too near; then it is written anew when used."""

    promise_id: int
    title: str
    what: str
    text: str
    is_taken: bool


def broken_lines(
    promises: Iterable[Promise], rows: Iterable[OwedRow], agent: Agent, *, at: datetime
) -> list[BrokenLine]:
    """Of the promises to the customer that are broken. Each with `amends` loaded; asks the database nothing."""
    what = {row.id: row.what for row in rows}
    return [
        _line(promise, what.get(promise.pk, ""), agent, at)
        for promise in promises
        if promise.status == PromiseStatus.BROKEN and promise.is_visible_to_customer
    ]


def _line(promise: Promise, what: str, agent: Agent, at: datetime) -> BrokenLine:
    amends = getattr(promise, "amends", None)
    is_good = amends is not None and amends.due_at >= at + TOO_SOON
    return BrokenLine(
        promise_id=promise.pk,
        title=_("Broken, it was due %(when)s:") % {"when": words.moment(promise.due_at)},
        what=what,
        text=amends.text if amends is not None and is_good else "",
        is_taken=amends is not None and amends.taken_by_id == agent.pk and amends.message_id is None,
    )
