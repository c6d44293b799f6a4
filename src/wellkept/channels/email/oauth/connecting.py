"""A person connects a mailbox: consent at the provider, a code back, tokens for the code (RFC 6749, 4.1; RFC 7636)."""

from __future__ import annotations

import secrets as chance
from dataclasses import dataclass

from wellkept.channels.email.domain.oauth import NotNow, Refused, Tokens, consent_url
from wellkept.channels.email.models import OAuthGrant
from wellkept.kernel import secrets

from .endpoint import NoToken, ask, authorization_endpoint, preset_of, scopes


@dataclass(frozen=True, slots=True)
class Attempt:
    """`state` and `verifier` stay with the person's session; `url` is where they give consent."""

    state: str
    verifier: str
    url: str


def begin(grant: OAuthGrant, *, redirect_uri: str) -> Attempt:
    """A new attempt, with a state and a proof key of its own."""
    preset = preset_of(grant)
    state, verifier = chance.token_urlsafe(32), chance.token_urlsafe(48)
    parameters = {
        **(preset.asks if preset else {}),
        "client_id": grant.client_id,
        "redirect_uri": redirect_uri,
        "scope": scopes(grant),
        "state": state,
        "login_hint": grant.account.address,
    }
    url = consent_url(authorization_endpoint(grant), parameters, verifier=verifier)
    return Attempt(state=state, verifier=verifier, url=url)


def redeem(grant: OAuthGrant, *, code: str, verifier: str, redirect_uri: str) -> Tokens:
    """The tokens for a code that came back. Raises NoToken with what to do."""
    parameters = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": redirect_uri,
        "code_verifier": verifier,
    }
    try:
        tokens = ask(grant, parameters)
    except Refused as refused:
        raise NoToken(f"The provider refused it: {refused.error}. {refused}") from refused
    except (NotNow, secrets.CannotOpen) as trouble:
        raise NoToken(f"The provider could not be asked. {trouble}") from trouble
    if not tokens.refresh_token:
        raise NoToken("The provider gave no refresh token, so the connection would end within the hour.")
    return tokens
