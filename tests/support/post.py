"""The customer's side of the mail: a server that takes what the desk sends, and a program that writes to the desk."""

from __future__ import annotations

import email
import email.policy
import imaplib
import smtplib
import time
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from email.utils import make_msgid
from typing import Any

from aiosmtpd.controller import Controller

from scripts.dovecot import Mailbox

from .desk import Desk, free_port


class _IntoTheMailbox:
    """Puts every mail that comes by SMTP into the mailbox it is for; there is no other way for it to get there."""

    def __init__(self, mailbox: Mailbox) -> None:
        self.mailbox = mailbox

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        if address != self.mailbox.user:
            return "550 5.1.1 nobody of that name here"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        with _signed_in(self.mailbox) as imap:
            said, _ = imap.append("INBOX", "", "", envelope.content)
        return "250 2.0.0 delivered" if said == "OK" else "451 4.2.0 try later"


@contextmanager
def post_office(mailbox: Mailbox) -> Iterator[str]:
    """A mail server in front of `mailbox` until the block ends; gives its address as WELLKEPT_OUTGOING_SMTP wants it."""
    port = free_port()
    controller = Controller(_IntoTheMailbox(mailbox), hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield f"smtp://127.0.0.1:{port}?tls=none"
    finally:
        controller.stop()


def fetch(mailbox: Mailbox, *, seconds: float = 30) -> list[EmailMessage]:
    """What lies in the mailbox, read over IMAP as soon as anything does."""
    deadline = time.monotonic() + seconds
    while True:
        with _signed_in(mailbox) as imap:
            imap.select("INBOX", readonly=True)
            numbers = imap.search(None, "ALL")[1][0].split()
            raws = [imap.fetch(number, "(RFC822)")[1][0][1] for number in numbers]  # type: ignore[index]  # imaplib answers in loose tuples
        if raws or time.monotonic() > deadline:
            return [email.message_from_bytes(raw, policy=email.policy.default) for raw in raws]  # type: ignore[arg-type]  # as above
        time.sleep(0.25)


def letter(sender: str, to: str, subject: str, text: str, *, answers: str = "") -> EmailMessage:
    """A mail with a Message-ID of its own; `answers` is the id of the one it replies to."""
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = sender, to, subject
    mail["Message-ID"] = make_msgid(domain="customer.example")
    if answers:
        mail["In-Reply-To"] = mail["References"] = answers
    mail.set_content(text)
    return mail


def deliver(desk: Desk, mail: EmailMessage) -> None:
    """Hands the mail to the desk's own SMTP listener; returns once the desk has taken responsibility for it."""
    with smtplib.SMTP("127.0.0.1", desk.smtp_port, timeout=15) as server:
        server.send_message(mail)


@contextmanager
def _signed_in(mailbox: Mailbox) -> Iterator[imaplib.IMAP4]:
    with imaplib.IMAP4(mailbox.host, mailbox.port, timeout=10) as imap:
        imap.login(mailbox.user, mailbox.password)
        yield imap
