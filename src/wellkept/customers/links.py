"""The link by which a customer opens their own page without a password.

It is signed, names one person and one purpose, runs out, and dies when the customer's links are taken back. Knowing a
customer's number gives nothing.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from django.core import signing

from .models import Customer

LASTS = timedelta(days=90)
OWED = "owed"  # the purpose of the page "What we owe you"


def link_key(customer: Customer, *, purpose: str) -> str:
    """What stands in the address: 90 days from now for that purpose alone."""
    return _signer(purpose).sign(str(customer.pk))


def customer_of(key: str, *, purpose: str) -> Customer | None:
    """Whose link it is; None for one that is forged, too old, of another purpose or taken back."""
    try:
        signer = _signer(purpose)
        number = int(signer.unsign(key, max_age=LASTS))
        made_at = datetime.fromtimestamp(signing.b62_decode(key.split(":")[-2]), UTC)
    except (signing.BadSignature, ValueError):
        return None
    customer = Customer.objects.filter(pk=number).first()
    if customer is None or (customer.links_revoked_at and made_at <= customer.links_revoked_at):
        return None
    return customer


def _signer(purpose: str) -> signing.TimestampSigner:
    return signing.TimestampSigner(salt=f"wellkept.customers.links.{purpose}")
