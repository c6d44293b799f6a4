"""Waiting mail, handed to one worker at a time, and never in the way of the next.

A claim is a conditional update that also lets go by itself: a worker that dies leaves its mails to whoever comes
after the lease. What finally counts is the update that ends a mail's processing, in the transaction that wrote its
message: of two workers on one mail only one can make it.
"""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from django.db import InterfaceError, OperationalError, transaction
from django.db.models import F, Q, QuerySet

from wellkept.channels.email.addresses import Addresses
from wellkept.channels.email.events import MailHeld
from wellkept.channels.email.models import InboundMail
from wellkept.kernel.actors import SYSTEM
from wellkept.kernel.events import publish
from wellkept.kernel.once import reading_once
from wellkept.kernel.text import one_line

from .ground import Ground
from .one import AnswersWhatWaits, process

log = logging.getLogger("wellkept.mail.in")

State = InboundMail.State
TOGETHER = 50
LEASE = timedelta(seconds=10)
SHORTLY = timedelta(seconds=1)
PAUSES = (timedelta(seconds=5), timedelta(seconds=60))
MOST_TRIES = len(PAUSES) + 1
# A mail that takes its worker down with it never gets as far as saying so.
MOST_CLAIMS = MOST_TRIES + 2


def process_waiting(*, limit: int, at: datetime) -> int:
    """Processes up to `limit` mails that wait, oldest first; returns how many it took on.

    Any number of workers may run this at once. A mail that cannot be processed waits, and after three tries is held
    for a person. Raises OperationalError when the database does not answer: nothing is lost, the lease runs out.
    """
    if not _waiting(at).exists():  # the usual answer, and it costs no write lock
        return 0
    rows = _claim(limit=min(limit, TOGETHER), at=at)
    ground = Ground.read(at=at)
    with reading_once():
        for row in rows:
            if row.attempts > MOST_CLAIMS:
                _hold(row, "The worker stopped each time it read this mail.", at=at)
                continue
            try:
                process(row, ground)
            except AnswersWhatWaits:
                _postpone(row, at=at)
            except (OperationalError, InterfaceError):
                raise  # the database is away, which is not this mail's fault
            except Exception as error:
                log.exception("inbound mail %s could not be processed (try %d)", row.pk, row.attempts)
                _record_failure(row, error, at=at)
    return len(rows)


def _waiting(at: datetime) -> QuerySet[InboundMail]:
    free = Q(retry_at__isnull=True) | Q(retry_at__lte=at)
    return InboundMail.objects.filter(free, state=State.RECEIVED).order_by("pk")


@transaction.atomic
def _claim(*, limit: int, at: datetime) -> list[InboundMail]:
    unlocked = _waiting(at).select_for_update(skip_locked=True, of=("self",))
    rows = list(unlocked.select_related("raw")[:limit])
    if rows:
        InboundMail.objects.filter(pk__in=[row.pk for row in rows]).update(
            attempts=F("attempts") + 1, retry_at=at + LEASE
        )
    for row in rows:
        row.attempts += 1
    return rows


def _postpone(row: InboundMail, *, at: datetime) -> None:
    InboundMail.objects.filter(pk=row.pk, state=State.RECEIVED).update(
        retry_at=at + SHORTLY, attempts=F("attempts") - 1
    )


def _record_failure(row: InboundMail, error: Exception, *, at: datetime) -> None:
    why = f"{type(error).__name__}: {error}"
    if row.attempts >= MOST_TRIES:
        _hold(row, why, at=at)
        return
    InboundMail.objects.filter(pk=row.pk, state=State.RECEIVED).update(
        retry_at=at + PAUSES[row.attempts - 1], detail=one_line(why, limit=500)
    )


@transaction.atomic
def _hold(row: InboundMail, why: str, *, at: datetime) -> None:
    held = InboundMail.objects.filter(pk=row.pk, state=State.RECEIVED).update(
        state=State.HELD, reason="not-processed", detail=one_line(why, limit=500), retry_at=None
    )
    if held:
        inbox_id = next(iter(Addresses.read().sort(row.envelope_to)))
        publish(MailHeld(inbound_id=row.pk, inbox_id=inbox_id), by=SYSTEM, at=at)
