"""Giving what waits to somebody, within everybody's limit.

Whoever assigns holds the presence rows of all who could get it, in the order of their ids. So two workers take turns:
the second one counts what the first one gave. On SQLite every writing transaction has its turn anyway.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, cast

from django.db import transaction

from wellkept.accounts.models import Agent
from wellkept.conversations import operations as conversations
from wellkept.conversations.models import Conversation, Place, Status
from wellkept.kernel.actors import SYSTEM
from wellkept.kernel.models import LoggedEvent
from wellkept.routing import queries_assignment as queries
from wellkept.routing.domain.assignment import Choice, Method, Verdict, choose
from wellkept.routing.models import Decision, Presence, TeamRouting

LOOKED_AT = 100  # waiting ones tried at once; the rest have their turn at the next look


@transaction.atomic
def give(*, conversation_id: int, at: datetime, is_back: bool = False) -> Choice | None:
    """Gives one waiting conversation to whoever the team's method says. None: it does not want anybody now.

    `is_back`: the customer opened it again, so that it goes to another when who has it may not be given it; it stays
    where it is when nobody may. Safe to repeat.
    """
    seen = Conversation.objects.filter(pk=conversation_id).first()
    routing = queries.routing_of(seen.team_id) if seen is not None and seen.team_id else None
    if seen is None or routing is None:
        return None
    members = queries.may_be_given(routing.team_id, seen)
    rows = list(Presence.objects.select_for_update().filter(agent__in=members).order_by("agent_id"))
    locked = (
        Conversation.objects.select_for_update()
        .filter(pk=seen.pk, team=seen.team_id, place=Place.DESK, status=Status.OPEN)
        .first()
    )
    if locked is None or (not is_back and not _waits(locked, routing)):
        return None
    weights = queries.weights_by_channel()
    choice = choose(
        queries.request_of(locked, routing, weights),
        queries.candidates(rows, locked, weights, at=at),
        method=cast(Method, routing.method),
        at=at,
    )
    if choice.agent_id is None or choice.agent_id == locked.assignee_id:
        return choice
    agent = Agent.objects.get(pk=choice.agent_id)
    conversations.assign(conversation=locked, assignee=agent, team=locked.team, by=SYSTEM, at=at)
    Presence.objects.filter(agent=agent).update(last_given_at=at)
    Decision.objects.create(
        conversation=locked,
        what=Decision.What.GIVEN,
        team_id=locked.team_id,
        agent=agent,
        method=routing.method,
        reasons=[list(reason) for reason in choice.reasons],
        candidates=[_plain(verdict) for verdict in choice.verdicts],
        at=at,
    )
    return choice


def give_waiting(*, routing: TeamRouting, at: datetime) -> int:
    """Gives what waits in the team, in its order, until nobody there has room; how many were given."""
    given = 0
    for conversation_id in list(queries.waiting_in(routing).values_list("pk", flat=True)[:LOOKED_AT]):
        choice = give(conversation_id=conversation_id, at=at)
        if choice is None:
            continue
        if choice.is_hopeless:
            break
        given += choice.agent_id is not None
    return given


def give_to_freed(*, agent_id: int, at: datetime) -> int:
    """Somebody came, or has less to do: what waits in their teams is given, to them or to whoever has room."""
    return sum(give_waiting(routing=routing, at=at) for routing in queries.automatic_teams(agent_id))


def overflow(*, routing: TeamRouting, at: datetime) -> int:
    """Moves what has waited too long to the overflow team, once each time it waits; how many were moved.

    Only to a team that may open the inbox.
    """
    if routing.overflow_team is None:
        return 0
    latest = at - timedelta(minutes=routing.overflow_minutes)
    waiting = queries.waiting_in(routing).filter(status_since__lte=latest)
    return sum(
        _overflow(pk, routing, latest, at) for pk in list(waiting.values_list("pk", flat=True)[:LOOKED_AT])
    )


@transaction.atomic
def _overflow(conversation_id: int, routing: TeamRouting, latest: datetime, at: datetime) -> bool:
    locked = Conversation.objects.select_for_update().get(pk=conversation_id)
    team = routing.overflow_team
    if team is None or not _waits(locked, routing) or not queries.opens_inbox(team, locked.inbox_id):
        return False
    moved = LoggedEvent.objects.filter(conversation_id=locked.pk, kind="conversation.assigned", at__gt=latest)
    before = Decision.objects.filter(
        conversation=locked, what=Decision.What.OVERFLOW, at__gte=locked.status_since
    )
    if moved.exists() or before.exists():
        return False
    conversations.assign(conversation=locked, assignee=None, team=team, by=SYSTEM, at=at)
    Decision.objects.create(
        conversation=locked,
        what=Decision.What.OVERFLOW,
        team=team,
        reasons=[["waited", str(routing.overflow_minutes)]],
        at=at,
    )
    return True


def _waits(conversation: Conversation, routing: TeamRouting) -> bool:
    return queries.waiting_in(routing).filter(pk=conversation.pk).exists()


def _plain(verdict: Verdict) -> dict[str, Any]:
    return {
        "agent": verdict.agent_id,
        "load": verdict.load,
        "limit": verdict.limit,
        "why_not": [str(one) for one in verdict.why_not],
    }
