"""What a customer may know of the ledger: what is owed to them, and nothing else."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import QuerySet

from wellkept.customers.models import Customer

from .models import OPEN, Promise, PromiseStatus

LOOKS_BACK = timedelta(days=60)
MOST = 200
OVER = (
    PromiseStatus.KEPT,
    PromiseStatus.REPAIRED,
    PromiseStatus.CLOSED_BROKEN,
    PromiseStatus.WAIVED,
)


def owed_to(customer: Customer) -> list[Promise]:
    """Open and broken promises made to the customer, the first due first; our own reminders are not among them."""
    theirs = Promise.objects.filter(
        customer=customer, is_visible_to_customer=True, status__in=[*OPEN, PromiseStatus.BROKEN]
    )
    return list(_with_names(theirs).order_by("due_at", "id")[:MOST])


def settled_with(customer: Customer, *, at: datetime) -> list[Promise]:
    """What was kept, made good, waived or left broken in the last 60 days, the latest first."""
    theirs = Promise.objects.filter(
        customer=customer, is_visible_to_customer=True, status__in=OVER, ended_at__gte=at - LOOKS_BACK
    )
    return list(_with_names(theirs).order_by("-ended_at", "-id")[:MOST])


def _with_names(promises: QuerySet[Promise]) -> QuerySet[Promise]:
    return promises.select_related("conversation", "owner", "team")
