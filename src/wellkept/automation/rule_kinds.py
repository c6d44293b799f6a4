"""The events that a trigger can wait for."""

from __future__ import annotations

from wellkept.conversations import events
from wellkept.conversations.events import ConversationEvent

EVENTS: tuple[type[ConversationEvent], ...] = (
    events.ConversationOpened,
    events.MessageReceived,
    events.ReplyWritten,
    events.NoteWritten,
    events.ConversationAssigned,
    events.StatusChanged,
    events.PriorityChanged,
    events.DriverChanged,
    events.TagAdded,
    events.TagRemoved,
    events.PlaceChanged,
    events.InboxChanged,
    events.ConversationWoken,
)
ON = tuple(event.kind for event in EVENTS)
