"""What a macro or a rule does to a conversation, as plain data.

    [{"do": "status", "value": "pending"}, {"do": "add_tags", "value": [3, 8]}, {"do": "assign", "value": "author"},
     {"do": "reply", "value": "Hello {{ customer.first_name | there }}"},
     {"do": "follow_up", "value": {"minutes": 2880, "text": "Ask the carrier"}}]

Each kind stands there once. They are done in the order of `KINDS`, however they were written: whoever has the
conversation comes first, because what is promised next is theirs; what the status ends comes before what begins anew.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from .condition_fields import PRIORITIES, STATUSES
from .conditions import MOST_ID
from .variables import problems

KINDS = (
    "assign",
    "team",
    "priority",
    "driver",
    "add_tags",
    "remove_tags",
    "note",
    "reply",
    "status",
    "wait",
    "follow_up",
    "snooze",
)
TEXTS = ("note", "reply")
LATER = ("wait", "follow_up")
AUTHOR, NOBODY = "author", "nobody"

MOST_ACTIONS, MOST_TAGS = 10, 20
MOST_LETTERS, MOST_WORDS = 10_000, 300
MOST_MINUTES = 366 * 1440


class Wrong(ValueError):
    """Actions that cannot be. `place` is the number of the action, from 0; None: the whole list."""

    def __init__(self, say: str, place: int | None = None) -> None:
        super().__init__(say)
        self.say, self.place = say, place


@dataclass(frozen=True, slots=True)
class Later:
    """Something to do again, `minutes` from now."""

    minutes: int
    text: str = ""


Value = str | int | tuple[int, ...] | Later


@dataclass(frozen=True, slots=True)
class Action:
    """`value` is, by kind: status a word; priority 0 to 3; assign an agent's number, "author" or "nobody"; team a
    number or "nobody"; add_tags and remove_tags numbers in a tuple; driver a number; note and reply a text with
    variables; snooze minutes from now; follow_up and wait (for a third party) a Later."""

    kind: str
    value: Value


def read(definition: Any) -> tuple[Action, ...]:
    """The actions of plain JSON data, in the order in which they are done. Raises Wrong."""
    if not isinstance(definition, list) or not definition:
        raise Wrong("Choose what is to be done.")
    if len(definition) > MOST_ACTIONS:
        raise Wrong(f"At most {MOST_ACTIONS} actions.")
    found: dict[str, Action] = {}
    places: dict[str, int] = {}
    for place, one in enumerate(definition):
        action = _action(one, place)
        if action.kind in found:
            raise Wrong("This is there twice.", place)
        found[action.kind], places[action.kind] = action, place
    _agree(found, places)
    return tuple(found[kind] for kind in KINDS if kind in found)


def write(actions: Iterable[Action]) -> list[dict[str, Any]]:
    """Plain data that `read` makes the same actions of."""
    return [{"do": action.kind, "value": _plain(action.value)} for action in actions]


def _plain(value: Value) -> Any:
    if isinstance(value, Later):
        return {"minutes": value.minutes, "text": value.text}
    return list(value) if isinstance(value, tuple) else value


def _agree(found: dict[str, Action], places: dict[str, int]) -> None:
    """What the one ends the other cannot need."""
    status = found["status"].value if "status" in found else None
    if "snooze" in found and ("wait" in found or status not in (None, "open")):
        raise Wrong("Only an open conversation can be snoozed.", places["snooze"])
    if "wait" in found and status not in (None, "on_hold"):
        raise Wrong("Waiting for somebody else puts it on hold: leave the status out.", places["wait"])
    added, removed = (found[kind].value if kind in found else () for kind in ("add_tags", "remove_tags"))
    if isinstance(added, tuple) and isinstance(removed, tuple) and set(added) & set(removed):
        raise Wrong("The same tag cannot be added and taken off.", places["remove_tags"])


def _action(data: Any, place: int) -> Action:
    if not isinstance(data, dict) or set(data) != {"do", "value"} or data["do"] not in KINDS:
        raise Wrong("There is no such action.", place)
    kind, value = data["do"], data["value"]
    if kind == "status":
        return Action(kind, _one_of(value, STATUSES, place))
    if kind == "priority":
        return Action(kind, _one_of(value, PRIORITIES, place))
    if kind == "assign" and value in (AUTHOR, NOBODY):
        return Action(kind, str(value))
    if kind == "team" and value == NOBODY:
        return Action(kind, NOBODY)
    if kind in ("assign", "team", "driver"):
        return Action(kind, _number(value, MOST_ID, "Choose one of the list.", place))
    if kind in ("add_tags", "remove_tags"):
        return Action(kind, _tags(value, place))
    if kind in TEXTS:
        return Action(kind, _words(value, place))
    if kind == "snooze":
        return Action(kind, _number(value, MOST_MINUTES, _SPAN, place))
    return Action(kind, _later(value, place))


_SPAN = "A span goes from a minute to a year."


def _one_of(value: Any, known: tuple[Any, ...], place: int) -> Any:
    if isinstance(value, bool) or value not in known:
        raise Wrong("Choose one of the list.", place)
    return value


def _number(value: Any, most: int, say: str, place: int) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 0 < value <= most:
        raise Wrong(say, place)
    return value


def _tags(value: Any, place: int) -> tuple[int, ...]:
    if not isinstance(value, list) or not value:
        raise Wrong("Choose a tag.", place)
    if len(value) > MOST_TAGS:
        raise Wrong(f"At most {MOST_TAGS} tags.", place)
    numbers = [_number(one, MOST_ID, "Choose one of the list.", place) for one in value]
    return tuple(dict.fromkeys(numbers))


def _words(value: Any, place: int) -> str:
    if not isinstance(value, str) or not value.strip():
        raise Wrong("Write what it says.", place)
    if len(value) > MOST_LETTERS or "\0" in value:
        raise Wrong(f"At most {MOST_LETTERS} letters.", place)
    for problem in problems(value):
        raise Wrong(f"{problem.say} “{value[problem.start : problem.end]}”", place)
    return value


def _later(value: Any, place: int) -> Later:
    if not isinstance(value, dict) or not {"minutes"} <= set(value) <= {"minutes", "text"}:
        raise Wrong("Say when, and what is to be done then.", place)
    text = value.get("text", "")
    if not isinstance(text, str) or len(text) > MOST_WORDS or "\0" in text:
        raise Wrong(f"At most {MOST_WORDS} letters.", place)
    return Later(_number(value["minutes"], MOST_MINUTES, _SPAN, place), text)
