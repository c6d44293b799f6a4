"""`wellkept mail add-address`."""

from __future__ import annotations

import argparse

from wellkept.accounts import operations as accounts
from wellkept.accounts.models import Team
from wellkept.channels.email.models import EmailAccount
from wellkept.conversations.models import Inbox, InboxAccess
from wellkept.customers.operations import normalise_address
from wellkept.kernel import clock
from wellkept.kernel.actors import SYSTEM
from wellkept.kernel.errors import Refused


def run(options: argparse.Namespace) -> int:
    """Makes inbox, address and access as far as they are missing; safe to repeat."""
    at = clock.now()
    address = normalise_address(options.address)
    if "@" not in address:
        raise Refused(f"{options.address!r} is no email address.")
    inbox, _ = Inbox.objects.get_or_create(name=options.inbox, defaults={"created_at": at})
    EmailAccount.objects.get_or_create(
        address=address, defaults={"inbox": inbox, "from_name": inbox.name, "created_at": at}
    )
    for name in options.team:
        team = Team.objects.filter(name=name).first() or accounts.add_team(name=name, by=SYSTEM, at=at)
        InboxAccess.objects.get_or_create(inbox=inbox, team=team)
    print(f"{address} arrives in {inbox.name}.")
    return 0
