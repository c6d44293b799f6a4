"""A promise of the service code, and the reason for counting anew."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from wellkept.conversations.models import Inbox, Priority, Tag
from wellkept.customers.models import Company
from wellkept.promises.models import Hours, Target, TargetKind
from wellkept.promises.operations.code import MOST_MINUTES

MINUTES, AN_HOUR = "1", "60"
KINDS = [
    (TargetKind.FIRST_REPLY, _("First reply, from their first message")),
    (TargetKind.NEXT_REPLY, _("Next reply, from each later message")),
    (TargetKind.UPDATE, _("Word on how it stands, from our last answer, while it stays open")),
    (TargetKind.RESOLUTION, _("Resolution, from their message until it is solved")),
    (TargetKind.CALL_BACK, _("Call back, from the moment it is asked for")),
]


class TargetForm(forms.Form):
    kind = forms.ChoiceField(label=_("What is promised"), choices=KINDS)
    amount = forms.IntegerField(
        label=_("Within"),
        min_value=1,
        max_value=MOST_MINUTES,
        error_messages={
            "required": _("Write a number."),
            "invalid": _("Write a whole number."),
            "min_value": _("Write 1 or more."),
            "max_value": _("A year is the most."),
        },
        widget=forms.NumberInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    unit = forms.ChoiceField(label=_("Unit"), choices=[(AN_HOUR, _("hours")), (MINUTES, _("minutes"))])
    hours = forms.ChoiceField(
        label=_("Counted in"),
        choices=[
            (Hours.BUSINESS, _("business hours: only while somebody answers")),
            (Hours.CALENDAR, _("calendar hours: nights and weekends too")),
        ],
    )
    inbox = forms.ModelChoiceField(
        label=_("Inbox"), queryset=Inbox.objects.none(), required=False, empty_label=_("Any")
    )
    priority = forms.TypedChoiceField(
        label=_("Priority"),
        choices=[("", _("Any")), *((str(value), label) for value, label in Priority.choices)],
        coerce=int,
        empty_value=None,
        required=False,
    )
    company = forms.CharField(
        label=_("Company"),
        help_text=_("By its name, or its domain. Empty: any."),
        required=False,
        max_length=253,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    tag = forms.ModelChoiceField(
        label=_("Tag"), queryset=Tag.objects.none(), required=False, empty_label=_("Any")
    )
    pauses_while_pending = forms.BooleanField(
        label=_("The clock stands while we wait for the customer (pending)"), required=False
    )
    pauses_while_on_hold = forms.BooleanField(
        label=_("The clock stands while we wait for someone else (on hold)"), required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = {"inbox": Inbox, "tag": Tag}
        for name, model in choices.items():
            self.fields[name].queryset = model._default_manager.order_by("name", "id")  # type: ignore[attr-defined]  # a model field's own

    def clean_company(self) -> Company | None:
        """There may be far too many for a list to choose from."""
        given = self.cleaned_data["company"].strip()
        if not given:
            return None
        found = list(
            Company.objects.filter(Q(name__iexact=given) | Q(domain=given.lower())).order_by("id")[:2]
        )
        if not found:
            raise forms.ValidationError(_("There is no company of that name or domain."))
        if len(found) > 1:
            raise forms.ValidationError(_("There are several of that name. Write its domain."))
        return found[0]

    def target(self) -> dict[str, Any]:
        """What was filled in, as `operations.set_target` takes it."""
        given = dict(self.cleaned_data)
        given["minutes"] = given.pop("amount") * int(given.pop("unit"))
        return given


def initial_of(target: Target) -> dict[str, Any]:
    """What the form of a target begins with."""
    whole_hours = target.minutes % 60 == 0
    return {
        "kind": target.kind,
        "amount": target.minutes // 60 if whole_hours else target.minutes,
        "unit": AN_HOUR if whole_hours else MINUTES,
        "hours": target.hours,
        "inbox": target.inbox_id,
        "priority": "" if target.priority is None else str(target.priority),
        "company": (target.company.domain or target.company.name) if target.company else "",
        "tag": target.tag_id,
        "pauses_while_pending": target.pauses_while_pending,
        "pauses_while_on_hold": target.pauses_while_on_hold,
    }


class RecountForm(forms.Form):
    reason = forms.CharField(
        label=_("Why"),
        help_text=_("It stands in the log beside every time that moves."),
        max_length=80,
        error_messages={"required": _("Say why: the log keeps it beside every time that moves.")},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
