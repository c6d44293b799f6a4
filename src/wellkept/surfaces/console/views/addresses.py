"""Email addresses: adding one, and the page of each."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from wellkept.accounts.models import Agent
from wellkept.channels.email import queries
from wellkept.channels.email.models import EmailAccount
from wellkept.channels.email.operations import accounts
from wellkept.kernel import clock, secrets
from wellkept.kernel.errors import Refused
from wellkept.surfaces.console.forms.addresses import (
    AddressForm,
    ImapForm,
    NewAddressForm,
    SmtpForm,
    TestForm,
)
from wellkept.surfaces.console.pages import UNPROCESSABLE, actor, done, for_admins, page, said
from wellkept.surfaces.console.paging import listing

HOOKS = (("Any server", "raw"), ("Mailgun", "mailgun"), ("SendGrid", "sendgrid"), ("Postmark", "postmark"))


@dataclass
class Forms:
    """The forms on an address's page; a refused one stands in for its fresh self."""

    general: forms.Form | None = None
    smtp: forms.Form | None = None
    imap: forms.Form | None = None
    test: forms.Form | None = None
    extra: dict[str, Any] = field(default_factory=dict)


@require_http_methods(["GET", "HEAD", "POST"])
@for_admins
def addresses(request: HttpRequest) -> HttpResponse:
    """All addresses; posting adds one."""
    form = NewAddressForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            account = accounts.add_account(by=actor(request), at=clock.now(), **form.cleaned_data)
        except Refused as refusal:
            form.add_error("address", str(refusal))
        else:
            return done("address", "added", account.pk)
    context = {
        "accounts": listing(queries.accounts(), ("address", "id"), request),
        "form": form,
        "said": said(request, {"removed": _("The address is removed. New mail to it is refused.")}),
    }
    return page(request, "addresses", context, here="addresses", status=UNPROCESSABLE if form.errors else 200)


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


def show(request: HttpRequest, account: EmailAccount, shown: Forms) -> HttpResponse:
    """The page of an address; 422 when one of the forms was refused."""
    person = request.user
    given = [form for form in (shown.general, shown.smtp, shown.imap, shown.test) if form is not None]
    context = {
        "account": account,
        "state": getattr(account, "imap_state", None),
        "form": shown.general or AddressForm(initial=_initial(account, AddressForm)),
        "smtp_form": shown.smtp or SmtpForm(initial=_initial(account, SmtpForm)),
        "imap_form": shown.imap or ImapForm(initial=_initial(account, ImapForm)),
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
        "dry-run": _("Saved. Now look at what would come in; nothing is fetched before you say so."),
    }


def _dkim(account: EmailAccount) -> dict[str, Any]:
    try:
        return {"dkim": accounts.dkim_record(account), "dkim_trouble": ""}
    except secrets.CannotOpen as error:
        return {"dkim": None, "dkim_trouble": str(error)}


def _initial(account: EmailAccount, form: type[forms.Form]) -> dict[str, Any]:
    return {
        name: getattr(account, name)
        for name in form.base_fields
        if hasattr(account, name) and not name.endswith("secret")
    }
