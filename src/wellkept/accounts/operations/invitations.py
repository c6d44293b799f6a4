"""One-time links: how the first admin and everyone after comes in."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from wellkept.accounts.domain import normalise_email
from wellkept.accounts.events import AgentInvited, InvitationWithdrawn, PasswordChanged
from wellkept.accounts.models import Agent, Invitation, Role
from wellkept.kernel.actors import SYSTEM, Actor
from wellkept.kernel.errors import Refused
from wellkept.kernel.events import publish
from wellkept.kernel.ids import digest, random_key

from .agents import AlreadyAnAgent, UnknownRole, add_agent
from .passwords import WeakPassword, check_strength

LIFE = timedelta(hours=72)


class InvitationUsedUp(Refused):
    """The link was used, has expired, or never was."""


@transaction.atomic
def invite(*, email: str, name: str = "", role: str, by: Actor, at: datetime) -> tuple[Invitation, str]:
    """Makes an invitation and returns it with the link's secret, which is not kept anywhere.

    For an agent who is here already it is a new way to set a password.
    """
    if role not in Role.values:
        raise UnknownRole(
            _("There is no role “%(role)s”. Take one of: %(roles)s.")
            % {"role": role, "roles": ", ".join(Role.values)}
        )
    email = normalise_email(email)
    agent = Agent.objects.filter(email=email).first() if email else None
    # Earlier links end, whatever role they gave: the newest says what the person becomes.
    Invitation.objects.filter(email=email, used_at__isnull=True, expires_at__gt=at).update(expires_at=at)
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
    _invitation, secret = invite(email="", role=Role.ADMIN, by=SYSTEM, at=at)
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
        raise InvitationUsedUp(_("This desk has been set up already. Ask an admin to invite you."))
    check_strength(password, name=name, email=invitation.email or email)
    taken = Invitation.objects.filter(pk=invitation.pk, used_at__isnull=True).update(used_at=at)
    if taken != 1:
        raise InvitationUsedUp(_("This link has just been used."))
    agent = invitation.agent
    if agent is not None:
        agent.set_password(password)
        agent.name = name or agent.name
        agent.save(update_fields=["password", "name"])
        agent.sessions.all().delete()
        publish(PasswordChanged(agent_id=agent.pk), by=Actor.agent(agent.pk), at=at)
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
    if found is None or (found.agent is not None and not found.agent.is_active):
        raise InvitationUsedUp(_("This link was used or has run out. Links work once, for 72 hours."))
    return found


@transaction.atomic
def withdraw_invitation(*, invitation: Invitation, by: Actor, at: datetime) -> None:
    """The link stops working now; quietly when it was used or had run out."""
    open_ones = Invitation.objects.filter(pk=invitation.pk, used_at__isnull=True, expires_at__gt=at)
    if open_ones.update(expires_at=at):
        publish(InvitationWithdrawn(invitation_id=invitation.pk), by=by, at=at)


__all__ = [
    "AlreadyAnAgent",
    "InvitationUsedUp",
    "WeakPassword",
    "accept_invitation",
    "invite",
    "invite_first_admin",
    "open_invitation",
    "withdraw_invitation",
]
