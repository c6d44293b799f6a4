"""Reads of the room."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from .domain.addresses import normalise_address
from .models import Customer, Identity

PAGE = 50


@dataclass(frozen=True, slots=True)
class People:
    """One page of customers, the latest first; `older` is the id to go on from."""

    rows: list[Customer]
    older: int | None


def people(
    query: str = "", *, among: QuerySet[Customer], before: int | None = None, size: int = PAGE
) -> People:
    """Those of `among` by the beginning of a name, or by a whole address; all of them for an empty query."""
    rows = among.select_related("company").prefetch_related("identities").order_by("-id")
    if query:
        address = Identity.objects.filter(address=normalise_address(query)).values("customer_id")
        rows = rows.filter(Q(name__istartswith=query) | Q(pk__in=address))
    if before is not None:
        rows = rows.filter(pk__lt=before)
    found = list(rows[: size + 1])
    return People(rows=found[:size], older=found[size - 1].pk if len(found) > size else None)
