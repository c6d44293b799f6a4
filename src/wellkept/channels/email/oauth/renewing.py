"""An access token that is good for some minutes: the stored one, or a fresh one for the refresh token."""

from __future__ import annotations

import time
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet

from wellkept.channels.email.alarms import OAUTH, clear_alarm, raise_alarm
from wellkept.channels.email.domain.oauth import NotNow, Refused, Tokens
from wellkept.channels.email.models import OAuthGrant
from wellkept.kernel import clock, secrets
from wellkept.kernel.text import one_line

from .endpoint import SECONDS, NoToken, ask

# Signing in and handing over must both fit in before it ends; another look is cheap, a refused token is not.
EARLY = timedelta(minutes=5)
FRESH = timedelta(minutes=5)
LEASE = timedelta(seconds=3 * SECONDS)
# After trouble of the provider's own. Everyone who wants a token meanwhile is told so without asking again.
REST = timedelta(minutes=1)
LONGEST_REST = timedelta(hours=1)
LOOKS = 20
BETWEEN_LOOKS_SECONDS = 0.5


def access_token(grant_id: int, *, rejected: str = "") -> str:
    """A token to sign in with; never the `rejected` one, which the server has just refused. Raises NoToken.

    Of all processes that want one at the same time, one asks and the others wait for what it stores: where a refresh
    token is good only once, a second question with it would end the grant.
    """
    for _ in range(LOOKS):
        at = clock.now()
        grant = OAuthGrant.objects.select_related("account").filter(pk=grant_id).first()
        if grant is None:
            raise NoToken("The connection to the provider was taken away.")
        stored = _usable(grant, at, rejected)
        if stored and not _ends_soon(grant, at):
            return stored
        try:
            _check(grant, at)
            if _claim(grant, at):
                return _renew(grant, at)
        except NoToken:
            if not stored:
                raise
        if stored:
            return stored  # not to be renewed just now, or by somebody else already; and it still holds
        time.sleep(BETWEEN_LOOKS_SECONDS)
    raise NoToken("Another process is renewing the token and takes its time.")


def after_rejection(grant_id: int, rejected: str) -> str | None:
    """Another token, after a mail server has refused this one. Raises NoToken.

    None when it is fresh: then its age is not what the server minds, and asking for more would never end.
    """
    grant = OAuthGrant.objects.filter(pk=grant_id).first()
    at = clock.now()
    if grant is not None and grant.renewed_at is not None and grant.renewed_at > at - FRESH:
        return _usable(grant, at, rejected) or None
    return access_token(grant_id, rejected=rejected)


def _ends_soon(grant: OAuthGrant, at: datetime) -> bool:
    """Five minutes before its end, or in the last quarter of a short life."""
    if grant.expires_at is None or grant.renewed_at is None:
        return True
    return at >= grant.expires_at - min(EARLY, (grant.expires_at - grant.renewed_at) / 4)


def _usable(grant: OAuthGrant, at: datetime, rejected: str) -> str:
    if grant.expires_at is None or grant.expires_at <= at:
        return ""
    try:
        token = secrets.unseal(grant.access_token)
    except secrets.CannotOpen as error:
        raise NoToken(str(error)) from error
    return "" if token == rejected else token


def _check(grant: OAuthGrant, at: datetime) -> None:
    """Whether the provider may be asked at all."""
    if grant.refused_at is not None:
        raise NoToken(f"{_refused_text(grant)} It said: {grant.refused_why}")
    if not grant.refresh_token:
        raise NoToken(f"{grant.account.address} is not connected with its provider yet. Connect it.")
    if grant.retry_at is not None and grant.retry_at > at:
        raise NoToken("The provider had trouble a moment ago and is asked again soon.")


def _claim(grant: OAuthGrant, at: datetime) -> bool:
    """Whether it is ours to renew. Tokens that somebody has stored since we looked make it nobody's."""
    free = Q(renewing_until__isnull=True) | Q(renewing_until__lt=at)
    same = _same(grant).filter(access_token=grant.access_token)
    return same.filter(free).update(renewing_until=at + LEASE) == 1


def _renew(grant: OAuthGrant, at: datetime) -> str:
    try:
        refresh = secrets.unseal(grant.refresh_token)
        tokens = ask(grant, {"grant_type": "refresh_token", "refresh_token": refresh})
    except Refused as refused:
        raise _ended(grant, refused, at) from refused
    except (NotNow, secrets.CannotOpen) as trouble:
        asked_for = timedelta(seconds=trouble.after_seconds) if isinstance(trouble, NotNow) else REST
        rest = min(max(REST, asked_for), LONGEST_REST)
        _same(grant).update(renewing_until=None, retry_at=at + rest)
        raise NoToken(f"The provider gives no token just now. {trouble}") from trouble
    _store(grant, tokens, at)
    return tokens.access_token


def _store(grant: OAuthGrant, tokens: Tokens, at: datetime) -> None:
    """A rotated refresh token is stored at once: if we crash before this, a person has to connect again."""
    fresh = {"refresh_token": secrets.seal(tokens.refresh_token)} if tokens.refresh_token else {}
    _same(grant).update(
        access_token=secrets.seal(tokens.access_token),
        renewed_at=at,
        expires_at=at + timedelta(seconds=tokens.lives_seconds),
        renewing_until=None,
        retry_at=None,
        **fresh,
    )
    clear_alarm(kind=OAUTH, about=grant.account.address, at=at)


def _ended(grant: OAuthGrant, refused: Refused, at: datetime) -> NoToken:
    why = one_line(
        f"{refused.error}: {refused}" if str(refused) != refused.error else refused.error, limit=300
    )
    if _same(grant).update(refused_at=at, refused_why=why, renewing_until=None, access_token="") == 1:
        text = f"{_refused_text(grant)} It said: {why}"
        raise_alarm(kind=OAUTH, about=grant.account.address, text=text, at=at)
    return NoToken(f"{_refused_text(grant)} It said: {why}")


def _refused_text(grant: OAuthGrant) -> str:
    name = grant.get_provider_display()
    address = grant.account.address
    return f"{name} no longer lets us into {address}. Open the address in the console and connect it again."


def _same(grant: OAuthGrant) -> QuerySet[OAuthGrant]:
    """The grant as we know it: nothing is written over a connection that a person has made anew meanwhile."""
    return OAuthGrant.objects.filter(pk=grant.pk, refresh_token=grant.refresh_token)
