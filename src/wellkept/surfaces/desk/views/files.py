"""Files and the HTML of strangers: shown so that nothing in them can act."""

from __future__ import annotations

from urllib.parse import quote

from django.core import signing
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from wellkept.accounts.models import Agent
from wellkept.channels.email import remote
from wellkept.channels.email.domain.html import clean
from wellkept.channels.email.models import InboundMail
from wellkept.channels.email.operations import SourceMissing, read_raw
from wellkept.conversations import queries
from wellkept.conversations.access import Access, access_of
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
# A sandboxed frame has no origin of its own, so the browser sends it no cookie: what it shows is asked for by signed,
# short-lived addresses instead.
LINK_SECONDS = 600


@agent_page
@require_safe
def file(request: AgentRequest, number: int) -> FileResponse:
    """An attachment: a picture of a known kind in place, everything else as a download of no kind at all."""
    found = _attachment(number)
    if not _may_open(request.access, found):
        raise Http404
    return _send(found, in_place=found.content_type in SAFE_PICTURES and request.GET.get("as") == "picture")


@require_safe
def framed_picture(request: HttpRequest, number: int) -> FileResponse:
    """A picture inside a mail's own frame. The link says for whom it was made; what they may see is asked again."""
    agent = Agent.objects.active().filter(pk=_opened(request.GET.get("s", ""), number)).first()
    found = _attachment(number)
    if agent is None or found.content_type not in SAFE_PICTURES or not _may_open(access_of(agent), found):
        raise Http404
    return _send(found, in_place=True)


def _attachment(number: int) -> Attachment:
    found = Attachment.objects.select_related("message__conversation", "draft").filter(pk=number).first()
    if found is None:
        raise Http404
    return found


def _send(found: Attachment, *, in_place: bool) -> FileResponse:
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


def _may_open(access: Access, found: Attachment) -> bool:
    if found.message is not None:
        return access.sees_inbox(found.message.conversation.inbox_id)
    return found.draft is not None and found.draft.agent_id == access.agent_id


def _link(name: str, value: object) -> str:
    return quote(signing.dumps(value, salt=name))


def _opened(link: str, number: int) -> int:
    """The agent a picture's link was made for. Raises Http404 for a link that is old, forged or another picture's."""
    try:
        agent_id, file_id = signing.loads(link, salt="framed picture", max_age=LINK_SECONDS)
    except (signing.BadSignature, ValueError, TypeError) as error:
        raise Http404 from error
    if file_id != number:
        raise Http404
    return int(agent_id)


@agent_page
@require_safe
def html(request: AgentRequest, number: int) -> HttpResponse:
    """The message's HTML, rebuilt from an allow-list, for the sandboxed frame. `?pictures=1` loads remote ones."""
    message = _message(request, number)
    inline = {file.content_id.strip("<>"): file.pk for file in message.attachments.all() if file.content_id}

    def cid_url(content_id: str) -> str | None:
        pk = inline.get(content_id)
        if pk is None:
            return None
        return f"{reverse('framed-picture', args=[pk])}?s={_link('framed picture', [request.user.pk, pk])}"

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
    return f"{reverse('remote-picture')}?u={_link('remote picture', address)}"


@require_safe
def remote_picture(request: HttpRequest) -> HttpResponse:
    """A picture from elsewhere, fetched by us so that its sender learns nothing of who looked.

    The signature is the right to ask: only an agent who opened the mail and asked for its pictures has one.
    """
    try:
        address = signing.loads(request.GET.get("u", ""), salt="remote picture", max_age=LINK_SECONDS)
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
    try:
        raw = read_raw(arrival.raw)
    except SourceMissing as error:
        raise Http404 from error
    response = HttpResponse(raw, content_type="text/plain; charset=utf-8")
    response["Content-Disposition"] = f'inline; filename="message-{message.pk}.eml.txt"'
    response["Content-Security-Policy"] = FILE_POLICY
    return response


def _message(request: AgentRequest, number: int) -> Message:
    message = queries.messages_for(request.access).prefetch_related("attachments").filter(pk=number).first()
    if message is None:
        raise Http404
    return message
