"""Mail that waits for a person, and who may write."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wellkept.channels.email import operations, queries
from wellkept.channels.email.models import EmailAccount, InboundMail, SenderRule
from wellkept.kernel import clock
from wellkept.kernel.errors import Refused
from wellkept.kernel.text import whole
from wellkept.surfaces.console.forms.labels import SenderForm
from wellkept.surfaces.console.pages import (
    UNPROCESSABLE,
    actor,
    carry_out,
    done,
    for_supervisors,
    form_page,
    page,
    said,
)
from wellkept.surfaces.console.paging import listing
from wellkept.surfaces.console.raw import as_text, words_of
from wellkept.surfaces.console.words import VIA, why_held


@require_safe
@for_supervisors
def suspended(request: HttpRequest) -> HttpResponse:
    mails = listing(queries.waiting_for_a_person(), ("-received_at", "-id"), request)
    sentences = {
        "released": _("It goes in now, like any other mail."),
        "dropped": _("Taken off the list."),
        "blocked": _("Taken off the list. From now on mail of that sender is suspended."),
    }
    context = {
        "mails": mails,
        "reasons": {mail.pk: why_held(mail) for mail in mails.rows},
        "said": said(request, sentences),
    }
    return page(request, "suspended", context, here="suspended")


@require_safe
@for_supervisors
def mail(request: HttpRequest, mail_id: int) -> HttpResponse:
    return _show(request, _find(mail_id))


@require_POST
@for_supervisors
def release(request: HttpRequest, mail_id: int) -> HttpResponse:
    found = _find(mail_id)
    chosen = request.POST.get("account", "")
    account = get_object_or_404(EmailAccount, pk=whole(chosen) or 0) if chosen else None
    try:
        operations.release(inbound=found, account=account, by=actor(request), at=clock.now())
    except Refused as refusal:
        return _show(request, found, refusal=str(refusal))
    return done("suspended", "released")


@require_POST
@for_supervisors
def drop(request: HttpRequest, mail_id: int) -> HttpResponse:
    """With `block` the sender is blocked, too."""
    found = _find(mail_id)
    by, at = actor(request), clock.now()
    blocks = bool(request.POST.get("block") and found.sender)
    try:
        with transaction.atomic():
            operations.drop(inbound=found, by=by, at=at)
            if blocks:
                operations.judge_sender(pattern=found.sender, verdict="block", by=by, at=at)
    except Refused as refusal:
        return _show(request, found, refusal=str(refusal))
    return done("suspended", "blocked" if blocks else "dropped")


@require_http_methods(["GET", "HEAD", "POST"])
@for_supervisors
def senders(request: HttpRequest) -> HttpResponse:
    """Blocked and allowed senders; posting adds or changes one."""
    form = SenderForm(request.POST or None)

    def save(given: dict[str, Any]) -> HttpResponse:
        operations.judge_sender(by=actor(request), at=clock.now(), **given)
        return done("senders", "saved")

    if saved := carry_out(request, form, save, beside="pattern"):
        return saved
    context = {
        "rules": listing(queries.sender_rules(), ("-at", "-id"), request),
        "said": said(request, {"saved": _("Saved."), "forgotten": _("Like any other sender again.")}),
    }
    return form_page(request, "senders", form, context, here="suspended")


@require_POST
@for_supervisors
def forget_sender(request: HttpRequest, rule_id: int) -> HttpResponse:
    rule = get_object_or_404(SenderRule, pk=rule_id)
    operations.forget_sender(rule=rule, by=actor(request), at=clock.now())
    return done("senders", "forgotten")


def _find(mail_id: int) -> InboundMail:
    return get_object_or_404(queries.waiting_for_a_person().select_related("raw"), pk=mail_id)


def _show(request: HttpRequest, found: InboundMail, *, refusal: str = "") -> HttpResponse:
    try:
        raw, problem = operations.read_raw(found.raw), ""
    except operations.SourceMissing as error:
        raw, problem = b"", str(error)
    context = {
        "mail": found,
        "why": why_held(found),
        "via": VIA.get(found.via, found.via),
        "source": as_text(raw),
        "words": words_of(raw) if found.state == InboundMail.State.SUSPENDED else None,
        "problem": problem,
        "accounts": queries.accounts().filter(inbox__archived_at__isnull=True)[:200],
        "refusal": refusal,
    }
    return page(
        request, "suspended_mail", context, here="suspended", status=UNPROCESSABLE if refusal else 200
    )
