"""Terms of staffing, one more client, and the intake gate."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wellkept.conversations.models import Inbox, Tag
from wellkept.customers.models import Company
from wellkept.routing.models import Intake

WHOLE = {"invalid": _("Write a whole number."), "required": _("Write a number.")}


def number(label: Any, *, least: int, most: int, hint: Any = "", required: bool = True) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        help_text=hint,
        min_value=least,
        max_value=most,
        required=required,
        error_messages={
            **WHOLE,
            "min_value": _("Write %(limit_value)s or more."),
            "max_value": _("Write %(limit_value)s or less."),
        },
        widget=forms.NumberInput(attrs={"inputmode": "numeric", "min": None, "max": None}),
    )


class TermsForm(forms.Form):
    handle_minutes = forms.DecimalField(
        label=_("Handling one, in minutes"),
        help_text=_("Reading, finding out, writing: all that an agent does for one message."),
        min_value=0,
        max_value=1000,
        decimal_places=2,
        error_messages={"required": _("Write a number."), "invalid": _("Write a number, for example 7.5.")},
        widget=forms.NumberInput(attrs={"step": "any"}),
    )
    target_percent = number(_("Of 100 people, so many"), least=1, most=99)
    target_minutes = forms.DecimalField(
        label=_("are answered within, in minutes"),
        min_value=0,
        max_value=100_000,
        decimal_places=2,
        error_messages={"required": _("Write a number."), "invalid": _("Write a number, for example 240.")},
        widget=forms.NumberInput(attrs={"step": "any"}),
    )
    patience_minutes = forms.DecimalField(
        label=_("People give up after, in minutes"),
        help_text=_("On average, on the phone or in chat. Empty: nobody gives up, as with mail."),
        min_value=0,
        max_value=100_000,
        decimal_places=2,
        required=False,
        error_messages={"invalid": _("Write a number, for example 3.")},
        widget=forms.NumberInput(attrs={"step": "any"}),
    )
    shrinkage_percent = number(
        _("Shrinkage, in percent"),
        least=0,
        most=90,
        hint=_("Paid time that is not at the desk: leave, illness, training, breaks."),
    )
    concurrency = forms.DecimalField(
        label=_("Conversations at once"),
        help_text=_("As measured, not as allowed. 1 for mail and phone."),
        min_value=1,
        max_value=20,
        decimal_places=1,
        error_messages={"required": _("Write a number."), "invalid": _("Write a number, for example 2.2.")},
        widget=forms.NumberInput(attrs={"step": "any"}),
    )


class MoreForm(forms.Form):
    """One more client or campaign; read from the address, so that an answer can be passed on."""

    more = number(_("Messages a week"), least=1, most=1_000_000)
    handle = forms.DecimalField(
        label=_("Minutes to handle one"),
        min_value=0.1,
        max_value=1000,
        decimal_places=2,
        required=False,
        help_text=_("Empty: as today."),
        widget=forms.NumberInput(attrs={"step": "any"}),
    )


class IntakeForm(forms.Form):
    asked_by = forms.CharField(
        label=_("Who asks"), max_length=120, error_messages={"required": _("Say who asks.")}
    )
    what = forms.CharField(
        label=_("What they bring"),
        help_text=_("A client, a campaign, a product."),
        max_length=300,
        error_messages={"required": _("Say what they want to bring.")},
    )
    arrivals_a_week = number(_("Messages a week"), least=1, most=1_000_000)
    handle_minutes = forms.DecimalField(
        label=_("Minutes to handle one"),
        min_value=0.1,
        max_value=1000,
        decimal_places=2,
        error_messages={"required": _("Write a number."), "invalid": _("Write a number, for example 7.5.")},
        widget=forms.NumberInput(attrs={"step": "any"}),
    )
    begins_on = forms.DateField(
        label=_("From when"),
        error_messages={"required": _("Choose a day."), "invalid": _("Write a day, for example 2026-07-01.")},
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    inbox = forms.ModelChoiceField(
        label=_("Its messages come to the inbox"),
        queryset=Inbox.objects.none(),
        required=False,
        empty_label=_("None of its own"),
    )
    company = forms.CharField(
        label=_("or come from the company"),
        help_text=_("Its name, or its domain, as the desk knows it."),
        max_length=253,
        required=False,
    )
    tag = forms.ModelChoiceField(
        label=_("or bear the tag"), queryset=Tag.objects.none(), required=False, empty_label=_("None")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        inboxes = Inbox.objects.filter(archived_at__isnull=True).order_by("name", "id")
        self.fields["inbox"].queryset = inboxes  # type: ignore[attr-defined]  # a model field's own
        tags = Tag.objects.filter(retired_at__isnull=True).order_by("name", "id")
        self.fields["tag"].queryset = tags  # type: ignore[attr-defined]  # a model field's own

    def clean_company(self) -> Company | None:
        named: str = self.cleaned_data["company"].strip()
        if not named:
            return None
        by_domain = Company.objects.filter(domain=named.lower().removeprefix("@"))
        found = by_domain.first() or Company.objects.filter(name__iexact=named).order_by("id").first()
        if found is None:
            raise forms.ValidationError(_("No company of that name or domain is known here."))
        return found

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if sum(bool(given.get(name)) for name in ("inbox", "company", "tag")) > 1:
            raise forms.ValidationError(
                _("Name an inbox, a company or a tag: what came is counted in one place.")
            )
        return given


class DecisionForm(forms.Form):
    decision = forms.ChoiceField(
        label=_("What do you decide?"),
        choices=Intake.Answer.choices,
        error_messages={"required": _("Accept, begin in phases, or decline.")},
    )
    reason = forms.CharField(
        label=_("Why"),
        max_length=500,
        error_messages={"required": _("Say why: whoever reads the register later was not there.")},
        widget=forms.Textarea(attrs={"rows": 3}),
    )
