"""Reads of mail for the people who look after it."""

from __future__ import annotations

from django.db.models import QuerySet

from wellkept.kernel.prepared import prepared

from .models import Alarm, EmailAccount, InboundMail, SenderRule

MOST_ALARMS = 5


def open_alarms(*, most: int = MOST_ALARMS) -> list[Alarm]:
    """What a person must know about mail now, the oldest trouble first; one query, bounded."""
    return _open_alarms(most)


@prepared
def _open_alarms(most: int) -> QuerySet[Alarm]:
    return Alarm.objects.filter(cleared_at__isnull=True).order_by("since", "id")[:most]


def waiting_for_a_person() -> QuerySet[InboundMail]:
    """Suspended and held mail, the latest first."""
    states = [InboundMail.State.SUSPENDED, InboundMail.State.HELD]
    return InboundMail.objects.filter(state__in=states).order_by("-received_at", "-id")


def accounts() -> QuerySet[EmailAccount]:
    """Every address, with its inbox and how its fetching goes, by address."""
    return EmailAccount.objects.select_related("inbox", "imap_state").order_by("address", "id")


def sender_rules() -> QuerySet[SenderRule]:
    """Blocked and allowed senders, the latest first."""
    return SenderRule.objects.order_by("-at", "-id")
