"""How an address signs in with OAuth2: the client that the provider knows us as, and what its owner has allowed."""

from __future__ import annotations

from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.db import transaction
from django.utils.translation import gettext as _

from wellkept.channels.email.alarms import OAUTH, clear_alarm
from wellkept.channels.email.domain import providers
from wellkept.channels.email.domain.oauth import Tokens
from wellkept.channels.email.domain.providers import Preset
from wellkept.channels.email.events import EmailAccountChanged
from wellkept.channels.email.models import EmailAccount, OAuthGrant
from wellkept.kernel.actors import Actor
from wellkept.kernel.errors import Refused
from wellkept.kernel.events import publish
from wellkept.kernel.secrets import seal
from wellkept.kernel.text import one_line, storable

from .accounts import update_account


class NotAProvider(Refused):
    """The provider's addresses or its directory make no sense."""


@transaction.atomic
def set_client(
    *,
    account: EmailAccount,
    provider: str,
    client_id: str,
    client_secret: str | None = None,
    refresh_token: str | None = None,
    tenant: str = "",
    authorization_endpoint: str = "",
    token_endpoint: str = "",
    scopes: str = "",
    by: Actor,
    at: datetime,
) -> OAuthGrant:
    """Stores what the provider knows us by; None for a secret keeps the stored one. Raises NotAProvider.

    Another client or provider ends what the old one was granted, and a refresh token that is given connects at once.
    """
    place = {
        "provider": provider,
        "tenant": _tenant(tenant) if provider == "microsoft" else "",
        "authorization_endpoint": _endpoint(authorization_endpoint, or_none=True)
        if provider == "other"
        else "",
        "token_endpoint": _endpoint(token_endpoint) if provider == "other" else "",
        "scopes": one_line(storable(scopes), limit=1000) if provider == "other" else "",
        "client_id": one_line(storable(client_id), limit=255),
    }
    found = OAuthGrant.objects.select_for_update().filter(account=account).first()
    grant = found or OAuthGrant(account=account)
    is_same = all(getattr(grant, name) == value for name, value in place.items())
    for name, value in place.items():
        setattr(grant, name, value)
    if client_secret is not None:
        grant.client_secret = seal(client_secret)
    if refresh_token:
        _connect(grant, refresh_token, at)
    elif not is_same:
        _disconnect(grant)
    elif client_secret is not None:
        _forgive(grant)  # a wrong secret may have been all that was wrong
    grant.save()
    _tell(account, by=by, at=at)
    return grant


@transaction.atomic
def connect(*, grant: OAuthGrant, tokens: Tokens, by: Actor, at: datetime) -> None:
    """The owner has given consent: stores what came of it, and ends the alarm."""
    locked = OAuthGrant.objects.select_for_update().get(pk=grant.pk)
    _connect(locked, tokens.refresh_token, at)
    locked.access_token = seal(tokens.access_token)
    locked.renewed_at = at
    locked.expires_at = at + timedelta(seconds=tokens.lives_seconds)
    locked.save()
    _tell(locked.account, by=by, at=at)


@transaction.atomic
def take_servers(*, account: EmailAccount, provider: str, by: Actor, at: datetime) -> list[str]:
    """Sends through the provider's server and fetches from its mailbox, with the grant; returns what changed.

    Nothing is fetched before the dry run was looked at. Changes nothing for a provider that is not among ours.
    """
    preset = _preset(provider)
    if preset is None:
        return []
    return update_account(
        account=account,
        sends_by=EmailAccount.Way.SMTP,
        smtp_host=preset.smtp.host,
        smtp_port=preset.smtp.port,
        smtp_security=preset.smtp.security,
        smtp_user=account.address,
        smtp_uses_token=True,
        imap_host=preset.imap.host,
        imap_port=preset.imap.port,
        imap_security=preset.imap.security,
        imap_user=account.address,
        imap_uses_token=True,
        by=by,
        at=at,
    )


def offers_servers(account: EmailAccount, grant: OAuthGrant | None) -> bool:
    """Whether `take_servers` would make something of this grant that the address does not do yet."""
    preset = _preset(grant.provider) if grant is not None and grant.granted_at else None
    if preset is None:
        return False
    sends = account.sends_by == EmailAccount.Way.SMTP and account.smtp_uses_token
    fetches = account.imap_uses_token and account.imap_host == preset.imap.host
    return not (sends and fetches and account.smtp_host == preset.smtp.host)


@transaction.atomic
def disconnect(*, account: EmailAccount, by: Actor, at: datetime) -> None:
    """Forgets the client and its tokens. Quietly when there is none. The consent itself ends at the provider."""
    deleted, _rows = OAuthGrant.objects.filter(account=account).delete()
    if deleted:
        clear_alarm(kind=OAUTH, about=account.address, at=at)
        _tell(account, by=by, at=at)


def _connect(grant: OAuthGrant, refresh_token: str, at: datetime) -> None:
    _disconnect(grant)
    grant.refresh_token = seal(refresh_token)
    grant.granted_at = at
    clear_alarm(kind=OAUTH, about=grant.account.address, at=at)


def _disconnect(grant: OAuthGrant) -> None:
    grant.refresh_token = grant.access_token = ""
    grant.granted_at = grant.renewed_at = grant.expires_at = None
    _forgive(grant)


def _forgive(grant: OAuthGrant) -> None:
    """The provider may be asked again."""
    grant.refused_at = grant.retry_at = grant.renewing_until = None
    grant.refused_why = ""


def _preset(provider: str) -> Preset | None:
    return {"google": providers.GOOGLE, "microsoft": providers.microsoft("")}.get(provider)


def _tenant(given: str) -> str:
    given = given.strip()
    try:
        providers.microsoft(given)
    except ValueError as error:
        raise NotAProvider(_("A directory is an id or a domain, like shop.example.")) from error
    return given


def _endpoint(given: str, *, or_none: bool = False) -> str:
    """A web address; whether it may be asked is judged when it is."""
    given = given.strip()
    if or_none and not given:
        return ""
    try:
        parts = urlsplit(given)
        is_web = parts.scheme in ("https", "http") and bool(parts.hostname) and parts.username is None
    except ValueError:
        is_web = False
    if not is_web or len(given) > 500 or any(character <= " " for character in given):
        raise NotAProvider(_("Write a whole web address, like https://login.shop.example/token."))
    return given


def _tell(account: EmailAccount, *, by: Actor, at: datetime) -> None:
    event = EmailAccountChanged(inbox_id=account.inbox_id, account_id=account.pk, changed=["oauth"])
    publish(event, by=by, at=at)
