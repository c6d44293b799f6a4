"""The service code in plain words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wellkept.conversations.models import Priority
from wellkept.promises.domain.tally import Counts, Tally
from wellkept.promises.models import Hours, ServiceCode, Target, TargetKind


@dataclass(frozen=True, slots=True)
class Said:
    """One promise: "Within 8 business hours", for whom, and what its clock does while a conversation waits."""

    id: int
    within: str
    whom: str
    pauses: str


@dataclass(frozen=True, slots=True)
class KindSaid:
    title: str
    promises: list[Said]


@dataclass(frozen=True, slots=True)
class Compared:
    """One kind of the last 90 days: as it was, and as it would have been under the draft."""

    title: str
    was: Counts
    would: Counts
    was_rate: str
    would_rate: str
    lost: int
    won: int
    lost_in: list[int]
    won_in: list[int]


def in_words(code: ServiceCode) -> list[KindSaid]:
    """Every kind that is promised, the most particular promise first. One query."""
    targets = list(code.targets.select_related("inbox", "company", "tag").order_by("id"))
    titles = kind_titles()
    said = [(kind, _of_kind(kind, targets)) for kind in TargetKind.values]
    return [KindSaid(titles[kind], promises) for kind, promises in said if promises]


def kind_titles() -> dict[str, str]:
    return {
        TargetKind.FIRST_REPLY: _("First reply"),
        TargetKind.NEXT_REPLY: _("Next reply"),
        TargetKind.UPDATE: _("Word on how it stands"),
        TargetKind.RESOLUTION: _("Resolution"),
        TargetKind.CALL_BACK: _("Call back"),
    }


def compared(tally: Tally) -> list[Compared]:
    titles = kind_titles()
    return [
        Compared(
            title=titles[kind],
            was=one.was,
            would=one.would,
            was_rate=rate(one.was),
            would_rate=rate(one.would),
            lost=one.lost,
            won=one.won,
            lost_in=one.lost_in,
            won_in=one.won_in,
        )
        for kind in TargetKind.values
        if (one := tally.kinds.get(kind)) is not None
    ]


def rate(counts: Counts) -> str:
    """The kept rate; "–" while nothing has ended."""
    if counts.rate is None:
        return "–"
    return _("%(percent)s %% kept") % {"percent": f"{100 * counts.rate:.1f}"}


def within(target: Target) -> str:
    """ "Within 8 business hours"."""
    business = target.hours == Hours.BUSINESS
    if target.minutes % 60:
        text = (
            ngettext("Within %(n)s business minute", "Within %(n)s business minutes", target.minutes)
            if business
            else ngettext("Within %(n)s minute", "Within %(n)s minutes", target.minutes)
        )
        return text % {"n": target.minutes}
    hours = target.minutes // 60
    text = (
        ngettext("Within %(n)s business hour", "Within %(n)s business hours", hours)
        if business
        else ngettext("Within %(n)s hour, day and night", "Within %(n)s hours, day and night", hours)
    )
    return text % {"n": hours}


def _of_kind(kind: str, targets: Iterable[Target]) -> list[Said]:
    fitting = [one for one in targets if one.kind == kind]
    fitting.sort(
        key=lambda one: [
            one.tag_id is None,
            one.company_id is None,
            one.priority is None,
            one.inbox_id is None,
        ]
    )
    alone = len(fitting) == 1
    return [Said(one.pk, within(one), _whom(one, alone=alone), _pauses(one)) for one in fitting]


def _whom(target: Target, *, alone: bool) -> str:
    parts = []
    if target.tag:
        parts.append(_("tagged %(name)s") % {"name": target.tag.name})
    if target.company:
        parts.append(_("from %(name)s") % {"name": target.company.name})
    if target.priority is not None:
        parts.append(
            _("of %(priority)s priority") % {"priority": str(Priority(target.priority).label).lower()}
        )
    if target.inbox:
        parts.append(_("in the inbox %(name)s") % {"name": target.inbox.name})
    if not parts:
        return _("for every conversation") if alone else _("for every other conversation")
    return _("for conversations %(which)s") % {"which": ", ".join(parts)}


def _pauses(target: Target) -> str:
    if target.pauses_while_pending and target.pauses_while_on_hold:
        return _("The clock stands while pending and while on hold.")
    if target.pauses_while_pending:
        return _("The clock stands while pending.")
    if target.pauses_while_on_hold:
        return _("The clock stands while on hold.")
    return _("The clock never stands.")
