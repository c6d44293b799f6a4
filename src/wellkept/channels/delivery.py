"""The outbox worker: takes the rows whose time has come, one worker to a row, and records what became of them."""

from __future__ import annotations

import contextlib
import logging
import threading
from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db import Error as DatabaseTrouble
from django.db import connection
from django.db.models import F

from wellkept.conversations import operations
from wellkept.conversations.models import Delivery, DeliveryState
from wellkept.kernel import clock

from .registry import DeliveryFailed, Said, adapter_of

log = logging.getLogger("wellkept.mail.out")

# A lease that has run out means that its worker is gone; one that is still at it renews its lease.
LEASE = timedelta(minutes=2)
RENEW_SECONDS = 30.0
GIVE_UP_AFTER = timedelta(days=3)
PAUSES = [timedelta(minutes=minutes) for minutes in (1, 3, 10, 30, 60, 120, 240)]
WAITING = (DeliveryState.QUEUED, DeliveryState.DEFERRED)


def deliver_due(*, at: datetime, limit: int = 5) -> int:
    """Sends up to `limit` messages whose time has come, oldest first; returns how many it took on.

    Any number of workers may run this at once, on any number of machines.
    """
    _free_expired(at)
    due = Delivery.objects.filter(state__in=WAITING, send_at__lte=at).order_by("send_at", "id")
    return sum(
        _claim_and_send(delivery_id, at) for delivery_id in list(due.values_list("pk", flat=True)[:limit])
    )


def _free_expired(at: datetime) -> None:
    """A worker that died leaves its row leased. Whether the message had left cannot be known: it goes again, with
    the same `external_id`, so that whoever has it already recognises the second one."""
    Delivery.objects.filter(state=DeliveryState.SENDING, lease_until__lt=at).update(
        state=DeliveryState.QUEUED,
        lease_until=None,
        send_at=at,
        updated_at=at,
        detail="The worker that had this stopped without finishing; sending it again.",
    )


def _claim_and_send(delivery_id: int, at: datetime) -> bool:
    lease = max(at, clock.now()) + LEASE  # earlier rows of this batch may have taken their time
    claimed = Delivery.objects.filter(pk=delivery_id, state__in=WAITING, send_at__lte=at).update(
        state=DeliveryState.SENDING, lease_until=lease, attempts=F("attempts") + 1, updated_at=at
    )
    if claimed != 1:
        return False  # another worker has it, or its writer took it back
    delivery = Delivery.objects.select_related("message__conversation").get(pk=delivery_id)
    try:
        with _lease_kept(delivery):
            said = adapter_of(delivery.channel).deliver(delivery)
    except DeliveryFailed as failure:
        _record_failure(delivery, failure, at=at)
    except DatabaseTrouble:
        raise  # the lease runs out and the row comes again
    except Exception:
        log.exception("delivery %s stumbled", delivery.pk)
        unknown = DeliveryFailed("Something went wrong here while sending.", can_retry=True)
        _record_failure(delivery, unknown, at=at)
    else:
        refused = said.refused if isinstance(said, Said) else None
        operations.record_delivery(
            delivery=delivery, state=DeliveryState.SENT, at=at, detail=said, refused=refused
        )
    return True


@contextlib.contextmanager
def _lease_kept(delivery: Delivery) -> Iterator[None]:
    """While a slow server takes its time, another worker must not think that this one has died."""
    done = threading.Event()

    def renew() -> None:
        while not done.wait(RENEW_SECONDS):
            try:
                mine = Delivery.objects.filter(pk=delivery.pk, state=DeliveryState.SENDING)
                mine.update(lease_until=clock.now() + LEASE)
            except DatabaseTrouble:
                log.warning("could not renew the lease of delivery %s", delivery.pk)
        connection.close()

    keeper = threading.Thread(target=renew, name="lease", daemon=True)
    keeper.start()
    try:
        yield
    finally:
        done.set()
        keeper.join()


def _record_failure(delivery: Delivery, failure: DeliveryFailed, *, at: datetime) -> None:
    why = str(failure)
    next_try_at = next_try(attempts=delivery.attempts, at=at)
    given_up = next_try_at - delivery.message.created_at > GIVE_UP_AFTER
    if failure.can_retry and not given_up:
        operations.record_delivery(
            delivery=delivery, state=DeliveryState.DEFERRED, at=at, detail=why, next_try_at=next_try_at
        )
        return
    if failure.can_retry:
        why = f"Given up after {GIVE_UP_AFTER.days} days. Last: {why}"
    operations.record_delivery(
        delivery=delivery, state=DeliveryState.FAILED, at=at, detail=why, can_retry=failure.can_retry
    )


def next_try(*, attempts: int, at: datetime) -> datetime:
    """When to try again after so many attempts: a minute, then longer, at last every four hours."""
    return at + PAUSES[min(attempts, len(PAUSES)) - 1]
