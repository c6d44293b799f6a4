"""What is owed, in the order that keeps the most promises: by the agent, by everyone, or what is in danger."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wellkept.conversations.access import Access
from wellkept.promises import queries
from wellkept.promises.models import Promise
from wellkept.surfaces.look import words

from .owed import OwedRow, row_of
from .owed_order import risk_row, rows_in_order

NOW = timedelta(hours=2)

Whose = Literal["mine", "all", "risk"]


@dataclass(frozen=True, slots=True)
class Group:
    title: str
    rows: list[OwedRow]


@dataclass(frozen=True, slots=True)
class OwedPage:
    """`lead` says the whole in two sentences, `order` how the lines stand. Of everybody for who supervises."""

    whose: Whose
    lead: str
    order: str
    groups: list[Group]
    kept: list[OwedRow]
    more: bool


def owed_page(access: Access, *, whose: Whose, at: datetime) -> OwedPage:
    """A fixed number of queries, each bounded."""
    if whose == "risk":
        return _risk_page(access, at=at)
    promises = queries.owed_by_all(access) if whose == "all" else queries.owed_by(access)
    last: list[OwedRow] = []
    more, promises = len(promises) > queries.MOST, promises[: queries.MOST]
    local = timezone.localtime(at)
    midnight = local.replace(hour=0, minute=0, second=0, microsecond=0)
    if whose == "all":
        rows = [(promise, row_of(promise, at=at, with_owner=True)) for promise in promises]
        order, kept = _("What is due first stands first."), []
    else:
        rows, last = rows_in_order(promises, at=at)
        order = _("In the order that keeps the most promises.")
        kept = [row_of(one, at=at) for one in queries.kept_since(access, midnight)[:20]]
    return OwedPage(
        whose=whose,
        lead=_lead([row for _promise, row in rows] + last, is_all=whose == "all"),
        order=order,
        groups=_groups(rows, last, at=at, tomorrow=midnight + timedelta(days=1)),
        kept=kept,
        more=more,
    )


def _risk_page(access: Access, *, at: datetime) -> OwedPage:
    risks, broken = queries.at_risk_for(access), queries.broken_for(access)
    titled = (
        (_("At risk"), [risk_row(promise, at=at) for promise in risks[: queries.MOST]]),
        (
            _("Broken, and not made good"),
            [row_of(promise, at=at, with_owner=True) for promise in broken[: queries.MOST]],
        ),
    )
    return OwedPage(
        whose="risk",
        lead=_lead_of_risk(len(risks), len(broken), queries.next_due(access, at=at)),
        order=_("What can still be kept stands first, then what is late the longest."),
        groups=[Group(title, rows) for title, rows in titled if rows],
        kept=[],
        more=max(len(risks), len(broken)) > queries.MOST,
    )


def _groups(
    rows: Iterable[tuple[Promise, OwedRow]], last: list[OwedRow], *, at: datetime, tomorrow: datetime
) -> list[Group]:
    """By when it is due; within each in the order given. `last` is late, and would break others any earlier."""
    now: list[OwedRow] = []
    today: list[OwedRow] = []
    later: list[OwedRow] = []
    standing: list[OwedRow] = []
    for promise, row in rows:
        if row.chip.state == "paused":
            standing.append(row)
        elif row.chip.state == "broken" or promise.due_at <= at + NOW:
            now.append(row)
        elif promise.due_at < tomorrow:
            today.append(row)
        else:
            later.append(row)
    titled = (
        (_("Now"), now),
        (_("Today"), today),
        (_("Tomorrow and later"), later),
        (_("Late, once the rest is safe"), last),
        (_("Waiting, the clock stands"), standing),
    )
    return [Group(title, lines) for title, lines in titled if lines]


def _lead(rows: list[OwedRow], *, is_all: bool) -> str:
    if not rows:
        return _("Nothing is owed.") if is_all else _("You owe nothing.")
    states = [row.chip.state for row in rows]
    broken, risky, soon = states.count("broken"), states.count("at-risk"), states.count("soon")
    if is_all:
        whole = ngettext("%(count)s thing is owed.", "%(count)s things are owed.", len(rows))
    else:
        whole = ngettext("You owe %(count)s thing.", "You owe %(count)s things.", len(rows))
    parts = []
    if broken:
        parts.append(ngettext("%(count)s is broken", "%(count)s are broken", broken) % {"count": broken})
    if risky:
        parts.append(ngettext("%(count)s is at risk", "%(count)s are at risk", risky) % {"count": risky})
    if soon:
        parts.append(ngettext("%(count)s is due soon", "%(count)s are due soon", soon) % {"count": soon})
    if not parts:
        parts.append(_("nothing is late or due soon"))
    first, rest = parts[0][:1].upper() + parts[0][1:], parts[1:]
    return " ".join([whole % {"count": len(rows)}, ", ".join([first, *rest]) + "."])


def _lead_of_risk(risks: int, broken: int, next_due: datetime | None) -> str:
    if not risks and not broken:
        calm = _("Nothing is at risk, and nothing is broken.")
        if next_due is None:
            return calm
        return f"{calm} {_('The next is due %(when)s.') % {'when': words.moment(next_due)}}"
    at_risk = ngettext("%(count)s is at risk", "%(count)s are at risk", risks) % {"count": risks}
    late = ngettext("%(count)s is broken", "%(count)s are broken", broken) % {"count": broken}
    return f"{at_risk if risks else _('Nothing is at risk')}, {late if broken else _('nothing is broken')}."
