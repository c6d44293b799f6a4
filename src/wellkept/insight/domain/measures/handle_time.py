"""M07: how long handling takes. For staffing and for finding what is hard; never a person's target."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import fmean

from wellkept.kernel.statistics.quantiles import mean_interval

from .measure import Case, Measure, nothing, point

# A pause longer than this is not work on the conversation.
IDLE_SECONDS = 60.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One handled call."""

    id: int
    talk_seconds: float
    hold_seconds: float = 0.0
    wrap_seconds: float = 0.0

    @property
    def seconds(self) -> float:
        return self.talk_seconds + self.hold_seconds + self.wrap_seconds


@dataclass(frozen=True, slots=True)
class ResolvedIssue:
    """An issue that was resolved, with the active seconds of every touch of it."""

    id: int
    touches: tuple[float, ...]


def aht_seconds(calls: Iterable[Call]) -> Measure:
    """M07: (talk + hold + wrap) ÷ handled, in seconds."""
    known = sorted(calls, key=lambda call: call.id)
    if not known:
        return nothing()
    seconds = [call.seconds for call in known]
    low, high = mean_interval(seconds)
    evidence = tuple(Case(call.id, None) for call in known)
    return Measure(fmean(seconds), len(known), max(0.0, low), high, (), evidence)


def active_seconds(activity: Sequence[float], *, idle_seconds: float = IDLE_SECONDS) -> float:
    """The time of one touch: moments of typing, clicking and reading in seconds, each gap cut at a minute."""
    moments = sorted(activity)
    return sum(min(b - a, idle_seconds) for a, b in pairwise(moments))


def touch_median(issues: Iterable[ResolvedIssue]) -> Measure:
    """M07 for mail and chat: active seconds of the middle resolved issue. Shown beside M06 only."""
    return point([(issue.id, sum(issue.touches)) for issue in issues], 0.5)


def touch_p90(issues: Iterable[ResolvedIssue]) -> Measure:
    """M07 for mail and chat: active seconds below which 9 of 10 resolved issues stay."""
    return point([(issue.id, sum(issue.touches)) for issue in issues], 0.9)
