"""Where mail of an address is fetched from."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from wellkept.channels.email.models import EmailAccount

from .fields import PLAIN, PORT_ERRORS, TOKEN, SecretField


class ImapForm(forms.Form):
    """`given` are the settings to store; the secret is among them only when one was typed or taken away."""

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
    imap_secret = SecretField(label=_("Password"), help_text=_("Leave it empty to keep the stored one."))
    forget_secret = forms.BooleanField(label=_("Forget the stored password"), required=False)
    imap_uses_token = forms.BooleanField(
        label=_("Sign in with OAuth2, not with a password"),
        help_text=TOKEN,
        required=False,
    )
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

    def given(self) -> dict[str, Any]:
        values = {name: value for name, value in self.cleaned_data.items() if name.startswith("imap_")}
        if not values["imap_secret"]:
            values.pop("imap_secret")
            if self.cleaned_data["forget_secret"]:
                values["imap_secret"] = ""
        return values
