"""What the presence page shows an agent about themselves."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from wellkept.accounts.models import Agent
from wellkept.conversations.access import access_of
from wellkept.promises.models import OPEN as OWED
from wellkept.promises.models import Promise
from wellkept.promises.queries import promises_for
from wellkept.routing import queries_assignment as queries
from wellkept.routing.models import Absence, Presence, State
from wellkept.routing.models.presence import STANDARD_LIMIT

SHOWN = 20


@dataclass(frozen=True, slots=True)
class Own:
    """`until_time` is the end of the shift on the reader's clock ("17:00"), "" for none."""

    state: str
    until: datetime | None
    until_time: str
    load: int
    limit: int
    absence: Absence | None
    absence_given: dict[str, str]
    substitutes: tuple[Agent, ...]
    standing_in: tuple[tuple[Absence, tuple[Promise, ...]], ...]


def own(agent: Agent, *, at: datetime) -> Own:
    """Everything about one agent's presence. For whom they stand in comes with what is due meanwhile, 20 each."""
    row = Presence.objects.filter(agent=agent).first()
    state = row.state_at(at) if row else State.OFF
    until = row.until if row and state != State.OFF else None
    absence = Absence.objects.filter(agent=agent, ends_at__gt=at).select_related("substitute").first()
    return Own(
        state=state,
        until=until,
        until_time=f"{timezone.localtime(until):%H:%M}" if until else "",
        load=queries.loads_of([agent.pk], queries.weights_by_channel()).get(agent.pk, 0),
        limit=row.limit if row else STANDARD_LIMIT,
        absence=absence,
        absence_given=_given(absence),
        substitutes=tuple(queries.substitutes_for(agent)),
        standing_in=tuple((one, _due(agent, one)) for one in queries.stands_in_for(agent.pk, at=at)),
    )


def _given(absence: Absence | None) -> dict[str, str]:
    if absence is None:
        return {"starts_at": "", "ends_at": "", "substitute": ""}
    return {
        "starts_at": f"{timezone.localtime(absence.starts_at):%Y-%m-%dT%H:%M}",
        "ends_at": f"{timezone.localtime(absence.ends_at):%Y-%m-%dT%H:%M}",
        "substitute": str(absence.substitute_id),
    }


def _due(substitute: Agent, absence: Absence) -> tuple[Promise, ...]:
    """What the absent one still owes before they are back, as far as the substitute may see it."""
    seen = promises_for(access_of(substitute)).filter(
        owner=absence.agent_id, status__in=OWED, due_at__lt=absence.ends_at, conversation__isnull=False
    )
    return tuple(seen.select_related("conversation", "customer").order_by("due_at", "id")[:SHOWN])
