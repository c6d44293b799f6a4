"""A first mail through an account's server, sent at once so that the answer can be read on the page."""

from __future__ import annotations

from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, make_msgid

from wellkept.channels import outbox
from wellkept.customers.operations import normalise_address
from wellkept.kernel.errors import Refused

from . import transport
from .models import EmailAccount


class NoRecipient(Refused):
    """The test needs an address to go to."""


def send_test(*, account: EmailAccount, to: str, at: datetime) -> str:
    """Sends a short mail and returns what the server said. Raises NoRecipient or registry.DeliveryFailed.

    It is no message of a conversation and leaves no row: without any server it lies in the local outbox.
    """
    to = normalise_address(to)
    local, _, domain = to.rpartition("@")
    if not local or not domain or any(character.isspace() for character in to):
        raise NoRecipient("Write the address that shall get the test, like ada@shop.example.")
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
    server = transport.server_for(account)
    if server is None:
        outbox.keep(mail.as_bytes(), name=f"test-{account.pk}-{at:%H%M%S}", at=at)
        return "No outgoing server is set, so the test lies in the local outbox."
    return transport.send(mail.as_bytes(), sender=account.address, recipients=[to], server=server)
