"""Groups of agents."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from wellkept.accounts.events import TeamChanged
from wellkept.accounts.models import Agent, Membership, Team
from wellkept.kernel.actors import Actor
from wellkept.kernel.errors import Refused
from wellkept.kernel.events import publish
from wellkept.schedules.models import Schedule


class NameTaken(Refused):
    """Two of a name would be confused."""


@transaction.atomic
def add_team(*, name: str, members: Iterable[Agent] = (), by: Actor, at: datetime) -> Team:
    """Makes a team with these members."""
    name = name.strip()
    if not name:
        raise Refused(_("A team needs a name."))
    if Team.objects.filter(name=name).exists():
        raise NameTaken(_("There is a team called %(name)s already.") % {"name": name})
    team = Team.objects.create(name=name, created_at=at)
    Membership.objects.bulk_create(Membership(team=team, agent=agent, since=at) for agent in members)
    publish(TeamChanged(team_id=team.pk), by=by, at=at)
    return team


@transaction.atomic
def rename_team(*, team: Team, name: str, by: Actor, at: datetime) -> None:
    """Calls it otherwise. Raises NameTaken."""
    name = name.strip()
    if not name:
        raise Refused(_("A team needs a name."))
    if Team.objects.filter(name=name).exclude(pk=team.pk).exists():
        raise NameTaken(_("There is a team called %(name)s already.") % {"name": name})
    if team.name != name:
        team.name = name
        team.save(update_fields=["name"])
        publish(TeamChanged(team_id=team.pk), by=by, at=at)


@transaction.atomic
def set_members(*, team: Team, members: Iterable[Agent], by: Actor, at: datetime) -> None:
    """Makes exactly these people the team. Who leaves loses the team's inboxes at once."""
    wanted = {agent.pk for agent in members}
    present = set(Membership.objects.filter(team=team).values_list("agent_id", flat=True))
    Membership.objects.filter(team=team, agent_id__in=present - wanted).delete()
    Membership.objects.bulk_create(
        Membership(team=team, agent_id=pk, since=at) for pk in sorted(wanted - present)
    )
    if wanted != present:
        publish(TeamChanged(team_id=team.pk), by=by, at=at)


@transaction.atomic
def set_team_schedule(*, team: Team, schedule: Schedule | None, by: Actor, at: datetime) -> None:
    """When the team works; None for the workspace's default. What is due stays due."""
    if team.schedule_id == (schedule.pk if schedule else None):
        return
    team.schedule = schedule
    team.save(update_fields=["schedule"])
    publish(TeamChanged(team_id=team.pk), by=by, at=at)
