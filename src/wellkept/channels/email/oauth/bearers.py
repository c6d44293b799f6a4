"""A token to sign in with, whether it renews itself or not."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol

from wellkept.channels.email.models import EmailAccount, OAuthGrant
from wellkept.kernel import secrets

from .endpoint import NoToken
from .renewing import access_token, after_rejection


class Bearer(Protocol):
    """Where a mail server's token comes from."""

    def token(self) -> str:
        """The token. Raises NoToken."""
        ...

    def renewed(self, rejected: str) -> str | None:
        """Another one, once, after the server refused this; None when there is no other. Raises NoToken."""
        ...


def bearer_of(account: EmailAccount, *, pasted: str) -> Bearer:
    """The account's grant, or without one the token that was pasted (sealed) in place of a password."""
    grant_id = OAuthGrant.objects.filter(account_id=account.pk).values_list("pk", flat=True).first()
    return Pasted(pasted) if grant_id is None else Granted(grant_id)


@dataclass(frozen=True)
class Granted:
    grant_id: int

    def token(self) -> str:
        return access_token(self.grant_id)

    def renewed(self, rejected: str) -> str | None:
        return after_rejection(self.grant_id, rejected)


@dataclass(frozen=True)
class Pasted:
    sealed: str = field(repr=False)

    def token(self) -> str:
        try:
            return secrets.unseal(self.sealed)
        except secrets.CannotOpen as error:
            raise NoToken(str(error)) from error

    def renewed(self, rejected: str) -> str | None:
        return None
