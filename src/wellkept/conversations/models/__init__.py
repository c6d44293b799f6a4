"""Tables of the room, one thought a file."""

from .conversation import (
    Conversation,
    ConversationTag,
    Driver,
    Participant,
    Place,
    Priority,
    Read,
    Status,
    Tag,
)
from .delivery import Delivery, DeliveryState
from .draft import Draft, DraftMode
from .inbox import Inbox, InboxAccess
from .message import Attachment, Direction, JoinSuggestion, Message
from .once import SendKey

__all__ = [
    "Attachment",
    "Conversation",
    "ConversationTag",
    "Delivery",
    "DeliveryState",
    "Direction",
    "Draft",
    "DraftMode",
    "Driver",
    "Inbox",
    "InboxAccess",
    "JoinSuggestion",
    "Message",
    "Participant",
    "Place",
    "Priority",
    "Read",
    "SendKey",
    "Status",
    "Tag",
]
