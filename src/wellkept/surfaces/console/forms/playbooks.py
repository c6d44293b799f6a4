"""Playbooks: which reason, and the three texts of one."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wellkept.automation.domain.playbook import Definition, Wrong
from wellkept.automation.domain.playbook_lines import read_lines
from wellkept.conversations.models import Driver

LONGEST = 20_000


class NewPlaybookForm(forms.Form):
    driver = forms.ModelChoiceField(
        label=_("Reason for contact"),
        queryset=Driver.objects.none(),
        error_messages={
            "required": _("Choose a reason."),
            "invalid_choice": _("Choose a reason of the list."),
        },
    )
    name = forms.CharField(
        label=_("Name"),
        max_length=120,
        error_messages={"required": _("A playbook needs a name.")},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        free = Driver.objects.filter(parent__isnull=False, retired_at__isnull=True, playbook__isnull=True)
        self.fields["driver"].queryset = free.order_by("name", "id")  # type: ignore[attr-defined]  # a model field's own


def _lines(label: Any, hint: Any, rows: int) -> forms.CharField:
    """A text of lines."""
    return forms.CharField(
        label=label,
        help_text=hint,
        required=False,
        max_length=LONGEST,
        strip=False,
        widget=forms.Textarea(attrs={"rows": rows, "spellcheck": "false"}),
    )


class PlaybookForm(forms.Form):
    """Cleaned, `definition` holds what the three texts say."""

    name = NewPlaybookForm.base_fields["name"]
    facts = _lines(
        _("Facts to collect"),
        _("One a line: name | yes or no, number, one of: a, b, c, text, or date | where it comes from."),
        5,
    )
    table = _lines(
        _("Decision table"),
        _(
            "One row a line: fact: value; fact: value => remedy | why. Numbers: under 12, 12 to under 24, 24 or more."
        ),
        7,
    )
    steps = _lines(
        _("Steps"), _("One a line. Before => the remedy it belongs to; without, it belongs to all."), 5
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        try:
            texts = {name: given.get(name, "") for name in ("facts", "table", "steps")}
            given["definition"] = read_lines(**texts)
        except Wrong as wrong:
            says = _("Line %(line)s: %(say)s") % {"line": wrong.line, "say": wrong.say}
            self.add_error(wrong.where or None, says)
            given["definition"] = Definition()
        return given


class TermsForm(forms.Form):
    minutes = forms.IntegerField(
        label=_("Minutes to decide"),
        help_text=_("Then supervisors see it, too. It stays with whoever has it, and can still be accepted."),
        min_value=1,
        max_value=20160,
        error_messages={
            "required": _("Write a number of minutes."),
            "invalid": _("Write a number of minutes."),
            "min_value": _("One minute at least."),
            "max_value": _("Two weeks at most: 20160 minutes."),
        },
    )
