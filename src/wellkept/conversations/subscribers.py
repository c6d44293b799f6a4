"""What the room does when customers change."""

from __future__ import annotations

from wellkept.customers.events import CustomerChanged
from wellkept.customers.models import Customer
from wellkept.kernel.events import Heard, subscribe

from .models import Conversation


@subscribe(CustomerChanged)
def list_lines_follow_the_name(heard: Heard) -> None:
    """A conversation's line carries the customer's name, so that a list reads one table."""
    event = heard.event
    assert isinstance(event, CustomerChanged)
    if "name" not in event.changed:
        return
    name = Customer.objects.values_list("name", flat=True).get(pk=event.customer_id)
    if name:
        Conversation.objects.filter(customer_id=event.customer_id).update(customer_name=name[:200])
