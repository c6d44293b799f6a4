"""The time that an automatic receipt may name: the one the ledger holds, and no other."""

from __future__ import annotations

from wellkept.accounts.queries import workspace
from wellkept.channels.email.processing.receipts import names_due
from wellkept.conversations.models import Conversation
from wellkept.promises.models import Kind, Promise, PromiseStatus

from .words import moment


@names_due
def promised_answer(conversation: Conversation) -> str:
    """When the first reply is due, in the customer's zone; "" unless that is promised to them and its clock runs.

    Of a customer whose zone is not known it is said in the workspace's, and the zone is named either way.
    """
    promise = (
        Promise.objects.filter(
            conversation=conversation,
            kind=Kind.FIRST_REPLY,
            status=PromiseStatus.OPEN,
            is_visible_to_customer=True,
            paused_at__isnull=True,
        )
        .select_related("customer")
        .order_by("due_at", "id")
        .first()
    )
    if promise is None:
        return ""
    return moment(promise.due_at, promise.customer.timezone or workspace().timezone)
