"""What is on its way to customers, what did not arrive, and what lies in the local outbox."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from wellkept.channels.queries import NotInOutbox, local_outbox, read_kept, trouble_for, under_way_for
from wellkept.conversations import operations
from wellkept.kernel import clock
from wellkept.surfaces.console.pages import access, actor, done, for_supervisors, page, said
from wellkept.surfaces.console.paging import PAGE, Listing, listing
from wellkept.surfaces.console.raw import as_text
from wellkept.surfaces.console.words import DELIVERY


@require_safe
@for_supervisors
def outbox(request: HttpRequest) -> HttpResponse:
    """Two lists, each with its own next page: in trouble, and under way."""
    context = {
        "trouble": listing(trouble_for(access(request)), ("-updated_at", "-id"), request, name="trouble"),
        "under_way": listing(under_way_for(access(request)), ("send_at", "id"), request, name="under-way"),
        "states": DELIVERY,
        "said": said(request, {"again": _("It goes again now, as the same message.")}),
    }
    return page(request, "outbox", context, here="outbox")


@require_POST
@for_supervisors
def retry(request: HttpRequest, delivery_id: int) -> HttpResponse:
    """Sends it again, with the same identity: nobody gets it twice."""
    deliveries = trouble_for(access(request)) | under_way_for(access(request))
    delivery = get_object_or_404(deliveries, pk=delivery_id)
    try:
        operations.retry_delivery(delivery=delivery, by=actor(request), at=clock.now())
    except operations.CannotRetry:
        pass  # it is on its way already, which is what was asked for
    return done("outbox", "again")


@require_safe
@for_supervisors
def local(request: HttpRequest) -> HttpResponse:
    """What lies in the local outbox, a page at a time."""
    before = request.GET.get("after", "")
    try:
        found = local_outbox(limit=PAGE + 1, before=before)
    except NotInOutbox as error:
        raise Http404(_("That page link is not one of ours.")) from error
    rows = found[:PAGE]
    after = rows[-1].cursor if len(found) > PAGE else ""
    return page(request, "local_outbox", {"mails": Listing(rows, after, is_first=not before)}, here="outbox")


@require_safe
@for_supervisors
def local_mail(request: HttpRequest, name: str) -> HttpResponse:
    try:
        text = as_text(read_kept(name))
    except NotInOutbox as error:
        raise Http404(_("There is no such message in the local outbox.")) from error
    return page(request, "local_mail", {"name": name, "text": text}, here="outbox")
