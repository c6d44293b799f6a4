"""Who takes part. Mail only suggests; a person decides."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from wellkept.conversations.events import ParticipantDecided
from wellkept.conversations.models import Conversation, Participant
from wellkept.customers.models import Identity
from wellkept.kernel.actors import Actor
from wellkept.kernel.events import publish


def suggest_participant(*, conversation: Conversation, identity: Identity, at: datetime) -> None:
    """An address seen in Cc. Shown to agents; gets and opens nothing until someone confirms it."""
    Participant.objects.get_or_create(
        conversation=conversation,
        identity=identity,
        defaults={"role": Participant.Role.CC, "state": Participant.State.SUGGESTED, "at": at},
    )


@transaction.atomic
def invite_participant(*, conversation: Conversation, identity: Identity, by: Actor, at: datetime) -> None:
    """An agent adds an address to Cc."""
    Participant.objects.get_or_create(
        conversation=conversation,
        identity=identity,
        defaults={"role": Participant.Role.CC, "state": Participant.State.SUGGESTED, "at": at},
    )
    confirm_participant(conversation=conversation, identity=identity, by=by, at=at)


@transaction.atomic
def confirm_participant(*, conversation: Conversation, identity: Identity, by: Actor, at: datetime) -> None:
    """From now on the address gets replies and its answers join."""
    _decide(conversation, identity, Participant.State.CONFIRMED, by=by, at=at)


@transaction.atomic
def remove_participant(*, conversation: Conversation, identity: Identity, by: Actor, at: datetime) -> None:
    """From now on the address gets nothing and its answers go to review. Not for the customer themselves."""
    _decide(conversation, identity, Participant.State.REMOVED, by=by, at=at)


def _decide(conversation: Conversation, identity: Identity, state: str, *, by: Actor, at: datetime) -> None:
    rows = Participant.objects.filter(conversation=conversation, identity=identity, role=Participant.Role.CC)
    agent_id = by.id if by.kind == "agent" else None
    if rows.exclude(state=state).update(state=state, decided_by_id=agent_id, at=at):
        event = ParticipantDecided(
            conversation_id=conversation.pk,
            inbox_id=conversation.inbox_id,
            identity_id=identity.pk,
            state=state,
        )
        publish(event, by=by, at=at)
