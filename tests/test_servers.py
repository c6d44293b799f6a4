"""The servers that tests start for themselves: they come up, are private, and leave nothing behind."""

from __future__ import annotations

import imaplib
from pathlib import Path
from urllib.parse import unquote, urlsplit

import psycopg
import pytest

from scripts import postgres
from tests.support.desk import fresh_database


@pytest.mark.postgres
def test_a_private_postgresql_listens_on_no_port_and_leaves_no_folder() -> None:
    with postgres.server() as url:
        folder = Path(unquote(urlsplit(url).netloc.partition("@")[2]))
        with psycopg.connect(url.replace("postgres://", "postgresql://", 1)) as connection:
            assert connection.execute("SHOW listen_addresses").fetchone() == ("",)
        assert folder.exists()
    assert not folder.exists()


@pytest.mark.postgres
def test_a_fresh_database_is_empty_and_dropped(postgres_url: str) -> None:
    with fresh_database(postgres_url) as url:
        address = url.replace("postgres://", "postgresql://", 1)
        with psycopg.connect(address) as connection:
            connection.execute("CREATE TABLE letters (id int)")
    with pytest.raises(psycopg.OperationalError, match="does not exist"):
        psycopg.connect(address)


def test_a_private_mailbox_keeps_what_is_put_into_it(imap_mailbox) -> None:
    with imaplib.IMAP4(imap_mailbox.host, imap_mailbox.port) as client:
        client.login(imap_mailbox.user, imap_mailbox.password)
        client.append("INBOX", "", None, b"Subject: hello\r\n\r\nhello\r\n")
        assert client.select("INBOX") == ("OK", [b"1"])
