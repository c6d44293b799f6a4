"""What the console's tests share: mail that waits, a message in trouble, work that failed."""

from __future__ import annotations

import pytest

from wellkept.channels.email import operations as mail
from wellkept.channels.email.models import InboundMail
from wellkept.channels.email.operations import accounts
from wellkept.conversations.models import Delivery, Message
from wellkept.kernel.actors import SYSTEM
from wellkept.kernel.models import Task

RAW = (
    b"From: Eve <eve@quayside.example>\r\nTo: help@larkmoor.example\r\nSubject: Hello <b>there</b>\r\n\r\n"
    b"<script>alert(1)</script> out of office"
)


@pytest.fixture
def address(help_inbox, at):
    """help@larkmoor.example, of the help inbox."""
    return accounts.add_account(inbox=help_inbox, address="help@larkmoor.example", by=SYSTEM, at=at)


@pytest.fixture
def hold(address, at):
    """`hold()` is a mail that a rule held back; each call makes another."""
    made = []

    def one(*, when=at, reason="loop", state="suspended"):
        raw = RAW + str(len(made)).encode()
        row = mail.accept(
            raw=raw,
            envelope_from="eve@quayside.example",
            envelope_to=[address.address],
            via="smtp",
            at=when,
        )
        made.append(row)
        InboundMail.objects.filter(pk=row.pk).update(
            state=state, reason=reason, sender="eve@quayside.example", subject="Hello <b>there</b>"
        )
        row.refresh_from_db()
        return row

    return one


@pytest.fixture
def stuck(kettle, at):
    """`stuck()` is a reply that a server refused."""

    def one(*, state="failed", detail="mail.example refused it: 550 no such user", can_retry=False):
        message = Message.objects.create(
            conversation=kettle,
            direction="out",
            channel="email",
            author_name="Ben",
            subject="Re: lid",
            to=[{"name": "Dana", "address": "dana@whitfield.example"}],
            text="A new one is on its way.",
            created_at=at,
        )
        return Delivery.objects.create(
            message=message,
            channel="email",
            state=state,
            send_at=at,
            detail=detail,
            can_retry=can_retry,
            updated_at=at,
        )

    return one


@pytest.fixture
def failed_task(db, at):
    """`failed_task()` is work that gave up."""

    def one(*, name="mail.fetch", key=None):
        return Task.objects.create(
            name=name,
            key=key,
            state="failed",
            run_at=at,
            created_at=at,
            attempts=11,
            last_error="Traceback …\nConnectionRefusedError: [Errno 111] refused",
        )

    return one
