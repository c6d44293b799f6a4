"""What a mailbox's provider knows the desk by, for signing in with OAuth2."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wellkept.channels.email.models import OAUTH_PROVIDERS

from .fields import PLAIN, SecretField

ADDRESS = {**PLAIN, "inputmode": "url"}


class OAuthForm(forms.Form):
    """`given` is what to store; a secret is None unless one was typed."""

    provider = forms.ChoiceField(
        label=_("Whose mailbox it is"), choices=OAUTH_PROVIDERS, widget=forms.RadioSelect, initial="google"
    )
    tenant = forms.CharField(
        label=_("Directory"),
        help_text=_("Its id, or your domain there. Empty means any organisation."),
        required=False,
        max_length=64,
        widget=forms.TextInput(attrs=PLAIN),
    )
    authorization_endpoint = forms.CharField(
        label=_("Address for consent"),
        help_text=_("Not needed when you have a refresh token already."),
        required=False,
        max_length=500,
        widget=forms.TextInput(attrs=ADDRESS),
    )
    token_endpoint = forms.CharField(
        label=_("Address for tokens"), required=False, max_length=500, widget=forms.TextInput(attrs=ADDRESS)
    )
    scopes = forms.CharField(
        label=_("Scopes"),
        help_text=_("What is asked for, with spaces between."),
        required=False,
        max_length=1000,
        widget=forms.TextInput(attrs=PLAIN),
    )
    client_id = forms.CharField(
        label=_("Client id"),
        max_length=255,
        error_messages={"required": _("Write the client id that the provider gave the desk.")},
        widget=forms.TextInput(attrs=PLAIN),
    )
    client_secret = SecretField(
        label=_("Client secret"), help_text=_("Leave it empty to keep the stored one.")
    )
    refresh_token = SecretField(
        label=_("Refresh token"),
        help_text=_("Only if you have one already. Otherwise save, and connect."),
    )

    def clean_token_endpoint(self) -> str:
        given: str = self.cleaned_data["token_endpoint"]
        if self.cleaned_data.get("provider") == "other" and not given:
            raise forms.ValidationError(_("Write the address that gives tokens."))
        return given

    def given(self) -> dict[str, Any]:
        secrets = ("client_secret", "refresh_token")
        return {**self.cleaned_data, **{name: self.cleaned_data[name] or None for name in secrets}}
