"""Which conversation a mail is for: the ladder, decided from facts alone.

The rungs, in order: a message id it answers, a signed reply address, a signed mark in the subject, the same sender
with the same subject not long ago. A rung only *names* a conversation. Whether the mail joins it is decided by who
sends: a participant joins; anybody else, and a participant whose sender check failed, waits for an agent's decision
as a new conversation of its own. A number that is not signed is no fact and has no field here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum


class Rule(Enum):
    """Why a mail is where it is. The value is stored, the sentence is shown."""

    MESSAGE_ID = "message_id"
    REPLY_ADDRESS = "reply_address"
    SUBJECT_TOKEN = "subject_token"  # noqa: S105 - a word, not a password
    SAME_SUBJECT = "same_subject"
    NEW = "new"

    @property
    def sentence(self) -> str:
        """For people, in English; translated where it is shown."""
        return _SENTENCES[self]


_SENTENCES = {
    Rule.MESSAGE_ID: "Matched by the message id it answers",
    Rule.REPLY_ADDRESS: "Matched by the signed address it was sent to",
    Rule.SUBJECT_TOKEN: "Matched by the signed mark in its subject",
    Rule.SAME_SUBJECT: "Matched by the same sender writing under the same subject",
    Rule.NEW: "Matched nothing: a new conversation",
}


class SenderCheck(Enum):
    """What DMARC said of the From address, read from the trusted Authentication-Results header only."""

    PASSED = "passed"
    FAILED = "failed"
    UNKNOWN = "unknown"  # nobody we trust has checked, or the domain publishes nothing to check against


class Doubt(Enum):
    """Why a mail that names a conversation does not simply join it. The value is stored, the sentence is shown."""

    STRANGER = "stranger"
    FORGED = "forged"
    UNCLEAR_SENDER = "unclear_sender"
    AGENT = "agent"
    UNPROVEN = "unproven"

    @property
    def sentence(self) -> str:
        """For people, in English; translated where it is shown."""
        return _DOUBTS[self]


_DOUBTS = {
    Doubt.STRANGER: "It answers this conversation, but its sender takes no part in it",
    Doubt.FORGED: "It claims to come from a participant, but the sender's domain says it does not",
    Doubt.UNCLEAR_SENDER: "It does not say clearly who sent it",
    Doubt.AGENT: "It claims to come from an agent; agents answer in the desk",
    Doubt.UNPROVEN: "Only sender and subject fit, and nothing proves the sender",
}


@dataclass(frozen=True)
class Facts:
    """What is known about a mail when its conversation is looked for.

    Conversations are named in the order of trust: `by_message_id` by In-Reply-To, then References from the last to
    the first, every id that is known, also ids that others gave to copies. Token fields carry proven tokens only.
    Addresses are normalised (ASCII lower-case). `participants` holds, for every conversation named, the addresses of
    its confirmed participants, with all identities of each; a Cc that no agent has confirmed is not among them.
    """

    sender: str  # the single From address; "" when there is none or more than one
    sender_check: SenderCheck = SenderCheck.UNKNOWN
    sender_is_agent: bool = False
    by_message_id: tuple[int, ...] = ()
    by_reply_address: tuple[int, ...] = ()
    by_subject_token: tuple[int, ...] = ()
    by_same_subject: tuple[
        int, ...
    ] = ()  # same sender, same subject without its "Re:", within the window, newest first
    participants: Mapping[int, frozenset[str]] = field(default_factory=dict)
    same_subject_needs_proof: bool = False  # True where mail passes a server whose sender checks we can read


@dataclass(frozen=True)
class Match:
    """`joins`: goes into `conversation_id`. `review`: becomes a new conversation, suggested for `conversation_id`.

    Neither: a new conversation, `conversation_id` is None. Never both.
    """

    rule: Rule
    conversation_id: int | None = None
    joins: bool = False
    review: bool = False
    doubt: Doubt | None = None

    @property
    def sentence(self) -> str:
        """How it was matched, and what speaks against it."""
        return f"{self.rule.sentence}. {self.doubt.sentence}." if self.doubt else f"{self.rule.sentence}."


def match(facts: Facts) -> Match:
    """The decision. Of all conversations that ids and signed marks name, one in which the sender takes part is
    preferred, even on a lower rung: people answer several of our mails in one thread of theirs. The subject is asked
    only when nothing better names a conversation."""
    named = list(_named(facts)) or [(Rule.SAME_SUBJECT, one) for one in facts.by_same_subject]
    for rule, conversation_id in named:
        if facts.sender and facts.sender in facts.participants.get(conversation_id, frozenset()):
            return _for_participant(facts, rule, conversation_id)
    if not named:
        return Match(Rule.NEW)
    rule, conversation_id = named[0]
    doubt = Doubt.STRANGER
    if not facts.sender:
        doubt = Doubt.UNCLEAR_SENDER
    elif facts.sender_is_agent:
        doubt = Doubt.AGENT
    return Match(rule, conversation_id, review=True, doubt=doubt)


def _for_participant(facts: Facts, rule: Rule, conversation_id: int) -> Match:
    doubt = None
    if facts.sender_check is SenderCheck.FAILED:
        doubt = Doubt.FORGED
    elif facts.sender_is_agent:
        doubt = Doubt.AGENT
    elif (
        rule is Rule.SAME_SUBJECT
        and facts.same_subject_needs_proof
        and facts.sender_check is not SenderCheck.PASSED
    ):
        doubt = Doubt.UNPROVEN
    return Match(rule, conversation_id, joins=doubt is None, review=doubt is not None, doubt=doubt)


def _named(facts: Facts) -> Iterator[tuple[Rule, int]]:
    for rule, conversations in (
        (Rule.MESSAGE_ID, facts.by_message_id),
        (Rule.REPLY_ADDRESS, facts.by_reply_address),
        (Rule.SUBJECT_TOKEN, facts.by_subject_token),
    ):
        for conversation_id in conversations:
            yield rule, conversation_id
