"""Data that was moved."""

from __future__ import annotations

from importlib import import_module
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import connection

from wellkept.channels.email.models import EmailAccount

from .ingest import account


@pytest.mark.django_db
def test_an_address_with_a_server_of_its_own_goes_on_sending_through_it(help_inbox, at):
    own = account(help_inbox, "help@larkmoor.example", at)
    shared = account(help_inbox, "hello@larkmoor.example", at)
    EmailAccount.objects.filter(pk=own.pk).update(smtp_host="smtp.larkmoor.example")
    moved = import_module("wellkept.channels.email.migrations.0006_own_servers_stay")
    moved.keep_own_servers(apps, SimpleNamespace(connection=connection))

    assert EmailAccount.objects.get(pk=own.pk).sends_by == "smtp"
    assert EmailAccount.objects.get(pk=shared.pk).sends_by == "desk"
