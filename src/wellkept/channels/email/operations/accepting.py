"""Bytes in. When this returns, the mail is on the disk and may be acknowledged; before, it may not."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import IntegrityError, transaction

from wellkept.channels.email.addresses import Addresses
from wellkept.channels.email.domain import peers
from wellkept.channels.email.domain.fingerprint import fingerprint
from wellkept.channels.email.models import InboundMail, RawSource
from wellkept.kernel.text import storable

from . import sources

MOST_RECIPIENTS = 1000
OPEN_DOORS = (
    "smtp",
    "lmtp",
)  # anybody may knock there; mailbox, pipe and webhook have been proven or are ours


@dataclass(frozen=True, kw_only=True, slots=True)
class Mail:
    """One mail as a transport hands it over. `envelope_from` "" is the null sender of reports, or not known.

    `peer` is the network address of who connected, where `via` is "smtp" or "lmtp".
    """

    raw: bytes
    envelope_from: str
    envelope_to: list[str]
    via: str
    at: datetime
    peer: str = ""


def accept(
    *, raw: bytes, envelope_from: str, envelope_to: list[str], via: str, at: datetime, peer: str = ""
) -> InboundMail:
    """Stores one mail durably and queues it; returns its row, or the row of the same mail that came before."""
    mail = Mail(raw=raw, envelope_from=envelope_from, envelope_to=envelope_to, via=via, at=at, peer=peer)
    return accept_many([mail])[0]


def accept_many(mails: Sequence[Mail]) -> list[InboundMail]:
    """Stores all of them in one commit, or raises and leaves those that were stored to be recognised next time.

    A mail to two inboxes becomes two deliveries of one source, and so a conversation in each: the inboxes belong
    to different people, and neither may hang on what the other team may see, write or close. The same mail to
    the same inbox is stored once, by whatever way and however often it comes; its first row is returned.
    """
    if not mails:
        return []
    addresses = Addresses.read()
    parcels = [_parcels(mail, addresses) for mail in mails]
    try:
        return _store(mails, parcels)
    except IntegrityError:  # PostgreSQL: another transport stored one of them in the same moment
        return [_store([mail], [own])[0] for mail, own in zip(mails, parcels, strict=True)]


def _parcels(mail: Mail, addresses: Addresses) -> dict[str, list[str]]:
    """The dedupe key and the recipients of each inbox addressed."""
    content = fingerprint(mail.raw)
    recipients = [storable(recipient).strip()[:320] for recipient in mail.envelope_to[:MOST_RECIPIENTS]]
    by_inbox = addresses.sort(dict.fromkeys(recipients))
    return {_key(content, inbox_id, theirs): theirs for inbox_id, theirs in by_inbox.items()}


def _key(content: str, inbox_id: int | None, recipients: list[str]) -> str:
    where = f"inbox {inbox_id}" if inbox_id is not None else f"unknown {sorted(recipients)}"
    return hashlib.sha256(f"{content} {where}".encode()).hexdigest()


def _store(mails: Sequence[Mail], parcels: list[dict[str, list[str]]]) -> list[InboundMail]:
    kept: list[RawSource] = []
    try:
        with transaction.atomic():
            known = _known(parcels)
            rows: list[InboundMail] = []
            for mail, own in zip(mails, parcels, strict=True):
                fresh = {key: recipients for key, recipients in own.items() if key not in known}
                if not fresh:
                    continue
                source = sources.keep(mail.raw)
                kept.append(source)
                for key, recipients in fresh.items():
                    known[key] = _row(mail, source, key, recipients)
                    rows.append(known[key])
            RawSource.objects.bulk_create(kept)
            for row in rows:
                row.raw_id = row.raw.pk
            InboundMail.objects.bulk_create(rows)
    except BaseException:
        for source in kept:
            sources.forget(source)
        raise
    return [known[next(iter(own))] for own in parcels]


def _known(parcels: list[dict[str, list[str]]]) -> dict[str, InboundMail]:
    keys = [key for own in parcels for key in own]
    return {row.dedupe_key: row for row in InboundMail.objects.filter(dedupe_key__in=keys)}


def _row(mail: Mail, source: RawSource, key: str, recipients: list[str]) -> InboundMail:
    return InboundMail(
        raw=source,
        via=mail.via,
        is_from_own_server=_is_from_own_server(mail),
        envelope_from=storable(mail.envelope_from).strip()[:320],
        envelope_to=recipients,
        dedupe_key=key,
        received_at=mail.at,
    )


def _is_from_own_server(mail: Mail) -> bool:
    return mail.via not in OPEN_DOORS or peers.is_own_server(mail.peer, relays=settings.MAIL_RELAYS)
