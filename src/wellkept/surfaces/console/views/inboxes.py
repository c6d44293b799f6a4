"""Inboxes: names, signatures, and which teams open them."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from wellkept.conversations import operations
from wellkept.conversations.models import Inbox
from wellkept.kernel import clock
from wellkept.surfaces.console.forms.inboxes import InboxForm
from wellkept.surfaces.console.pages import actor, carry_out, done, for_admins, form_page, said
from wellkept.surfaces.console.paging import listing

SETTINGS = ("name", "language", "signature", "default_team")


@require_http_methods(["GET", "HEAD", "POST"])
@for_admins
def inboxes(request: HttpRequest) -> HttpResponse:
    """All inboxes, archived ones too; posting adds one."""
    form = InboxForm(request.POST or None)

    def add(given: dict[str, Any]) -> HttpResponse:
        made = operations.add_inbox(by=actor(request), at=clock.now(), **given)
        return done("inbox", "added", made.pk)

    if added := carry_out(request, form, add):
        return added
    found = Inbox.objects.prefetch_related("email_accounts", "teams")
    return form_page(
        request, "inboxes", form, {"inboxes": listing(found, ("name", "id"), request)}, here="inboxes"
    )


@require_http_methods(["GET", "HEAD", "POST"])
@for_admins
def inbox(request: HttpRequest, inbox_id: int) -> HttpResponse:
    """One inbox; posting saves its settings and who opens it."""
    found = get_object_or_404(Inbox.objects.select_related("default_team"), pk=inbox_id)
    initial = {name: getattr(found, name) for name in SETTINGS}
    initial["teams"] = list(found.teams.values_list("pk", flat=True))
    form = InboxForm(request.POST or None, initial=initial)

    def save(given: dict[str, Any]) -> HttpResponse:
        by, at = actor(request), clock.now()
        operations.update_inbox(inbox=found, by=by, at=at, **{name: given[name] for name in SETTINGS})
        operations.set_inbox_access(inbox=found, teams=given["teams"], by=by, at=at)
        return done("inbox", "saved", found.pk)

    if saved := carry_out(request, form, save):
        return saved
    sentences = {
        "added": _("The inbox is there. Next, give it an email address."),
        "saved": _("Saved."),
        "archived": _("Archived. Its conversations stay; mail to its addresses is not taken any more."),
        "restored": _("It is back."),
    }
    context = {
        "inbox": found,
        "addresses": found.email_accounts.order_by("address"),
        "said": said(request, sentences),
    }
    return form_page(request, "inbox", form, context, here="inboxes")


@require_POST
@for_admins
def archive(request: HttpRequest, inbox_id: int) -> HttpResponse:
    found = get_object_or_404(Inbox, pk=inbox_id)
    operations.archive_inbox(inbox=found, by=actor(request), at=clock.now())
    return done("inbox", "archived", found.pk)


@require_POST
@for_admins
def restore(request: HttpRequest, inbox_id: int) -> HttpResponse:
    found = get_object_or_404(Inbox, pk=inbox_id)
    operations.restore_inbox(inbox=found, by=actor(request), at=clock.now())
    return done("inbox", "restored", found.pk)
