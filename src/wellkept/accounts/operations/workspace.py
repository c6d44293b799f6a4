"""What holds for the whole installation."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import available_timezones

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from wellkept.accounts.events import WorkspaceChanged
from wellkept.accounts.models import Workspace
from wellkept.accounts.queries import workspace
from wellkept.kernel.actors import Actor
from wellkept.kernel.errors import Refused
from wellkept.kernel.events import publish
from wellkept.schedules.operations import follow_zone

MOST_UNDO_SECONDS = 120


class NotASetting(Refused):
    """The value cannot be used."""


@transaction.atomic
def update_workspace(
    *, name: str, timezone: str, language: str, undo_seconds: int, by: Actor, at: datetime
) -> Workspace:
    """Sets name, time zone, language and the time to take a reply back; the default schedule follows the zone.

    Raises NotASetting.
    """
    name = name.strip()
    if not name:
        raise NotASetting(_("The desk needs a name: customers read it."))
    if timezone not in available_timezones():
        raise NotASetting(
            _("“%(timezone)s” is no time zone. Write one like Europe/London.") % {"timezone": timezone}
        )
    if language not in dict(settings.LANGUAGES):
        raise NotASetting(_("There is no language “%(language)s” here.") % {"language": language})
    if not 0 <= undo_seconds <= MOST_UNDO_SECONDS:
        raise NotASetting(
            _("A reply can be taken back for 0 to %(most)s seconds.") % {"most": MOST_UNDO_SECONDS}
        )
    found = workspace()
    wanted = {"name": name[:120], "timezone": timezone, "language": language, "undo_seconds": undo_seconds}
    changed = sorted(field for field, value in wanted.items() if getattr(found, field) != value)
    if "timezone" in changed:
        follow_zone(former=found.timezone, zone=timezone, by=by, at=at)
    if changed:
        for field in changed:
            setattr(found, field, wanted[field])
        found.save(update_fields=changed)
        publish(WorkspaceChanged(changed=changed), by=by, at=at)
    return found
