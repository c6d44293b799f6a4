"""A hand-over that waits ends when the conversation goes another way."""

from __future__ import annotations

from wellkept.conversations.events import ConversationAssigned, PlaceChanged, StatusChanged
from wellkept.conversations.models import Place, Status
from wellkept.kernel.events import Heard, subscribe

from .operations import hand_over as operations


@subscribe(ConversationAssigned)
def somebody_else_has_it_now(heard: Heard) -> None:
    """An accepted one has ended before this is heard."""
    event = heard.event
    assert isinstance(event, ConversationAssigned)
    has_stayed = event.assignee_id is not None and event.assignee_id == event.previous_assignee_id
    if not has_stayed:
        operations.overtake(conversation_id=event.conversation_id, why="overtaken", at=heard.at)


@subscribe(StatusChanged)
def what_is_solved_needs_nobody_new(heard: Heard) -> None:
    event = heard.event
    assert isinstance(event, StatusChanged)
    if event.status in (Status.SOLVED, Status.CLOSED):
        operations.overtake(conversation_id=event.conversation_id, why="over", at=heard.at)


@subscribe(PlaceChanged)
def spam_is_handed_to_nobody(heard: Heard) -> None:
    event = heard.event
    assert isinstance(event, PlaceChanged)
    if event.place != Place.DESK:
        operations.overtake(conversation_id=event.conversation_id, why="over", at=heard.at)
