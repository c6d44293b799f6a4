"""What is to be done, one action a row: a row that is left as it is does nothing. Needs no script."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from wellkept.accounts.models import Agent, Role, Team
from wellkept.automation.domain.actions import (
    AUTHOR,
    KINDS,
    MOST_LETTERS,
    MOST_WORDS,
    NOBODY,
    Action,
    Later,
    Wrong,
    read,
)
from wellkept.conversations.models import Driver, Priority, Status, Tag
from wellkept.kernel.text import whole

LEAVE = ("", _("leave it as it is"))
UNITS = [("1440", _("days")), ("60", _("hours")), ("1", _("minutes"))]
SPANS = ("wait", "follow_up", "snooze")


def _choice(label: Any) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label, required=False, error_messages={"invalid_choice": _("Choose one of the list.")}
    )


def _tags(label: Any) -> forms.CharField:
    return forms.CharField(
        label=label,
        required=False,
        max_length=1500,
        help_text=_("Names with commas between them."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


def _text(label: Any, hint: Any, rows: int) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=hint,
        required=False,
        max_length=MOST_LETTERS,
        strip=False,
        widget=forms.Textarea(attrs={"rows": rows, "dir": "auto"}),
    )


def _amount(label: Any) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        required=False,
        error_messages={"invalid": _("Write a whole number.")},
        widget=forms.NumberInput(attrs={"inputmode": "numeric", "autocomplete": "off", "min": "1"}),
    )


def _unit() -> forms.ChoiceField:
    return forms.ChoiceField(label=_("Unit"), choices=UNITS, required=False)


def _what() -> forms.CharField:
    return forms.CharField(
        label=_("What"),
        required=False,
        max_length=MOST_WORDS,
        widget=forms.TextInput(attrs={"autocomplete": "off", "dir": "auto"}),
    )


class ActionsForm(forms.Form):
    """Cleaned, `actions` holds what was chosen, as `domain.actions.read` gives it."""

    assign = _choice(_("Owner"))
    team = _choice(_("Team"))
    priority = _choice(_("Priority"))
    driver = _choice(_("Reason for contact"))
    status = _choice(_("Status"))
    add_tags = _tags(_("Add tags"))
    remove_tags = _tags(_("Take tags off"))
    note = _text(_("Note"), _("Added at once. Only the team sees it."), 3)
    reply = _text(_("Reply"), _("Goes into the draft of whoever uses it. Nothing is sent."), 8)
    wait = _amount(_("Wait for somebody else"))
    wait_unit = _unit()
    wait_text = _what()
    follow_up = _amount(_("Follow up in"))
    follow_up_unit = _unit()
    follow_up_text = _what()
    snooze = _amount(_("Snooze for"))
    snooze_unit = _unit()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        agents = Agent.objects.active().exclude(role=Role.LIGHT).order_by("name", "id")
        reasons = Driver.objects.filter(retired_at__isnull=True).select_related("parent")
        self._offer("assign", [(AUTHOR, _("whoever uses it")), (NOBODY, _("nobody")), *_rows(agents)])
        self._offer("team", [(NOBODY, _("nobody")), *_rows(Team.objects.order_by("name", "id"))])
        self._offer("priority", [(str(value), label) for value, label in Priority.choices])
        self._offer("status", Status.choices)
        named = [
            (str(one.pk), f"{one.parent.name}: {one.name}" if one.parent else one.name) for one in reasons
        ]
        self._offer("driver", sorted(named, key=lambda row: row[1]))

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if self.errors:
            return given
        data = [
            {"do": kind, "value": value} for kind in KINDS if (value := self._value(kind, given)) is not None
        ]
        if self.errors:
            return given
        try:
            given["actions"] = read(data)
        except Wrong as wrong:
            kind = None if wrong.place is None or wrong.place >= len(data) else data[wrong.place]["do"]
            self.add_error(kind, _now(wrong.say))
        return given

    def _offer(self, name: str, choices: list[Any]) -> None:
        self.fields[name].choices = [LEAVE, *choices]  # type: ignore[attr-defined]  # a choice field's own

    def _value(self, kind: str, given: dict[str, Any]) -> Any:
        """As plain data, None for a row that was left as it is."""
        value = given.get(kind)
        if kind in ("add_tags", "remove_tags"):
            return self._tag_ids(kind, value or "")
        if kind in SPANS:
            return self._span(kind, given)
        if not value or (isinstance(value, str) and not value.strip()):
            return None
        if kind in ("note", "reply"):
            return value.replace("\r\n", "\n").rstrip()
        number = whole(value)
        return value if number is None else number

    def _span(self, kind: str, given: dict[str, Any]) -> Any:
        amount, text = given.get(kind), given.get(f"{kind}_text", "")
        if amount is None:
            if text:
                self.add_error(kind, _now("Say when."))
            return None
        minutes = amount * int(given.get(f"{kind}_unit") or 1440)
        return minutes if kind == "snooze" else {"minutes": minutes, "text": text}

    def _tag_ids(self, kind: str, text: str) -> list[int] | None:
        names = [name for part in text.split(",") if (name := part.strip().lower().strip("# "))]
        known = dict(Tag.objects.filter(name__in=names).values_list("name", "pk"))
        unknown = [name for name in names if name not in known]
        if unknown:
            self.add_error(
                kind, _now("There is no tag %(names)s.") % {"names": ", ".join(f"“{one}”" for one in unknown)}
            )
        return [known[name] for name in names if name in known] or None


def initial_of(actions: Iterable[Action]) -> dict[str, Any]:
    """What the form begins with for actions that are there."""
    found: dict[str, Any] = {}
    for action in actions:
        value = action.value
        if isinstance(value, tuple):
            names = Tag.objects.filter(pk__in=value).order_by("name").values_list("name", flat=True)
            found[action.kind] = ", ".join(names)
        elif isinstance(value, Later):
            found |= _span_initial(action.kind, value.minutes) | {f"{action.kind}_text": value.text}
        elif action.kind == "snooze":
            found |= _span_initial("snooze", int(value))
        else:
            found[action.kind] = str(value)
    return found


def _span_initial(kind: str, minutes: int) -> dict[str, Any]:
    size = next(size for size in (1440, 60, 1) if minutes % size == 0)
    return {kind: minutes // size, f"{kind}_unit": str(size)}


def _rows(found: Any) -> list[tuple[str, str]]:
    return [(str(pk), name) for pk, name in found.values_list("pk", "name")]
