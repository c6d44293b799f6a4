"""A stranger's answer waits in a conversation of its own until an agent says where it belongs."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from wellkept.conversations.events import JoinDecided, JoinSuggested, PlaceChanged
from wellkept.conversations.models import (
    Conversation,
    Direction,
    JoinSuggestion,
    Message,
    Participant,
    Place,
    Status,
)
from wellkept.kernel.actors import SYSTEM, Actor
from wellkept.kernel.errors import Refused
from wellkept.kernel.events import publish
from wellkept.kernel.text import one_line

from .fields import set_status


class AlreadyDecided(Refused):
    """Someone was faster."""


@transaction.atomic
def suggest_join(*, conversation: Conversation, target: Conversation, reason: str, at: datetime) -> None:
    """Says that `conversation` looks like an answer to `target`, and why it was not simply put there."""
    JoinSuggestion.objects.create(
        conversation=conversation, target=target, reason=one_line(reason, limit=300), created_at=at
    )
    event = JoinSuggested(
        conversation_id=conversation.pk, inbox_id=conversation.inbox_id, target_id=target.pk
    )
    publish(event, by=SYSTEM, at=at)


@transaction.atomic
def decide_join(*, suggestion: JoinSuggestion, joined: bool, by: Actor, at: datetime) -> Conversation:
    """Moves the messages into the target and takes the sender in, or keeps the two apart.

    What a person wrote opens a solved target again, as it would have done had it arrived there. Returns the
    conversation to look at next. The caller has checked that `by` sees both. Raises AlreadyDecided.
    """
    outcome = "joined" if joined else "apart"
    taken = JoinSuggestion.objects.filter(pk=suggestion.pk, outcome="").update(
        outcome=outcome, decided_by_id=by.id, decided_at=at
    )
    if taken != 1:
        raise AlreadyDecided(_("This has been decided already."))
    conversation, target = suggestion.conversation, suggestion.target
    event = JoinDecided(
        conversation_id=conversation.pk, inbox_id=conversation.inbox_id, target_id=target.pk, outcome=outcome
    )
    publish(event, by=by, at=at)
    if not joined:
        return conversation
    person_wrote = conversation.messages.filter(direction=Direction.IN, is_automatic=False).exists()
    _move(conversation, target, by=by, at=at)
    if person_wrote:
        set_status(conversation=target, status=Status.OPEN, by=SYSTEM, at=at)
    return target


def _move(conversation: Conversation, target: Conversation, *, by: Actor, at: datetime) -> None:
    moved = Message.objects.filter(conversation=conversation).update(conversation=target)
    confirmed = {"state": Participant.State.CONFIRMED, "decided_by_id": by.id, "at": at}
    for taking_part in conversation.participants.filter(state=Participant.State.CONFIRMED):
        Participant.objects.update_or_create(
            conversation=target,
            identity_id=taking_part.identity_id,
            defaults=confirmed,
            create_defaults={
                "role": Participant.Role.CC,
                **confirmed,
            },  # the customer of the target stays that
        )
    messages = Message.objects.filter(conversation=target).order_by("-id")
    last, said = messages.first(), messages.exclude(direction=Direction.NOTE).first()
    Conversation.objects.filter(pk=target.pk).update(
        last_activity_at=at,
        last_message_id=last.pk if last else 0,
        last_inbound_id=max(target.last_inbound_id, conversation.last_inbound_id),
        last_words=one_line(said.reply_text or said.text or said.subject, limit=160) if said else "",
        last_direction=said.direction if said else target.last_direction,
        message_count=F("message_count") + moved,
        has_attachments=target.has_attachments or conversation.has_attachments,
    )
    Conversation.objects.filter(pk=conversation.pk).update(place=Place.TRASH, message_count=0)
    emptied = PlaceChanged(
        conversation_id=conversation.pk,
        inbox_id=conversation.inbox_id,
        place=Place.TRASH,
        previous=conversation.place,
    )
    publish(emptied, by=by, at=at)
    arrived = JoinDecided(
        conversation_id=target.pk, inbox_id=target.inbox_id, target_id=conversation.pk, outcome="joined"
    )
    publish(arrived, by=by, at=at)
