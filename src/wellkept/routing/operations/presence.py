"""Coming, going, and standing in."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from wellkept.accounts.models import Agent, Role
from wellkept.kernel.actors import SYSTEM, Actor
from wellkept.kernel.errors import NotAllowed, Refused
from wellkept.kernel.events import publish
from wellkept.routing.events_presence import AbsenceChanged, AssignmentRulesChanged, PresenceChanged
from wellkept.routing.models import Absence, Presence, State

MOST_UNITS = 1000


class BadMoment(Refused):
    """That moment has passed, or comes before the one it should follow."""


class NoSubstitute(Refused):
    """Whoever stands in must be somebody else who may answer."""


@transaction.atomic
def set_presence(
    *, agent: Agent, state: str, until: datetime | None = None, by: Actor, at: datetime
) -> Presence:
    """Says how it stands with them from now on. `until` is when the shift ends, and means nothing while they are off.

    Somebody else's presence is for supervisors and admins. Raises NotAllowed, BadMoment.
    """
    _must_be(agent, by)
    if state not in State.values:
        raise Refused(_("Choose online, away, on a break or off."))
    if state == State.OFF:
        until = None
    if until is not None and until <= at:
        raise BadMoment(_("That moment has passed. Choose one that is still to come."))
    row = locked_presence(agent.pk, at=at)
    if (row.state, row.until) == (state, until):
        return row
    if row.state != state:
        row.since = at
    row.state, row.until = state, until
    row.save(update_fields=["state", "since", "until"])
    _publish(row, by=by, at=at)
    return row


@transaction.atomic
def end_shift(*, agent_id: int, at: datetime) -> bool:
    """Off, if the shift is over; False when somebody changed it in between. Safe to repeat."""
    row = Presence.objects.select_for_update().filter(agent_id=agent_id).first()
    if row is None or row.until is None or row.until > at:
        return False
    row.state, row.since, row.until = State.OFF, row.until, None
    row.save(update_fields=["state", "since", "until"])
    _publish(row, by=SYSTEM, at=at)
    return True


@transaction.atomic
def set_limit(*, agent: Agent, limit: int, by: Actor, at: datetime) -> None:
    """How many units they have at most. 0: nothing is given to them."""
    if not 0 <= limit <= MOST_UNITS:
        raise Refused(_("A limit goes from 0 to %(most)s units.") % {"most": MOST_UNITS})
    row = locked_presence(agent.pk, at=at)
    if row.limit == limit:
        return
    row.limit = limit
    row.save(update_fields=["limit"])
    publish(AssignmentRulesChanged(what="agent", about=agent.pk), by=by, at=at)


@transaction.atomic
def set_absence(
    *, agent: Agent, starts_at: datetime, ends_at: datetime, substitute: Agent, by: Actor, at: datetime
) -> Absence:
    """Out of office; replaces the one before. Raises NotAllowed, BadMoment, NoSubstitute."""
    _must_be(agent, by)
    if ends_at <= starts_at or ends_at <= at:
        raise BadMoment(_("The last moment comes after the first one, and is still to come."))
    if substitute.pk == agent.pk:
        raise NoSubstitute(_("Choose somebody else: you are the one who is away."))
    if not substitute.is_active or substitute.role == Role.LIGHT:
        raise NoSubstitute(_("%(name)s does not answer customers here.") % {"name": substitute.name})
    row, _made = Absence.objects.update_or_create(
        agent=agent, defaults={"starts_at": starts_at, "ends_at": ends_at, "substitute": substitute}
    )
    event = AbsenceChanged(
        agent_id=agent.pk,
        substitute_id=substitute.pk,
        starts_at=starts_at.isoformat(),
        ends_at=ends_at.isoformat(),
    )
    publish(event, by=by, at=at)
    return row


@transaction.atomic
def end_absence(*, agent: Agent, by: Actor, at: datetime) -> None:
    """Back again, or never gone. Nothing happens when they are not away."""
    _must_be(agent, by)
    removed, _rows = Absence.objects.filter(agent=agent).delete()
    if removed:
        event = AbsenceChanged(agent_id=agent.pk, substitute_id=None, starts_at="", ends_at="")
        publish(event, by=by, at=at)


def locked_presence(agent_id: int, *, at: datetime) -> Presence:
    """Their row, made when it is missing, held until the transaction ends."""
    Presence.objects.get_or_create(agent_id=agent_id, defaults={"since": at})
    return Presence.objects.select_for_update().get(agent_id=agent_id)


def _must_be(agent: Agent, by: Actor) -> None:
    if by.kind != "agent" or by.id is None or by.id == agent.pk:
        return
    supervisors = (Role.ADMIN, Role.SUPERVISOR)
    if not Agent.objects.active().filter(pk=by.id, role__in=supervisors).exists():
        raise NotAllowed(_("Only they themselves or a supervisor say that."))


def _publish(row: Presence, *, by: Actor, at: datetime) -> None:
    until = row.until.isoformat() if row.until else ""
    publish(PresenceChanged(agent_id=row.agent_id, state=row.state, until=until), by=by, at=at)
