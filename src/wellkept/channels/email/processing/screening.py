"""What does not become a message of itself: blocked senders, loops, floods, storms.

Nothing here refuses or deletes: a suspended mail waits on a page with its reason, and a person may release it, after
which no rule is asked again.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from wellkept.channels.email.letter import Letter
from wellkept.conversations.models import Conversation, Direction, Message

from . import lookups
from .ground import Ground


class Reason(StrEnum):
    """Why a mail is suspended. The value is stored, the sentence is shown."""

    UNKNOWN_RECIPIENT = "unknown-recipient"
    NO_SENDER = "no-sender"
    BLOCKED_SENDER = "blocked-sender"
    OWN_ADDRESS = "own-address"
    LOOP = "loop"
    TOO_MANY_HOPS = "too-many-hops"
    TOO_MANY = "too-many"
    TOO_MANY_AUTOMATIC = "too-many-automatic"
    STORM = "storm"
    AUTOMATIC_REPLY = "automatic-reply"

    @property
    def sentence(self) -> str:
        """For people, in English; translated where it is shown."""
        return _SENTENCES[self]


_SENTENCES = {
    Reason.UNKNOWN_RECIPIENT: "It was sent to no address of yours.",
    Reason.NO_SENDER: "It does not say who sent it, so nobody could be answered.",
    Reason.BLOCKED_SENDER: "Its sender is blocked.",
    Reason.OWN_ADDRESS: "It claims to come from one of your own addresses.",
    Reason.LOOP: "It is a mail of yours that came back.",
    Reason.TOO_MANY_HOPS: "It passed too many mail servers: it goes round in a circle.",
    Reason.TOO_MANY: "Its sender writes faster than a person can.",
    Reason.TOO_MANY_AUTOMATIC: "Its sender answers by machine, again and again.",
    Reason.STORM: "It came during a storm of automatic mail.",
    Reason.AUTOMATIC_REPLY: "An automatic reply that answers nothing of yours.",
}

# RFC 5321, 6.3 asks for at least 100 before a relay calls it a loop. We are the end of the way: real mail has under 30.
MOST_HOPS = 50
# From one address, whatever about.
SENDER_WINDOW, SENDER_MAILS = timedelta(minutes=10), 500
# From one address into one conversation: a person does not write twenty mails in ten minutes to one thread.
PAIR_WINDOW, PAIR_MAILS = timedelta(minutes=10), 20
# Automatic mails of one address in one conversation (out-of-office, tickets of another desk).
DAY, PAIR_AUTOMATIC = timedelta(days=1), 5


@dataclass(frozen=True, slots=True)
class Suspended:
    """Held back, and why."""

    reason: Reason
    detail: str = ""


def by_its_looks(letter: Letter, ground: Ground) -> Suspended | None:
    """What the mail itself and our own lists tell. Asks the database nothing."""
    for address in (letter.claimed.address, letter.contact):
        if ground.verdict_on(address) == "block":
            return Suspended(Reason.BLOCKED_SENDER, address)
    if letter.is_our_own_id:
        return Suspended(Reason.LOOP, letter.message_id)
    loops = [mark for mark in letter.loop_marks if ground.addresses.is_own(mark)]
    if loops:
        return Suspended(Reason.LOOP, loops[0])
    if letter.hops > MOST_HOPS:
        return Suspended(Reason.TOO_MANY_HOPS, str(letter.hops))
    if ground.addresses.is_own(letter.contact):
        return Suspended(Reason.OWN_ADDRESS, letter.contact)
    if not letter.contact:
        return Suspended(Reason.NO_SENDER)
    return None


def by_its_sender(letter: Letter, ground: Ground, *, received_at: datetime) -> Suspended | None:
    """How much the sender has written lately. One query, on an index, that never counts past the limit."""
    if ground.verdict_on(letter.sender) == "allow" or letter.is_backlog:
        return None
    if letter.is_automatic and ground.is_storm:
        return Suspended(Reason.STORM)
    lately = lookups.mails_of(
        letter.contact[:320], after=received_at - SENDER_WINDOW, until=received_at, most=SENDER_MAILS
    )
    if lately < SENDER_MAILS:
        return None
    return Suspended(Reason.TOO_MANY, f"{SENDER_MAILS} in {SENDER_WINDOW.seconds // 60} minutes")


def by_its_conversation(
    letter: Letter, ground: Ground, *, conversation: Conversation, at: datetime
) -> Suspended | None:
    """How often this address has just written into this conversation: two machines may be talking to each other.

    Asks the database only about conversations that are long enough for it.
    """
    if conversation.message_count < (PAIR_AUTOMATIC if letter.is_automatic else PAIR_MAILS):
        return None
    if ground.verdict_on(letter.sender) == "allow" or letter.is_backlog:
        return None
    latest = Message.objects.filter(conversation=conversation).order_by("-id")
    rows = list(
        latest.values_list("direction", "author_address", "created_at", "is_automatic")[: 3 * PAIR_MAILS]
    )
    theirs = [
        (created_at, is_automatic)
        for direction, address, created_at, is_automatic in rows
        if direction == Direction.IN and address == letter.sender
    ]
    if sum(created_at > at - PAIR_WINDOW for created_at, _ in theirs) >= PAIR_MAILS:
        return Suspended(Reason.TOO_MANY, f"{PAIR_MAILS} in {PAIR_WINDOW.seconds // 60} minutes")
    machine = sum(is_automatic and created_at > at - DAY for created_at, is_automatic in theirs)
    if letter.is_automatic and machine >= PAIR_AUTOMATIC:
        return Suspended(Reason.TOO_MANY_AUTOMATIC, f"{PAIR_AUTOMATIC} in a day")
    return None
