"""Sends mail: the email channel's entry in the book of adapters."""

from __future__ import annotations

from wellkept.channels.registry import register
from wellkept.conversations.models import Delivery
from wellkept.kernel import clock

from . import outgoing
from .alarms import SENDING, clear_alarm, raise_alarm
from .threads import name_as_sent
from .transport import Parcel, ServerTrouble, transport_for


class EmailAdapter:
    """Delivers by the address's own way out: a mail server, a provider, or the local outbox."""

    name = "email"

    def deliver(self, delivery: Delivery) -> str:
        """Sends the message and returns what the other side said. Raises DeliveryFailed.

        Safe to repeat: the Message-ID is fixed before the first try, so a mail that arrives twice is one mail. Only
        where a provider writes its own id over it (Amazon SES), a repeat after a crash is a second mail.
        """
        mail = outgoing.prepare(delivery)
        about = mail.account.address
        parcel = Parcel(
            raw=mail.raw,
            sender=about,
            recipients=mail.recipients,
            name=str(delivery.pk),
            at=delivery.message.created_at,
        )
        try:
            sent = transport_for(mail.account).send(parcel)
        except ServerTrouble as trouble:
            text = f"Mail from {about} cannot leave. {trouble}"
            raise_alarm(kind=SENDING, about=about, text=text, at=clock.now())
            raise
        if sent.message_id:
            name_as_sent(delivery, sent.message_id)
        clear_alarm(kind=SENDING, about=about, at=clock.now())
        return sent.said


register(EmailAdapter())
