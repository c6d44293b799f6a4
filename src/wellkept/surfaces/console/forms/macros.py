"""A macro: its name, who may use it, and what it does."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wellkept.accounts.models import Team
from wellkept.automation.domain.actions import read
from wellkept.automation.models import Macro

from .actions import ActionsForm, initial_of


class MacroForm(ActionsForm):
    name = forms.CharField(
        label=_("Name"),
        max_length=80,
        error_messages={"required": _("A macro needs a name.")},
        widget=forms.TextInput(attrs={"autocomplete": "off", "dir": "auto"}),
    )
    description = forms.CharField(
        label=_("When to use it"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off", "dir": "auto"}),
    )
    used_by = forms.ModelChoiceField(
        label=_("Who may use it"),
        queryset=Team.objects.none(),
        required=False,
        empty_label=_("Everybody"),
        error_messages={"invalid_choice": _("Choose one of the list.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["used_by"].queryset = Team.objects.order_by("name", "id")  # type: ignore[attr-defined]  # a model field's own

    def macro(self) -> dict[str, Any]:
        """What was filled in, as `operations.macros.create` takes it."""
        given = self.cleaned_data
        return {
            "name": given["name"],
            "description": given["description"],
            "team": given["used_by"],
            "actions": given["actions"],
        }


def initial_of_macro(macro: Macro) -> dict[str, Any]:
    """What the form of a macro begins with."""
    head = {"name": macro.name, "description": macro.description, "used_by": macro.team_id}
    return head | initial_of(read(macro.actions))
