"""What a person must know about mail now. One alarm stays open for one trouble, however often it is raised."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction

from wellkept.kernel.text import one_line

from .models import Alarm

SENDING = "sending"
FETCHING = "imap"
OAUTH = "oauth"


def raise_alarm(*, kind: str, about: str, text: str, at: datetime) -> None:
    """Opens the alarm, or brings the words of the open one up to date."""
    text = one_line(text, limit=500)
    if Alarm.objects.filter(kind=kind, about=about, cleared_at__isnull=True).update(text=text):
        return
    try:
        with transaction.atomic():
            Alarm.objects.create(kind=kind, about=about, text=text, since=at)
    except IntegrityError:
        pass  # another process saw the same trouble in the same moment


def clear_alarm(*, kind: str, about: str, at: datetime) -> None:
    """The trouble is over; nothing happens when there was none."""
    open_ones = Alarm.objects.filter(kind=kind, about=about, cleared_at__isnull=True)
    if (
        open_ones.exists()
    ):  # looking costs nothing; an update takes the write lock even when it changes no row
        open_ones.update(cleared_at=at)
