"""Email addresses: their inbox, their way out, their way in."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from wellkept.channels.email.models import EmailAccount
from wellkept.conversations.models import Inbox

PLAIN = {"autocomplete": "off", "spellcheck": "false", "autocapitalize": "none"}
PORT_ERRORS = {
    "required": _("Write a port number."),
    "invalid": _("A port is a whole number."),
    "min_value": _("Ports go from 1 to 65535."),
    "max_value": _("Ports go from 1 to 65535."),
}


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
        help_text=_("Sent once to each new conversation, never to robots. Leave it empty to send none."),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class _SecretField(forms.CharField):
    """Never shown again: empty keeps what is stored."""

    def __init__(self, **kwargs: Any) -> None:
        attrs = {**PLAIN, "autocomplete": "new-password"}
        super().__init__(
            required=False, strip=False, max_length=8000, widget=forms.PasswordInput(attrs=attrs), **kwargs
        )


class _ServerForm(forms.Form):
    """`given` are the settings to store; a password is among them only when one was typed or taken away."""

    prefix_of_fields = ""

    def given(self) -> dict[str, Any]:
        values = {
            name: value for name, value in self.cleaned_data.items() if name.startswith(self.prefix_of_fields)
        }
        secret = f"{self.prefix_of_fields}secret"
        if not values[secret]:
            values.pop(secret)
            if self.cleaned_data.get("forget_secret"):
                values[secret] = ""
        return values


class SmtpForm(_ServerForm):
    prefix_of_fields = "smtp_"

    smtp_host = forms.CharField(
        label=_("Server"),
        help_text=_("Like smtp.shop.example. Empty uses the desk's own server, or the local outbox."),
        required=False,
        max_length=253,
        widget=forms.TextInput(attrs=PLAIN),
    )
    smtp_port = forms.IntegerField(label=_("Port"), min_value=1, max_value=65535, error_messages=PORT_ERRORS)
    smtp_security = forms.ChoiceField(label=_("Encryption"), choices=EmailAccount.Security.choices)
    smtp_user = forms.CharField(
        label=_("User name"), required=False, max_length=254, widget=forms.TextInput(attrs=PLAIN)
    )
    smtp_secret = _SecretField(label=_("Password"), help_text=_("Leave it empty to keep the stored one."))
    forget_secret = forms.BooleanField(label=_("Forget the stored password"), required=False)


class ImapForm(_ServerForm):
    prefix_of_fields = "imap_"

    imap_host = forms.CharField(
        label=_("Server"),
        help_text=_("Like imap.shop.example. Empty fetches nothing."),
        required=False,
        max_length=253,
        widget=forms.TextInput(attrs=PLAIN),
    )
    imap_port = forms.IntegerField(label=_("Port"), min_value=1, max_value=65535, error_messages=PORT_ERRORS)
    imap_security = forms.ChoiceField(label=_("Encryption"), choices=EmailAccount.Security.choices)
    imap_user = forms.CharField(
        label=_("User name"),
        help_text=_("Empty means the address itself."),
        required=False,
        max_length=254,
        widget=forms.TextInput(attrs=PLAIN),
    )
    imap_secret = _SecretField(
        label=_("Password or token"), help_text=_("Leave it empty to keep the stored one.")
    )
    forget_secret = forms.BooleanField(label=_("Forget the stored password"), required=False)
    imap_uses_token = forms.BooleanField(label=_("It is an OAuth2 token, not a password"), required=False)
    imap_folder = forms.CharField(
        label=_("Folder"),
        max_length=120,
        error_messages={"required": _("Most mailboxes call it INBOX.")},
        widget=forms.TextInput(attrs=PLAIN),
    )
    imap_since = forms.DateField(
        label=_("Leave mail from before"),
        help_text=_("Older mail stays in the mailbox and is not brought in. Empty brings everything."),
        required=False,
        error_messages={"invalid": _("Write a date like 2026-06-01.")},
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    imap_marks_seen = forms.BooleanField(
        label=_("Mark mail in the mailbox as read once it is stored here"), required=False
    )

    def clean_imap_since(self) -> datetime | None:
        """The day's first moment in the person's own zone."""
        day = self.cleaned_data["imap_since"]
        if day is None:
            return None
        return datetime.combine(day, time.min, tzinfo=timezone.get_current_timezone())


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
