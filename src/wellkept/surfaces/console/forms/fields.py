"""What forms about other people's servers share."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

PLAIN = {"autocomplete": "off", "spellcheck": "false", "autocapitalize": "none"}
TOKEN = _("Through the connection below. Without one, the password is taken as the token.")
PORT_ERRORS = {
    "required": _("Write a port number."),
    "invalid": _("A port is a whole number."),
    "min_value": _("Ports go from 1 to 65535."),
    "max_value": _("Ports go from 1 to 65535."),
}


class SecretField(forms.CharField):
    """Never shown again: empty keeps what is stored."""

    def __init__(self, **kwargs: Any) -> None:
        attrs = {**PLAIN, "autocomplete": "new-password"}
        super().__init__(
            required=False, strip=False, max_length=8000, widget=forms.PasswordInput(attrs=attrs), **kwargs
        )
