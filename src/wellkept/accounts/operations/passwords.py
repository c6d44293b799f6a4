"""Passwords: what is strong enough, and changing one's own."""

from __future__ import annotations

from datetime import datetime

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from wellkept.accounts.domain import MAX_PASSWORD_BYTES
from wellkept.accounts.events import PasswordChanged
from wellkept.accounts.models import Agent
from wellkept.kernel.actors import Actor
from wellkept.kernel.errors import Refused
from wellkept.kernel.events import publish

from .signin import TooManyAttempts, WrongPassword, is_throttled, record_attempt


class WeakPassword(Refused):
    """The password would be guessed."""


def check_strength(password: str, *, name: str, email: str) -> None:
    """Raises WeakPassword for one that is short, common, or made of the person's own name."""
    if len(password.encode()) > MAX_PASSWORD_BYTES:
        raise WeakPassword(_("A password may have up to 1,024 bytes."))
    try:
        validate_password(password, Agent(email=email, name=name))
    except ValidationError as error:
        raise WeakPassword(" ".join(error.messages)) from error


def change_password(
    *, agent: Agent, current: str, new: str, keep: str | None, address: str, at: datetime
) -> None:
    """Sets the new password and ends every session of the agent but the one with the key `keep`.

    Raises WrongPassword (which counts like a wrong sign-in), TooManyAttempts or WeakPassword.
    """
    if is_throttled(email=agent.email, address=address, at=at):
        raise TooManyAttempts(_("Too many tries. Wait 15 minutes."))
    if len(current.encode()) > MAX_PASSWORD_BYTES or not agent.check_password(current):
        record_attempt(email=agent.email, address=address, succeeded=False, at=at)
        raise WrongPassword(_("That is not the password you have now."))
    check_strength(new, name=agent.name, email=agent.email)
    with transaction.atomic():
        agent.set_password(new)
        agent.save(update_fields=["password"])
        agent.sessions.exclude(session_key=keep or "").delete()
        publish(PasswordChanged(agent_id=agent.pk), by=Actor.agent(agent.pk), at=at)
