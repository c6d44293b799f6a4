"""One conversation, from its events."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from .contacts import is_another
from .seen import Seen
from .turns import Turn
from .waits import Announced

OVER = frozenset({"solved", "closed"})
NEVER_ARRIVED = frozenset({"failed", "bounced"})
IN_WORDS = frozenset({"word", "call_back"})


@dataclass(slots=True)
class Solve:
    """A span of being solved. `reopened_at` None: it still is. `by_customer`: they wrote again."""

    at: datetime
    reopened_at: datetime | None = None
    by_customer: bool = False


@dataclass(slots=True)
class ConversationFacts:
    """What the measures need to know of one conversation. `contacts` are (moment, message) of each contact (M06)."""

    id: int
    inbox_id: int = 0
    team_id: int | None = None
    customer_id: int = 0
    channel: str = ""
    driver_id: int | None = None
    opened_at: datetime | None = None
    is_put_away: bool = False
    replies: int = 0
    transfers: int = 0
    has_word: bool = False
    owners: set[int] = field(default_factory=set)
    contacts: list[tuple[datetime, int]] = field(default_factory=list)
    solves: list[Solve] = field(default_factory=list)
    turns: list[Turn] = field(default_factory=list)
    waits: list[Announced] = field(default_factory=list)
    last_reply_id: int | None = None

    @property
    def is_solved(self) -> bool:
        return bool(self.solves) and self.solves[-1].reopened_at is None

    @property
    def waiting(self) -> Turn | None:
        """The turn that nobody has answered yet."""
        return self.turns[-1] if self.turns and self.turns[-1].outcome == "open" else None


def fold(number: int, events: Sequence[Seen]) -> ConversationFacts | None:
    """The facts after all events of the conversation, in the order of the log; None when it was never opened.

    A reply that was taken back, or that never arrived, answered nobody. A notice of the system is no reply.
    """
    facts = ConversationFacts(number)
    unsaid = _unsaid(events)
    last_heard: datetime | None = None
    for one in events:
        if one.inbox_id is not None:
            facts.inbox_id = one.inbox_id
        if one.kind == "conversation.message_received":
            if not one.data.get("is_automatic"):
                _heard(facts, one, last_heard)
                last_heard = one.at
        elif one.kind == "conversation.reply_written":
            if one.data["message_id"] not in unsaid:
                _replied(facts, one)
        elif (step := _STEPS.get(one.kind)) is not None:
            step(facts, one)
    return facts if facts.opened_at is not None else None


def _unsaid(events: Sequence[Seen]) -> set[int]:
    """Messages that were taken back, and those whose delivery ended without arriving."""
    ends: dict[int, bool] = {}
    for one in events:
        if one.kind == "conversation.reply_undone":
            ends[one.data["message_id"]] = True
        elif one.kind == "conversation.delivery_changed":
            ends[one.data["message_id"]] = one.data["state"] in NEVER_ARRIVED
    return {message_id for message_id, is_unsaid in ends.items() if is_unsaid}


def _opened(facts: ConversationFacts, one: Seen) -> None:
    facts.opened_at = one.at
    facts.customer_id = one.customer_id or 0
    facts.channel = str(one.data.get("channel", ""))


def _heard(facts: ConversationFacts, one: Seen, last_heard: datetime | None) -> None:
    message_id = int(one.data["message_id"])
    was_solved = bool(facts.solves) and last_heard is not None and facts.solves[-1].at >= last_heard
    if last_heard is None or is_another(last_heard, one.at, is_continued=True, was_solved_between=was_solved):
        facts.contacts.append((one.at, message_id))
    if facts.is_solved:
        facts.solves[-1].reopened_at = one.at
    if facts.solves and facts.solves[-1].reopened_at == one.at:
        facts.solves[-1].by_customer = True
    if facts.waiting is None:
        facts.turns.append(Turn(message_id, one.at, is_first=facts.replies == 0))


def _replied(facts: ConversationFacts, one: Seen) -> None:
    facts.replies += 1
    facts.last_reply_id = int(one.data["message_id"])
    if facts.waiting is not None:
        facts.waiting.answer(one.at, facts.last_reply_id)


def _status(facts: ConversationFacts, one: Seen) -> None:
    if one.data["status"] in OVER:
        if not facts.is_solved:
            facts.solves.append(Solve(one.at))
        if facts.waiting is not None:
            facts.waiting.close(one.at)
    elif facts.is_solved:
        facts.solves[-1].reopened_at = one.at
        # An agent who opens it again by hand takes the closing back; a message that opens it asks anew.
        if one.actor_kind == "agent" and facts.turns and facts.turns[-1].outcome == "closed":
            facts.turns[-1].reopen()


def _assigned(facts: ConversationFacts, one: Seen) -> None:
    new, old = one.data.get("assignee_id"), one.data.get("previous_assignee_id")
    team, old_team = one.data.get("team_id"), one.data.get("previous_team_id")
    facts.team_id = team
    if new is not None:
        facts.owners.add(new)
    if (new is not None and old is not None and new != old) or (
        team is not None and old_team is not None and team != old_team
    ):
        facts.transfers += 1


def _owed(facts: ConversationFacts, one: Seen) -> None:
    """A promise names the team that answers for it: until somebody assigns, the only word on whose it is."""
    if facts.team_id is None and not facts.owners:
        facts.team_id = one.data.get("team_id")
    if one.data.get("what") in IN_WORDS:
        facts.has_word = True


def _announced(facts: ConversationFacts, one: Seen) -> None:
    """Said to nobody who waits, it is no announcement."""
    if facts.waiting is not None and one.data["seconds"] > 0:
        facts.waits.append(Announced(one.id, one.at, int(one.data["seconds"]), facts.waiting))


def _driver(facts: ConversationFacts, one: Seen) -> None:
    facts.driver_id = one.data.get("driver_id")


def _place(facts: ConversationFacts, one: Seen) -> None:
    facts.is_put_away = one.data["place"] != "desk"


_STEPS: dict[str, Callable[[ConversationFacts, Seen], Any]] = {
    "conversation.opened": _opened,
    "conversation.status_changed": _status,
    "conversation.assigned": _assigned,
    "conversation.driver_changed": _driver,
    "conversation.place_changed": _place,
    "promise.made": _owed,
    "wait.announced": _announced,
}
