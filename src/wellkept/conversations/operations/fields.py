"""What people set on a conversation: status, priority, subject, driver, tags, place, inbox."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from wellkept.conversations.events import (
    ConversationEvent,
    DriverChanged,
    InboxChanged,
    PlaceChanged,
    PriorityChanged,
    StatusChanged,
    SubjectChanged,
    TagAdded,
    TagRemoved,
)
from wellkept.conversations.models import (
    Conversation,
    ConversationTag,
    Driver,
    Inbox,
    Place,
    Priority,
    Status,
    Tag,
)
from wellkept.kernel.actors import Actor
from wellkept.kernel.errors import Refused
from wellkept.kernel.events import publish
from wellkept.kernel.text import one_line, storable


@transaction.atomic
def set_status(*, conversation: Conversation, status: str, by: Actor, at: datetime) -> None:
    """Opens, parks, solves or closes. Setting what is already so does nothing."""
    if status not in Status.values:
        raise Refused(_("There is no status “%(status)s”.") % {"status": status})
    locked = _lock(conversation)
    if locked.status == status:
        return
    event = StatusChanged(
        conversation_id=locked.pk, inbox_id=locked.inbox_id, status=status, previous=locked.status
    )
    _set(conversation, event, by=by, at=at, status=status, status_since=at)


@transaction.atomic
def set_priority(*, conversation: Conversation, priority: int, by: Actor, at: datetime) -> None:
    """0 low, 1 normal, 2 high, 3 urgent."""
    if priority not in Priority.values:
        raise Refused(_("Priority is low, normal, high or urgent."))
    locked = _lock(conversation)
    if locked.priority == priority:
        return
    event = PriorityChanged(
        conversation_id=locked.pk, inbox_id=locked.inbox_id, priority=priority, previous=locked.priority
    )
    _set(conversation, event, by=by, at=at, priority=priority)


@transaction.atomic
def set_subject(*, conversation: Conversation, subject: str, by: Actor, at: datetime) -> None:
    """What the desk calls it. Messages keep the subject they came with."""
    subject = one_line(storable(subject), limit=300)
    if not subject:
        raise Refused(_("A conversation needs a subject people can recognise."))
    locked = _lock(conversation)
    if locked.subject == subject:
        return
    event = SubjectChanged(conversation_id=locked.pk, inbox_id=locked.inbox_id)
    _set(conversation, event, by=by, at=at, subject=subject)


@transaction.atomic
def set_driver(*, conversation: Conversation, driver: Driver | None, by: Actor, at: datetime) -> None:
    """Why the customer wrote."""
    locked = _lock(conversation)
    driver_id = driver.pk if driver else None
    if locked.driver_id == driver_id:
        return
    event = DriverChanged(
        conversation_id=locked.pk, inbox_id=locked.inbox_id, driver_id=driver_id, previous=locked.driver_id
    )
    _set(conversation, event, by=by, at=at, driver=driver)


@transaction.atomic
def set_place(*, conversation: Conversation, place: str, by: Actor, at: datetime) -> None:
    """Moves to spam, to trash, or back to the desk. Nothing is deleted by it."""
    if place not in Place.values:
        raise Refused(_("There is no place “%(place)s”.") % {"place": place})
    locked = _lock(conversation)
    if locked.place == place:
        return
    event = PlaceChanged(
        conversation_id=locked.pk, inbox_id=locked.inbox_id, place=place, previous=locked.place
    )
    _set(conversation, event, by=by, at=at, place=place)


@transaction.atomic
def move_inbox(*, conversation: Conversation, inbox: Inbox, by: Actor, at: datetime) -> None:
    """To another inbox. The caller has checked that `by` sees both."""
    locked = _lock(conversation)
    if locked.inbox_id == inbox.pk:
        return
    event = InboxChanged(conversation_id=locked.pk, inbox_id=inbox.pk, previous=locked.inbox_id)
    _set(conversation, event, by=by, at=at, inbox=inbox)


@transaction.atomic
def add_tag(*, conversation: Conversation, name: str, by: Actor, at: datetime) -> Tag:
    """Adds the tag, made when new. Names are lower-case, up to 60 characters."""
    name = one_line(storable(name), limit=60).lower().strip("# ,")
    if not name:
        raise Refused(_("A tag needs a name."))
    tag, _made = Tag.objects.get_or_create(name=name)
    _row, made = ConversationTag.objects.get_or_create(conversation=conversation, tag=tag)
    if made:
        event = TagAdded(conversation_id=conversation.pk, inbox_id=conversation.inbox_id, tag_id=tag.pk)
        _set(conversation, event, by=by, at=at)
    return tag


@transaction.atomic
def remove_tag(*, conversation: Conversation, tag: Tag, by: Actor, at: datetime) -> None:
    """Takes the tag off; quietly when it is off already."""
    removed, _by_kind = ConversationTag.objects.filter(conversation=conversation, tag=tag).delete()
    if removed:
        event = TagRemoved(conversation_id=conversation.pk, inbox_id=conversation.inbox_id, tag_id=tag.pk)
        _set(conversation, event, by=by, at=at)


def _lock(conversation: Conversation) -> Conversation:
    return Conversation.objects.select_for_update().get(pk=conversation.pk)


def _set(
    conversation: Conversation, event: ConversationEvent, *, by: Actor, at: datetime, **fields: Any
) -> None:
    Conversation.objects.filter(pk=conversation.pk).update(version=F("version") + 1, **fields)
    for name, value in fields.items():
        setattr(conversation, name, value)
    publish(event, by=by, at=at)
