"""Mail about our mail: bounces, delays, read receipts, complaints. Never a conversation, never an answer.

A report is believed only when it names a Message-ID that we gave: that is a secret between us and the servers on the
way, so that a stranger cannot declare a customer unreachable.
"""

from __future__ import annotations

from datetime import datetime

from wellkept.channels.email.letter import Report
from wellkept.channels.email.models import MailId
from wellkept.conversations import operations as conversations
from wellkept.conversations.models import Delivery, Message
from wellkept.customers import operations as customers
from wellkept.customers.models import Identity
from wellkept.kernel.actors import SYSTEM
from wellkept.kernel.text import one_line


def record(report: Report, *, at: datetime) -> tuple[Message | None, str]:
    """Writes what the report says of our message; returns that message, and one sentence. Runs in a transaction."""
    message = _concerned(report)
    if message is None:
        return None, "It concerns no message of ours."
    if not report.is_failure:
        return message, report.detail or "A report on a message of ours."
    delivery = Delivery.objects.select_related("message__conversation").filter(message=message).first()
    if delivery is None:
        return message, "The message has no delivery any more."
    if report.kind == "complaint":
        conversations.record_complaint(delivery=delivery, detail=report.detail, at=at)
        return message, report.detail
    conversations.record_bounce(
        delivery=delivery, detail=report.detail, is_permanent=report.is_returned, at=at
    )
    if report.is_gone:
        _mark_unreachable(report, message, at=at)
    return message, report.detail


def _concerned(report: Report) -> Message | None:
    if not report.message_ids:
        return None
    found = (
        MailId.objects.filter(value__in=report.message_ids, is_ours=True)
        .select_related("message")
        .order_by("-pk")
    )
    row = found.first()
    return row.message if row else None


def _mark_unreachable(report: Report, message: Message, *, at: datetime) -> None:
    """Only whom the message was really written to, whatever else the report names."""
    written_to = {str(person.get("address", "")) for person in [*message.to, *message.cc]}
    failed = {customers.normalise_address(address) for address in report.recipients}
    addresses = (failed & written_to) or (written_to if len(written_to) == 1 and not failed else set())
    for identity in Identity.objects.filter(kind="email", address__in=addresses).order_by("pk"):
        customers.mark_unreachable(
            identity=identity, why=one_line(report.detail, limit=300), by=SYSTEM, at=at
        )
