"""A person looks at what was held back: send it on, or decide that it is nothing."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from wellkept.channels.email.addresses import Addresses
from wellkept.channels.email.events import MailDropped, MailReleased
from wellkept.channels.email.models import EmailAccount, InboundMail
from wellkept.kernel.actors import Actor
from wellkept.kernel.errors import Refused
from wellkept.kernel.events import publish

State = InboundMail.State
WAITS_FOR_A_PERSON = (State.SUSPENDED, State.HELD)


class NothingToDecide(Refused):
    """It does not wait for anybody: someone was faster, or it was never held back."""


class ChooseInbox(Refused):
    """The mail was for no address of ours, so a person must say where it goes."""


@transaction.atomic
def release(*, inbound: InboundMail, by: Actor, at: datetime, account: EmailAccount | None = None) -> None:
    """Queues the mail again; this time no rule stops it. `account` says where it goes when that is not clear.

    The caller has checked that `by` may see it. Raises NothingToDecide, ChooseInbox.
    """
    row = _take(inbound)
    addresses = Addresses.read()
    if account is not None:
        row.envelope_to = [account.address, *row.envelope_to]
    inbox_id = _inbox_of(row, addresses)
    if inbox_id is None:
        raise ChooseInbox(_("This mail was for no address of yours. Choose the inbox it shall go to."))
    InboundMail.objects.filter(pk=row.pk).update(
        state=State.RECEIVED, decided_at=at, attempts=0, retry_at=None, detail="", envelope_to=row.envelope_to
    )
    inbound.state = State.RECEIVED
    publish(MailReleased(inbound_id=row.pk, inbox_id=inbox_id, reason=row.reason), by=by, at=at)


@transaction.atomic
def drop(*, inbound: InboundMail, by: Actor, at: datetime) -> None:
    """Takes it off the list for good. Raises NothingToDecide."""
    row = _take(inbound)
    InboundMail.objects.filter(pk=row.pk).update(state=State.DROPPED, decided_at=at)
    inbound.state = State.DROPPED
    inbox_id = _inbox_of(row, Addresses.read())
    publish(MailDropped(inbound_id=row.pk, inbox_id=inbox_id, reason=row.reason), by=by, at=at)


def _take(inbound: InboundMail) -> InboundMail:
    row = InboundMail.objects.select_for_update().filter(pk=inbound.pk, state__in=WAITS_FOR_A_PERSON).first()
    if row is None:
        raise NothingToDecide(_("This mail does not wait for a decision any more."))
    return row


def _inbox_of(row: InboundMail, addresses: Addresses) -> int | None:
    return next(iter(addresses.sort(row.envelope_to)))
