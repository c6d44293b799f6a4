"""Forms of sign-in, set-up, invitations and one's own profile."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from .choices import languages, timezones

PASSWORD_HINT = _("10 characters or more. A few words you can remember are best.")


class PasswordField(forms.CharField):
    """Kept exactly as typed or pasted, spaces included."""

    def __init__(self, *, is_new: bool = False, **kwargs: Any) -> None:
        attrs = {"autocomplete": "new-password" if is_new else "current-password", "spellcheck": "false"}
        if is_new:
            kwargs.setdefault("help_text", PASSWORD_HINT)
        super().__init__(strip=False, widget=forms.PasswordInput(attrs=attrs), **kwargs)


class SignInForm(forms.Form):
    email = forms.CharField(
        label=_("Email"),
        max_length=254,
        error_messages={"required": _("Write the email address you sign in with.")},
        widget=forms.EmailInput(attrs={"autocomplete": "username", "autofocus": True}),
    )
    password = PasswordField(label=_("Password"), error_messages={"required": _("Write your password.")})
    stays = forms.BooleanField(label=_("Stay signed in on this computer"), required=False)


class SetUpForm(forms.Form):
    workspace = forms.CharField(
        label=_("Name of the desk"),
        help_text=_("Your company or team. Customers read it."),
        max_length=120,
        error_messages={"required": _("Give the desk a name. You can change it later.")},
        widget=forms.TextInput(attrs={"autocomplete": "organization", "autofocus": True}),
    )
    name = forms.CharField(
        label=_("Your name"),
        max_length=120,
        error_messages={"required": _("Write your name as customers should read it.")},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    email = forms.EmailField(
        label=_("Your email"),
        max_length=254,
        error_messages={
            "required": _("Write the address you will sign in with."),
            "invalid": _("Write a whole address, like ada@shop.example."),
        },
        widget=forms.EmailInput(attrs={"autocomplete": "username"}),
    )
    password = PasswordField(
        label=_("Password"), is_new=True, error_messages={"required": _("Choose a password.")}
    )
    timezone = forms.ChoiceField(
        label=_("Time zone"),
        choices=timezones,
        widget=forms.Select(attrs={"data-guess": "timezone"}),
        help_text=_("Where the desk is. Times are shown in it."),
    )


class JoinForm(forms.Form):
    name = forms.CharField(
        label=_("Your name"),
        max_length=120,
        error_messages={"required": _("Write your name as customers should read it.")},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    password = PasswordField(
        label=_("Password"), is_new=True, error_messages={"required": _("Choose a password.")}
    )
    timezone = forms.ChoiceField(
        label=_("Time zone"), choices=timezones, widget=forms.Select(attrs={"data-guess": "timezone"})
    )


class ProfileForm(forms.Form):
    name = forms.CharField(
        label=_("Name"),
        help_text=_("Customers read it under your replies."),
        max_length=120,
        error_messages={"required": _("Write your name as customers should read it.")},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    timezone = forms.ChoiceField(label=_("Time zone"), choices=timezones)
    language = forms.ChoiceField(label=_("Language of the desk"), choices=languages)
    theme = forms.ChoiceField(
        label=_("Light or dark"),
        choices=[("", _("As this computer")), ("light", _("Light")), ("dark", _("Dark"))],
        required=False,
    )
    signature = forms.CharField(
        label=_("Signature"),
        help_text=_("Stands under your replies, above the inbox's own."),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class PasswordChangeForm(forms.Form):
    current = PasswordField(
        label=_("Password now"), error_messages={"required": _("Write the password you have now.")}
    )
    new = PasswordField(
        label=_("New password"), is_new=True, error_messages={"required": _("Choose a password.")}
    )
