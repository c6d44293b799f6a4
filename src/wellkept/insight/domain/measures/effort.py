"""M05: how much work we made for the customer."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from statistics import fmean

from wellkept.kernel.statistics.quantiles import mean_interval

from .measure import Case, Measure, nothing, point, share

EASY = 5
WORST, BEST = 1, 7


@dataclass(frozen=True, slots=True)
class EaseAnswer:
    """An answer to "[Company] made it easy for me to handle my issue", 1 disagree to 7 agree."""

    id: int
    score: int

    def __post_init__(self) -> None:
        if not WORST <= self.score <= BEST:
            raise ValueError(f"Ease is answered from 1 to 7; {self.score} is not.")


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueEffort:
    """What one issue cost the customer."""

    id: int
    contacts: int
    transfers: int = 0
    channel_switches: int = 0
    facts_asked_again: int = 0
    bot_failures: int = 0

    @property
    def total(self) -> int:
        return (
            self.contacts
            + self.transfers
            + self.channel_switches
            + self.facts_asked_again
            + self.bot_failures
        )


def ces_mean(answers: Iterable[EaseAnswer]) -> Measure:
    """M05: the mean ease, 1 to 7 (CES 2.0). A hit is an answer of 5 or more."""
    known = list(answers)
    if not known:
        return nothing()
    scores = [answer.score for answer in known]
    low, high = mean_interval(scores)
    evidence = tuple(Case(one.id, one.score >= EASY) for one in sorted(known, key=lambda one: one.id))
    return Measure(fmean(scores), len(known), max(low, WORST), min(high, BEST), (), evidence)


def ces_easy(answers: Iterable[EaseAnswer]) -> Measure:
    """M05: the share that answered 5 or more, Wilson."""
    return share(Case(answer.id, answer.score >= EASY) for answer in answers)


def effort_median(issues: Iterable[IssueEffort]) -> Measure:
    """M05: contacts + transfers + channel switches + facts asked again + bot failures, of the middle issue.

    Needs no survey, so nobody is missing who did not answer.
    """
    return point([(issue.id, issue.total) for issue in issues], 0.5)


def effort_p90(issues: Iterable[IssueEffort]) -> Measure:
    """M05: the same sum, below which 9 of 10 issues stay."""
    return point([(issue.id, issue.total) for issue in issues], 0.9)
