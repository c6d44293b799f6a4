"""Conditions and actions as rows of a form: a kind, a comparison, and a value as people write it.

People and places go by their names, several with a semicolon between them; a span is "3 days", "2 hours" or
"30 minutes"; something to do later is a span, a colon and what it is.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext as _

from wellkept.accounts.models import Agent, Team
from wellkept.automation.action_words import span_words
from wellkept.automation.domain.condition_fields import FIELDS
from wellkept.conversations.models import Driver, Inbox, Tag
from wellkept.customers.models import Company

_MODELS: Mapping[str, type[Model]] = {
    "inbox": Inbox, "team": Team, "assignee": Agent, "assign": Agent, "driver": Driver, "company": Company,
    "tag": Tag, "add_tags": Tag, "remove_tags": Tag,
}  # fmt: skip
_UNITS = {"m": 1, "h": 60, "d": 1440}
_PRIORITIES = ("low", "normal", "high", "urgent")


class Unreadable(ValueError):
    """A value that cannot be read; the text is for who wrote it."""


def check_values(field: str, text: str) -> list[str | int]:
    """What is to be compared with, as conditions hold it. Raises Unreadable."""
    shape, parts = FIELDS[field].shape, _parts(text)
    if shape in ("age", "due"):
        return [_minutes(text)]
    if field == "priority":
        return [_priority(part) for part in parts]
    if shape == "id":
        return [_number(field, part) for part in parts]
    return [part.lower().replace(" ", "_") if FIELDS[field].known else part for part in parts]


def check_text(field: str, values: list[Any]) -> str:
    """As `check_values` reads it."""
    shape = FIELDS[field].shape
    if shape in ("age", "due"):
        return span_words(values[0]) if values else ""
    if field == "priority":
        return "; ".join(_PRIORITIES[one] for one in values)
    return "; ".join(_name(field, one) if shape == "id" else str(one) for one in values)


def action_value(kind: str, text: str) -> Any:
    """The value as actions hold it. Raises Unreadable."""
    text = text.strip()
    if kind in ("note", "reply"):
        return text
    if kind == "status":
        return text.lower().replace(" ", "_")
    if kind == "priority":
        return _priority(text)
    if kind == "snooze":
        return _minutes(text)
    if kind in ("wait", "follow_up"):
        span, _colon, words = text.partition(":")
        return {"minutes": _minutes(span), "text": words.strip()}
    if kind in ("add_tags", "remove_tags"):
        return [_number(kind, part) for part in _parts(text)]
    if kind in ("assign", "team") and text in ("author", "nobody"):
        return text
    return _number(kind, text)


def action_text(kind: str, value: Any) -> str:
    """As `action_value` reads it."""
    if kind == "priority":
        return _PRIORITIES[value]
    if kind == "snooze":
        return span_words(value)
    if kind in ("wait", "follow_up"):
        span = span_words(value["minutes"])
        return f"{span}: {value['text']}" if value.get("text") else span
    if kind in ("add_tags", "remove_tags"):
        return "; ".join(_name(kind, one) for one in value)
    return _name(kind, value) if kind in _MODELS and isinstance(value, int) else str(value)


def _parts(text: str) -> list[str]:
    return [part.strip() for part in text.split(";") if part.strip()]


def _minutes(text: str) -> int:
    found = re.fullmatch(r"\s*([0-9]{1,6})\s*(m|h|d)[a-z]*\s*", text, re.IGNORECASE)
    if found is None:
        raise Unreadable(_("Write a span: 30 minutes, 2 hours, 3 days."))
    return int(found[1]) * _UNITS[found[2].lower()]


def _priority(text: str) -> int:
    if text.lower() not in _PRIORITIES:
        raise Unreadable(_("A priority is low, normal, high or urgent."))
    return _PRIORITIES.index(text.lower())


def _number(kind: str, name: str) -> int:
    found = list(
        _MODELS[kind]
        ._default_manager.filter(name__iexact=name)
        .order_by("pk")
        .values_list("pk", flat=True)[:2]
    )
    if not found:
        raise Unreadable(_("There is nothing called “%(name)s” here.") % {"name": name})
    if len(found) > 1:
        raise Unreadable(_("Several are called “%(name)s”.") % {"name": name})
    return int(found[0])


def _name(kind: str, number: int) -> str:
    names = _MODELS[kind]._default_manager.filter(pk=number).values_list("name", flat=True)
    return str(names.first() or number)
