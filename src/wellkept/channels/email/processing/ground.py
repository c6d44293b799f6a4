"""What changes rarely and every mail asks for. Read once for a batch, so that a mail costs few queries."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property

from wellkept.accounts.models import Agent
from wellkept.channels.email.addresses import Addresses, domain_of
from wellkept.channels.email.alarms import clear_alarm, raise_alarm
from wellkept.channels.email.letter import Reading
from wellkept.channels.email.models import InboundMail, SenderRule
from wellkept.conversations.models import Inbox
from wellkept.customers.operations import normalise_address

MOST_AGENTS = 5_000
MOST_RULES = 20_000

# The global breaker: so many mails of machines in this time are a storm, whoever they come from.
STORM_WINDOW = timedelta(minutes=10)
STORM_MAILS = 300
AUTOMATIC = "automatic"


@dataclass(frozen=True)
class Ground:
    """A snapshot of our addresses, agents, rules and keys, a few moments old at most."""

    at: datetime
    addresses: Addresses
    agents: frozenset[str]
    verdicts: dict[str, str]
    inboxes: dict[int, Inbox]
    reading: Reading

    @classmethod
    def read(cls, *, at: datetime) -> Ground:
        """Four queries."""
        addresses = Addresses.read()
        agents = Agent.objects.order_by("pk").values_list("email", flat=True)[:MOST_AGENTS]
        rules = SenderRule.objects.order_by("pk").values_list("pattern", "verdict")[:MOST_RULES]
        return cls(
            at=at,
            addresses=addresses,
            agents=frozenset(normalise_address(email) for email in agents),
            verdicts=dict(rules),
            inboxes=Inbox.objects.in_bulk({account.inbox_id for account in addresses.accounts.values()}),
            reading=Reading.now(addresses=addresses, at=at),
        )

    def verdict_on(self, address: str) -> str:
        """ "block", "allow" or "": a rule on the address goes before one on its domain."""
        return self.verdicts.get(address) or self.verdicts.get(f"@{domain_of(address)}", "")

    @cached_property
    def is_storm(self) -> bool:
        """Whether machines write to us faster than anybody could want. Opens or clears the alarm."""
        rows = InboundMail.objects.order_by("-pk").values_list("reason", "received_at")[: 2 * STORM_MAILS]
        since = self.at - STORM_WINDOW
        count = Counter(reason for reason, received_at in rows if received_at >= since)[AUTOMATIC]
        if count < STORM_MAILS:
            clear_alarm(kind="mail_storm", about="", at=self.at)
            return False
        raise_alarm(
            kind="mail_storm",
            about="",
            text=f"{count} automatic mails came within {STORM_WINDOW.seconds // 60} minutes: two systems may be "
            "answering each other. Further ones are held back, and no receipts are sent, until it is quieter.",
            at=self.at,
        )
        return True
