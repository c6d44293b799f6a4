"""Tags, drivers and rules for senders."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from wellkept.conversations.models import Driver


class TagForm(forms.Form):
    name = forms.CharField(
        label=_("Tag"),
        max_length=60,
        error_messages={"required": _("A tag needs a name.")},
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none"}),
    )


class DriverForm(forms.Form):
    name = forms.CharField(
        label=_("Driver"),
        max_length=80,
        error_messages={"required": _("A driver needs a name.")},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class NewDriverForm(DriverForm):
    parent = forms.ModelChoiceField(
        label=_("Below"),
        queryset=Driver.objects.none(),
        required=False,
        empty_label=_("Nothing: it is of the first level"),
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # handed through as they came
        parents = Driver.objects.filter(parent__isnull=True, retired_at__isnull=True).order_by("name", "id")
        self.fields["parent"].queryset = parents  # type: ignore[attr-defined]  # a model field's own


class SenderForm(forms.Form):
    pattern = forms.CharField(
        label=_("Address or domain"),
        help_text=_("eve@quayside.example, or @quayside.example for everyone there."),
        max_length=320,
        error_messages={"required": _("Write an address, or a domain with an @ before it.")},
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "spellcheck": "false", "autocapitalize": "none"}
        ),
    )
    verdict = forms.ChoiceField(
        label=_("What happens"),
        choices=[
            ("block", _("Block: their mail is suspended here")),
            ("allow", _("Allow: never suspended for writing too often")),
        ],
    )
    why = forms.CharField(
        label=_("Why"), required=False, max_length=200, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
