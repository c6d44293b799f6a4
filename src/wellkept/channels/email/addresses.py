"""Which addresses are ours, and which inbox a recipient means. A snapshot: read once for many mails."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings

from wellkept.customers.operations import normalise_address

from .models import EmailAccount


@dataclass(frozen=True, slots=True)
class Account:
    """What mail-in needs to know of an EmailAccount."""

    id: int
    address: str
    inbox_id: int
    has_receipt: bool


@dataclass(frozen=True)
class Addresses:
    """Compared in ASCII lower case and otherwise exactly (CVE-2019-19844)."""

    accounts: dict[str, Account]
    by_domain: dict[str, Account]

    @classmethod
    def read(cls) -> Addresses:
        """One query. Inboxes put away take no mail."""
        rows = (
            EmailAccount.objects.filter(inbox__archived_at__isnull=True)
            .order_by("id")
            .values_list("id", "address", "inbox_id", "receipt_text")
        )
        accounts = {
            normalise_address(address): Account(pk, address, inbox_id, bool(receipt_text.strip()))
            for pk, address, inbox_id, receipt_text in rows
        }
        by_domain: dict[str, Account] = {}
        for address, account in accounts.items():
            by_domain.setdefault(domain_of(address), account)
        return cls(accounts=accounts, by_domain=by_domain)

    def named(self, address: str) -> Account | None:
        """The account of this very address, with or without a +tag."""
        address = normalise_address(address)
        return self.accounts.get(address) or self.accounts.get(without_tag(address))

    def find(self, address: str) -> Account | None:
        """The account that takes mail for the address.

        For a domain that takes mail for any address that is its oldest account: the fallback inbox.
        """
        return self.named(address) or (
            self.by_domain.get(domain_of(normalise_address(address)))
            if domain_of(normalise_address(address)) in catch_all_domains()
            else None
        )

    def is_own(self, address: str) -> bool:
        """Whether it is one of ours: such an address is never a customer or a participant."""
        return self.named(address) is not None

    def sort(self, recipients: Iterable[str]) -> dict[int | None, list[str]]:
        """Recipients by inbox, in the order named; strangers join the first inbox, or stand under None alone."""
        by_inbox: dict[int | None, list[str]] = {}
        strangers = []
        for recipient in recipients:
            account = self.find(recipient)
            if account is None:
                strangers.append(recipient)
            else:
                by_inbox.setdefault(account.inbox_id, []).append(recipient)
        if strangers or not by_inbox:
            by_inbox.setdefault(next(iter(by_inbox), None), []).extend(strangers)
        return by_inbox


def catch_all_domains() -> set[str]:
    """Domains whose every address is ours."""
    return {normalise_address(domain.lstrip("@")) for domain in settings.CATCH_ALL_DOMAINS}


def domain_of(address: str) -> str:
    return address.rpartition("@")[2]


def without_tag(address: str) -> str:
    """ "help+x@shop.example" is "help@shop.example"."""
    local, _, domain = address.rpartition("@")
    return f"{local.partition('+')[0]}@{domain}"
