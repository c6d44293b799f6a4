"""The register of the intake gate: its entries, and what really came."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import QuerySet

from wellkept.conversations.access import Access
from wellkept.conversations.events import MessageReceived
from wellkept.conversations.models import Conversation, ConversationTag
from wellkept.kernel.models import LoggedEvent
from wellkept.routing.models import Intake
from wellkept.schedules.domain.zones import zone
from wellkept.schedules.queries import default_schedule

MOST_WEEKS = 12


@dataclass(frozen=True, slots=True)
class Week:
    """One whole week from the day it began on: what was said, and what came."""

    first: date
    said: int
    came: int


def intakes_for(access: Access) -> QuerySet[Intake]:
    """Entries the person may see: all for who supervises, else none. With team, decision and where it is counted."""
    found = Intake.objects.select_related(
        "team", "decision", "decision__decided_by", "inbox", "company", "tag"
    )
    return found if access.may_supervise else found.none()


def messages_of(intake: Intake) -> QuerySet[LoggedEvent] | None:
    """Messages of customers in the inbox, of the company or under the tag it is counted by; None when by nothing."""
    received = LoggedEvent.objects.filter(kind=MessageReceived.kind, data__is_automatic=False)
    if intake.inbox_id:
        return received.filter(inbox_id=intake.inbox_id)
    if intake.company_id:
        theirs = Conversation.objects.filter(customer__company_id=intake.company_id)
        return received.filter(conversation_id__in=theirs.values("id"))
    if intake.tag_id:
        tagged = ConversationTag.objects.filter(tag_id=intake.tag_id)
        return received.filter(conversation_id__in=tagged.values("conversation_id"))
    return None


def came(intake: Intake, *, at: datetime) -> list[Week] | None:
    """The whole weeks since it began, the first first, twelve at most; None where nothing says what to count."""
    found = messages_of(intake)
    if found is None:
        return None
    where = zone(default_schedule().zone)

    def begin(day: date) -> datetime:
        return datetime.combine(day, time(), tzinfo=where)

    weeks = []
    for number in range(MOST_WEEKS):
        first = intake.begins_on + timedelta(weeks=number)
        last = first + timedelta(weeks=1)
        if begin(last) > at:
            break
        count = found.filter(at__gte=begin(first), at__lt=begin(last)).count()
        weeks.append(Week(first, intake.arrivals_a_week, count))
    return weeks
