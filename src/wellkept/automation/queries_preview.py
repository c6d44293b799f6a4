"""What a macro would do in a conversation, before it does it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from wellkept.accounts.models import Agent
from wellkept.conversations.models import Conversation, Place, Status

from .action_words import Names, kind_label, names_of, value_words
from .domain.actions import AUTHOR, NOBODY, TEXTS, Action, Later, read
from .domain.variables import Piece, pieces
from .models import Macro
from .queries_variables import values_for


@dataclass(frozen=True, slots=True)
class Change:
    """One action. `old` and `new` are words; `due_at` the moment it speaks of; `problem` why it could not be done.

    `is_change` False: it is so already.
    """

    kind: str
    label: str
    old: str
    new: str
    due_at: datetime | None = None
    is_change: bool = True
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Text:
    """A note or a reply as it would read there. `gaps` name the variables without a value."""

    kind: str
    label: str
    pieces: tuple[Piece, ...]
    gaps: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Preview:
    macro: Macro
    changes: tuple[Change, ...]
    texts: tuple[Text, ...]

    @property
    def is_blocked(self) -> bool:
        """Nothing of it would be done."""
        return any(change.problem for change in self.changes)


def preview(macro: Macro, *, conversation: Conversation, agent: Agent, at: datetime) -> Preview:
    """For this customer, used by this agent at that moment. The caller has checked that both may be seen.

    `conversation` comes with its customer, company, inbox, assignee, team and driver; at most five queries.
    """
    actions = read(macro.actions)
    on = {tag.pk: tag.name for tag in conversation.tags.all()} if _speaks_of_tags(actions) else {}
    names = names_of([(action.kind, action.value) for action in actions])
    values = values_for(conversation, agent)
    return Preview(
        macro=macro,
        changes=tuple(
            _change(action, conversation, agent, names, on, at=at)
            for action in actions
            if action.kind not in TEXTS
        ),
        texts=tuple(text_of(action, values) for action in actions if action.kind in TEXTS),
    )


def text_of(action: Action, values: dict[str, str]) -> Text:
    """A note or a reply with these values of the variables."""
    found = tuple(pieces(str(action.value), values))
    gaps = tuple(dict.fromkeys(one.name for one in found if one.how == "gap"))
    return Text(action.kind, kind_label(action.kind), found, gaps)


def _speaks_of_tags(actions: tuple[Action, ...]) -> bool:
    return any(action.kind in ("add_tags", "remove_tags") for action in actions)


def _change(
    action: Action, one: Conversation, agent: Agent, names: Names, on: dict[int, str], *, at: datetime
) -> Change:
    label = kind_label(action.kind)
    if action.kind in ("add_tags", "remove_tags"):
        return _tags(action, label, names, on)
    if action.kind in ("wait", "follow_up", "snooze"):
        return _later(action, label, one, at=at)
    if action.kind in ("status", "priority"):
        was = getattr(one, action.kind)
        new = value_words(action.kind, action.value, names)
        return Change(
            action.kind, label, value_words(action.kind, was, names), new, is_change=was != action.value
        )
    return _place(action, label, one, agent, names)


def _place(action: Action, label: str, one: Conversation, agent: Agent, names: Names) -> Change:
    """Owner, team, reason for contact."""
    before = {"assign": one.assignee, "team": one.team, "driver": one.driver}[action.kind]
    nothing = value_words(action.kind, None, names)
    number: int | None = None
    if action.value == AUTHOR:
        number, new = agent.pk, agent.name
    elif action.value == NOBODY:
        new = nothing
    else:
        number = int(str(action.value))
        new = names.of(action.kind, number)
    return Change(
        action.kind,
        label,
        before.name if before else nothing,
        new,
        is_change=(before.pk if before else None) != number,
        problem="" if new else _("That is not there any more. A supervisor can change the macro."),
    )


def _tags(action: Action, label: str, names: Names, on: dict[int, str]) -> Change:
    assert isinstance(action.value, tuple)
    is_added = action.kind == "add_tags"
    named = {number: names.of(action.kind, number) for number in action.value}
    after = {**on, **named} if is_added else {key: name for key, name in on.items() if key not in named}
    nothing = _("none")
    return Change(
        action.kind,
        label,
        ", ".join(sorted(on.values())) or nothing,
        ", ".join(sorted(after.values())) or nothing,
        is_change=after != on,
        problem=""
        if all(named.values())
        else _("A tag is not there any more. A supervisor can change the macro."),
    )


def _later(action: Action, label: str, one: Conversation, *, at: datetime) -> Change:
    later = action.value if isinstance(action.value, Later) else Later(int(str(action.value)))
    problem = ""
    if one.place != Place.DESK:
        problem = _("Bring it back to the desk first: spam and trash are owed nothing.")
    elif action.kind == "snooze" and one.status != Status.OPEN:
        problem = _("Only an open conversation can be snoozed. This one is out of the way already.")
    return Change(
        action.kind, label, "", later.text, due_at=at + timedelta(minutes=later.minutes), problem=problem
    )
