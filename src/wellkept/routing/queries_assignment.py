"""Reads for handing out work: who could take it, what waits, and why it went where it went."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, Min, OuterRef, Q, QuerySet

from wellkept.accounts.models import Agent, Role, Team
from wellkept.conversations.access import Access
from wellkept.conversations.models import Conversation, InboxAccess, Place, Status
from wellkept.kernel.once import once
from wellkept.kernel.prepared import prepared
from wellkept.promises.models import OPEN as OWED

from .domain.assignment import Candidate, Request
from .models import (
    Absence,
    ChannelWeight,
    Decision,
    HandOver,
    HandOverState,
    Method,
    Order,
    Presence,
    Skill,
    SpokenLanguage,
    State,
    TeamRouting,
)


def routing_of(team_id: int) -> TeamRouting | None:
    """The team's automatic way of handing out work; None when it does so by hand."""
    return next(iter(_routing_of(team=team_id)), None)


@once
def hands_out(team_id: int) -> bool:
    """Whether the team hands out its work automatically. A batch shares the answer (kernel.once)."""
    return routing_of(team_id) is not None


@prepared
def _routing_of(*, team: Any) -> QuerySet[TeamRouting]:
    return TeamRouting.objects.filter(team=team).exclude(method=Method.MANUAL)


def assigns_anywhere() -> bool:
    """Whether any team hands out its work automatically."""
    return bool(_any_automatic())


@prepared
def _any_automatic() -> QuerySet[TeamRouting, int]:
    return TeamRouting.objects.exclude(method=Method.MANUAL).values_list("pk", flat=True)[:1]


def automatic_teams(agent_id: int | None = None) -> list[TeamRouting]:
    """Teams that hand out automatically, of one agent or all, by id."""
    found = TeamRouting.objects.exclude(method=Method.MANUAL).order_by("pk")
    if agent_id is not None:
        found = found.filter(team__members=agent_id)
    return list(found)


def waiting_in(routing: TeamRouting) -> QuerySet[Conversation]:
    """What waits in the team for somebody, first what is to be given first. What is being handed over does not wait."""
    handed = HandOver.objects.filter(conversation=OuterRef("pk"), state=HandOverState.OFFERED)
    waiting = Conversation.objects.filter(
        ~Exists(handed),
        team=routing.team_id,
        assignee__isnull=True,
        place=Place.DESK,
        status=Status.OPEN,
        snoozed_until__isnull=True,
    )
    if routing.order == Order.URGENT:
        due = Min("promises__due_at", filter=Q(promises__status__in=OWED))
        return waiting.annotate(due=due).order_by("-priority", "due", "status_since", "id")
    return waiting.order_by("status_since", "id")


def may_be_given(team_id: int, conversation: Conversation) -> list[int]:
    """Members of the team who answer and may open the inbox, by id."""
    opens = InboxAccess.objects.filter(inbox=conversation.inbox_id, team__members=OuterRef("pk"))
    found = Agent.objects.active().filter(teams=team_id).exclude(role=Role.LIGHT)
    found = found.filter(Q(role__in=(Role.ADMIN, Role.SUPERVISOR)) | Exists(opens))
    return list(found.order_by("pk").values_list("pk", flat=True))


def candidates(
    rows: Iterable[Presence], conversation: Conversation, weights: dict[str, ChannelWeight], *, at: datetime
) -> list[Candidate]:
    """Those of the presences as the choice sees them. The conversation itself does not count as work they have."""
    rows = list(rows)
    ids = [row.agent_id for row in rows]
    loads = loads_of(ids, weights, without=conversation.pk)
    channels = _counts(ids, without=conversation.pk)
    skills: dict[int, set[str]] = defaultdict(set)
    for agent_id, name in Skill.objects.filter(agents__in=ids).values_list("agents", "name"):
        skills[agent_id].add(name)
    languages: dict[int, set[str]] = defaultdict(set)
    for agent_id, code in SpokenLanguage.objects.filter(agent__in=ids).values_list("agent", "code"):
        languages[agent_id].add(code)
    away = set(absent(ids, at=at))
    return [
        Candidate(
            agent_id=row.agent_id,
            is_online=row.state == State.ONLINE,
            until=row.until,
            is_out=row.agent_id in away,
            limit=row.limit,
            load=loads.get(row.agent_id, 0),
            of_channel=channels.get((row.agent_id, conversation.channel), 0),
            skills=frozenset(skills[row.agent_id]),
            languages=frozenset(languages[row.agent_id]),
            last_given_at=row.last_given_at,
        )
        for row in rows
    ]


def request_of(
    conversation: Conversation, routing: TeamRouting, weights: dict[str, ChannelWeight]
) -> Request:
    """What the conversation asks for. Its language counts by its first part ("de" of "de-AT")."""
    asked = Skill.objects.filter(
        Q(inboxes=conversation.inbox_id) | Q(tags__conversations=conversation.pk)
    ).values_list("name", flat=True)
    weight = weights.get(conversation.channel)
    return Request(
        weight=weight.weight if weight else 1,
        channel_most=weight.most if weight else None,
        skills=frozenset(asked),
        language=conversation.language.partition("-")[0].lower(),
        previous_agent_id=_previous(conversation) if routing.is_sticky else None,
        is_sticky=routing.is_sticky,
    )


def weights_by_channel() -> dict[str, ChannelWeight]:
    """What was set; a channel that is missing weighs 1, any number of it."""
    return {row.channel: row for row in ChannelWeight.objects.all()}


def loads_of(
    agent_ids: Iterable[int], weights: dict[str, ChannelWeight], *, without: int = 0
) -> dict[int, int]:
    """Units each of them has: what is open with them and not snoozed. Waiting on others weighs nothing."""
    loads: dict[int, int] = defaultdict(int)
    for (agent_id, channel), count in _counts(agent_ids, without=without).items():
        weight = weights.get(channel)
        loads[agent_id] += count * (weight.weight if weight else 1)
    return loads


def absent(agent_ids: Iterable[int], *, at: datetime) -> list[int]:
    """Those of them who are out of office at that moment."""
    rows = Absence.objects.filter(agent__in=list(agent_ids), starts_at__lte=at, ends_at__gt=at)
    return list(rows.values_list("agent_id", flat=True))


def decisions_for(access: Access) -> QuerySet[Decision]:
    """Decisions about conversations whose inbox they may see."""
    found = Decision.objects.select_related("conversation", "agent", "team")
    if access.inbox_ids is not None:
        found = found.filter(conversation__inbox__in=access.inbox_ids)
    return found


def substitutes_for(agent: Agent) -> QuerySet[Agent]:
    """Who could stand in for them, by name."""
    return Agent.objects.active().exclude(role=Role.LIGHT).exclude(pk=agent.pk).order_by("name", "id")


def stands_in_for(agent_id: int, *, at: datetime) -> list[Absence]:
    """Whose substitute they are at that moment, soonest back first."""
    rows = Absence.objects.filter(substitute=agent_id, starts_at__lte=at, ends_at__gt=at)
    return list(rows.select_related("agent").order_by("ends_at", "id"))


def opens_inbox(team: Team, inbox_id: int) -> bool:
    return team.inboxes.filter(pk=inbox_id).exists()


def _previous(conversation: Conversation) -> int | None:
    """Who has it, else who had the customer's last other one."""
    if conversation.assignee_id:
        return conversation.assignee_id
    before = Conversation.objects.filter(customer=conversation.customer_id, assignee__isnull=False)
    before = before.exclude(pk=conversation.pk).order_by("-last_activity_at", "-id")
    return before.values_list("assignee_id", flat=True).first()


def _counts(agent_ids: Iterable[int], *, without: int) -> dict[tuple[int, str], int]:
    found = (
        Conversation.objects.filter(
            assignee__in=list(agent_ids), place=Place.DESK, status=Status.OPEN, snoozed_until__isnull=True
        )
        .exclude(pk=without)
        .order_by()
        .values_list("assignee_id", "channel")
        .annotate(number=Count("pk"))
    )
    return {(agent_id, channel): number for agent_id, channel, number in found if agent_id is not None}
