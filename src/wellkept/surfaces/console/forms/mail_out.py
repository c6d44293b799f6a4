"""How mail leaves an address: each way has settings of its own, and only those of the chosen one count."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wellkept.channels.email.models import MAILGUN_REGIONS, EmailAccount
from wellkept.channels.email.transport.ses import REGION

from .fields import PLAIN, PORT_ERRORS, TOKEN, SecretField

Way = EmailAccount.Way
# What each way needs; the last is its secret.
SETTINGS = {
    Way.DESK: (),
    Way.SMTP: ("smtp_host", "smtp_port", "smtp_security", "smtp_user", "smtp_uses_token", "smtp_secret"),
    Way.MAILGUN: ("mailgun_domain", "mailgun_region", "mailgun_secret"),
    Way.SES: ("ses_region", "ses_key_id", "ses_secret"),
}
KEPT = _("Leave it empty to keep the stored one.")


class MailOutForm(forms.Form):
    """`given` are the settings to store: those of the chosen way, its secret only when one was typed or taken away."""

    sends_by = forms.ChoiceField(
        label=_("How it goes out"), choices=Way.choices, widget=forms.RadioSelect, initial=Way.DESK
    )

    smtp_host = forms.CharField(
        label=_("Server"),
        help_text=_(
            "Like smtp.shop.example. Postmark: smtp.postmarkapp.com. SendGrid: smtp.sendgrid.net, user name apikey."
        ),
        required=False,
        max_length=253,
        widget=forms.TextInput(attrs=PLAIN),
    )
    smtp_port = forms.IntegerField(label=_("Port"), min_value=1, max_value=65535, error_messages=PORT_ERRORS)
    smtp_security = forms.ChoiceField(label=_("Encryption"), choices=EmailAccount.Security.choices)
    smtp_user = forms.CharField(
        label=_("User name"), required=False, max_length=254, widget=forms.TextInput(attrs=PLAIN)
    )
    smtp_secret = SecretField(label=_("Password"), help_text=KEPT)
    smtp_uses_token = forms.BooleanField(
        label=_("Sign in with OAuth2, not with a password"),
        help_text=TOKEN,
        required=False,
    )

    mailgun_domain = forms.CharField(
        label=_("Sending domain"),
        help_text=_("As Mailgun knows it. Empty means the domain of the address."),
        required=False,
        max_length=253,
        widget=forms.TextInput(attrs=PLAIN),
    )
    mailgun_region = forms.ChoiceField(label=_("Region of the domain"), choices=MAILGUN_REGIONS)
    mailgun_secret = SecretField(label=_("Sending key"), help_text=KEPT)

    ses_region = forms.RegexField(
        label=_("Region"),
        regex=rf"^{REGION.pattern}\Z",
        max_length=24,
        help_text=_("Where the domain is verified, like eu-central-1."),
        error_messages={
            "required": _("Write the region, like eu-central-1."),
            "invalid": _("A region looks like eu-central-1."),
        },
        widget=forms.TextInput(attrs=PLAIN),
    )
    ses_key_id = forms.CharField(
        label=_("Access key"),
        max_length=128,
        error_messages={"required": _("Write the id of an access key, like AKIA….")},
        widget=forms.TextInput(attrs=PLAIN),
    )
    ses_secret = SecretField(label=_("Its secret"), help_text=KEPT)

    forget_secret = forms.BooleanField(label=_("Forget the stored password or key"), required=False)

    def __init__(self, *args: Any, account: EmailAccount, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._account = account

    def clean(self) -> dict[str, Any]:
        """What belongs to another way is not looked at: it may not even be in sight."""
        chosen = self._chosen()
        for name in self.fields:
            if name not in ("sends_by", "forget_secret", *chosen):
                self.errors.pop(name, None)
        way = self.cleaned_data.get("sends_by")
        if way == Way.SMTP and not self.cleaned_data.get("smtp_host"):
            self.add_error("smtp_host", _("Write the server that takes the mail."))
        if way in (Way.MAILGUN, Way.SES) and not self._has_secret(chosen[-1]):
            self.add_error(chosen[-1], _("Without its key the provider takes nothing."))
        return self.cleaned_data

    def given(self) -> dict[str, Any]:
        names = self._chosen()
        values = {name: self.cleaned_data[name] for name in ("sends_by", *names)}
        if names and not values[names[-1]]:
            values.pop(names[-1])
            if self.cleaned_data["forget_secret"]:
                values[names[-1]] = ""
        return values

    def _chosen(self) -> tuple[str, ...]:
        return SETTINGS.get(self.cleaned_data.get("sends_by", ""), ())

    def _has_secret(self, name: str) -> bool:
        is_stored = bool(getattr(self._account, name)) and not self.cleaned_data.get("forget_secret")
        return bool(self.cleaned_data.get(name)) or is_stored
