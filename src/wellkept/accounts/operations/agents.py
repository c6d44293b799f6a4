"""People who answer: adding, changing, closing their door."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from wellkept.accounts.domain import normalise_email
from wellkept.accounts.events import AgentChanged, AgentJoined
from wellkept.accounts.models import Agent, Role, Session
from wellkept.kernel.actors import Actor
from wellkept.kernel.errors import Refused
from wellkept.kernel.events import publish


class AlreadyAnAgent(Refused):
    """Someone with that address is here already."""


class UnknownRole(Refused):
    """The role is none of admin, supervisor, agent, light."""


class LastAdmin(Refused):
    """Without an admin nobody could change anything any more."""


@transaction.atomic
def add_agent(
    *,
    email: str,
    name: str,
    role: str,
    password: str | None,
    by: Actor,
    at: datetime,
    timezone: str = "UTC",
    language: str = "en",
) -> Agent:
    """Adds a person. Without a password they cannot sign in until an invitation is accepted."""
    email = normalise_email(email)
    if role not in Role.values:
        raise UnknownRole(
            _("There is no role “%(role)s”. Take one of: %(roles)s.")
            % {"role": role, "roles": ", ".join(Role.values)}
        )
    if "@" not in email:
        raise Refused(_("“%(email)s” is no email address.") % {"email": email})
    if Agent.objects.filter(email=email).exists():
        raise AlreadyAnAgent(_("%(email)s is an agent already.") % {"email": email})
    agent = Agent(
        email=email,
        name=name or email.split("@")[0],
        role=role,
        created_at=at,
        timezone=timezone,
        language=language,
    )
    agent.set_password(password) if password else agent.set_unusable_password()
    agent.save()
    publish(AgentJoined(agent_id=agent.pk, role=role), by=by, at=at)
    return agent


@transaction.atomic
def change_role(*, agent: Agent, role: str, by: Actor, at: datetime) -> None:
    """Gives the role; every session of the person ends, so that no old right lives on."""
    if role not in Role.values:
        raise UnknownRole(_("There is no role “%(role)s”.") % {"role": role})
    if role == agent.role:
        return
    _keep_one_admin(agent)
    agent.role = role
    agent.save(update_fields=["role"])
    _changed(agent, ["role"], by=by, at=at)


@transaction.atomic
def deactivate(*, agent: Agent, by: Actor, at: datetime) -> None:
    """Closes the door: sessions and tokens end now, the past stays signed with the name."""
    if not agent.is_active:
        return
    _keep_one_admin(agent)
    agent.deactivated_at = at
    agent.save(update_fields=["deactivated_at"])
    agent.api_tokens.filter(revoked_at__isnull=True).update(revoked_at=at)
    _changed(agent, ["deactivated_at"], by=by, at=at)


@transaction.atomic
def reactivate(*, agent: Agent, by: Actor, at: datetime) -> None:
    """Opens the door again. Tokens stay revoked."""
    if agent.is_active:
        return
    agent.deactivated_at = None
    agent.save(update_fields=["deactivated_at"])
    _changed(agent, ["deactivated_at"], by=by, at=at)


@transaction.atomic
def update_profile(*, agent: Agent, by: Actor, at: datetime, **fields: str) -> None:
    """Sets name, timezone, language, theme or signature; raises ValueError for anything else."""
    allowed = {"name", "timezone", "language", "theme", "signature"}
    if unknown := set(fields) - allowed:
        raise ValueError(f"not part of a profile: {', '.join(sorted(unknown))}")
    changed = sorted(name for name, value in fields.items() if getattr(agent, name) != value)
    if not changed:
        return
    for name in changed:
        setattr(agent, name, fields[name])
    agent.save(update_fields=changed)
    publish(AgentChanged(agent_id=agent.pk, changed=changed), by=by, at=at)


def _keep_one_admin(agent: Agent) -> None:
    if agent.role != Role.ADMIN:
        return
    others = Agent.objects.active().select_for_update().filter(role=Role.ADMIN).exclude(pk=agent.pk)
    if not others.exists():
        raise LastAdmin(
            _("%(name)s is the only admin. Make someone else an admin first.") % {"name": agent.name}
        )


def _changed(agent: Agent, changed: list[str], *, by: Actor, at: datetime) -> None:
    Session.objects.filter(agent=agent).delete()
    publish(AgentChanged(agent_id=agent.pk, changed=changed), by=by, at=at)
