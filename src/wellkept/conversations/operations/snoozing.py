"""Out of the lists of what needs somebody until a moment, and back."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from wellkept.conversations.events import ConversationSnoozed, ConversationWoken
from wellkept.conversations.models import Conversation
from wellkept.kernel.actors import SYSTEM, Actor
from wellkept.kernel.errors import Refused
from wellkept.kernel.events import publish


class AlreadyPast(Refused):
    """A moment that has passed brings nothing back."""


@transaction.atomic
def snooze(*, conversation: Conversation, until: datetime, by: Actor, at: datetime) -> None:
    """Out of Mine, Unassigned and the teams' lists until then. What is owed there stays owed. Raises AlreadyPast."""
    if until <= at:
        raise AlreadyPast(_("That moment has passed. Choose one that is still to come."))
    Conversation.objects.filter(pk=conversation.pk).update(snoozed_until=until)
    conversation.snoozed_until = until
    event = ConversationSnoozed(
        conversation_id=conversation.pk, inbox_id=conversation.inbox_id, until=until.isoformat()
    )
    publish(event, by=by, at=at)


@transaction.atomic
def wake(*, conversation: Conversation, why: str, by: Actor = SYSTEM, at: datetime) -> int | None:
    """Back in the lists; gives the id of the event, None when it was not snoozed. Of two at once, one does it.

    `why`: "time", "message", "status" or "asked".
    """
    changed = Conversation.objects.filter(pk=conversation.pk, snoozed_until__isnull=False).update(
        snoozed_until=None
    )
    conversation.snoozed_until = None
    if changed != 1:
        return None
    event = ConversationWoken(conversation_id=conversation.pk, inbox_id=conversation.inbox_id, why=why)
    return publish(event, by=by, at=at)
