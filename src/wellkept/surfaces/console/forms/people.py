"""Agents, invitations and teams."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from wellkept.accounts import queries
from wellkept.accounts.models import Agent, Role

ROLES = [
    (Role.ADMIN, _("Admin: sees and changes everything, settings included")),
    (Role.SUPERVISOR, _("Supervisor: sees every inbox, looks after mail and work")),
    (Role.AGENT, _("Agent: answers in the inboxes of their teams")),
    (Role.LIGHT, _("Light agent: reads and writes notes, never to customers")),
]


class InviteForm(forms.Form):
    email = forms.EmailField(
        label=_("Email"),
        max_length=254,
        error_messages={
            "required": _("Write the address they will sign in with."),
            "invalid": _("Write a whole address, like ben@shop.example."),
        },
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    name = forms.CharField(
        label=_("Name"),
        help_text=_("They can change it."),
        required=False,
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    role = forms.ChoiceField(label=_("Role"), choices=ROLES, initial=Role.AGENT, widget=forms.RadioSelect)


class RoleForm(forms.Form):
    role = forms.ChoiceField(label=_("Role"), choices=ROLES, widget=forms.RadioSelect)


class TeamForm(forms.Form):
    name = forms.CharField(
        label=_("Name"),
        max_length=80,
        error_messages={"required": _("A team needs a name.")},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    members = forms.ModelMultipleChoiceField(
        label=_("Members"),
        queryset=Agent.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # handed through as they came
        self.fields["members"].queryset = queries.agents()  # type: ignore[attr-defined]  # a model field's own
