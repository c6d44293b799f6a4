"""Actions, and what they changed, in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wellkept.accounts.models import Agent, Team
from wellkept.conversations.models import Driver, Priority, Status, Tag

from .domain.actions import AUTHOR, NOBODY, Action, Later
from .domain.did import Did

_MODELS: Mapping[str, type[Model]] = {
    "assign": Agent,
    "team": Team,
    "driver": Driver,
    "add_tags": Tag,
    "remove_tags": Tag,
}


@dataclass(frozen=True, slots=True)
class Names:
    """Names of what actions speak of, by model and number. A number that is not there has none."""

    found: Mapping[type[Model], Mapping[int, str]] = field(default_factory=dict)

    def of(self, kind: str, number: int | None) -> str:
        """ "" for one that is gone."""
        return self.found.get(_MODELS[kind], {}).get(number or 0, "")


def names_of(said: Iterable[tuple[str, Any]]) -> Names:
    """For pairs of a kind and a value of it: one query for each model that occurs, at most four."""
    wanted: dict[type[Model], set[int]] = {}
    for kind, value in said:
        numbers = value if isinstance(value, list | tuple) else [value]
        if kind in _MODELS:
            wanted.setdefault(_MODELS[kind], set()).update(one for one in numbers if isinstance(one, int))
    found = {
        model: dict(model._default_manager.filter(pk__in=numbers).values_list("pk", "name"))
        for model, numbers in wanted.items()
        if numbers
    }
    return Names(found)


def names_in(done: Iterable[Did]) -> Names:
    """Of what was changed, before and after."""
    return names_of([(one.kind, value) for one in done for value in (one.old, one.new)])


def kind_label(kind: str) -> str:
    """What an action is called on screens."""
    labels = {
        "assign": _("Owner"),
        "team": _("Team"),
        "priority": _("Priority"),
        "driver": _("Reason for contact"),
        "add_tags": _("Add tags"),
        "remove_tags": _("Take tags off"),
        "note": _("Note"),
        "reply": _("Reply"),
        "draft": _("Reply in the draft"),
        "status": _("Status"),
        "wait": _("Wait for somebody else"),
        "follow_up": _("Follow up"),
        "snooze": _("Snooze"),
    }
    return labels[kind]


def value_words(kind: str, value: Any, names: Names) -> str:
    """A value as people read it: "Pending", "nobody", "delivery, lid", "2 days: Ask the carrier"."""
    if kind == "status":
        return str(Status(value).label)
    if kind == "priority":
        return str(Priority(value).label)
    if kind in ("add_tags", "remove_tags"):
        return ", ".join(names.of(kind, one) or _("a tag that is gone") for one in value)
    if kind in ("assign", "team", "driver"):
        if value is None or value == NOBODY:
            return _("none") if kind == "driver" else _("nobody")
        return _("whoever uses it") if value == AUTHOR else names.of(kind, value) or _("no longer there")
    if isinstance(value, Later):
        span = span_words(value.minutes)
        return f"{span}: {value.text}" if value.text else span
    return span_words(value) if kind == "snooze" else str(value)


def action_words(action: Action, names: Names) -> str:
    """The action in a few words, for a list: "Status: Pending"."""
    value = " ".join(value_words(action.kind, action.value, names).split())
    value = value if len(value) <= 90 else f"{value[:88]}…"
    return _("%(what)s: %(value)s") % {"what": kind_label(action.kind), "value": value}


def did_words(done: Did, names: Names) -> str:
    """What was changed, in a few words: "Status: Pending", "Tags: delivery", "Reply in the draft"."""
    if done.kind in ("note", "reply", "draft", "wait", "follow_up", "snooze"):
        return kind_label(done.kind)
    value = value_words(done.kind, done.old if done.kind == "remove_tags" else done.new, names)
    return _("%(what)s: %(value)s") % {"what": kind_label(done.kind), "value": value}


def span_words(minutes: int) -> str:
    """In the largest unit that leaves no rest: "2 days", "90 minutes"."""
    if minutes % 1440 == 0:
        days = minutes // 1440
        return ngettext("%(n)s day", "%(n)s days", days) % {"n": days}
    if minutes % 60 == 0:
        hours = minutes // 60
        return ngettext("%(n)s hour", "%(n)s hours", hours) % {"n": hours}
    return ngettext("%(n)s minute", "%(n)s minutes", minutes) % {"n": minutes}
