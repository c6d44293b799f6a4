"""Coming in and going out, throttled by account and by address."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.contrib.auth import authenticate, login, logout
from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext as _

from wellkept.accounts.domain import normalise_email
from wellkept.accounts.events import SessionRevoked, SignedIn, SignInRefused
from wellkept.accounts.models import Agent, Session, SignInAttempt
from wellkept.kernel.actors import SYSTEM, Actor
from wellkept.kernel.errors import Refused
from wellkept.kernel.events import publish

WINDOW = timedelta(minutes=15)
PER_ACCOUNT = 8
PER_ADDRESS = 40


class WrongPassword(Refused):
    """The same words whether the address or the password is wrong."""


class TooManyAttempts(Refused):
    """The account or the place is paused."""


def sign_in(
    *, request: HttpRequest, email: str, password: str, address: str, at: datetime, stays: bool = True
) -> Agent:
    """Checks the password and starts a new session. Raises WrongPassword or TooManyAttempts.

    Refused attempts count against the account (8 in 15 minutes) and the network address (40).
    """
    email = normalise_email(email)[:254]
    if is_throttled(email=email, address=address, at=at):
        with transaction.atomic():
            publish(SignInRefused(address=address, throttled=True), by=SYSTEM, at=at)
        raise TooManyAttempts(_("Too many tries. Wait 15 minutes, or ask an admin for a new link."))
    found = authenticate(request, email=email, password=password)
    agent = found if isinstance(found, Agent) else None
    with transaction.atomic():
        record_attempt(email=email, address=address, succeeded=agent is not None, at=at)
        if agent is None:
            publish(SignInRefused(address=address, throttled=False), by=SYSTEM, at=at)
        else:
            publish(SignedIn(agent_id=agent.pk, address=address), by=Actor.agent(agent.pk), at=at)
    if agent is None:
        raise WrongPassword(_("That email and password do not belong together."))
    start_session(request=request, agent=agent, address=address, at=at, stays=stays)
    return agent


def start_session(
    *, request: HttpRequest, agent: Agent, address: str, at: datetime, stays: bool = True
) -> None:
    """A new session id, whatever the browser had before. Unless it `stays`, closing the browser ends it."""
    request.session.flush()
    if not stays:
        request.session.set_expiry(0)
    request.session["since"] = at.isoformat()
    request.session["user_agent"] = request.headers.get("User-Agent", "")[:300]
    request.session["address"] = address[:45]
    login(request, agent, backend="wellkept.accounts.web.backend.PasswordBackend")


def sign_out(*, request: HttpRequest) -> None:
    """Ends this session on the server, not only in the browser."""
    logout(request)


@transaction.atomic
def revoke_session(*, session: Session, by: Actor, at: datetime) -> None:
    """Ends a session; its browser is out at the next request and its stream is cut."""
    agent_id = session.agent_id
    session.delete()
    if agent_id is not None:
        publish(SessionRevoked(agent_id=agent_id), by=by, at=at)


@transaction.atomic
def end_sessions(*, agent: Agent, by: Actor, at: datetime, keep: str | None = None) -> int:
    """Ends every session of the agent but the one with the key `keep`; returns how many ended."""
    ended, _by_kind = agent.sessions.exclude(session_key=keep or "").delete()
    if ended:
        publish(SessionRevoked(agent_id=agent.pk), by=by, at=at)
    return ended


def record_attempt(*, email: str, address: str, succeeded: bool, at: datetime) -> None:
    """What the throttle counts. Attempts older than a day are forgotten."""
    SignInAttempt.objects.filter(at__lt=at - timedelta(days=1)).delete()
    SignInAttempt.objects.create(email=email, address=address, at=at, succeeded=succeeded)


def is_throttled(*, email: str, address: str, at: datetime) -> bool:
    """Whether the account or the network address has failed too often in the last 15 minutes."""
    recent = SignInAttempt.objects.filter(at__gt=at - WINDOW, succeeded=False)
    last_good = (
        SignInAttempt.objects.filter(email=email, succeeded=True, at__gt=at - WINDOW).order_by("-at").first()
    )
    mine = recent.filter(email=email)
    if last_good is not None:
        mine = mine.filter(at__gt=last_good.at)
    return mine.count() >= PER_ACCOUNT or recent.filter(address=address).count() >= PER_ADDRESS
