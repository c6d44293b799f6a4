"""Writes of the room: one verb each. `by` says who, `at` says when; a refusal is an exception beside its verb."""

from .assignment import AgentCannotSee, assign
from .delivering import CannotRetry, record_bounce, record_delivery, retry_delivery
from .drafting import DraftConflict, attach_to_draft, discard_draft, remove_from_draft, save_draft
from .fields import (
    Changed,
    add_tag,
    move_inbox,
    remove_tag,
    set_driver,
    set_place,
    set_priority,
    set_status,
    set_subject,
)
from .joining import AlreadyDecided, decide_join, suggest_join
from .participating import confirm_participant, invite_participant, remove_participant, suggest_participant
from .reading import mark_read, mark_unread
from .receiving import IncomingFile, IncomingMessage, receive
from .writing import (
    NewMessageArrived,
    NothingToSay,
    NowhereToSend,
    TooLateToUndo,
    note,
    notify,
    reply,
    start,
    undo_reply,
)

__all__ = [
    "AgentCannotSee",
    "AlreadyDecided",
    "CannotRetry",
    "Changed",
    "DraftConflict",
    "IncomingFile",
    "IncomingMessage",
    "NewMessageArrived",
    "NothingToSay",
    "NowhereToSend",
    "TooLateToUndo",
    "add_tag",
    "assign",
    "attach_to_draft",
    "confirm_participant",
    "decide_join",
    "discard_draft",
    "invite_participant",
    "mark_read",
    "mark_unread",
    "move_inbox",
    "note",
    "notify",
    "receive",
    "record_bounce",
    "record_delivery",
    "remove_from_draft",
    "remove_participant",
    "remove_tag",
    "reply",
    "retry_delivery",
    "save_draft",
    "set_driver",
    "set_place",
    "set_priority",
    "set_status",
    "set_subject",
    "start",
    "suggest_join",
    "suggest_participant",
    "undo_reply",
]
