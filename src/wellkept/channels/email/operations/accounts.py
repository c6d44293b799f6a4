"""Addresses of inboxes: where their mail goes out, where it comes in, and how it is signed."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from django.db import transaction
from django.utils.translation import gettext as _

from wellkept.channels.email.alarms import FETCHING, OAUTH, SENDING, clear_alarm
from wellkept.channels.email.events import EmailAccountChanged
from wellkept.channels.email.models import EmailAccount, ImapState
from wellkept.conversations.models import Inbox
from wellkept.customers.operations import normalise_address
from wellkept.kernel.actors import Actor
from wellkept.kernel.errors import Refused
from wellkept.kernel.events import publish
from wellkept.kernel.secrets import CannotOpen, seal, unseal
from wellkept.kernel.text import one_line, storable

LINES = (
    "from_name", "sends_by", "smtp_host", "smtp_user", "smtp_security", "mailgun_domain", "mailgun_region",
    "ses_region", "ses_key_id", "imap_host", "imap_user", "imap_security", "imap_folder",
)  # fmt: skip
VALUES = (
    "inbox", "smtp_port", "smtp_uses_token", "imap_port", "imap_uses_token", "imap_marks_seen", "imap_since",
)  # fmt: skip
TEXTS = ("receipt_text",)
SECRETS = ("smtp_secret", "mailgun_secret", "ses_secret", "imap_secret")
# Mail of another mailbox must be looked at again before it is brought in.
IMAP_PLACE = {"imap_host", "imap_port", "imap_user", "imap_folder"}


class AddressTaken(Refused):
    """The address belongs to an inbox already."""


@dataclass(frozen=True, slots=True)
class DnsRecord:
    """A TXT record to publish."""

    name: str
    value: str


@transaction.atomic
def add_account(*, inbox: Inbox, address: str, from_name: str = "", by: Actor, at: datetime) -> EmailAccount:
    """Gives the inbox an address. Mail to it is taken from now on. Raises AddressTaken."""
    address = normalise_address(one_line(storable(address), limit=254))
    local, _at, domain = address.rpartition("@")
    if not local or not domain or " " in address:
        raise Refused(_("Write a whole address, like help@shop.example."))
    if EmailAccount.objects.filter(address=address).exists():
        raise AddressTaken(_("%(address)s belongs to an inbox already.") % {"address": address})
    account = EmailAccount.objects.create(
        inbox=inbox, address=address, from_name=one_line(storable(from_name), limit=120), created_at=at
    )
    _tell(account, ["address"], by=by, at=at)
    return account


@transaction.atomic
def update_account(*, account: EmailAccount, by: Actor, at: datetime, **fields: Any) -> list[str]:
    """Sets what is given and returns the names of what changed; raises ValueError for an unknown name.

    What ends in `_secret` is plain text and is sealed here; "" takes a stored one away. A change of the
    IMAP mailbox asks for a new dry run: nothing is fetched until `confirm_imap`.
    """
    if unknown := set(fields) - {*LINES, *VALUES, *TEXTS, *SECRETS}:
        raise ValueError(f"not part of an email account: {', '.join(sorted(unknown))}")
    changed = []
    for name, value in fields.items():
        wanted = _clean(account, name, value)
        if wanted is not None and getattr(account, name) != wanted[0]:
            setattr(account, name, wanted[0])
            changed.append(name)
    if not changed:
        return []
    if IMAP_PLACE & set(changed):
        account.imap_confirmed_at = None
        ImapState.objects.filter(account=account).delete()
    account.save(update_fields=[*changed, "imap_confirmed_at"])
    _tell(account, sorted(changed), by=by, at=at)
    return sorted(changed)


@transaction.atomic
def confirm_imap(*, account: EmailAccount, by: Actor, at: datetime) -> None:
    """After the dry run: fetching starts within a minute. Quietly when it has started."""
    if account.imap_confirmed_at is None:
        account.imap_confirmed_at = at
        account.save(update_fields=["imap_confirmed_at"])
        _tell(account, ["imap_confirmed_at"], by=by, at=at)


@transaction.atomic
def pause_imap(*, account: EmailAccount, by: Actor, at: datetime) -> None:
    """Stops fetching. What is in the mailbox stays there; going on again needs a look at the dry run."""
    if account.imap_confirmed_at is not None:
        account.imap_confirmed_at = None
        account.save(update_fields=["imap_confirmed_at"])
        _tell(account, ["imap_confirmed_at"], by=by, at=at)


@transaction.atomic
def remove_account(*, account: EmailAccount, by: Actor, at: datetime) -> None:
    """Takes the address away from its inbox. What was written stays; new mail to it is refused. Its alarms end."""
    for kind in (SENDING, FETCHING, OAUTH):
        clear_alarm(kind=kind, about=account.address, at=at)
    _tell(account, ["removed"], by=by, at=at)
    account.delete()


@transaction.atomic
def make_dkim_key(*, account: EmailAccount, by: Actor, at: datetime) -> DnsRecord:
    """A fresh 2048-bit key under a selector of its own (RFC 8301), and the record to publish.

    The record of the key before may stay in the DNS until mail on its way has arrived.
    """
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    pem = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.TraditionalOpenSSL,
        serialization.NoEncryption(),
    )
    account.dkim_selector = f"wk{at:%Y%m%d%H%M}"
    account.dkim_key = seal(pem.decode())
    account.save(update_fields=["dkim_selector", "dkim_key"])
    _tell(account, ["dkim_selector"], by=by, at=at)
    record = dkim_record(account)
    assert record is not None
    return record


def dkim_record(account: EmailAccount) -> DnsRecord | None:
    """The TXT record of the account's key; None without a key. Raises secrets.CannotOpen."""
    if not account.dkim_key:
        return None
    key = serialization.load_pem_private_key(unseal(account.dkim_key).encode(), password=None)
    public = key.public_key().public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    domain = account.address.rpartition("@")[2]
    return DnsRecord(
        name=f"{account.dkim_selector}._domainkey.{domain}",
        value=f"v=DKIM1; k=rsa; p={base64.b64encode(public).decode()}",
    )


def _clean(account: EmailAccount, name: str, value: Any) -> tuple[Any] | None:
    if name in SECRETS:
        plain = str(value)
        return None if plain and _is_stored(getattr(account, name), plain) else (seal(plain),)
    if name in LINES:
        limit = getattr(EmailAccount._meta.get_field(name), "max_length", None) or 253
        return (one_line(storable(str(value)), limit=limit),)
    if name in TEXTS:
        return (storable(str(value)).replace("\r\n", "\n").strip(),)
    return (value,)


def _is_stored(sealed: str, plain: str) -> bool:
    """Whether the stored secret is this one: sealing anew would make it look changed."""
    try:
        return unseal(sealed) == plain
    except CannotOpen:
        return False


def _tell(account: EmailAccount, changed: list[str], *, by: Actor, at: datetime) -> None:
    event = EmailAccountChanged(inbox_id=account.inbox_id, account_id=account.pk, changed=changed)
    publish(event, by=by, at=at)
