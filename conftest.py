"""What holds for every test, wherever it lives. The cast is in src/wellkept/conftest.py."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from django.db.backends.sqlite3.base import DatabaseWrapper as SQLite
from django.db.models import Model
from django.test import TransactionTestCase
from hypothesis import settings

from tests.support.needs import missing

# The same examples every time and no stopwatch: a test that fails once in a hundred runs tells nobody anything.
settings.register_profile("steady", derandomize=True, deadline=None, database=None)
settings.load_profile("steady")


@pytest.fixture(autouse=True, scope="session")
def no_network() -> Iterator[None]:
    """Tests talk to this machine only: a name or an address elsewhere is refused at once."""
    real = socket.socket.connect

    def connect(self: socket.socket, address: Any) -> None:
        if self.family in (socket.AF_INET, socket.AF_INET6) and address[0] not in (
            "127.0.0.1",
            "::1",
            "localhost",
        ):
            raise ConnectionRefusedError(
                f"A test wanted to talk to {address[0]}. Use a fake, or a server on this machine."
            )
        real(self, address)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", connect)
        yield


@pytest.fixture(scope="session")
def django_db_keepdb() -> bool:
    """The folder or the cluster goes as a whole (tests/settings.py). Dropping the database before that would fail
    while a thread still holds a lasting connection to it, as the product's threads do on purpose."""
    return True


@pytest.fixture(autouse=True, scope="session")
def emptying_passes_the_guards() -> Iterator[None]:
    """After a test with real transactions every table is emptied. On SQLite that is DELETE, which the append-only
    tables refuse as they should, so their guards step aside for that moment. (PostgreSQL empties by TRUNCATE.)"""
    operations = SQLite.ops_class
    real = operations.execute_sql_flush

    def execute_sql_flush(self: Any, sql_list: list[str]) -> None:
        with transaction.atomic(using=self.connection.alias), self.connection.cursor() as cursor:
            cursor.execute(
                "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND sql LIKE '%RAISE(ABORT%'"
            )
            guards = cursor.fetchall()
            for name, _ in guards:
                cursor.execute(f"DROP TRIGGER {name}")
            real(self, sql_list)
            for _, definition in guards:
                cursor.execute(definition)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(operations, "execute_sql_flush", execute_sql_flush)
        yield


@pytest.fixture(autouse=True)
def nothing_remembered() -> None:
    """A process keeps what it read of a published code, and what triggers listen to. A test's database begins anew."""
    from wellkept.automation import switched_on
    from wellkept.promises import standing

    standing._read.cache_clear()
    switched_on.assume(frozenset(), seconds=3600)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """What the migrations wrote is there for every test. Django empties those tables too after a test with real
    transactions, and with tests spread over cores such a test is not the last one of its process."""
    from django.apps import apps
    from django.core import serializers

    def written() -> Iterator[Model]:
        for model in apps.get_models():
            if model.__module__.startswith("wellkept."):
                yield from model._base_manager.order_by("pk")

    with django_db_blocker.unblock():
        kept = serializers.serialize("json", written())
    real = TransactionTestCase._fixture_teardown  # type: ignore[attr-defined]

    def teardown(self: TransactionTestCase) -> None:
        real(self)
        for row in serializers.deserialize("json", kept):
            row.save()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", teardown)
        yield


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """The address of a PostgreSQL that the tests may fill. Tests that ask for it carry the marker `postgres`."""
    from scripts import postgres

    running = os.environ.get("WELLKEPT_TEST_POSTGRES_URL")
    if running:
        yield running
        return
    try:
        with postgres.server() as url:
            yield url
    except postgres.NoPostgres as problem:
        missing(str(problem))


@pytest.fixture
def imap_mailbox() -> Iterator[Any]:
    """An empty mailbox on a real IMAP server: `.host`, `.port`, `.user`, `.password` (plain IMAP, this machine)."""
    from scripts import dovecot

    if dovecot.find() is None:
        missing(dovecot.MISSING)
    with dovecot.server() as mailbox:
        yield mailbox
