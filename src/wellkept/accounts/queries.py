"""Reads of the room."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet

from wellkept.kernel.prepared import prepared

from .models import Agent, Invitation, Session, Team, Workspace


def workspace() -> Workspace:
    """The installation's own row."""
    return next(iter(_workspaces()), None) or Workspace.objects.get_or_create(pk=1)[0]


@prepared
def _workspaces() -> QuerySet[Workspace]:
    return Workspace.objects.filter(pk=1)


def team_ids_of(agent: Agent) -> frozenset[int]:
    """Teams the agent belongs to."""
    return frozenset(agent.teams.values_list("id", flat=True))


def agents() -> QuerySet[Agent]:
    """Everyone who may sign in, by name."""
    return Agent.objects.active().order_by("name", "id")


def teams() -> QuerySet[Team]:
    """All teams, by name."""
    return Team.objects.order_by("name", "id")


def sessions_of(agent: Agent) -> QuerySet[Session]:
    """Signed-in browsers of the agent, the latest first."""
    return Session.objects.filter(agent=agent).order_by("-last_seen_at", "session_key")


def has_agents() -> bool:
    """Whether the desk has been set up."""
    return Agent.objects.exists()


def people() -> QuerySet[Agent]:
    """Everyone who is or was an agent, by name."""
    return Agent.objects.order_by("name", "id")


def open_invitations(*, at: datetime) -> QuerySet[Invitation]:
    """Links that still work, the latest first."""
    waiting = Invitation.objects.filter(used_at__isnull=True, expires_at__gt=at)
    return waiting.select_related("invited_by", "agent").order_by("-created_at", "-id")
