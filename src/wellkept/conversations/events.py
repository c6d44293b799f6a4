"""What happened in conversations. Ids and plain values only: the log holds no words of customers."""

from __future__ import annotations

from dataclasses import dataclass

from wellkept.kernel.events import Event, declare


@dataclass(frozen=True, kw_only=True)
class ConversationEvent(Event):
    """What all share: the conversation, and the inbox whose readers may know of it."""

    kind = "conversation"
    conversation_id: int
    inbox_id: int


@declare
@dataclass(frozen=True, kw_only=True)
class ConversationOpened(ConversationEvent):
    kind = "conversation.opened"
    customer_id: int
    channel: str


@declare
@dataclass(frozen=True, kw_only=True)
class MessageReceived(ConversationEvent):
    """A customer wrote. `reopened` when that opened a solved conversation again."""

    kind = "conversation.message_received"
    message_id: int
    reopened: bool = False
    is_automatic: bool = False


@declare
@dataclass(frozen=True, kw_only=True)
class ReplyWritten(ConversationEvent):
    """`status` is what the same step sets the conversation to; empty when it stays as it is."""

    kind = "conversation.reply_written"
    message_id: int
    delivery_id: int
    status: str = ""


@declare
@dataclass(frozen=True, kw_only=True)
class NoticeWritten(ConversationEvent):
    """The system itself wrote to the customer, for example a receipt."""

    kind = "conversation.notice_written"
    message_id: int
    delivery_id: int


@declare
@dataclass(frozen=True, kw_only=True)
class ReplyUndone(ConversationEvent):
    """Taken back before it left; the words are in the draft again."""

    kind = "conversation.reply_undone"
    message_id: int


@declare
@dataclass(frozen=True, kw_only=True)
class NoteWritten(ConversationEvent):
    kind = "conversation.note_written"
    message_id: int


@declare
@dataclass(frozen=True, kw_only=True)
class ConversationAssigned(ConversationEvent):
    """None means nobody. `previous_*` is who or which team had it."""

    kind = "conversation.assigned"
    assignee_id: int | None
    team_id: int | None
    previous_assignee_id: int | None
    previous_team_id: int | None


@declare
@dataclass(frozen=True, kw_only=True)
class StatusChanged(ConversationEvent):
    kind = "conversation.status_changed"
    status: str
    previous: str


@declare
@dataclass(frozen=True, kw_only=True)
class ConversationSnoozed(ConversationEvent):
    """Out of the lists of what needs somebody until `until`, a moment in UTC."""

    kind = "conversation.snoozed"
    until: str


@declare
@dataclass(frozen=True, kw_only=True)
class ConversationWoken(ConversationEvent):
    """Back in those lists. `why`: time, message, status or asked."""

    kind = "conversation.woken"
    why: str


@declare
@dataclass(frozen=True, kw_only=True)
class PriorityChanged(ConversationEvent):
    kind = "conversation.priority_changed"
    priority: int
    previous: int


@declare
@dataclass(frozen=True, kw_only=True)
class SubjectChanged(ConversationEvent):
    kind = "conversation.subject_changed"


@declare
@dataclass(frozen=True, kw_only=True)
class DriverChanged(ConversationEvent):
    kind = "conversation.driver_changed"
    driver_id: int | None
    previous: int | None


@declare
@dataclass(frozen=True, kw_only=True)
class TagAdded(ConversationEvent):
    kind = "conversation.tag_added"
    tag_id: int


@declare
@dataclass(frozen=True, kw_only=True)
class TagRemoved(ConversationEvent):
    kind = "conversation.tag_removed"
    tag_id: int


@declare
@dataclass(frozen=True, kw_only=True)
class PlaceChanged(ConversationEvent):
    """Moved to spam, to trash, or back to the desk."""

    kind = "conversation.place_changed"
    place: str
    previous: str


@declare
@dataclass(frozen=True, kw_only=True)
class InboxChanged(ConversationEvent):
    """Moved to another inbox; `inbox_id` is the new one."""

    kind = "conversation.inbox_changed"
    previous: int


@declare
@dataclass(frozen=True, kw_only=True)
class ParticipantDecided(ConversationEvent):
    """A suggested address was taken in, or one was removed."""

    kind = "conversation.participant_decided"
    identity_id: int
    state: str


@declare
@dataclass(frozen=True, kw_only=True)
class JoinSuggested(ConversationEvent):
    """A stranger answered: the message waits in a conversation of its own."""

    kind = "conversation.join_suggested"
    target_id: int


@declare
@dataclass(frozen=True, kw_only=True)
class JoinDecided(ConversationEvent):
    kind = "conversation.join_decided"
    target_id: int
    outcome: str


@declare
@dataclass(frozen=True, kw_only=True)
class DeliveryChanged(ConversationEvent):
    """A message on its way was sent, deferred, refused or returned."""

    kind = "conversation.delivery_changed"
    message_id: int
    delivery_id: int
    state: str


@declare
@dataclass(frozen=True, kw_only=True)
class InboxSettingsChanged(Event):
    """Who may see an inbox, or how it is called."""

    kind = "inbox.changed"
    inbox_id: int


@declare
@dataclass(frozen=True, kw_only=True)
class TagListChanged(Event):
    """A tag was added to the list, renamed, retired or brought back."""

    kind = "tag.changed"
    tag_id: int


@declare
@dataclass(frozen=True, kw_only=True)
class DriverListChanged(Event):
    """A driver was added, renamed, retired or brought back."""

    kind = "driver.changed"
    driver_id: int
