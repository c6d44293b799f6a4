"""The servers of an address: its way out, in by IMAP, in by a provider's webhook."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from wellkept.channels.email import operations as mail
from wellkept.channels.email.fetching import dry_run
from wellkept.channels.email.imap import ImapTrouble
from wellkept.channels.email.operations import accounts
from wellkept.channels.email.trial import NoRecipient, send_test
from wellkept.channels.registry import DeliveryFailed
from wellkept.kernel import clock
from wellkept.surfaces.console.forms.addresses import TestForm
from wellkept.surfaces.console.forms.mail_in import ImapForm
from wellkept.surfaces.console.forms.mail_out import MailOutForm
from wellkept.surfaces.console.pages import UNPROCESSABLE, actor, done, for_admins, page
from wellkept.surfaces.console.patience import SECONDS, TookTooLong, within

from .addresses import Forms, find, show


@require_POST
@for_admins
def out(request: HttpRequest, account_id: int) -> HttpResponse:
    account = find(account_id)
    form = MailOutForm(request.POST, account=account)
    if not form.is_valid():
        return show(request, account, Forms(out=form))
    accounts.update_account(account=account, by=actor(request), at=clock.now(), **form.given())
    return done("address", "saved", account.pk)


@require_POST
@for_admins
def test(request: HttpRequest, account_id: int) -> HttpResponse:
    """Sends one mail and shows what the server said, word for word."""
    account = find(account_id)
    form = TestForm(request.POST)
    if not form.is_valid():
        return show(request, account, Forms(test=form))
    try:
        to, at = form.cleaned_data["to"], clock.now()
        answer = within(lambda: send_test(account=account, to=to, at=at))
    except NoRecipient as refusal:
        form.add_error("to", str(refusal))
        return show(request, account, Forms(test=form))
    except (DeliveryFailed, TookTooLong) as failure:
        why = _too_slow() if isinstance(failure, TookTooLong) else str(failure)
        return show(request, account, Forms(extra={"test_failed": why, "test_form": form}))
    return show(request, account, Forms(extra={"test_answer": answer, "test_form": form}))


@require_POST
@for_admins
def imap(request: HttpRequest, account_id: int) -> HttpResponse:
    account = find(account_id)
    form = ImapForm(request.POST)
    if not form.is_valid():
        return show(request, account, Forms(imap=form))
    accounts.update_account(account=account, by=actor(request), at=clock.now(), **form.given())
    looks = account.imap_host and account.imap_confirmed_at is None
    return done("address", "dry-run" if looks else "saved", account.pk)


@require_http_methods(["POST"])
@for_admins
def imap_dry_run(request: HttpRequest, account_id: int) -> HttpResponse:
    """What would come in. The mailbox is opened read-only."""
    account = find(account_id)
    if not account.imap_host:
        return show(
            request, account, Forms(extra={"refusal": _("Write the IMAP server first, and save it.")})
        )
    try:
        found, trouble = within(lambda: dry_run(account)), ""
    except ImapTrouble as error:
        found, trouble = None, str(error)
    except TookTooLong:
        found, trouble = None, _too_slow()
    context = {"account": account, "found": found, "trouble": trouble}
    return page(request, "dry_run", context, here="addresses", status=UNPROCESSABLE if trouble else 200)


@require_POST
@for_admins
def imap_confirm(request: HttpRequest, account_id: int) -> HttpResponse:
    account = find(account_id)
    if not account.imap_host:
        return show(
            request, account, Forms(extra={"refusal": _("Write the IMAP server first, and save it.")})
        )
    accounts.confirm_imap(account=account, by=actor(request), at=clock.now())
    return done("address", "fetching", account.pk)


@require_POST
@for_admins
def imap_pause(request: HttpRequest, account_id: int) -> HttpResponse:
    account = find(account_id)
    accounts.pause_imap(account=account, by=actor(request), at=clock.now())
    return done("address", "paused", account.pk)


@require_POST
@for_admins
def webhook(request: HttpRequest, account_id: int) -> HttpResponse:
    """A new secret, on this page only: nothing but its hash is kept."""
    account = find(account_id)
    secret = mail.rotate_webhook_secret(account, by=actor(request), at=clock.now())
    return show(request, account, Forms(extra={"hook_secret": secret}))


@require_POST
@for_admins
def signing_key(request: HttpRequest, account_id: int) -> HttpResponse:
    """The provider's own signing key; an empty one takes the stored one away."""
    account = find(account_id)
    mail.set_signing_key(account, request.POST.get("key", "")[:500], by=actor(request), at=clock.now())
    return done("address", "saved", account.pk)


def _too_slow() -> str:
    text = _(
        "The mail server was not done after %(seconds)s seconds. Check its name and port, then try again."
    )
    return text % {"seconds": round(SECONDS)}
