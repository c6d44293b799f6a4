"""The customer asks to be called, and names no time: the service code says by when."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from wellkept.conversations.models import Conversation
from wellkept.kernel.actors import Actor
from wellkept.promises import standing
from wellkept.promises.models import OPEN, Kind, Promise, Promisor, TargetKind

from .making import make


@transaction.atomic
def owe_call_back(*, conversation: Conversation, by: Actor, at: datetime) -> Promise | None:
    """A call back within the time of the code, or the one that is owed already; None where the code promises none."""
    locked = Conversation.objects.select_for_update().select_related("customer").get(pk=conversation.pk)
    owed = Promise.objects.filter(conversation=locked, kind=Kind.CALL_BACK, status__in=OPEN)
    if (known := owed.order_by("due_at", "id").first()) is not None:
        return known
    code = standing.code_now()
    target = standing.target_for(locked, TargetKind.CALL_BACK, code) if code else None
    if target is None:
        return None
    due = standing.due_after(locked, target, at)
    return make(
        kind=Kind.CALL_BACK,
        customer=locked.customer,
        conversation=locked,
        target=target,
        due_at=due.at,
        calendar=due.calendar,
        promisor=Promisor.CODE,
        by=by,
        at=at,
    )
