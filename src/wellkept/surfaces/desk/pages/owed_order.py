"""Why a line of Owed stands where it stands, in a sentence."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from wellkept.promises.domain.order import Place
from wellkept.promises.models import Promise, Risk
from wellkept.promises.working import in_order

from .owed import Chip, OwedRow, row_of

HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)


def rows_in_order(
    promises: list[Promise], *, at: datetime
) -> tuple[list[tuple[Promise, OwedRow]], list[OwedRow]]:
    """An agent's lines in the order of work (P02), and after them what is late and waits until the rest is safe.

    What stands still is among the first, at their end.
    """
    rows: list[tuple[Promise, OwedRow]] = []
    last: list[OwedRow] = []
    for placed in in_order(promises, at=at):
        row = _standing(row_of(placed.promise, at=at), placed.place, is_lost=placed.is_lost)
        if row.chip.state == "broken" and placed.place.why == "late_waits":
            last.append(row)
        else:
            rows.append((placed.promise, row))
    rows += [(promise, row_of(promise, at=at)) for promise in promises if promise.paused_at is not None]
    return rows, last


def risk_row(promise: Promise, *, at: datetime) -> OwedRow:
    """The line of one that is at risk, with the reason; its `risk` is loaded."""
    row = row_of(promise, at=at, with_owner=True)
    return replace(row, chip=Chip("at-risk", row.chip.text), why=_reason(promise))


def _standing(row: OwedRow, place: Place, *, is_lost: bool) -> OwedRow:
    if is_lost:
        why = _("It no longer fits into the working time that is left. Tell them another date while you can.")
        return replace(row, chip=Chip("at-risk", row.chip.text), why=why)
    if place.why == "in_time":
        return replace(row, why=f"{row.why} {_spare(place.slack)}")
    if place.why == "late_first":
        return replace(row, why=f"{row.why} {_('Doing it here breaks no other.')}")
    return replace(row, why=f"{row.why} {_('What stands above can still be kept.')}")


def _spare(slack: timedelta) -> str:
    """Of working time, so in hours, not in days."""
    if slack < MINUTE:
        return _("There is no time to spare.")
    if slack < HOUR:
        return _("%(minutes)s min of working time to spare.") % {"minutes": int(slack / MINUTE)}
    return _("%(hours)s h of working time to spare.") % {"hours": int(slack / HOUR)}


def _reason(promise: Promise) -> str:
    if promise.risk.reason == Risk.Reason.OWNER_AWAY:
        name = promise.owner.name if promise.owner else ""
        return _("%(name)s is away when it falls due, and nobody has taken it over.") % {"name": name}
    if promise.risk.reason == Risk.Reason.WAITING:
        return _("It waits for somebody else.")
    return _("It does not fit into the working time left to whoever answers for it.")
