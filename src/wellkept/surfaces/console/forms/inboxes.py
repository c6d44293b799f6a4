"""Inboxes."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from wellkept.accounts import queries
from wellkept.accounts.models import Team
from wellkept.accounts.web.choices import languages


class InboxForm(forms.Form):
    name = forms.CharField(
        label=_("Name"),
        max_length=80,
        error_messages={"required": _("An inbox needs a name.")},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    language = forms.ChoiceField(
        label=_("Language"), choices=languages, help_text=_("What the desk itself writes to customers in.")
    )
    signature = forms.CharField(
        label=_("Signature"),
        help_text=_("Stands under every reply from this inbox."),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    default_team = forms.ModelChoiceField(
        label=_("New conversations go to"),
        queryset=Team.objects.none(),
        required=False,
        empty_label=_("Nobody: they wait unassigned"),
    )
    teams = forms.ModelMultipleChoiceField(
        label=_("Who opens it"),
        help_text=_("Members of these teams read and answer. Admins and supervisors see every inbox."),
        queryset=Team.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # handed through as they came
        for name in ("default_team", "teams"):
            self.fields[name].queryset = queries.teams()  # type: ignore[attr-defined]  # a model field's own
