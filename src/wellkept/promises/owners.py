"""Who answers for a promise when nobody was named. Somebody always does."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from wellkept.accounts.models import Agent, Role, Team
from wellkept.conversations.models import Conversation, Inbox
from wellkept.kernel.errors import Refused
from wellkept.kernel.prepared import prepared


class NobodyAnswers(Refused):
    """No agent and no team in the whole workspace."""


def owner_of(conversation: Conversation | None) -> tuple[int | None, int | None]:
    """Agent and team: the conversation's, else its inbox's team, else the first admin. Never both None."""
    if conversation is not None and (conversation.assignee_id or conversation.team_id):
        return conversation.assignee_id, conversation.team_id
    if conversation is not None:
        for team_id in _default_team(inbox=conversation.inbox_id):
            return None, team_id
    for team_id in _teams():
        return None, team_id
    for agent_id in _admins():
        return agent_id, None
    raise NobodyAnswers("There is no agent and no team yet. Add one first.")


def somebody_answers(conversation: Conversation) -> bool:
    """False on a desk that nobody has moved into yet: mail comes in, and what it is owed waits for the first agent."""
    if conversation.assignee_id or conversation.team_id:
        return True
    try:
        owner_of(conversation)
    except NobodyAnswers:
        return False
    return True


@prepared
def _default_team(*, inbox: Any) -> QuerySet[Inbox, int]:
    return Inbox.objects.filter(pk=inbox, default_team__isnull=False).values_list(
        "default_team_id", flat=True
    )


@prepared
def _teams() -> QuerySet[Team, int]:
    return Team.objects.order_by("id").values_list("id", flat=True)[:1]


@prepared
def _admins() -> QuerySet[Agent, int]:
    active = Agent.objects.filter(deactivated_at__isnull=True, role=Role.ADMIN)
    return active.order_by("id").values_list("id", flat=True)[:1]
