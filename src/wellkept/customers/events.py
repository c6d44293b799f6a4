"""What happened to the people who write in."""

from __future__ import annotations

from dataclasses import dataclass

from wellkept.kernel.events import Event, declare


@declare
@dataclass(frozen=True, kw_only=True)
class CustomerAppeared(Event):
    """The first time an address writes."""

    kind = "customer.appeared"
    customer_id: int
    identity_id: int


@declare
@dataclass(frozen=True, kw_only=True)
class CustomerLinksRevoked(Event):
    """Every link to the customer's own pages that was given before is dead."""

    kind = "customer.links_revoked"
    customer_id: int


@declare
@dataclass(frozen=True, kw_only=True)
class CustomerChanged(Event):
    kind = "customer.changed"
    customer_id: int
    changed: list[str]


@declare
@dataclass(frozen=True, kw_only=True)
class IdentityAdded(Event):
    kind = "customer.identity_added"
    customer_id: int
    identity_id: int


@declare
@dataclass(frozen=True, kw_only=True)
class IdentityUnreachable(Event):
    """Mail to the address came back for good."""

    kind = "customer.identity_unreachable"
    customer_id: int
    identity_id: int
