"""The cast, the same everywhere: Ada the admin, Sam the supervisor, Ben and Cleo the agents, Lou who only notes,
Dana the customer, Eve from another company. Ben and Lou are in the kitchen team, which has the help inbox; Cleo is in
wholesale, which has another."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from wellkept.kernel.actors import SYSTEM

PASSWORD = "a kettle for the birthday"


@pytest.fixture
def at() -> datetime:
    return datetime(2026, 6, 10, 10, 42, tzinfo=UTC)


def _agent(name: str, role: str, at: datetime):
    from wellkept.accounts import operations

    return operations.add_agent(
        email=f"{name.lower()}@larkmoor.example", name=name, role=role, password=PASSWORD, by=SYSTEM, at=at
    )


@pytest.fixture
def ada(db, at):
    return _agent("Ada", "admin", at)


@pytest.fixture
def sam(db, at):
    return _agent("Sam", "supervisor", at)


@pytest.fixture
def ben(db, at):
    return _agent("Ben", "agent", at)


@pytest.fixture
def cleo(db, at):
    return _agent("Cleo", "agent", at)


@pytest.fixture
def lou(db, at):
    return _agent("Lou", "light", at)


@pytest.fixture
def kitchen(ben, lou, at):
    from wellkept.accounts import operations

    return operations.add_team(name="Kitchen", members=[ben, lou], by=SYSTEM, at=at)


@pytest.fixture
def wholesale_team(cleo, at):
    from wellkept.accounts import operations

    return operations.add_team(name="Wholesale", members=[cleo], by=SYSTEM, at=at)


@pytest.fixture
def help_inbox(kitchen, at):
    from wellkept.conversations.models import Inbox, InboxAccess

    inbox = Inbox.objects.create(name="Help", created_at=at)
    InboxAccess.objects.create(inbox=inbox, team=kitchen)
    return inbox


@pytest.fixture
def wholesale(wholesale_team, at):
    from wellkept.conversations.models import Inbox, InboxAccess

    inbox = Inbox.objects.create(name="Wholesale", created_at=at)
    InboxAccess.objects.create(inbox=inbox, team=wholesale_team)
    return inbox


@pytest.fixture
def dana(db, at):
    from wellkept.customers import operations

    return operations.identify(
        kind="email", address="dana@whitfield.example", name="Dana Whitfield", by=SYSTEM, at=at
    )


@pytest.fixture
def eve(db, at):
    from wellkept.customers import operations

    return operations.identify(
        kind="email", address="eve@quayside.example", name="Eve Sorensen", by=SYSTEM, at=at
    )


@pytest.fixture
def write_in(at):
    """A customer writes: `write_in(dana, help_inbox, "Lid cracked", into=None)` gives the message."""
    from wellkept.conversations import operations

    def write(identity, inbox, text, *, subject="Ember kettle: lid cracked", into=None, when=at, **more):
        incoming = operations.IncomingMessage(
            channel="email",
            sender=identity,
            author_name=identity.customer.name,
            subject=subject,
            text=text,
            reply_text=text,
            **more,
        )
        return operations.receive(incoming=incoming, inbox=inbox, into=into, at=when)

    return write


@pytest.fixture
def kettle(dana, help_inbox, write_in):
    """Dana's conversation in the help inbox, one message long."""
    return write_in(
        dana, help_inbox, "Hello, the lid is cracked right across. Could you send a new one?"
    ).conversation


@pytest.fixture
def signed_in(client):
    """`signed_in(ben)` is a browser with Ben's session."""

    def sign(agent):
        client.force_login(agent)
        return client

    return sign
