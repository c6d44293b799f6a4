"""What the service code has to know of many conversations at once: their cases, and whose hours count there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from wellkept.accounts.models import Team
from wellkept.conversations.models import Conversation, ConversationTag, Inbox
from wellkept.schedules.domain.calendar import Calendar
from wellkept.schedules.queries import calendar_at, calendar_of, default_schedule, schedules

from .domain.choosing import Case

TOGETHER = 500  # conversations in one question to the database


@dataclass(frozen=True, slots=True)
class Known:
    """A conversation as the code sees it now. `team_id` is the team that has it."""

    conversation_id: int
    case: Case
    team_id: int | None
    place: str


class Hours:
    """Every inbox's and team's calendar as of now, read once: four queries, and one for each calendar new to us."""

    def __init__(self) -> None:
        self._default = default_schedule().pk
        self._of_inbox = dict(Inbox.objects.values_list("id", "schedule_id"))
        self._of_team = dict(Team.objects.values_list("id", "schedule_id"))
        self._kept = {
            one.pk: (calendar_at(one.revision) or calendar_of(one), one.revision) for one in schedules()
        }

    def of(self, inbox_id: int, team_id: int | None) -> tuple[Calendar, str]:
        """The calendar that counts there, and its revision: the inbox's, else the team's, else the workspace's."""
        found = self._of_inbox.get(inbox_id) or self._of_team.get(team_id or 0) or self._default
        return self._kept[found]


def known(conversation_ids: Iterable[int]) -> dict[int, Known]:
    """At most `TOGETHER` conversations, in two queries."""
    ids = list(conversation_ids)
    tags: dict[int, set[int]] = defaultdict(set)
    for conversation_id, tag_id in ConversationTag.objects.filter(conversation__in=ids).values_list(
        "conversation_id", "tag_id"
    ):
        tags[conversation_id].add(tag_id)
    rows = Conversation.objects.filter(pk__in=ids).values_list(
        "id", "inbox_id", "priority", "customer__company_id", "team_id", "place"
    )
    return {
        number: Known(
            conversation_id=number,
            case=Case(
                inbox_id=inbox_id, priority=priority, company_id=company_id, tag_ids=frozenset(tags[number])
            ),
            team_id=team_id,
            place=place,
        )
        for number, inbox_id, priority, company_id, team_id, place in rows
    }
