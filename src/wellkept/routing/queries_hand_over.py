"""Reads of hand-overs: what waits for whom, what was told before, and who may decide."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet

from wellkept.accounts.models import Agent, Membership, Team
from wellkept.conversations.access import Access
from wellkept.conversations.models import Conversation, Place, Status
from wellkept.kernel.models import LoggedEvent
from wellkept.kernel.prepared import prepared

from .domain.path import Assigned, Stop, path, transfers
from .models.hand_over import HandOver, HandOverState, HandOverTerms

MOST = 20
DEFAULT_MINUTES = 120


def can_answer(access: Access, conversation: Conversation) -> bool:
    """Whether they may write to the customer there."""
    return access.may_reply and access.sees_inbox(conversation.inbox_id)


def may_accept(row: HandOver, access: Access) -> bool:
    """The receiver, anyone of the receiving team, and for an overdue one a supervisor."""
    if not can_answer(access, row.conversation):
        return False
    is_theirs = row.to_agent_id == access.agent_id or row.to_team_id in access.team_ids
    return is_theirs or (row.overdue_at is not None and access.may_supervise)


def may_withdraw(row: HandOver, access: Access) -> bool:
    """Whoever offered it, whoever has the conversation, a supervisor."""
    if not can_answer(access, row.conversation):
        return False
    has_it = access.agent_id in (row.offered_by_id, row.conversation.assignee_id)
    return has_it or access.may_supervise


def hand_overs_for(access: Access) -> QuerySet[HandOver]:
    """All that the agent may know of: those in inboxes they see."""
    return _within(access.inbox_ids)


def _within(inbox_ids: frozenset[int] | None) -> QuerySet[HandOver]:
    rows = HandOver.objects.select_related(
        "conversation", "from_agent", "from_team", "to_agent", "to_team", "offered_by", "ended_by"
    )
    return rows if inbox_ids is None else rows.filter(conversation__inbox_id__in=inbox_ids)


def waiting_for(access: Access) -> list[HandOver]:
    """What waits for the agent's decision, the longest waiting first, 20 at most; supervisors see what is overdue."""
    if not access.may_reply:
        return []
    found = _waiting(access.inbox_ids, access.team_ids, access.may_supervise, agent=access.agent_id)
    if (
        not found
    ):  # on nearly every page; with all who take part in one it would be eight tables to look through
        return []
    return list(_within(access.inbox_ids).filter(pk__in=found).order_by("offered_at", "id"))


@prepared
def _waiting(
    inbox_ids: frozenset[int] | None, team_ids: frozenset[int], is_supervisor: bool, *, agent: Any
) -> QuerySet[HandOver, int]:
    theirs = Q(to_agent=agent)
    if team_ids:
        theirs |= Q(to_team__in=team_ids)
    if is_supervisor:
        theirs |= Q(overdue_at__isnull=False)
    rows = _within(inbox_ids).filter(theirs, state=HandOverState.OFFERED)
    return rows.order_by("offered_at", "id").values_list("pk", flat=True)[:MOST]


def pending_in(conversation_id: int) -> HandOver | None:
    """What is being handed over there, if anything. The caller has checked that it may be seen."""
    return next((_within(None).get(pk=found) for found in _pending(conversation=conversation_id)), None)


@prepared
def _pending(*, conversation: Any) -> QuerySet[HandOver, int]:
    pending = HandOver.objects.filter(conversation=conversation, state=HandOverState.OFFERED)
    return pending.values_list("pk", flat=True)


def all_in(conversation_id: int) -> list[HandOver]:
    """All of that conversation, the oldest first. The caller has checked that it may be seen."""
    found = _all(conversation=conversation_id)
    return list(_within(None).filter(pk__in=found).order_by("id")) if found else []


@prepared
def _all(*, conversation: Any) -> QuerySet[HandOver, int]:
    return HandOver.objects.filter(conversation=conversation).values_list("pk", flat=True)


def path_of(conversation: Conversation) -> list[Stop]:
    """Who answered the customer there in turn."""
    rows = LoggedEvent.objects.filter(conversation_id=conversation.pk, kind="conversation.assigned")
    changes = [
        Assigned(at, data.get("assignee_id")) for at, data in rows.order_by("id").values_list("at", "data")
    ]
    return path(changes, answered_at=conversation.first_reply_at)


def times_handed_on(conversation: Conversation) -> int:
    """How often the customer was handed on there, from one person to the next."""
    return transfers(path_of(conversation))


def minutes_to_decide() -> int:
    """How long a hand-over may wait before supervisors see it."""
    found = HandOverTerms.objects.filter(id=1).values_list("minutes", flat=True).first()
    return DEFAULT_MINUTES if found is None else found


def asks_for_words(
    conversation: Conversation, access: Access, *, assignee: Agent | None, team: Team | None
) -> bool:
    """Whether giving it to them is a hand-over. A customer whom we have answered is not passed on without a word.

    Taking it oneself is not, for whoever takes it says yes by that; nor a supervisor giving out what nobody has, nor
    laying it back to nobody, nor a team in which its owner works.
    """
    is_live = conversation.place == Place.DESK and conversation.status not in (Status.SOLVED, Status.CLOSED)
    if conversation.first_reply_at is None or not is_live:
        return False
    if conversation.assignee_id is None and access.may_supervise:
        return False
    if assignee is not None and assignee.pk != conversation.assignee_id:
        return assignee.pk != access.agent_id
    if team is None or team.pk == conversation.team_id:
        return False
    return assignee is None or not Membership.objects.filter(team=team, agent=assignee).exists()
