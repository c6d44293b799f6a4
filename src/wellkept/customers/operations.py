"""Writes of the room: one verb each."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from wellkept.kernel.actors import Actor
from wellkept.kernel.errors import Refused
from wellkept.kernel.events import publish
from wellkept.kernel.prepared import insert, insert_once, prepared
from wellkept.kernel.text import one_line, storable

from .domain.addresses import normalise_address as normalise_address  # offered to callers as well
from .events import (
    CustomerAppeared,
    CustomerChanged,
    CustomerLinksRevoked,
    IdentityAdded,
    IdentityUnreachable,
)
from .models import Company, Customer, Identity

PROFILE = frozenset({"name", "language", "timezone"})


class AddressTaken(Refused):
    """The address belongs to somebody else."""


@transaction.atomic(savepoint=False)
def identify(
    *, kind: str, address: str, name: str = "", language: str = "", by: Actor, at: datetime
) -> Identity:
    """The identity behind an address, with its customer; both are made when the address is new.

    A name is taken over only while the customer has none: what a person corrected stays. Comes back with
    `identity.customer` loaded.
    """
    address = normalise_address(address)
    name = one_line(storable(name), limit=200)
    found = _find(kind, address)
    if found is None:
        found = _add(kind=kind, address=address, name=name, language=language, by=by, at=at)
    elif name and not found.customer.name:
        found.customer.name = name
        found.customer.save(update_fields=["name"])
        publish(CustomerChanged(customer_id=found.customer_id, changed=["name"]), by=by, at=at)
    return found


def _find(kind: str, address: str) -> Identity | None:
    return next(iter(_known(kind=kind, address=address)), None)  # one at most


@prepared
def _known(*, kind: Any, address: Any) -> QuerySet[Identity]:
    return Identity.objects.select_related("customer").filter(kind=kind, address=address)


def _add(*, kind: str, address: str, name: str, language: str, by: Actor, at: datetime) -> Identity:
    company = _company_of(kind, address)
    customer = insert(Customer(name=name, language=language, created_at=at, company_id=company))
    identity = Identity(customer=customer, kind=kind, address=address, display_name=name, created_at=at)
    if not insert_once(identity):  # another mail of the same person was a moment faster
        customer.delete()
        return Identity.objects.select_related("customer").get(kind=kind, address=address)
    publish(CustomerAppeared(customer_id=customer.pk, identity_id=identity.pk), by=by, at=at)
    return identity


def _company_of(kind: str, address: str) -> int | None:
    if kind != "email":
        return None
    return next(iter(_companies(domain=address.rpartition("@")[2])), None)


@prepared
def _companies(*, domain: Any) -> QuerySet[Company, int]:
    return Company.objects.filter(domain=domain).values_list("pk", flat=True)


@transaction.atomic
def add_identity(*, customer: Customer, kind: str, address: str, by: Actor, at: datetime) -> Identity:
    """Gives a customer another address. Raises AddressTaken when it is someone else's."""
    address = normalise_address(address)
    if not address or (kind == "email" and "@" not in address):
        raise Refused(_("“%(address)s” is no address.") % {"address": address})
    found = _find(kind, address)
    if found is not None:
        if found.customer_id != customer.pk:
            raise AddressTaken(
                _("%(address)s belongs to %(customer)s.") % {"address": address, "customer": found.customer}
            )
        return found
    identity = Identity.objects.create(customer=customer, kind=kind, address=address, created_at=at)
    publish(IdentityAdded(customer_id=customer.pk, identity_id=identity.pk), by=by, at=at)
    return identity


@transaction.atomic
def update(*, customer: Customer, by: Actor, at: datetime, **fields: str) -> None:
    """Sets name, language or timezone; raises ValueError for anything else."""
    if unknown := set(fields) - PROFILE:
        raise ValueError(f"not part of a customer: {', '.join(sorted(unknown))}")
    changed = sorted(name for name, value in fields.items() if getattr(customer, name) != value)
    if not changed:
        return
    for name in changed:
        setattr(customer, name, storable(fields[name]).strip())
    customer.save(update_fields=changed)
    publish(CustomerChanged(customer_id=customer.pk, changed=changed), by=by, at=at)


@transaction.atomic
def set_company(*, customer: Customer, name: str, by: Actor, at: datetime) -> None:
    """Puts the customer into the company of that name, made when new; "" takes them out."""
    name = one_line(storable(name), limit=160)
    company = None
    if name:
        company = Company.objects.filter(name=name).first() or Company.objects.create(
            name=name, created_at=at
        )
    if customer.company_id == (company.pk if company else None):
        return
    customer.company = company
    customer.save(update_fields=["company"])
    publish(CustomerChanged(customer_id=customer.pk, changed=["company"]), by=by, at=at)


@transaction.atomic
def mark_unreachable(*, identity: Identity, why: str, by: Actor, at: datetime) -> None:
    """Remembers that mail to this address came back for good."""
    Identity.objects.filter(pk=identity.pk).update(
        unreachable_at=at, unreachable_why=one_line(why, limit=300)
    )
    publish(IdentityUnreachable(customer_id=identity.customer_id, identity_id=identity.pk), by=by, at=at)


def mark_reachable(*, identity: Identity) -> None:
    """A message came from the address: it works again."""
    if identity.unreachable_at is not None:
        Identity.objects.filter(pk=identity.pk).update(unreachable_at=None, unreachable_why="")


@transaction.atomic
def revoke_links(*, customer: Customer, by: Actor, at: datetime) -> None:
    """Takes back every link to the customer's own pages; new ones can be given at once."""
    customer.links_revoked_at = at
    customer.save(update_fields=["links_revoked_at"])
    publish(CustomerLinksRevoked(customer_id=customer.pk), by=by, at=at)
