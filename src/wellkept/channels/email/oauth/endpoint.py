"""The provider's side of a grant: its addresses, and one question to its token endpoint."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlencode, urlsplit

from wellkept.channels.email.domain import providers
from wellkept.channels.email.domain.oauth import NotNow, Tokens, read_tokens
from wellkept.channels.email.domain.providers import Preset
from wellkept.channels.email.exchange import BrokeOff, exchange
from wellkept.channels.email.models import OAuthGrant
from wellkept.channels.email.targets import NotReached
from wellkept.kernel import secrets

SECONDS = 20
MOST_BYTES = 256 * 1024


class NoToken(Exception):
    """There is no access token just now, or none any more. The sentence says what to do."""


def preset_of(grant: OAuthGrant) -> Preset | None:
    """What is known about the grant's provider; None for one that is not among ours."""
    if grant.provider == "google":
        return providers.GOOGLE
    return providers.microsoft(grant.tenant) if grant.provider == "microsoft" else None


def authorization_endpoint(grant: OAuthGrant) -> str:
    preset = preset_of(grant)
    return preset.authorization_endpoint if preset else grant.authorization_endpoint


def token_endpoint(grant: OAuthGrant) -> str:
    preset = preset_of(grant)
    return preset.token_endpoint if preset else grant.token_endpoint


def scopes(grant: OAuthGrant) -> str:
    preset = preset_of(grant)
    return preset.scopes if preset else grant.scopes


def ask(grant: OAuthGrant, parameters: Mapping[str, str]) -> Tokens:
    """Asks for tokens, as the registered client. Raises Refused, NotNow, or secrets.CannotOpen.

    The client's secret goes in the form (RFC 6749, 2.3.1), the way both Google and Microsoft document; a client
    without one is public, and its proof is the code's verifier or the refresh token.
    """
    form = {**parameters, "client_id": grant.client_id}
    if grant.client_secret:
        form["client_secret"] = secrets.unseal(grant.client_secret)
    url = token_endpoint(grant)
    try:
        answer = exchange(
            url,
            method="POST",
            headers={"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json"},
            body=urlencode(form).encode(),
            seconds=SECONDS,
            most_bytes=MOST_BYTES,
        )
    except NotReached as error:
        raise NotNow(str(error)) from error
    except BrokeOff as error:
        raise NotNow(f"{urlsplit(url).hostname} broke off: {error}.") from error
    return read_tokens(answer.status, answer.body, retry_after=answer.headers.get("retry-after", ""))
