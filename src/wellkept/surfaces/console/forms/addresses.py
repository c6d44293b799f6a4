"""Email addresses: which inbox they belong to, what is sent from them by itself, and a first test."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from wellkept.conversations.models import Inbox

from .fields import PLAIN


class _WithInbox(forms.Form):
    inbox = forms.ModelChoiceField(
        label=_("Inbox"),
        queryset=Inbox.objects.none(),
        empty_label=None,
        error_messages={"required": _("Choose the inbox that its mail goes to.")},
    )
    from_name = forms.CharField(
        label=_("Name in From"),
        help_text=_("What customers see beside the address, like “Larkmoor help”."),
        required=False,
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # handed through as they came
        choices = Inbox.objects.filter(archived_at__isnull=True).order_by("name", "id")
        self.fields["inbox"].queryset = choices  # type: ignore[attr-defined]  # a model field's own


class NewAddressForm(_WithInbox):
    address = forms.EmailField(
        label=_("Address"),
        help_text=_("The one customers write to."),
        max_length=254,
        error_messages={
            "required": _("Write the address customers write to."),
            "invalid": _("Write a whole address, like help@shop.example."),
        },
        widget=forms.EmailInput(attrs=PLAIN),
    )
    field_order = ("address", "inbox", "from_name")


class AddressForm(_WithInbox):
    receipt_text = forms.CharField(
        label=_("Receipt"),
        help_text=_(
            "Sent once to each new conversation, never to robots. Leave it empty to send none. {due} becomes the time "
            "by which the first answer is promised; without such a promise its line is left out."
        ),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class TestForm(forms.Form):
    to = forms.EmailField(
        label=_("Send a test to"),
        max_length=254,
        error_messages={
            "required": _("Write the address that shall get the test."),
            "invalid": _("Write a whole address, like ada@shop.example."),
        },
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
