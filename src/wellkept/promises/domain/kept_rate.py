"""M15: how many promises were kept, counted so that nobody can flatter it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from wellkept.kernel.statistics.intervals import Interval
from wellkept.kernel.statistics.quantiles import median
from wellkept.kernel.statistics.survival import Curve, Observation, kaplan_meier

Count = Literal["kept", "missed", "renegotiated", "waived", "void", "undecided"]
NO_GRACE = timedelta()


@dataclass(frozen=True, slots=True, kw_only=True)
class Promised:
    """A promise as the log tells it. `done_at`: when what was promised was done, late or not; None: not done.

    `original_due_at` is the first date. `stood` is how long its clock stood by the rules of the service code; it moves
    that date. `end`: waived by the customer, void, renegotiated (told before due), or None.
    """

    id: int
    made_at: datetime
    original_due_at: datetime
    done_at: datetime | None = None
    end: Literal["waived", "void", "renegotiated"] | None = None
    stood: timedelta = NO_GRACE

    @property
    def counts_until(self) -> datetime:
        return self.original_due_at + self.stood


def counted(promise: Promised, *, now: datetime, grace: timedelta = NO_GRACE) -> Count:
    """How it counts at `now`. A renegotiated one is neither kept as promised nor left out: it is its own slice."""
    if promise.end is not None:
        return promise.end
    until = promise.counts_until + grace
    if promise.done_at is not None and promise.done_at <= until:
        return "kept"
    return "missed" if until <= now else "undecided"


def cohort(
    promises: Iterable[Promised],
    *,
    start: datetime,
    end: datetime,
    now: datetime,
    grace: timedelta = NO_GRACE,
) -> dict[Count, list[Promised]]:
    """The headline's cases by how they count: original date in the window, and past with its grace.

    The rate is kept ÷ (kept + missed + renegotiated). The window is fixed by dates that nobody can change, so the
    denominator is known before the numerator. "undecided" stays empty.
    """
    slices: dict[Count, list[Promised]] = {
        "kept": [],
        "missed": [],
        "renegotiated": [],
        "waived": [],
        "void": [],
        "undecided": [],
    }
    for promise in promises:
        if start <= promise.original_due_at < end and promise.counts_until + grace <= now:
            slices[counted(promise, now=now, grace=grace)].append(promise)
    return slices


@dataclass(frozen=True, slots=True)
class EarlyView:
    """Of promises made in a window, before all are due: what is certain, and the best guess `estimate` = F(1).

    The guess assumes that being still open says nothing about being kept.
    """

    n: int
    bounds: Interval
    estimate: float
    curve: Curve


def early_view(promises: Iterable[Promised], *, now: datetime) -> EarlyView:
    """M15: bounds [kept/all, (kept + open not due)/all] and Kaplan–Meier on u = (t − made)/(due − made).

    Ten with .3k .5k .9k .4o .6o 1.0o 1.2k .2k .8k .7o → F(1) .657, bounds .5–.8; kept ÷ closed would say .833.
    Waived, void and renegotiated ones are left to the caller. Raises ValueError for no promises at all.
    """
    known = list(promises)
    counts = [counted(promise, now=now) for promise in known]
    curve = kaplan_meier(_progress(promise, now=now) for promise in known)
    kept, undecided = counts.count("kept"), counts.count("undecided")
    return EarlyView(
        n=len(known),
        bounds=Interval(kept / len(known), (kept + undecided) / len(known)),
        estimate=curve.happened_by(1.0),
        curve=curve,
    )


def slack_at_keep(promises: Iterable[Promised]) -> float | None:
    """The median of (due − kept)/(due − made) of what was kept in time: near 1 they are padded. None without any."""
    shares = [
        1 - _share(promise, promise.done_at)
        for promise in promises
        if promise.end is None and promise.done_at is not None and promise.done_at <= promise.counts_until
    ]
    return median(shares) if shares else None


def _progress(promise: Promised, *, now: datetime) -> Observation:
    seen = promise.done_at if promise.done_at is not None and promise.done_at <= now else None
    return Observation(_share(promise, seen or now), seen is not None)


def _share(promise: Promised, at: datetime) -> float:
    """u: how much of its time had passed, 1 at the due moment."""
    return (at - promise.made_at) / (promise.counts_until - promise.made_at)
