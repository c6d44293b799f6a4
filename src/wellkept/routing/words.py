"""What is said to one who waits: how long, why, what else they can do, and when that changes (P03).

For chat and phone as much as for mail: the channel sends it, these are the words.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wellkept.schedules.domain.zones import zone as zone_named

from .domain.announcing import Announcement, announce
from .models import WaitAnnouncement

Reason = WaitAnnouncement.Reason
AN_HOUR = timedelta(hours=1)


def wait_words(
    told: Announcement | None,
    *,
    ahead: int,
    reason: str,
    can_call_back: bool = False,
    can_write: bool = False,
    until: datetime | None = None,
    zone: str = "UTC",
) -> list[str]:
    """Sentences, the most important first. `told` None: calibration is off, and no time is named.

    `until` names the clock in the customer's `zone` instead of minutes, for waits that go past a closing.
    """
    said = [] if told is None else [_how_long(told, until=until, zone=zone)]
    said.append(_position(ahead))
    if why := _why(reason):
        said.append(why)
    if offer := _offer(can_call_back=can_call_back, can_write=can_write):
        said.append(offer)
    return said


def words_of(told: WaitAnnouncement, *, zone: str) -> list[str]:
    """What one who waits for an answer by mail was told, in the language in force; from an hour on by the clock."""
    seconds = announce(float(told.seconds))
    by_the_clock = told.told_until - told.told_at >= AN_HOUR
    return wait_words(
        seconds,
        ahead=told.ahead,
        reason=told.reason,
        until=told.told_until if by_the_clock else None,
        zone=zone,
    )


def worse_words(
    told: Announcement,
    *,
    can_call_back: bool = False,
    can_write: bool = False,
    until: datetime | None = None,
    zone: str = "UTC",
) -> list[str]:
    """When the wait has grown by more than a quarter (`announcing.must_tell_again`): said before they find out."""
    said = [_("It takes longer than we told you. We are sorry."), _how_long(told, until=until, zone=zone)]
    if offer := _offer(can_call_back=can_call_back, can_write=can_write):
        said.append(offer)
    return said


def moment(at: datetime, zone: str) -> str:
    """A time as one says it: the day, the clock, and whose clock it is."""
    local = at.astimezone(zone_named(zone))
    return _("%(day)s at %(clock)s (%(zone)s)") % {
        "day": date_format(local, "l, j F"),
        "clock": f"{local:%H:%M}",
        "zone": zone,
    }


def _how_long(told: Announcement, *, until: datetime | None, zone: str) -> str:
    if until is not None:
        return _("You will probably hear from us by %(moment)s; 8 in 10 hear sooner.") % {
            "moment": moment(until, zone)
        }
    return ngettext(
        "About %(minutes)s minute; 8 in 10 wait less.",
        "About %(minutes)s minutes; 8 in 10 wait less.",
        told.minutes,
    ) % {"minutes": told.minutes}


def _position(ahead: int) -> str:
    if ahead == 0:
        return _("You are next.")
    return ngettext("%(ahead)s person is before you.", "%(ahead)s people are before you.", ahead) % {
        "ahead": ahead
    }


def _why(reason: str) -> str:
    return {
        Reason.MANY.value: _("More people than usual are writing to us."),
        Reason.FEW.value: _("Fewer of us than usual are here."),
        Reason.CLOSED.value: _("We are closed at the moment."),
    }.get(str(reason), "")


def _offer(*, can_call_back: bool, can_write: bool) -> str:
    if can_call_back and can_write:
        return _("You need not wait: we call you back, or answer by mail, whichever you prefer.")
    if can_call_back:
        return _("You need not wait: we call you back.")
    if can_write:
        return _("You need not wait: leave us a message and we answer by mail.")
    return ""
