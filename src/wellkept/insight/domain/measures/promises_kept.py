"""M15: the kept rate, with its slices and the view before all is due."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from wellkept.promises.domain.kept_rate import NO_GRACE, Promised, cohort, counted, early_view

from .measure import Case, Excluded, Measure, nothing, share


@dataclass(frozen=True, slots=True)
class KeptRate:
    """The headline, and the share of the same promises that was renegotiated in time: never among the kept."""

    kept: Measure
    renegotiated: Measure


def kept_rate(
    promises: Iterable[Promised],
    *,
    start: datetime,
    end: datetime,
    now: datetime,
    grace: timedelta = NO_GRACE,
) -> KeptRate:
    """M15: kept on time ÷ (all − waived by customer − void), of promises originally due from `start` until `end`.

    Only those whose date and grace have passed. Waived and void ones are listed as excluded.
    """
    slices = cohort(promises, start=start, end=end, now=now, grace=grace)
    excluded = [Excluded(one.id, "waived by the customer") for one in slices["waived"]]
    excluded += [Excluded(one.id, "entered by mistake") for one in slices["void"]]
    counted_as = [(one.id, name) for name in ("kept", "missed", "renegotiated") for one in slices[name]]
    return KeptRate(
        kept=share((Case(number, name == "kept") for number, name in counted_as), excluded=excluded),
        renegotiated=share(
            (Case(number, name == "renegotiated") for number, name in counted_as), excluded=excluded
        ),
    )


def kept_so_far(promises: Iterable[Promised], *, start: datetime, end: datetime, now: datetime) -> Measure:
    """M15, early: of promises made from `start` until `end`, the Kaplan–Meier guess; low and high are hard bounds.

    Bounds [kept/all, (kept + open not due)/all] and not a 95 % interval. Evidence: None is still undecided.
    """
    cases, excluded, counts = [], [], []
    for one in promises:
        if not start <= one.made_at < end:
            continue
        if one.end is not None:
            excluded.append(Excluded(one.id, one.end))
            continue
        count = counted(one, now=now)
        cases.append(one)
        counts.append(Case(one.id, None if count == "undecided" else count == "kept"))
    if not cases:
        return nothing(excluded)
    view = early_view(cases, now=now)
    evidence = tuple(sorted(counts, key=lambda case: case.id))
    return Measure(view.estimate, view.n, *view.bounds, tuple(excluded), evidence)
