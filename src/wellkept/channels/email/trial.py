"""A first mail by an address's way out, sent at once so that the answer can be read on the page."""

from __future__ import annotations

from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, make_msgid

from django.utils.translation import gettext as _

from wellkept.customers.operations import normalise_address
from wellkept.kernel.errors import Refused

from .alarms import SENDING, clear_alarm
from .models import EmailAccount
from .transport import LocalOutbox, Parcel, transport_for


class NoRecipient(Refused):
    """The test needs an address to go to."""


def send_test(*, account: EmailAccount, to: str, at: datetime) -> str:
    """Sends a short mail and returns what the server said. Raises NoRecipient or registry.DeliveryFailed.

    It is no message of a conversation and leaves no row: without any server it lies in the local outbox.
    """
    to = normalise_address(to)
    local, _at, domain = to.rpartition("@")
    if not local or not domain or any(character.isspace() for character in to):
        raise NoRecipient(_("Write the address that shall get the test, like ada@shop.example."))
    mail = EmailMessage(policy=SMTP)
    mail["From"] = Address(account.from_name, addr_spec=account.address)
    mail["To"] = to
    mail["Subject"] = f"Test from {account.address}"
    mail["Date"] = format_datetime(at)
    mail["Message-ID"] = make_msgid(idstring="test", domain=account.address.rpartition("@")[2])
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(
        f"This is a test. When you read it, {account.address} can send.\nNobody waits for an answer.\n"
    )
    way = transport_for(account)
    raw = mail.as_bytes()
    sent = way.send(Parcel(raw, account.address, [to], name=f"test-{account.pk}-{at:%H%M%S}", at=at))
    if isinstance(way, LocalOutbox):
        return _("No outgoing server is set, so the test lies in the local outbox.")
    clear_alarm(kind=SENDING, about=account.address, at=at)
    return sent.said
