"""Of what, and for whom: the period, the inbox, the team, and what the person may see."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cached_property
from typing import TypeVar

from django.db.models import Model, Q, QuerySet

from wellkept.conversations.access import Access
from wellkept.insight.desk import Desk, desk_now
from wellkept.promises import standing
from wellkept.promises.domain.choosing import Case, choose
from wellkept.promises.models import Hours, Target

M = TypeVar("M", bound=Model)
NORMAL = 1


@dataclass(frozen=True)
class Scope:
    """Days from `start` to before `end`, counted from 1970 in the desk's zone.

    `inbox_ids` None: every inbox. What belongs to no inbox is seen by who sees all. `inbox_id` and `team_id` narrow it.
    """

    start: int
    end: int
    now: datetime
    desk: Desk
    inbox_ids: frozenset[int] | None
    inbox_id: int | None = None
    team_id: int | None = None

    def narrow(self, rows: QuerySet[M]) -> QuerySet[M]:
        """What of the rows is in the inboxes and the team, never more than may be seen."""
        if self.inbox_ids is not None:
            rows = rows.filter(inbox_id__in=self.inbox_ids)
        if self.inbox_id is not None:
            rows = rows.filter(inbox_id=self.inbox_id)
        if self.team_id is not None:
            rows = rows.filter(team_id=self.team_id)
        return rows

    @property
    def before(self) -> Scope:
        """The period of the same length just before."""
        return replace(self, start=2 * self.start - self.end, end=self.start)

    @cached_property
    def _code(self) -> standing.Code | None:
        return standing.code_now()

    def published(self, kind: str) -> Published | None:
        """What the service code of today publishes of that kind for the inbox, or for all; None when nothing."""
        code = self._code
        if code is None:
            return None
        case = Case(inbox_id=self.inbox_id or 0, priority=NORMAL, company_id=None, tag_ids=frozenset())
        rule = choose(code.rules, kind, case)
        return Published(code.targets[rule.id]) if rule else None


@dataclass(frozen=True)
class Published:
    """A target as a tile needs it: minutes, of which hours."""

    target: Target

    @property
    def minutes(self) -> int:
        return self.target.minutes

    @property
    def is_business(self) -> bool:
        return self.target.hours == Hours.BUSINESS

    def not_late(self, scope: Scope, column: str) -> Q:
        """What began so lately, by the moment in `column`, that it may still be in time."""
        if self.is_business:
            return scope.desk.asked_after(column, scope.now, self.minutes)
        return Q(**{f"{column}__gt": scope.now - timedelta(minutes=self.minutes)})

    @property
    def column(self) -> str:
        """Where the facts hold minutes of these hours."""
        return "minutes" if self.is_business else "clock_minutes"


def scope_for(
    access: Access,
    *,
    start: int,
    end: int,
    now: datetime,
    inbox_id: int | None = None,
    team_id: int | None = None,
) -> Scope:
    """What the agent may see of these days. An inbox that is not theirs shows nothing."""
    return Scope(
        start=start,
        end=end,
        now=now,
        desk=desk_now(),
        inbox_ids=access.inbox_ids,
        inbox_id=inbox_id,
        team_id=team_id,
    )
