"""M08: how many were answered in time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from wellkept.insight.domain.figure import done_by, time_until
from wellkept.kernel.statistics.survival import Observation

from .measure import Case, Excluded, Measure, of, share

# Whoever hangs up sooner has dialled wrong.
SHORTEST_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class Offered:
    """A call or chat: how long they waited, and whether an answer ended the wait (else they left)."""

    id: int
    waited_seconds: float
    answered: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """A message that needs an answer: business seconds until a substantive one, or until now when there is none yet.

    One closed without a reply is unanswered: its time ends at the closing.
    """

    id: int
    business_seconds: float
    answered: bool


def service_level(
    offered: Iterable[Offered], *, target_seconds: float, shortest_seconds: float = SHORTEST_SECONDS
) -> Measure:
    """M08: answered ≤ T ÷ (offered − abandoned before t₀). This variant counts all later leavers as misses."""
    cases, excluded = [], []
    for one in offered:
        if not one.answered and one.waited_seconds < shortest_seconds:
            excluded.append(Excluded(one.id, f"left within {shortest_seconds:g} seconds"))
        else:
            cases.append(Case(one.id, one.answered and one.waited_seconds <= target_seconds))
    return share(cases, excluded=excluded)


def answered_by(asked: Iterable[Asked], *, target_seconds: float) -> Measure:
    """M08 for mail: the Kaplan–Meier share answered by T in business hours; what is unanswered is censored.

    Evidence: a hit was answered by T, a miss was open or answered later at T; None was still open before T.
    """
    known = list(asked)
    cases = (Case(one.id, _in_time(one, target_seconds)) for one in known)
    return of(done_by(_watched(known), target_seconds), cases)


def answered_within(asked: Iterable[Asked], *, share: float) -> Measure:
    """P02: business seconds by which that share was answered, or resolved (.5 the median, .9 P90), Kaplan–Meier.

    What is open is censored. None where so many have not been answered yet.
    """
    known = list(asked)
    return of(time_until(_watched(known), share), (Case(one.id, None) for one in known))


def _watched(asked: Iterable[Asked]) -> Counter[Observation]:
    return Counter(Observation(one.business_seconds, one.answered) for one in asked)


def _in_time(one: Asked, target_seconds: float) -> bool | None:
    if one.answered:
        return one.business_seconds <= target_seconds
    return False if one.business_seconds >= target_seconds else None
