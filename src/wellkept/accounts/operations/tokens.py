"""API tokens: shown once, kept as a hash, ending by themselves."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from wellkept.accounts.events import TokenIssued
from wellkept.accounts.models import Agent, ApiToken
from wellkept.kernel.actors import Actor
from wellkept.kernel.events import publish
from wellkept.kernel.ids import digest, random_key

LIFE = timedelta(days=365)


@transaction.atomic
def issue_token(*, agent: Agent, name: str, by: Actor, at: datetime) -> tuple[ApiToken, str]:
    """The token's row and its text, which is not kept: it can be read only now."""
    secret = "wk_" + random_key()
    token = ApiToken.objects.create(
        agent=agent, name=name[:80], secret_hash=digest(secret), created_at=at, expires_at=at + LIFE
    )
    publish(TokenIssued(agent_id=agent.pk, token_id=token.pk), by=by, at=at)
    return token, secret


@transaction.atomic
def revoke_token(*, token: ApiToken, by: Actor, at: datetime) -> None:
    """Ends it now."""
    ApiToken.objects.filter(pk=token.pk, revoked_at__isnull=True).update(revoked_at=at)
