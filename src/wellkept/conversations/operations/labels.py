"""Tags and drivers as lists to choose from. Retiring one takes it off the list and leaves it on what bears it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from wellkept.conversations.events import DriverListChanged, TagListChanged
from wellkept.conversations.models import Driver, Tag
from wellkept.kernel.actors import Actor
from wellkept.kernel.errors import Refused
from wellkept.kernel.events import publish
from wellkept.kernel.text import one_line, storable


class LabelTaken(Refused):
    """Two of a name would be confused."""


class TooDeep(Refused):
    """Drivers have two levels."""


@transaction.atomic
def define_tag(*, name: str, by: Actor, at: datetime) -> Tag:
    """Offers a tag on the list. One that was retired comes back; one that is there raises LabelTaken."""
    name = _tag_name(name)
    tag = Tag.objects.filter(name=name).first()
    if tag is not None and tag.retired_at is None:
        raise LabelTaken(_("There is a tag %(name)s already.") % {"name": name})
    if tag is None:
        tag = Tag(name=name)
    tag.retired_at = None
    tag.save()
    publish(TagListChanged(tag_id=tag.pk), by=by, at=at)
    return tag


@transaction.atomic
def rename_tag(*, tag: Tag, name: str, by: Actor, at: datetime) -> None:
    """Calls it otherwise, everywhere it is used. Raises LabelTaken."""
    name = _tag_name(name)
    if Tag.objects.filter(name=name).exclude(pk=tag.pk).exists():
        raise LabelTaken(_("There is a tag %(name)s already.") % {"name": name})
    if tag.name != name:
        tag.name = name
        tag.save(update_fields=["name"])
        publish(TagListChanged(tag_id=tag.pk), by=by, at=at)


@transaction.atomic
def set_tag_retired(*, tag: Tag, is_retired: bool, by: Actor, at: datetime) -> None:
    """Takes it off the list, or puts it back."""
    if (tag.retired_at is not None) != is_retired:
        tag.retired_at = at if is_retired else None
        tag.save(update_fields=["retired_at"])
        publish(TagListChanged(tag_id=tag.pk), by=by, at=at)


@transaction.atomic
def add_driver(*, name: str, parent: Driver | None = None, by: Actor, at: datetime) -> Driver:
    """A reason why people write, on its own or below another. Raises LabelTaken or TooDeep."""
    if parent is not None and parent.parent_id is not None:
        raise TooDeep(_("Drivers have two levels: choose one of the first level."))
    name = _driver_name(name, parent_id=parent.pk if parent else None, but=None)
    driver = Driver.objects.create(name=name, parent=parent)
    publish(DriverListChanged(driver_id=driver.pk), by=by, at=at)
    return driver


@transaction.atomic
def rename_driver(*, driver: Driver, name: str, by: Actor, at: datetime) -> None:
    """Calls it otherwise, everywhere it is used. Raises LabelTaken."""
    name = _driver_name(name, parent_id=driver.parent_id, but=driver)
    if driver.name != name:
        driver.name = name
        driver.save(update_fields=["name"])
        publish(DriverListChanged(driver_id=driver.pk), by=by, at=at)


@transaction.atomic
def set_driver_retired(*, driver: Driver, is_retired: bool, by: Actor, at: datetime) -> None:
    """Takes it and what is below it off the list, or puts it back alone."""
    if (driver.retired_at is not None) == is_retired:
        return
    driver.retired_at = at if is_retired else None
    driver.save(update_fields=["retired_at"])
    if is_retired:
        Driver.objects.filter(parent=driver, retired_at__isnull=True).update(retired_at=at)
    publish(DriverListChanged(driver_id=driver.pk), by=by, at=at)


def _tag_name(name: str) -> str:
    name = one_line(storable(name), limit=60).lower().strip("# ,")
    if not name:
        raise Refused(_("A tag needs a name."))
    return name


def _driver_name(name: str, *, parent_id: int | None, but: Driver | None) -> str:
    name = one_line(storable(name), limit=80)
    if not name:
        raise Refused(_("A driver needs a name."))
    same = Driver.objects.filter(name=name, parent_id=parent_id).exclude(pk=but.pk if but else 0)
    if same.exists():
        raise LabelTaken(_("There is a driver %(name)s already.") % {"name": name})
    return name
