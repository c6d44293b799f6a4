"""What an action changed: enough to say it, and to put it back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Did:
    """`old` and `new` are plain values, by kind:

    status a word; priority a number; assign, team and driver a number or None; add_tags and remove_tags the numbers
    that were really added or taken off, in the one of the two; note and reply the number of the message that was
    written, draft the text that went into the agent's draft; follow_up and wait {"promise", "until"}, and snooze the
    same with the moment until which it was snoozed before, or None. Moments are ISO 8601.
    """

    kind: str
    old: Any
    new: Any

    @classmethod
    def read(cls, data: Mapping[str, Any]) -> Did:
        return cls(data["kind"], data["old"], data["new"])

    def write(self) -> dict[str, Any]:
        return {"kind": self.kind, "old": self.old, "new": self.new}
