"""What an agent may see and do, read once a request and asked everywhere: lists, search, streams, files."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from wellkept.accounts.models import Agent, Role, Team
from wellkept.kernel.prepared import prepared

from .models import InboxAccess


@dataclass(frozen=True, slots=True)
class Access:
    """`inbox_ids` None means every inbox."""

    agent_id: int
    role: str
    inbox_ids: frozenset[int] | None
    team_ids: frozenset[int]

    def sees_inbox(self, inbox_id: int | None) -> bool:
        return inbox_id is not None and (self.inbox_ids is None or inbox_id in self.inbox_ids)

    @property
    def may_reply(self) -> bool:
        """Write to customers, and change status, owner, tags. A light agent only reads and notes."""
        return self.role != Role.LIGHT

    @property
    def may_configure(self) -> bool:
        return self.role == Role.ADMIN

    @property
    def may_supervise(self) -> bool:
        """Suspended mail, the outbox, waiting work."""
        return self.role in (Role.ADMIN, Role.SUPERVISOR)


def access_of(agent: Agent) -> Access:
    """The agent's access now: one query for teams, one for inboxes, none of the latter for who sees all."""
    inbox_ids = None if agent.sees_everything else frozenset(_inbox_ids(agent=agent.pk))
    return Access(
        agent_id=agent.pk, role=agent.role, inbox_ids=inbox_ids, team_ids=frozenset(_team_ids(agent=agent.pk))
    )


@prepared
def _team_ids(*, agent: Any) -> QuerySet[Team, int]:
    return Team.objects.filter(members=agent).values_list("id", flat=True)


@prepared
def _inbox_ids(*, agent: Any) -> QuerySet[InboxAccess, int]:
    return InboxAccess.objects.filter(team__members=agent).values_list("inbox_id", flat=True)
