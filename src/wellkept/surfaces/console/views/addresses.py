"""Email addresses: adding one, and the page of each."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.conf import settings
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from wellkept.accounts.models import Agent
from wellkept.channels.email import queries
from wellkept.channels.email.models import EmailAccount, OAuthGrant
from wellkept.channels.email.operations import accounts
from wellkept.channels.email.operations.grants import offers_servers
from wellkept.kernel import clock, secrets
from wellkept.surfaces.console.forms.addresses import AddressForm, NewAddressForm, TestForm
from wellkept.surfaces.console.forms.mail_in import ImapForm
from wellkept.surfaces.console.forms.mail_out import MailOutForm
from wellkept.surfaces.console.forms.oauth import OAuthForm
from wellkept.surfaces.console.pages import (
    UNPROCESSABLE,
    actor,
    carry_out,
    done,
    for_admins,
    form_page,
    page,
    said,
)
from wellkept.surfaces.console.paging import listing

HOOKS = (("Any server", "raw"), ("Mailgun", "mailgun"), ("SendGrid", "sendgrid"), ("Postmark", "postmark"))


@dataclass
class Forms:
    """The forms on an address's page; a refused one stands in for its fresh self."""

    general: forms.Form | None = None
    out: forms.Form | None = None
    imap: forms.Form | None = None
    oauth: forms.Form | None = None
    test: forms.Form | None = None
    extra: dict[str, Any] = field(default_factory=dict)


@require_http_methods(["GET", "HEAD", "POST"])
@for_admins
def addresses(request: HttpRequest) -> HttpResponse:
    """All addresses; posting adds one."""
    form = NewAddressForm(request.POST or None)

    def add(given: dict[str, Any]) -> HttpResponse:
        account = accounts.add_account(by=actor(request), at=clock.now(), **given)
        return done("address", "added", account.pk)

    if added := carry_out(request, form, add, beside="address"):
        return added
    context = {
        "accounts": listing(queries.accounts(), ("address", "id"), request),
        "said": said(request, {"removed": _("The address is removed. New mail to it is refused.")}),
    }
    return form_page(request, "addresses", form, context, here="addresses")


@require_http_methods(["GET", "HEAD", "POST"])
@for_admins
def address(request: HttpRequest, account_id: int) -> HttpResponse:
    """One address; posting saves its inbox, name and receipt."""
    account = find(account_id)
    form = AddressForm(request.POST or None, initial=_initial(account, AddressForm))
    if request.method == "POST" and form.is_valid():
        accounts.update_account(account=account, by=actor(request), at=clock.now(), **form.cleaned_data)
        return done("address", "saved", account.pk)
    return show(request, account, Forms(general=form))


@require_POST
@for_admins
def remove(request: HttpRequest, account_id: int) -> HttpResponse:
    accounts.remove_account(account=find(account_id), by=actor(request), at=clock.now())
    return done("addresses", "removed")


@require_POST
@for_admins
def make_dkim_key(request: HttpRequest, account_id: int) -> HttpResponse:
    account = find(account_id)
    accounts.make_dkim_key(account=account, by=actor(request), at=clock.now())
    return done("address", "saved", account.pk)


def find(account_id: int) -> EmailAccount:
    return get_object_or_404(queries.accounts(), pk=account_id)


def redirect_uri(request: HttpRequest) -> str:
    """Where a provider sends the person back to: registered there, so it must be the same each time."""
    path = reverse("console:address-consent")
    return (
        f"{settings.PUBLIC_URL.rstrip('/')}{path}"
        if settings.PUBLIC_URL
        else request.build_absolute_uri(path)
    )


def show(request: HttpRequest, account: EmailAccount, shown: Forms) -> HttpResponse:
    """The page of an address; 422 when one of the forms was refused."""
    person = request.user
    forms_given = (shown.general, shown.out, shown.imap, shown.oauth, shown.test)
    given = [form for form in forms_given if form is not None]
    grant = OAuthGrant.objects.filter(account=account).first()
    context = {
        "account": account,
        "grant": grant,
        "takes_servers": offers_servers(account, grant),
        "redirect_uri": redirect_uri(request),
        "state": getattr(account, "imap_state", None),
        "form": shown.general or AddressForm(initial=_initial(account, AddressForm)),
        "out_form": shown.out or MailOutForm(account=account, initial=_initial(account, MailOutForm)),
        "imap_form": shown.imap or ImapForm(initial=_initial(account, ImapForm)),
        "oauth_form": shown.oauth or OAuthForm(initial=_initial(grant, OAuthForm) if grant else None),
        "test_form": shown.test
        or TestForm(initial={"to": person.email if isinstance(person, Agent) else ""}),
        "hooks": [
            (name, request.build_absolute_uri(reverse(f"mail-hooks:{hook}", args=[account.pk])))
            for name, hook in HOOKS
        ],
        "said": said(request, _sentences()),
        **_dkim(account),
        **shown.extra,
    }
    refused = any(form.errors for form in given) or context.get("refusal")
    return page(request, "address", context, here="addresses", status=UNPROCESSABLE if refused else 200)


def _sentences() -> dict[str, str]:
    return {
        "added": _("Mail to this address is taken from now on."),
        "saved": _("Saved."),
        "fetching": _("Fetching starts within a minute."),
        "paused": _("Fetching has stopped. What is in the mailbox stays there."),
        "connect": _("Saved. Now connect, so that the provider lets the desk in."),
        "connected": _("Connected. The desk signs in with fresh tokens from now on."),
        "disconnected": _("Disconnected. The tokens are forgotten here; the consent ends at the provider."),
        "dry-run": _("Saved. Now look at what would come in; nothing is fetched before you say so."),
    }


def _dkim(account: EmailAccount) -> dict[str, Any]:
    try:
        return {"dkim": accounts.dkim_record(account), "dkim_trouble": ""}
    except secrets.CannotOpen as error:
        return {"dkim": None, "dkim_trouble": str(error)}


def _initial(row: Model, form: type[forms.Form]) -> dict[str, Any]:
    return {
        name: getattr(row, name)
        for name in form.base_fields
        if hasattr(row, name) and not name.endswith(("secret", "refresh_token"))
    }
