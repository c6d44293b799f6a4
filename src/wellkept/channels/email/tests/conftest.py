"""What the tests of mail-in stand on: the help inbox with its address, and a desk to deliver to."""

from __future__ import annotations

import pytest
from django.db import connection

from .ingest import HELP, Desk, account


@pytest.fixture(autouse=True)
def own_files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"


@pytest.fixture
def help_account(help_inbox, at):
    return account(help_inbox, HELP, at)


@pytest.fixture
def wholesale_account(wholesale, at):
    return account(wholesale, "trade@larkmoor.example", at)


@pytest.fixture
def desk(help_account, at):
    return Desk(at=at)


@pytest.fixture
def really_committed(transactional_db):
    """For tests with several connections. The log refuses to be emptied, so its guard rests while it is."""
    yield
    if connection.vendor != "sqlite":
        return  # TRUNCATE passes the guard of PostgreSQL
    with connection.cursor() as cursor:
        cursor.execute("SELECT sql FROM sqlite_master WHERE name = 'kernel_event_kept'")
        (guard,) = cursor.fetchone()
        cursor.execute("DROP TRIGGER kernel_event_kept")
        cursor.execute("DELETE FROM kernel_event")
        cursor.execute(guard)
