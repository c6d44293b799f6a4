"""What holds for the whole desk."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from wellkept.accounts.web.choices import languages, timezones


class WorkspaceForm(forms.Form):
    name = forms.CharField(
        label=_("Name"),
        help_text=_("Your company or team. Customers read it."),
        max_length=120,
        error_messages={"required": _("Give the desk a name.")},
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    timezone = forms.ChoiceField(
        label=_("Time zone"),
        choices=timezones,
        help_text=_("For people who have not chosen their own."),
    )
    language = forms.ChoiceField(
        label=_("Language"), choices=languages, help_text=_("What new people start with.")
    )
    undo_seconds = forms.IntegerField(
        label=_("Time to take a reply back, in seconds"),
        help_text=_("Each reply waits this long before it leaves. 0 sends at once."),
        min_value=0,
        max_value=120,
        error_messages={
            "required": _("Write a number of seconds."),
            "invalid": _("Write a whole number of seconds."),
            "min_value": _("0 is the least: the reply leaves at once."),
            "max_value": _("120 seconds is the most: customers wait for it."),
        },
        widget=forms.NumberInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
