"""One-time links: how the first admin and everyone after comes in."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from wellkept.accounts.events import AgentInvited
from wellkept.accounts.models import Agent, Invitation, Role
from wellkept.accounts.web.backend import MAX_PASSWORD_BYTES, normalise_email
from wellkept.kernel.actors import SYSTEM, Actor
from wellkept.kernel.errors import Refused
from wellkept.kernel.events import publish
from wellkept.kernel.ids import digest, random_key

from .agents import AlreadyAnAgent, UnknownRole, add_agent

LIFE = timedelta(hours=72)


class InvitationUsedUp(Refused):
    """The link was used, has expired, or never was."""


class WeakPassword(Refused):
    """The password would be guessed."""


@transaction.atomic
def invite(*, email: str, name: str = "", role: str, by: Actor, at: datetime) -> tuple[Invitation, str]:
    """Makes an invitation and returns it with the link's secret, which is not kept anywhere.

    For an agent who is here already it is a new way to set a password.
    """
    if role not in Role.values:
        raise UnknownRole(f"There is no role {role!r}. Take one of: {', '.join(Role.values)}.")
    email = normalise_email(email)
    agent = Agent.objects.filter(email=email).first() if email else None
    Invitation.objects.filter(email=email, role=role, used_at__isnull=True, expires_at__gt=at).update(
        expires_at=at
    )
    secret = random_key()
    invitation = Invitation.objects.create(
        email=email,
        name=name,
        role=agent.role if agent else role,
        secret_hash=digest(secret),
        created_at=at,
        expires_at=at + LIFE,
        invited_by_id=by.id if by.kind == "agent" else None,
        agent=agent,
    )
    publish(AgentInvited(invitation_id=invitation.pk, role=invitation.role), by=by, at=at)
    return invitation, secret


def invite_first_admin(*, at: datetime) -> str | None:
    """The secret of a fresh set-up link, or None once any agent exists. Earlier set-up links stop working."""
    if Agent.objects.exists():
        return None
    _, secret = invite(email="", role=Role.ADMIN, by=SYSTEM, at=at)
    return secret


@transaction.atomic
def accept_invitation(
    *,
    secret: str,
    name: str,
    email: str,
    password: str,
    at: datetime,
    timezone: str = "UTC",
    language: str = "en",
) -> Agent:
    """Uses the link up and returns the agent, who can now sign in.

    Raises InvitationUsedUp, WeakPassword or AlreadyAnAgent; the link survives a refusal.
    """
    invitation = open_invitation(secret=secret, at=at)
    if not invitation.email and Agent.objects.exists():
        raise InvitationUsedUp("This desk has been set up already. Ask an admin to invite you.")
    _check_password(password, name=name, email=invitation.email or email)
    taken = Invitation.objects.filter(pk=invitation.pk, used_at__isnull=True).update(used_at=at)
    if taken != 1:
        raise InvitationUsedUp("This link has just been used.")
    agent = invitation.agent
    if agent is not None:
        agent.set_password(password)
        agent.name = name or agent.name
        agent.save(update_fields=["password", "name"])
        agent.sessions.all().delete()
        return agent
    agent = add_agent(
        email=invitation.email or email,
        name=name,
        role=invitation.role,
        password=password,
        by=Actor("agent", invitation.invited_by_id) if invitation.invited_by_id else SYSTEM,
        at=at,
        timezone=timezone,
        language=language,
    )
    Invitation.objects.filter(pk=invitation.pk).update(agent=agent)
    return agent


def open_invitation(*, secret: str, at: datetime) -> Invitation:
    """The invitation behind a link that still works. Raises InvitationUsedUp."""
    found = (
        Invitation.objects.select_related("agent")
        .filter(secret_hash=digest(secret), used_at__isnull=True, expires_at__gt=at)
        .first()
        if secret
        else None
    )
    if found is None:
        raise InvitationUsedUp("This link was used or has run out. Links work once, for 72 hours.")
    return found


def _check_password(password: str, *, name: str, email: str) -> None:
    if len(password.encode()) > MAX_PASSWORD_BYTES:
        raise WeakPassword("A password may have up to 1,024 bytes.")
    try:
        validate_password(password, Agent(email=email, name=name))
    except ValidationError as error:
        raise WeakPassword(" ".join(error.messages)) from error


__all__ = [
    "AlreadyAnAgent",
    "InvitationUsedUp",
    "WeakPassword",
    "accept_invitation",
    "invite",
    "invite_first_admin",
]
