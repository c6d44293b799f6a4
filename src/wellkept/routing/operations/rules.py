"""How work is handed out: by whom it is set, and what is refused."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from wellkept.accounts.models import Agent, Team
from wellkept.conversations.models import Inbox, Tag
from wellkept.kernel.actors import Actor
from wellkept.kernel.errors import Refused
from wellkept.kernel.events import publish
from wellkept.kernel.text import one_line, storable
from wellkept.routing.events_presence import AssignmentRulesChanged
from wellkept.routing.models import ChannelWeight, Method, Order, Skill, SpokenLanguage, TeamRouting


class SkillTaken(Refused):
    """Two skills cannot have one name."""


@transaction.atomic
def set_team_routing(
    *,
    team: Team,
    method: str,
    order: str,
    is_sticky: bool,
    overflow_team: Team | None,
    overflow_minutes: int,
    by: Actor,
    at: datetime,
) -> None:
    """Sets all of it. Raises Refused for an unknown method or order, or a team that overflows into itself."""
    if method not in Method.values or order not in Order.values:
        raise Refused(_("Choose one of the ways shown."))
    if overflow_team is not None and overflow_team.pk == team.pk:
        raise Refused(_("Choose another team: this one is where it waits."))
    if overflow_minutes < 1:
        raise Refused(_("Write 1 minute or more."))
    values = {
        "method": method,
        "order": order,
        "is_sticky": is_sticky,
        "overflow_team": overflow_team,
        "overflow_minutes": overflow_minutes,
    }
    TeamRouting.objects.update_or_create(team=team, defaults=values)
    publish(AssignmentRulesChanged(what="team", about=team.pk), by=by, at=at)


@transaction.atomic
def set_abilities(
    *, agent: Agent, skills: Iterable[Skill], languages: Iterable[str], by: Actor, at: datetime
) -> None:
    """What they can do and which languages they write, codes as on conversations ("de")."""
    agent.skills.set(skills)
    wanted = {one_line(code, limit=12).lower() for code in languages} - {""}
    SpokenLanguage.objects.filter(agent=agent).exclude(code__in=wanted).delete()
    there = set(SpokenLanguage.objects.filter(agent=agent).values_list("code", flat=True))
    SpokenLanguage.objects.bulk_create(
        SpokenLanguage(agent=agent, code=code) for code in sorted(wanted - there)
    )
    publish(AssignmentRulesChanged(what="agent", about=agent.pk), by=by, at=at)


@transaction.atomic
def set_channel_weight(*, channel: str, weight: int, most: int | None, by: Actor, at: datetime) -> None:
    """What one conversation of the channel weighs, in units, and how many one person has at most."""
    if weight < 0 or (most is not None and most < 0):
        raise Refused(_("Write 0 or more."))
    row, _made = ChannelWeight.objects.update_or_create(
        channel=channel, defaults={"weight": weight, "most": most}
    )
    publish(AssignmentRulesChanged(what="channel", about=row.pk), by=by, at=at)


@transaction.atomic
def save_skill(
    *,
    skill: Skill | None,
    name: str,
    inboxes: Iterable[Inbox],
    tags: Iterable[Tag],
    by: Actor,
    at: datetime,
) -> Skill:
    """Adds one (`skill` None) or changes it. Raises SkillTaken."""
    row = skill or Skill()
    row.name = one_line(storable(name), limit=60)
    if not row.name:
        raise Refused(_("Give it a name."))
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        raise SkillTaken(_("There is a skill of that name already.")) from error
    row.inboxes.set(inboxes)
    row.tags.set(tags)
    publish(AssignmentRulesChanged(what="skill", about=row.pk), by=by, at=at)
    return row


@transaction.atomic
def remove_skill(*, skill: Skill, by: Actor, at: datetime) -> None:
    """Nobody has it any more, and nothing asks for it."""
    number = skill.pk
    skill.delete()
    publish(AssignmentRulesChanged(what="skill", about=number), by=by, at=at)
