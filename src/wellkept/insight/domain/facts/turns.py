"""A turn: the customer wrote and waits for an answer, until one comes or the conversation is closed without."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

TurnEnd = Literal["answered", "closed", "open"]


@dataclass(slots=True)
class Turn:
    """`message_id` is the first unanswered message; its moment starts the clock. `is_first`: nobody had written yet."""

    message_id: int
    asked_at: datetime
    is_first: bool
    outcome: TurnEnd = "open"
    ended_at: datetime | None = None
    reply_id: int | None = None

    def answer(self, at: datetime, reply_id: int) -> None:
        self.outcome, self.ended_at, self.reply_id = "answered", at, reply_id

    def close(self, at: datetime) -> None:
        """Closed without a reply is not answered: its time ends, and it counts as not answered by then."""
        self.outcome, self.ended_at = "closed", at

    def reopen(self) -> None:
        self.outcome, self.ended_at = "open", None
