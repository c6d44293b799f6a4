"""A page that asks a mail server something, and a server that does not answer."""

from __future__ import annotations

import threading

import pytest
from django.urls import reverse
from django.utils import translation

from wellkept.channels.email.operations import accounts
from wellkept.kernel.actors import SYSTEM
from wellkept.kernel.errors import Refused
from wellkept.surfaces.console import patience
from wellkept.surfaces.console.views import servers


@pytest.fixture
def silent(monkeypatch):
    """A server that says nothing until the test is over; nobody waits for it."""
    over = threading.Event()
    monkeypatch.setattr(patience, "SECONDS", 0.01)
    yield lambda *_, **__: over.wait(60)
    over.set()


def test_what_is_done_in_time_is_what_one_gets():
    assert patience.within(lambda: "250 took it", seconds=60) == "250 took it"


def test_what_goes_wrong_in_time_goes_wrong_here():
    def refuse():
        raise Refused("No.")

    with pytest.raises(Refused, match="No"):
        patience.within(refuse, seconds=60)


def test_the_call_speaks_the_language_of_who_waits_for_it():
    with translation.override("de"):
        assert patience.within(translation.get_language, seconds=60) == "de"


def test_what_takes_too_long_is_not_waited_for(silent):
    with pytest.raises(patience.TookTooLong):
        patience.within(silent)


@pytest.mark.parametrize(
    "name, page, given",
    [("send_test", "address-test", {"to": "ada@larkmoor.example"}), ("dry_run", "imap-dry-run", {})],
)
def test_a_silent_server_is_said_to_be_silent(
    name, page, given, silent, monkeypatch, signed_in, ada, address, at
):
    accounts.update_account(account=address, imap_host="one.example", by=SYSTEM, at=at)
    monkeypatch.setattr(servers, name, silent)
    answer = signed_in(ada).post(reverse(f"console:{page}", args=[address.pk]), given)
    assert "The mail server was not done after 20 seconds." in answer.text
