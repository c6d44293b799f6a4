"""What happened to the people who answer."""

from __future__ import annotations

from dataclasses import dataclass

from wellkept.kernel.events import Event, declare


@declare
@dataclass(frozen=True, kw_only=True)
class AgentJoined(Event):
    kind = "agent.joined"
    agent_id: int
    role: str


@declare
@dataclass(frozen=True, kw_only=True)
class AgentChanged(Event):
    """A role, a name, or whether the agent may sign in. `changed` names the fields."""

    kind = "agent.changed"
    agent_id: int
    changed: list[str]


@declare
@dataclass(frozen=True, kw_only=True)
class TeamChanged(Event):
    """A team was made, renamed, or its members changed."""

    kind = "team.changed"
    team_id: int


@declare
@dataclass(frozen=True, kw_only=True)
class AgentInvited(Event):
    kind = "agent.invited"
    invitation_id: int
    role: str


@declare
@dataclass(frozen=True, kw_only=True)
class SignedIn(Event):
    kind = "agent.signed_in"
    agent_id: int
    address: str


@declare
@dataclass(frozen=True, kw_only=True)
class SignInRefused(Event):
    """Wrong password or unknown address; `throttled` when it was not even tried."""

    kind = "agent.sign_in_refused"
    address: str
    throttled: bool


@declare
@dataclass(frozen=True, kw_only=True)
class SessionRevoked(Event):
    kind = "agent.session_revoked"
    agent_id: int


@declare
@dataclass(frozen=True, kw_only=True)
class TokenIssued(Event):
    kind = "agent.token_issued"
    agent_id: int
    token_id: int


@declare
@dataclass(frozen=True, kw_only=True)
class PasswordChanged(Event):
    """By the person, or by a link that an admin gave. The other sessions have ended."""

    kind = "agent.password_changed"
    agent_id: int


@declare
@dataclass(frozen=True, kw_only=True)
class InvitationWithdrawn(Event):
    kind = "agent.invitation_withdrawn"
    invitation_id: int


@declare
@dataclass(frozen=True, kw_only=True)
class WorkspaceChanged(Event):
    """`changed` names the settings."""

    kind = "workspace.changed"
    changed: list[str]
