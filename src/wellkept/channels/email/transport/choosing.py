"""Which way out an address has."""

from __future__ import annotations

from django.conf import settings

from wellkept.channels.email.models import EmailAccount
from wellkept.channels.email.oauth import bearer_of
from wellkept.kernel import secrets

from .contract import ServerTrouble, Transport
from .local import LocalOutbox
from .mailgun import Mailgun
from .ses import AmazonSes
from .smtp import Server, Smtp, server_from

Way = EmailAccount.Way


def transport_for(account: EmailAccount) -> Transport:
    """The address's own way; else the installation's server, else the local outbox.

    Raises ServerTrouble when a stored secret cannot be opened.
    """
    try:
        return _transport_for(account)
    except secrets.CannotOpen as error:
        raise ServerTrouble(str(error)) from error


def _transport_for(account: EmailAccount) -> Transport:
    if account.sends_by == Way.SMTP:
        return Smtp(_server(account))
    if account.sends_by == Way.MAILGUN:
        domain = account.mailgun_domain or account.address.rpartition("@")[2]
        return Mailgun(domain, account.mailgun_region, secrets.unseal(account.mailgun_secret))
    if account.sends_by == Way.SES:
        return AmazonSes(account.ses_region, account.ses_key_id, secrets.unseal(account.ses_secret))
    shared = server_from(settings.OUTGOING_SMTP)
    return LocalOutbox() if shared is None else Smtp(shared)


def _server(account: EmailAccount) -> Server:
    return Server(
        host=account.smtp_host,
        port=account.smtp_port,
        security=account.smtp_security,
        user=account.smtp_user or (account.address if account.smtp_uses_token else ""),
        password="" if account.smtp_uses_token else secrets.unseal(account.smtp_secret),
        bearer=bearer_of(account, pasted=account.smtp_secret) if account.smtp_uses_token else None,
    )
