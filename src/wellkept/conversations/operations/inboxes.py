"""Places where conversations arrive: making them, naming them, saying who opens them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from wellkept.accounts.models import Team
from wellkept.conversations.events import InboxSettingsChanged
from wellkept.conversations.models import Inbox, InboxAccess
from wellkept.kernel.actors import Actor
from wellkept.kernel.errors import Refused
from wellkept.kernel.events import publish
from wellkept.kernel.text import one_line, storable
from wellkept.schedules.models import Schedule


class InboxNameTaken(Refused):
    """Two of a name would be confused."""


@transaction.atomic
def add_inbox(
    *,
    name: str,
    language: str = "en",
    signature: str = "",
    default_team: Team | None = None,
    teams: Iterable[Team] = (),
    by: Actor,
    at: datetime,
) -> Inbox:
    """Makes an inbox that these teams may open. Raises InboxNameTaken."""
    name = _free_name(name, but=None)
    inbox = Inbox.objects.create(
        name=name,
        language=_language(language),
        signature=storable(signature),
        default_team=default_team,
        created_at=at,
    )
    InboxAccess.objects.bulk_create(InboxAccess(inbox=inbox, team=team) for team in set(teams))
    publish(InboxSettingsChanged(inbox_id=inbox.pk), by=by, at=at)
    return inbox


@transaction.atomic
def update_inbox(
    *,
    inbox: Inbox,
    name: str,
    language: str,
    signature: str,
    default_team: Team | None,
    by: Actor,
    at: datetime,
) -> None:
    """Sets name, language, signature and the team that new conversations go to. Raises InboxNameTaken."""
    wanted = {
        "name": _free_name(name, but=inbox),
        "language": _language(language),
        "signature": storable(signature),
        "default_team_id": default_team.pk if default_team else None,
    }
    if all(getattr(inbox, field) == value for field, value in wanted.items()):
        return
    for field, value in wanted.items():
        setattr(inbox, field, value)
    inbox.save(update_fields=["name", "language", "signature", "default_team"])
    publish(InboxSettingsChanged(inbox_id=inbox.pk), by=by, at=at)


@transaction.atomic
def set_inbox_access(*, inbox: Inbox, teams: Iterable[Team], by: Actor, at: datetime) -> None:
    """Exactly these teams open the inbox. Who loses it loses its conversations at the next request."""
    wanted = {team.pk for team in teams}
    present = set(InboxAccess.objects.filter(inbox=inbox).values_list("team_id", flat=True))
    if wanted == present:
        return
    InboxAccess.objects.filter(inbox=inbox, team_id__in=present - wanted).delete()
    InboxAccess.objects.bulk_create(
        InboxAccess(inbox=inbox, team_id=team_id) for team_id in sorted(wanted - present)
    )
    publish(InboxSettingsChanged(inbox_id=inbox.pk), by=by, at=at)


@transaction.atomic
def set_inbox_schedule(*, inbox: Inbox, schedule: Schedule | None, by: Actor, at: datetime) -> None:
    """When the inbox is answered; None for its team's hours, or the workspace's default. What is due stays due."""
    if inbox.schedule_id == (schedule.pk if schedule else None):
        return
    inbox.schedule = schedule
    inbox.save(update_fields=["schedule"])
    publish(InboxSettingsChanged(inbox_id=inbox.pk), by=by, at=at)


@transaction.atomic
def archive_inbox(*, inbox: Inbox, by: Actor, at: datetime) -> None:
    """Takes it off the lists people choose from. Its conversations stay; its addresses take no mail any more."""
    if inbox.archived_at is None:
        _set_archived(inbox, at, by=by, at=at)


@transaction.atomic
def restore_inbox(*, inbox: Inbox, by: Actor, at: datetime) -> None:
    """Puts an archived inbox back."""
    if inbox.archived_at is not None:
        _set_archived(inbox, None, by=by, at=at)


def _set_archived(inbox: Inbox, value: datetime | None, *, by: Actor, at: datetime) -> None:
    inbox.archived_at = value
    inbox.save(update_fields=["archived_at"])
    publish(InboxSettingsChanged(inbox_id=inbox.pk), by=by, at=at)


def _free_name(name: str, *, but: Inbox | None) -> str:
    name = one_line(storable(name), limit=80)
    if not name:
        raise Refused(_("An inbox needs a name."))
    if Inbox.objects.filter(name=name).exclude(pk=but.pk if but else 0).exists():
        raise InboxNameTaken(_("There is an inbox called %(name)s already.") % {"name": name})
    return name


def _language(language: str) -> str:
    if language not in dict(settings.LANGUAGES):
        raise Refused(_("There is no language “%(language)s” here.") % {"language": language})
    return language
