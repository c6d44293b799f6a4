"""Files and the HTML of strangers: shown so that nothing in them can act."""

from __future__ import annotations

from urllib.parse import quote

from django.core import signing
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from wellkept.channels.email import remote
from wellkept.channels.email.domain.html import clean
from wellkept.channels.email.models import InboundMail
from wellkept.channels.email.operations import read_raw
from wellkept.conversations import queries
from wellkept.conversations.files import open_stored
from wellkept.conversations.models import Attachment, Message
from wellkept.surfaces.desk.pages.thread import SAFE_PICTURES

from .frame import AgentRequest, agent_page

# The frame's own policy: no script, no form, no request but pictures of our own origin.
FRAME_POLICY = (
    "default-src 'none'; img-src 'self' data:; style-src 'unsafe-inline'; frame-ancestors 'self'; base-uri 'none'; "
    "form-action 'none'; sandbox allow-popups allow-popups-to-escape-sandbox"
)
FILE_POLICY = "default-src 'none'; sandbox"


@agent_page
@require_safe
def file(request: AgentRequest, number: int) -> FileResponse:
    """An attachment: a picture of a known kind in place, everything else as a download of no kind at all."""
    found = Attachment.objects.select_related("message__conversation", "draft").filter(pk=number).first()
    if found is None or not _may_open(request, found):
        raise Http404
    in_place = found.content_type in SAFE_PICTURES and request.GET.get("as") == "picture"
    try:
        opened = open_stored(found.storage_key)
    except FileNotFoundError as error:
        raise Http404 from error
    response = FileResponse(
        opened,
        as_attachment=not in_place,
        filename=found.name,
        content_type=found.content_type if in_place else "application/octet-stream",
    )
    response["Content-Security-Policy"] = FILE_POLICY
    response["Cache-Control"] = "private, max-age=3600"
    return response


def _may_open(request: AgentRequest, found: Attachment) -> bool:
    if found.message is not None:
        return request.access.sees_inbox(found.message.conversation.inbox_id)
    return found.draft is not None and found.draft.agent_id == request.user.pk


@agent_page
@require_safe
def html(request: AgentRequest, number: int) -> HttpResponse:
    """The message's HTML, rebuilt from an allow-list, for the sandboxed frame. `?pictures=1` loads remote ones."""
    message = _message(request, number)
    inline = {file.content_id.strip("<>"): file.pk for file in message.attachments.all() if file.content_id}

    def cid_url(content_id: str) -> str | None:
        pk = inline.get(content_id)
        return f"{reverse('file', args=[pk])}?as=picture" if pk else None

    wants_pictures = request.GET.get("pictures") == "1"
    cleaned = clean(
        message.html,
        cid_url=cid_url,
        remote="proxy" if wants_pictures else "block",
        proxy_url=_proxy_url if wants_pictures else None,
    )
    response = render(
        request, "desk/frame.html", {"html": cleaned.html, "is_truncated": cleaned.is_truncated}
    )
    response["Content-Security-Policy"] = FRAME_POLICY
    return response


def _proxy_url(address: str) -> str:
    return f"{reverse('remote-picture')}?u={quote(signing.dumps(address, salt='remote picture'))}"


@agent_page
@require_safe
def remote_picture(request: AgentRequest) -> HttpResponse:
    """A picture from elsewhere, fetched by us so that its sender learns nothing of who looked."""
    try:
        address = signing.loads(request.GET.get("u", ""), salt="remote picture", max_age=86_400)
        content_type, data = remote.fetch_picture(address)
    except (signing.BadSignature, remote.NotFetched) as error:
        raise Http404 from error
    response = HttpResponse(data, content_type=content_type)
    response["Content-Security-Policy"] = FILE_POLICY
    response["Cache-Control"] = "private, max-age=86400"
    return response


@agent_page
@require_safe
def source(request: AgentRequest, number: int) -> HttpResponse:
    """The mail as it came, as plain text."""
    message = _message(request, number)
    arrival = InboundMail.objects.filter(message=message).select_related("raw").first()
    if arrival is None:
        raise Http404
    response = HttpResponse(read_raw(arrival.raw), content_type="text/plain; charset=utf-8")
    response["Content-Disposition"] = f'inline; filename="message-{message.pk}.eml.txt"'
    response["Content-Security-Policy"] = FILE_POLICY
    return response


def _message(request: AgentRequest, number: int) -> Message:
    message = queries.messages_for(request.access).prefetch_related("attachments").filter(pk=number).first()
    if message is None:
        raise Http404
    return message
