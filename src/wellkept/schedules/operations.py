"""Writes of the room: one verb each. Every change draws a new revision, so that calendars are computed anew."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import PROTECT, ManyToOneRel, ProtectedError
from django.utils.translation import gettext as _

from wellkept.kernel.actors import Actor
from wellkept.kernel.errors import Refused
from wellkept.kernel.events import publish
from wellkept.kernel.ids import random_key
from wellkept.kernel.text import one_line, storable

from .domain.hours import Hours, arrange, read_hours, without, write_hours
from .domain.ical import read_ical
from .domain.problems import BadField
from .domain.reading import LONGEST_NAME, MOST_DAYS, read_week, write_week
from .domain.zones import zone as read_zone
from .editions import write_down
from .events import HolidaysAdded, HolidaysRemoved, ScheduleChanged, ScheduleRemoved
from .models import Holiday, Schedule
from .queries import default_schedule
from .regions import public_holidays, region_name


class BadSchedule(Refused):
    """A value that no calendar can be made of; the text names the field and says what to write."""


class NameTaken(Refused):
    """Two of a name would be confused."""


class InUse(Refused):
    """Something still counts by it."""


class PutAway(Refused):
    """An archived schedule counts for nothing until it is brought back."""


@dataclass(frozen=True)
class Imported:
    """What an import did: days that were added, days that had hours of their own already and kept them, days on which
    nothing would have been open anyway, and a sentence for everything that could not be read."""

    added: tuple[Holiday, ...]
    kept: tuple[date, ...] = ()
    without_effect: tuple[date, ...] = ()
    problems: tuple[str, ...] = ()


@transaction.atomic
def create(*, name: str, zone: str, week: Mapping[str, Any], by: Actor, at: datetime) -> Schedule:
    """Makes a schedule. `week` is as in `domain.reading.read_week`. Raises NameTaken, BadSchedule."""
    default_schedule()  # the first is never the only one by accident
    schedule = Schedule.objects.create(
        name=_name(name), zone=_zone(zone), week=_week(week), revision=random_key(), created_at=at
    )
    write_down(schedule, at=at)
    publish(ScheduleChanged(schedule_id=schedule.pk, changed=["created"]), by=by, at=at)
    return schedule


@transaction.atomic
def change(
    *,
    schedule: Schedule,
    name: str | None = None,
    zone: str | None = None,
    week: Mapping[str, Any] | None = None,
    by: Actor,
    at: datetime,
) -> None:
    """Sets what is given. What was due stays due. Raises NameTaken, BadSchedule."""
    wanted = {
        "name": None if name is None else _name(name, but=schedule),
        "zone": None if zone is None else _zone(zone),
        "week": None if week is None else _week(week),
    }
    changed = [
        field for field, value in wanted.items() if value is not None and value != getattr(schedule, field)
    ]
    if not changed:
        return
    for field in changed:
        setattr(schedule, field, wanted[field])
    schedule.revision = random_key()
    schedule.save(update_fields=[*changed, "revision"])
    write_down(schedule, at=at)
    publish(ScheduleChanged(schedule_id=schedule.pk, changed=changed), by=by, at=at)


@transaction.atomic
def make_default(*, schedule: Schedule, by: Actor, at: datetime) -> None:
    """Lets everything that has no schedule of its own count by this one."""
    if Schedule.objects.filter(pk=schedule.pk, is_default=True).exists():
        return
    if schedule.archived_at is not None:
        raise PutAway(_("%(name)s is archived. Bring it back first.") % {"name": schedule.name})
    Schedule.objects.filter(is_default=True).update(is_default=False)
    schedule.is_default = True
    schedule.save(update_fields=["is_default"])
    publish(ScheduleChanged(schedule_id=schedule.pk, changed=["is_default"]), by=by, at=at)


@transaction.atomic
def follow_zone(*, former: str, zone: str, by: Actor, at: datetime) -> None:
    """The workspace moved from one zone to another, and the default schedule with it.

    Not when its zone is another already: then somebody chose it.
    """
    schedule = default_schedule()
    if schedule.zone == former:
        change(schedule=schedule, zone=zone, by=by, at=at)


@transaction.atomic
def archive(*, schedule: Schedule, by: Actor, at: datetime) -> None:
    """Takes it off the lists people choose from. What was counted by it stays explained.

    Raises InUse for the default one and for one that something counts by.
    """
    if Schedule.objects.filter(pk=schedule.pk, is_default=True).exists():
        raise InUse(_("This is the default schedule. Make another one the default first."))
    if is_used(schedule):
        raise InUse(_still_used(schedule))
    _set_archived(schedule, at, by=by, at=at)


@transaction.atomic
def restore(*, schedule: Schedule, by: Actor, at: datetime) -> None:
    """Puts an archived schedule back."""
    _set_archived(schedule, None, by=by, at=at)


def is_used(schedule: Schedule) -> bool:
    """Whether anything counts by it: an inbox, a team, whatever else protects it from being removed."""
    protecting = (
        relation
        for relation in Schedule._meta.get_fields(include_hidden=True)
        if isinstance(relation, ManyToOneRel) and relation.on_delete is PROTECT
    )
    return any(
        relation.related_model._default_manager.filter(**{relation.field.name: schedule}).exists()
        for relation in protecting
    )


@transaction.atomic
def remove(*, schedule: Schedule, by: Actor, at: datetime) -> None:
    """Removes a schedule with its days. Raises InUse for the default one and for one that something counts by."""
    if Schedule.objects.filter(pk=schedule.pk, is_default=True).exists():
        raise InUse(_("This is the default schedule. Make another one the default first."))
    schedule_id = schedule.pk
    try:
        schedule.delete()
    except ProtectedError as problem:
        raise InUse(_still_used(schedule)) from problem
    publish(ScheduleRemoved(schedule_id=schedule_id), by=by, at=at)


@transaction.atomic
def set_day(
    *,
    schedule: Schedule,
    on: date,
    name: str = "",
    hours: list[list[str]] | None = None,
    by: Actor,
    at: datetime,
) -> Holiday:
    """Gives one date hours of its own, instead of those it had: none for a holiday. Raises BadSchedule."""
    try:
        own = write_hours(read_hours(hours or [], field="hours"))
    except BadField as problem:
        raise BadSchedule(str(problem)) from problem
    _renew(schedule)
    _leave_room(schedule, 1)
    day, _made = Holiday.objects.update_or_create(
        schedule=schedule, on=on, defaults={"name": _plain(name), "hours": own, "source": ""}
    )
    write_down(schedule, at=at)
    publish(HolidaysAdded(schedule_id=schedule.pk, on=[on.isoformat()], source=""), by=by, at=at)
    return day


@transaction.atomic
def remove_days(*, schedule: Schedule, on: Iterable[date], by: Actor, at: datetime) -> list[date]:
    """Lets these dates follow the week again; returns those that had hours of their own."""
    _renew(schedule)
    own = Holiday.objects.filter(schedule=schedule, on__in=set(on))
    removed = list(own.order_by("on").values_list("on", flat=True))
    own.delete()
    write_down(schedule, at=at)
    if removed:
        publish(
            HolidaysRemoved(schedule_id=schedule.pk, on=[day.isoformat() for day in removed]), by=by, at=at
        )
    return removed


@transaction.atomic
def import_region(
    *,
    schedule: Schedule,
    country: str,
    part: str = "",
    first_year: int,
    last_year: int,
    language: str = "",
    by: Actor,
    at: datetime,
) -> Imported:
    """Adds the public holidays of a country or a part of it, for example "DE" and "BY", both years inclusive.

    A date that has hours of its own keeps them, so it is safe to repeat. Raises BadSchedule.
    """
    try:
        source = f"region {region_name(country, part)}"
        found = public_holidays(country, part, first_year=first_year, last_year=last_year, language=language)
    except BadField as problem:
        raise BadSchedule(str(problem)) from problem
    _renew(schedule)
    return _add(schedule, {day: (name, ()) for day, name in found.items()}, source=source, by=by, at=at)


@transaction.atomic
def import_ical(
    *, schedule: Schedule, raw: bytes, first: date, last: date, by: Actor, at: datetime
) -> Imported:
    """Adds the days that an iCalendar file closes, from `first` to `last`, both inclusive.

    An all-day event makes a holiday, a timed one a day with the hours that are left. A date that has hours of its own
    keeps them, so it is safe to repeat. Raises BadSchedule for a file that is no calendar or too large.
    """
    _renew(schedule)
    week = read_week(schedule.week)
    try:
        reading = read_ical(raw, zone=read_zone(schedule.zone), first=first, last=last)
    except BadField as problem:
        raise BadSchedule(str(problem)) from problem
    wanted: dict[date, tuple[str, Hours]] = {}
    untouched = []
    for closure in reading.closures:
        usual = week[closure.day.weekday()]
        left = arrange(without(usual, closure.closed))
        if left == usual and not closure.all_day:
            untouched.append(closure.day)
        else:
            wanted[closure.day] = (closure.name, left)
    return _add(schedule, wanted, source="file", untouched=untouched, problems=reading.problems, by=by, at=at)


def _add(
    schedule: Schedule,
    wanted: Mapping[date, tuple[str, Hours]],
    *,
    source: str,
    untouched: Iterable[date] = (),
    problems: Iterable[str] = (),
    by: Actor,
    at: datetime,
) -> Imported:
    present = set(Holiday.objects.filter(schedule=schedule).values_list("on", flat=True))
    new = sorted(set(wanted) - present)
    _leave_room(schedule, len(new))
    added = Holiday.objects.bulk_create(
        Holiday(
            schedule=schedule,
            on=day,
            name=_plain(wanted[day][0]),
            hours=write_hours(wanted[day][1]),
            source=source,
        )
        for day in new
    )
    write_down(schedule, at=at)
    if added:
        event = HolidaysAdded(schedule_id=schedule.pk, on=[day.isoformat() for day in new], source=source)
        publish(event, by=by, at=at)
    return Imported(
        added=tuple(added),
        kept=tuple(sorted(set(wanted) & present)),
        without_effect=tuple(untouched),
        problems=tuple(problems),
    )


def _still_used(schedule: Schedule) -> str:
    return _("Something still counts by %(name)s. Give it another schedule first.") % {"name": schedule.name}


def _set_archived(schedule: Schedule, value: datetime | None, *, by: Actor, at: datetime) -> None:
    if (schedule.archived_at is None) == (value is None):
        return
    schedule.archived_at = value
    schedule.save(update_fields=["archived_at"])
    publish(ScheduleChanged(schedule_id=schedule.pk, changed=["archived_at"]), by=by, at=at)


def _renew(schedule: Schedule) -> None:
    """A new revision, written first: the row is ours until the end, and two imports do not add a date twice."""
    schedule.revision = random_key()
    schedule.save(update_fields=["revision"])
    schedule.refresh_from_db(fields=["name", "zone", "week"])


def _leave_room(schedule: Schedule, more: int) -> None:
    if Holiday.objects.filter(schedule=schedule).count() + more > MOST_DAYS:
        raise BadSchedule(
            _("A schedule holds %(most)d days of its own. Remove those long past.") % {"most": MOST_DAYS}
        )


def _name(name: str, *, but: Schedule | None = None) -> str:
    name = one_line(storable(name), limit=80)
    if not name:
        raise BadSchedule(_("A schedule needs a name."))
    others = Schedule.objects.exclude(pk=but.pk) if but else Schedule.objects.all()
    if others.filter(name=name).exists():
        raise NameTaken(_("There is a schedule called %(name)s already.") % {"name": name})
    return name


def _zone(name: str) -> str:
    try:
        return read_zone(name).key
    except BadField as problem:
        raise BadSchedule(str(problem)) from problem


def _week(week: Mapping[str, Any]) -> dict[str, list[list[str]]]:
    try:
        return write_week(read_week(week))
    except BadField as problem:
        raise BadSchedule(str(problem)) from problem


def _plain(name: str) -> str:
    return one_line(storable(name), limit=LONGEST_NAME)
