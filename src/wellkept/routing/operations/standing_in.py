"""What becomes due while somebody is out of office goes to their substitute."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from wellkept.conversations import operations as conversations
from wellkept.conversations.access import access_of
from wellkept.conversations.models import Conversation, Place, Status
from wellkept.kernel.actors import SYSTEM
from wellkept.promises.models import OPEN as OWED
from wellkept.promises.models import Promise
from wellkept.routing import queries_assignment as queries
from wellkept.routing.models import Absence, Decision

from .presence import locked_presence

AHEAD = timedelta(hours=4)  # so long before it is due, the substitute has it
AT_ONCE = 100


def pass_on_what_falls_due(*, absence: Absence, at: datetime) -> int:
    """Gives the substitute what is due within four hours and before the absence ends; how many conversations moved.

    A substitute who may not open the inbox, is away too or is at their limit gets nothing: it goes back to its team,
    and without a team it stays. Safe to repeat.
    """
    if not absence.starts_at <= at < absence.ends_at:
        return 0
    due = Promise.objects.filter(
        status__in=OWED,
        due_at__lt=min(absence.ends_at, at + AHEAD),
        conversation__assignee=absence.agent_id,
        conversation__place=Place.DESK,
    ).exclude(conversation__status__in=(Status.SOLVED, Status.CLOSED))
    ids = due.order_by("due_at", "id").values_list("conversation_id", flat=True)[:AT_ONCE]
    return sum(_pass_on(pk, absence, at) for pk in dict.fromkeys(ids))


@transaction.atomic
def _pass_on(conversation_id: int, absence: Absence, at: datetime) -> bool:
    row = locked_presence(absence.substitute_id, at=at)
    locked = Conversation.objects.select_for_update().get(pk=conversation_id)
    if locked.assignee_id != absence.agent_id:
        return False
    substitute = absence.substitute
    weights = queries.weights_by_channel()
    weight = weights.get(locked.channel)
    load = queries.loads_of([substitute.pk], weights).get(substitute.pk, 0)
    access = access_of(substitute)
    may = substitute.is_active and access.may_reply and access.sees_inbox(locked.inbox_id)
    has_room = load + (weight.weight if weight else 1) <= row.limit
    takes = may and has_room and not queries.absent([substitute.pk], at=at)
    if not takes and locked.team_id is None:
        return False
    conversations.assign(
        conversation=locked, assignee=substitute if takes else None, team=locked.team, by=SYSTEM, at=at
    )
    Decision.objects.create(
        conversation=locked,
        what=Decision.What.SUBSTITUTE,
        team_id=locked.team_id,
        agent=substitute if takes else None,
        reasons=[["out_of_office", absence.agent.name]],
        candidates=[{"agent": substitute.pk, "load": load, "limit": row.limit, "why_not": []}]
        if takes
        else [],
        at=at,
    )
    return True
