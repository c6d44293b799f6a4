"""M06: solved in one contact, and truly so."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from wellkept.insight.domain.facts.contacts import is_another
from wellkept.insight.domain.facts.issues import WINDOW

from .measure import Case, Excluded, Measure, share

BILLING_WINDOW = timedelta(days=30)


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue:
    """One need of one customer: when it was solved, and every time they wrote or called about it, before and after.

    `window`: how long they may not come back. `confirmed`: their word on "Is it solved?"; None: not asked or silent.
    `contacts` are moments of contacts about this driver, linked whatever conversation they are in; `same_conversation`
    tells of each whether it continued the conversation of the one before.
    """

    id: int
    solved_at: datetime | None
    contacts: tuple[datetime, ...]
    same_conversation: tuple[bool, ...] = ()
    window: timedelta = WINDOW
    confirmed: bool | None = None

    def __post_init__(self) -> None:
        if not self.contacts:
            raise ValueError("An issue begins with a contact.")
        if self.same_conversation and len(self.same_conversation) != len(self.contacts):
            raise ValueError("Say of every contact whether it continued the conversation before it.")


def contact_count(issue: Issue) -> int:
    """How often they had to come: replies within one open conversation less than 72 hours apart are one contact."""
    count = 1
    for number in range(1, len(issue.contacts)):
        continued = bool(issue.same_conversation) and issue.same_conversation[number]
        before, now = issue.contacts[number - 1], issue.contacts[number]
        after_solved = issue.solved_at is not None and before <= issue.solved_at < now
        count += is_another(before, now, is_continued=continued, was_solved_between=after_solved)
    return count


def fcr(
    issues: Iterable[Issue],
    *,
    start: datetime,
    end: datetime,
    now: datetime,
    frozen_exclusions: Collection[int] = (),
) -> Measure:
    """M06: issues solved in the period with one contact and none within their window ÷ issues whose window has passed.

    Gross without `frozen_exclusions`, net with them; each is listed. Issues whose window is still open are excluded by
    that reason and never counted as solved. A contact after the window is another issue's.
    """
    cases, excluded = [], []
    for issue in issues:
        if issue.solved_at is None or not start <= issue.solved_at < end:
            continue
        if issue.solved_at > now - issue.window:
            excluded.append(Excluded(issue.id, "window still open"))
        elif issue.id in frozen_exclusions:
            excluded.append(Excluded(issue.id, "on the exclusion list"))
        else:
            cases.append(Case(issue.id, _once(issue)))
    return share(cases, excluded=excluded)


def disagreements(issues: Iterable[Issue]) -> tuple[int, ...]:
    """Ids of issues that count as solved at once while the customer says no, or the other way round."""
    return tuple(
        issue.id
        for issue in issues
        if issue.confirmed is not None and issue.solved_at is not None and issue.confirmed != _once(issue)
    )


def _once(issue: Issue) -> bool:
    assert issue.solved_at is not None, "only solved issues are counted"
    until = issue.solved_at + issue.window
    within = tuple(at for at in issue.contacts if at <= until)
    flags = issue.same_conversation[: len(within)]
    counted = Issue(id=issue.id, solved_at=issue.solved_at, contacts=within, same_conversation=flags)
    return contact_count(counted) == 1
