"""Issues: what one customer needed of one kind, however many conversations it took (M06)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Literal

from .conversation import ConversationFacts

WINDOW = timedelta(days=7)

What = Literal["contact", "solved", "opened"]
# At one moment what ends comes before what begins: a message that opens a conversation again comes after its end.
_ORDER: dict[What, int] = {"solved": 0, "opened": 1, "contact": 2}


@dataclass(frozen=True, slots=True)
class Contact:
    """One contact of the customer: when, by which message, in which conversation, on which channel."""

    at: datetime
    message_id: int
    conversation_id: int
    channel: str


@dataclass(slots=True)
class Issue:
    """A need from its first contact on. `solved_at`: when nothing of it was open for the first time."""

    contacts: list[Contact]
    open: set[int] = field(default_factory=set)
    conversations: set[int] = field(default_factory=set)
    solved_at: datetime | None = None
    last_solved_at: datetime | None = None

    def is_over(self, at: datetime, window: timedelta) -> bool:
        """Whether a contact at that time is another issue's."""
        return not self.open and self.last_solved_at is not None and at > self.last_solved_at + window

    def contacts_by(self, window: timedelta) -> int:
        """Contacts until the window after it was solved has passed."""
        if self.solved_at is None:
            return len(self.contacts)
        return sum(one.at <= self.solved_at + window for one in self.contacts)

    @property
    def channel_switches(self) -> int:
        return sum(before.channel != now.channel for before, now in pairwise(self.contacts))


def issues_of(
    conversations: Iterable[ConversationFacts], *, window: timedelta = WINDOW
) -> list[tuple[Issue, list[ConversationFacts]]]:
    """The issues of one customer with the conversations each took, by first contact.

    Contacts on one driver are linked whatever conversation they came in. Conversations that nobody gave a driver
    count as one driver: leaving it empty must not make contacts look unrelated. What lies in spam or trash, and what
    the customer never wrote in, is no issue.
    """
    of_driver: dict[int | None, list[ConversationFacts]] = defaultdict(list)
    for one in conversations:
        if one.contacts and not one.is_put_away:
            of_driver[one.driver_id].append(one)
    found = [pair for linked in of_driver.values() for pair in _walk(linked, window)]
    return sorted(found, key=lambda pair: pair[0].contacts[0].message_id)


def _walk(
    linked: Sequence[ConversationFacts], window: timedelta
) -> list[tuple[Issue, list[ConversationFacts]]]:
    issues: list[Issue] = []
    for at, _order, what, number, contact in _moments(linked):
        current = issues[-1] if issues else None
        if contact is not None:
            if current is None or current.is_over(at, window):
                current = Issue([])
                issues.append(current)
            current.contacts.append(contact)
        if current is None:
            continue  # solved or opened by us before they ever wrote
        if what == "solved":
            current.open.discard(number)
            if number in current.conversations and not current.open:
                current.solved_at = current.solved_at or at
                current.last_solved_at = at
        else:
            current.open.add(number)
            current.conversations.add(number)
    facts = {one.id: one for one in linked}
    return [(issue, [facts[number] for number in sorted(issue.conversations)]) for issue in issues]


def _moments(
    linked: Sequence[ConversationFacts],
) -> list[tuple[datetime, int, What, int, Contact | None]]:
    found: list[tuple[datetime, int, What, int, Contact | None]] = []
    for one in linked:
        for at, message_id in one.contacts:
            contact = Contact(at, message_id, one.id, one.channel)
            found.append((at, _ORDER["contact"], "contact", one.id, contact))
        for solve in one.solves:
            found.append((solve.at, _ORDER["solved"], "solved", one.id, None))
            if solve.reopened_at is not None and not solve.by_customer:
                found.append((solve.reopened_at, _ORDER["opened"], "opened", one.id, None))
    return sorted(found, key=lambda moment: moment[:2])
