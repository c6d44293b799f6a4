"""What the stream reads from the database, in a thread of its own."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.db.models import Max

from wellkept.accounts.models import Agent, Membership, Session
from wellkept.accounts.web.sessions import SessionStore
from wellkept.conversations.access import Access, access_of
from wellkept.conversations.models import InboxAccess
from wellkept.kernel import clock
from wellkept.kernel.models import LoggedEvent

BATCH = 500


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of the log, as far as the stream needs it."""

    id: int
    at: datetime
    kind: str
    actor_kind: str
    actor_id: int | None
    inbox_id: int | None
    conversation_id: int | None
    previous_inbox_id: int | None


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who listens: a session and what its agent may see."""

    session_key: str
    agent_id: int
    access: Access


def newest_id() -> int:
    """The id of the latest event, 0 when there is none."""
    return LoggedEvent.objects.aggregate(newest=Max("id"))["newest"] or 0


def entries_after(event_id: int, *, limit: int = BATCH) -> list[Entry]:
    """The next events, oldest first."""
    rows = LoggedEvent.objects.filter(id__gt=event_id).order_by("id")
    return [
        Entry(*values[:7], previous_inbox_id=_previous_inbox(values[2], values[7]))
        for values in rows.values_list(
            "id", "at", "kind", "actor_kind", "actor_id", "inbox_id", "conversation_id", "data"
        )[:limit]
    ]


def _previous_inbox(kind: str, data: dict[str, int]) -> int | None:
    return data.get("previous") if kind == "conversation.inbox_changed" else None


def viewer_of(session_key: str) -> Viewer | None:
    """The agent behind a session cookie, None when it is nobody's any more."""
    if not session_key:
        return None
    store = SessionStore(session_key)
    agent_id = store.get(SESSION_KEY)
    agent = Agent.objects.active().filter(pk=agent_id).first() if agent_id else None
    if agent is None:
        return None
    return Viewer(session_key=session_key, agent_id=agent.pk, access=access_of(agent))


def still_valid(session_keys: Iterable[str]) -> set[str]:
    """Which of these sessions are still signed in."""
    keys = list(session_keys)
    valid: set[str] = set()
    for start in range(0, len(keys), BATCH):
        rows = Session.objects.filter(
            session_key__in=keys[start : start + BATCH],
            expire_date__gt=clock.now(),
            agent__deactivated_at__isnull=True,
            agent__isnull=False,
        )
        valid.update(rows.values_list("session_key", flat=True))
    return valid


def accesses(agent_ids: Iterable[int]) -> dict[int, Access]:
    """The access of many agents in three queries."""
    teams: dict[int, set[int]] = defaultdict(set)
    for agent_id, team_id in Membership.objects.values_list("agent_id", "team_id"):
        teams[agent_id].add(team_id)
    inboxes: dict[int, set[int]] = defaultdict(set)
    for team_id, inbox_id in InboxAccess.objects.values_list("team_id", "inbox_id"):
        inboxes[team_id].add(inbox_id)
    wanted = set(agent_ids)
    return {
        agent.pk: Access(
            agent_id=agent.pk,
            role=agent.role,
            inbox_ids=None
            if agent.sees_everything
            else frozenset(i for team_id in teams[agent.pk] for i in inboxes[team_id]),
            team_ids=frozenset(teams[agent.pk]),
        )
        for agent in Agent.objects.active().only("id", "role")
        if agent.pk in wanted
    }


def cookie_name() -> str:
    """The session cookie's name."""
    return settings.SESSION_COOKIE_NAME
