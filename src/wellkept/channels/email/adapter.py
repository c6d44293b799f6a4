"""Sends mail: the email channel's entry in the book of adapters."""

from __future__ import annotations

from wellkept.channels import outbox
from wellkept.channels.registry import DeliveryFailed, register
from wellkept.conversations.models import Delivery
from wellkept.kernel import clock

from . import outgoing, transport
from .alarms import clear_alarm, raise_alarm

KEPT = "Kept in the local outbox: no outgoing server is set."


class EmailAdapter:
    """Delivers by SMTP, or into the local outbox where no server is set."""

    name = "email"

    def deliver(self, delivery: Delivery) -> str:
        """Sends the message and returns what the server said. Raises DeliveryFailed.

        Safe to repeat: the Message-ID is fixed before the first try, so a mail that arrives twice is one mail.
        """
        mail = outgoing.prepare(delivery)
        about = mail.account.address
        try:
            server = transport.server_for(mail.account)
            if server is None:
                return _keep(mail.raw, delivery)
            said = transport.send(mail.raw, sender=about, recipients=mail.recipients, server=server)
        except transport.ServerTrouble as trouble:
            text = f"Mail from {about} cannot leave. {trouble}"
            raise_alarm(kind="smtp", about=about, text=text, at=clock.now())
            raise
        clear_alarm(kind="smtp", about=about, at=clock.now())
        return said


def _keep(raw: bytes, delivery: Delivery) -> str:
    try:
        outbox.keep(raw, name=str(delivery.pk), at=delivery.message.created_at)
    except OSError as error:
        raise DeliveryFailed(
            f"The local outbox cannot be written: {error.strerror}.", can_retry=True
        ) from error
    return KEPT


register(EmailAdapter())
