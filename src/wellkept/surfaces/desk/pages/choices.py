"""What can be chosen beside a conversation: agents, teams, reasons. The same for all, so read now and then."""

from __future__ import annotations

from typing import NamedTuple

from django.core.cache import cache
from django.db.models import F

from wellkept.accounts import queries as accounts
from wellkept.channels.email.models import EmailAccount
from wellkept.conversations.models import Driver

SECONDS = 5


class Choice(NamedTuple):
    """One line of a menu."""

    id: int
    label: str


class Choices(NamedTuple):
    """All menus. `addresses` is the first address of each inbox; `has_way_out` holds inboxes with a mail server."""

    agents: list[Choice]
    teams: list[Choice]
    drivers: list[Choice]
    addresses: dict[int, str]
    has_way_out: set[int]


def choices() -> Choices:
    """At most five seconds old: a new colleague may take that long to appear."""
    found = cache.get("desk-choices")
    if found is None:
        found = _read()
        cache.set("desk-choices", found, SECONDS)
    return found  # type: ignore[no-any-return]  # what _read gave


def _read() -> Choices:
    drivers = Driver.objects.filter(parent__isnull=False, retired_at__isnull=True).order_by(
        "parent__name", "name"
    )
    addresses = EmailAccount.objects.order_by("-pk").values_list("inbox_id", "address")
    return Choices(
        agents=[Choice(*row) for row in accounts.agents().values_list("pk", "name")[:300]],
        teams=[Choice(*row) for row in accounts.teams().values_list("pk", "name")[:100]],
        drivers=[
            Choice(pk, f"{branch}: {leaf}")
            for pk, branch, leaf in drivers.annotate(branch=F("parent__name")).values_list(
                "pk", "branch", "name"
            )
        ],
        addresses=dict(addresses),
        has_way_out=set(EmailAccount.objects.exclude(smtp_host="").values_list("inbox_id", flat=True)),
    )
