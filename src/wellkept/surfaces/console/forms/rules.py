"""A rule: when it runs, where, and what it does."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wellkept.automation.action_words import kind_label
from wellkept.automation.domain import actions, conditions
from wellkept.automation.domain.condition_fields import FIELDS
from wellkept.automation.models import Rule

from .rule_rows import Unreadable, action_text, action_value, check_text, check_values

CONDITIONS, ACTIONS = 5, 4
EVENTS = {
    "conversation.opened": _("A conversation begins"),
    "conversation.message_received": _("A customer writes"),
    "conversation.reply_written": _("Somebody answers"),
    "conversation.note_written": _("Somebody writes a note"),
    "conversation.assigned": _("It is given to somebody"),
    "conversation.status_changed": _("The status changes"),
    "conversation.priority_changed": _("The priority changes"),
    "conversation.driver_changed": _("The reason for contact changes"),
    "conversation.tag_added": _("A tag is added"),
    "conversation.tag_removed": _("A tag is taken off"),
    "conversation.place_changed": _("It goes to spam, to the trash, or back"),
    "conversation.inbox_changed": _("It moves to another inbox"),
    "conversation.woken": _("It comes back from its snooze"),
}
LABELS = {
    "status": _("Status"), "place": _("Place (desk, spam, trash)"), "channel": _("Channel"),
    "language": _("Language"), "promise": _("Has a promise that is"), "priority": _("Priority"),
    "inbox": _("Inbox"), "team": _("Team"), "assignee": _("Owner"), "driver": _("Reason for contact"),
    "company": _("Company"), "tag": _("Tag"), "subject": _("Subject"), "last_words": _("Last words"),
    "age": _("Since it began"), "quiet": _("Since anybody wrote"), "in_status": _("Since its status changed"),
    "due": _("A promise falls due"),
}  # fmt: skip
OPS = {
    "is": _("is"), "is_not": _("is not"), "empty": _("is empty"), "not_empty": _("is not empty"),
    "contains": _("contains"), "contains_not": _("does not contain"), "at_least": _("at least"),
    "under": _("under"), "within": _("within"),
}  # fmt: skip
NONE = ("", "–")


class RuleForm(forms.Form):
    """Cleaned, `tree` and `acts` hold what the rows say; without an event it runs by the clock."""

    name = forms.CharField(
        label=_("Name"), max_length=80, error_messages={"required": _("A rule needs a name.")}
    )
    on = forms.MultipleChoiceField(
        label=_("When"),
        help_text=_("None: by the clock, once a minute, wherever the conditions hold."),
        choices=list(EVENTS.items()),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    join = forms.ChoiceField(
        label=_("Where"), choices=[("all", _("All of these hold")), ("any", _("Any of these holds"))]
    )
    stops = forms.BooleanField(label=_("No later rule runs on the same event"), required=False)
    is_once = forms.BooleanField(label=_("Only once in a conversation"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        short = forms.TextInput(attrs={"autocomplete": "off"})
        for nr in range(CONDITIONS):
            self.fields[f"field{nr}"] = _choice(_("Condition"), LABELS)
            self.fields[f"op{nr}"] = _choice(_("Comparison"), OPS)
            self.fields[f"value{nr}"] = _text(_("Value"), 2000, short)
        for nr in range(ACTIONS):
            self.fields[f"do{nr}"] = _choice(_("Action"), {kind: kind_label(kind) for kind in actions.KINDS})
            area = forms.Textarea(attrs={"rows": 2})
            self.fields[f"with{nr}"] = _text(_("Value"), actions.MOST_LETTERS, area)

    def condition_rows(self) -> list[tuple[Any, Any, Any]]:
        return [(self[f"field{nr}"], self[f"op{nr}"], self[f"value{nr}"]) for nr in range(CONDITIONS)]

    def action_rows(self) -> list[tuple[Any, Any]]:
        return [(self[f"do{nr}"], self[f"with{nr}"]) for nr in range(ACTIONS)]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        given["tree"] = self._tree(given)
        given["acts"] = self._acts(given)
        return given

    def _tree(self, given: dict[str, Any]) -> conditions.Tree | None:
        parts = []
        for nr in range(CONDITIONS):
            if not (field := given.get(f"field{nr}")):
                continue
            row = {"field": field, "op": given.get(f"op{nr}")}
            try:
                if row["op"] not in ("empty", "not_empty"):
                    row["value"] = check_values(field, given.get(f"value{nr}", ""))
                conditions.read(row)
            except (Unreadable, conditions.Wrong) as wrong:
                self.add_error(f"value{nr}", str(wrong))
            parts.append(row)
        if not parts:
            self.add_error("join", _("Say where it runs: one condition at least."))
        return None if self.errors else conditions.read({given["join"]: parts})

    def _acts(self, given: dict[str, Any]) -> tuple[actions.Action, ...]:
        rows, places = [], []
        for nr in range(ACTIONS):
            if not (kind := given.get(f"do{nr}")):
                continue
            try:
                rows.append({"do": kind, "value": action_value(kind, given.get(f"with{nr}", ""))})
                places.append(nr)
            except Unreadable as wrong:
                self.add_error(f"with{nr}", str(wrong))
        try:
            return () if self.errors else actions.read(rows)
        except actions.Wrong as wrong:
            self.add_error(f"with{places[wrong.place] if wrong.place is not None else 0}", wrong.say)
            return ()


def rows_of(rule: Rule) -> dict[str, Any]:
    """What the form begins with, for a rule that this form wrote or could have written."""
    join = "any" if "any" in rule.conditions else "all"
    parts = rule.conditions.get(join) or [rule.conditions]
    filled: dict[str, Any] = {
        "name": rule.name, "on": rule.on, "join": join, "stops": rule.stops, "is_once": rule.is_once,
    }  # fmt: skip
    for nr, part in enumerate(parts):
        filled[f"field{nr}"], filled[f"op{nr}"] = part["field"], part["op"]
        filled[f"value{nr}"] = check_text(part["field"], part.get("value", []))
    for nr, one in enumerate(rule.actions):
        filled[f"do{nr}"], filled[f"with{nr}"] = one["do"], action_text(one["do"], one["value"])
    return filled


def fits(rule: Rule) -> bool:
    """Whether the rows of the form can hold it: no groups inside the group, not too many."""
    parts = rule.conditions.get("all") or rule.conditions.get("any") or [rule.conditions]
    is_flat = all(part.get("field") in FIELDS for part in parts)
    return is_flat and len(parts) <= CONDITIONS and len(rule.actions) <= ACTIONS


def _choice(label: Any, words: dict[str, Any]) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=[NONE, *words.items()], required=False)


def _text(label: Any, most: int, widget: forms.Widget) -> forms.CharField:
    return forms.CharField(label=label, max_length=most, required=False, widget=widget)
