"""Secrets of the inbound webhooks: ours, which the provider sends, and theirs, with which they sign."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from wellkept.channels.email.events import WebhookSecretChanged
from wellkept.channels.email.models import EmailAccount
from wellkept.kernel.actors import Actor
from wellkept.kernel.events import publish
from wellkept.kernel.ids import digest, random_key
from wellkept.kernel.secrets import seal


@transaction.atomic
def rotate_webhook_secret(account: EmailAccount, *, by: Actor, at: datetime) -> str:
    """A new secret for the account's webhook, to be shown once. The one before stops working at once."""
    secret = random_key()
    EmailAccount.objects.filter(pk=account.pk).update(webhook_hash=digest(secret))
    account.webhook_hash = digest(secret)
    _tell(account, by=by, at=at)
    return secret


@transaction.atomic
def set_signing_key(account: EmailAccount, key: str, *, by: Actor, at: datetime) -> None:
    """The key with which the provider signs what it posts (Mailgun: "HTTP webhook signing key"); "" for none."""
    account.webhook_signing_key = seal(key.strip())
    EmailAccount.objects.filter(pk=account.pk).update(webhook_signing_key=account.webhook_signing_key)
    _tell(account, by=by, at=at)


def _tell(account: EmailAccount, *, by: Actor, at: datetime) -> None:
    publish(WebhookSecretChanged(inbox_id=account.inbox_id, account_id=account.pk), by=by, at=at)
