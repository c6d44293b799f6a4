"""Writing: replies, notes, drafts, files, taking back, trying again."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from wellkept.accounts.queries import workspace
from wellkept.conversations import operations, queries
from wellkept.conversations.files import store
from wellkept.conversations.models import Attachment, Conversation, Draft, DraftMode, SendKey, Status
from wellkept.customers import operations as customers
from wellkept.kernel import clock
from wellkept.kernel.actors import SYSTEM, Actor
from wellkept.kernel.errors import Refused
from wellkept.kernel.prepared import prepared
from wellkept.kernel.text import storable, whole

from .conversations import show
from .frame import HAS_SENT, AgentRequest, agent_page, back_to, desk, found, is_address, must_reply

MOST_FILES = 20


class FileTooLarge(Refused):
    """One file is larger than WELLKEPT_MAX_UPLOAD_MB."""


class TooManyFiles(Refused):
    """More files at once than anybody means to send."""


STATUS: dict[type[Refused], int] = {operations.NewMessageArrived: 409, FileTooLarge: 413, TooManyFiles: 413}


@agent_page
@require_POST
def reply(request: AgentRequest, number: int) -> HttpResponse:
    """Sends what is in the composer. A newer message of the customer stops it: 409 with the page that shows it."""
    must_reply(request)
    one = found(request, number)
    status = request.POST.get("status", "")
    undo_seconds = workspace().undo_seconds
    try:
        _keep_files(request, one, DraftMode.REPLY)
        operations.reply(
            conversation=one,
            agent=request.user,
            text=request.POST.get("text", ""),
            seen_message_id=whole(request.POST.get("seen_message_id")) or 0,
            at=clock.now(),
            undo=timedelta(seconds=undo_seconds),
            draft=_draft(request, one, DraftMode.REPLY),
            status=status if status in Status.values else None,
            send_key=_send_key(request),
        )
    except operations.AlreadySent:
        return back_to(request, number)
    except Refused as refusal:
        keep_words(request, one, DraftMode.REPLY, request.POST.get("text", ""))
        if isinstance(refusal, operations.NewMessageArrived):
            # The page below shows it: the next try is not stopped for the same message.
            _has_seen_all(request, one)
        return show(request, number, problem=str(refusal), status=_status(refusal))
    response = back_to(request, number, sent="1")
    if undo_seconds:
        response.set_cookie(
            HAS_SENT,
            "1",
            max_age=undo_seconds,
            httponly=True,
            samesite="Lax",
            secure=settings.SESSION_COOKIE_SECURE,
        )
    return response


@agent_page
@require_POST
def note(request: AgentRequest, number: int) -> HttpResponse:
    """Writes a note; everyone who may read may note."""
    one = found(request, number)
    try:
        _keep_files(request, one, DraftMode.NOTE)
        operations.note(
            conversation=one,
            agent=request.user,
            text=request.POST.get("text", ""),
            at=clock.now(),
            draft=_draft(request, one, DraftMode.NOTE),
            send_key=_send_key(request),
        )
    except operations.AlreadySent:
        return back_to(request, number, mode="note")
    except Refused as refusal:
        keep_words(request, one, DraftMode.NOTE, request.POST.get("text", ""))
        return show(request, number, problem=str(refusal), mode="note", status=_status(refusal))
    return back_to(request, number, mode="note")


@agent_page
@require_POST
def save_draft(request: AgentRequest, number: int, mode: str) -> HttpResponse:
    """Answers {"version"}; 409 with {"version", "body"} when it was changed elsewhere."""
    one = found(request, number)
    _check_mode(request, mode)
    try:
        draft = operations.save_draft(
            conversation=one,
            agent=request.user,
            mode=mode,
            body=request.POST.get("text", ""),
            known_version=whole(request.POST.get("version")) or 0,
            seen_message_id=whole(request.POST.get("seen_message_id")),
            at=clock.now(),
        )
    except operations.DraftConflict as conflict:
        return JsonResponse({"version": conflict.current.version, "body": conflict.current.body}, status=409)
    return JsonResponse({"version": draft.version})


@agent_page
@require_POST
def add_files(request: AgentRequest, number: int, mode: str) -> HttpResponse:
    """Adds files to the draft and answers with the list of them."""
    one = found(request, number)
    _check_mode(request, mode)
    try:
        _keep_files(request, one, mode)
    except Refused as refusal:
        return HttpResponse(str(refusal), status=_status(refusal), content_type="text/plain; charset=utf-8")
    return _files(request, one, mode)


@agent_page
@require_POST
def remove_file(request: AgentRequest, number: int) -> HttpResponse:
    """Takes a file off one's own draft. Without scripts the whole form comes along: its words are kept."""
    file = Attachment.objects.filter(pk=number, draft__agent=request.user).select_related("draft").first()
    if file is None or file.draft is None:
        raise Http404
    one, mode = found(request, file.draft.conversation_id), file.draft.mode
    operations.remove_from_draft(attachment=file, agent=request.user)
    if request.headers.get("HX-Request"):
        return _files(request, one, mode)
    keep_words(request, one, mode, request.POST.get("text", ""))
    return back_to(request, one.pk, mode=mode)


@agent_page
@require_POST
def undo(request: AgentRequest, number: int) -> HttpResponse:
    """Takes a reply back while it waits; the words are in the composer again."""
    must_reply(request)
    message = (
        queries.messages_for(request.access).filter(pk=number, agent=request.user, direction="out").first()
    )
    if message is None:
        raise Http404
    try:
        operations.undo_reply(message=message, agent=request.user, at=clock.now())
    except Refused as refusal:
        return show(request, message.conversation_id, problem=str(refusal), status=409)
    return back_to(request, message.conversation_id)


@agent_page
@require_POST
def retry(request: AgentRequest, number: int) -> HttpResponse:
    """Sends a failed message again, the same one."""
    must_reply(request)
    message = (
        queries.messages_for(request.access)
        .filter(pk=number)
        .select_related("delivery__message__conversation")
        .first()
    )
    if message is None or not hasattr(message, "delivery"):
        raise Http404
    try:
        operations.retry_delivery(delivery=message.delivery, by=Actor.agent(request.user.pk), at=clock.now())
    except Refused as refusal:
        return show(request, message.conversation_id, problem=str(refusal), status=409)
    return back_to(request, message.conversation_id)


@agent_page
def new(request: AgentRequest) -> HttpResponse:
    """Writing to someone first."""
    must_reply(request)
    inboxes = list(queries.inboxes_for(request.access))
    context = {"inboxes": inboxes, "given": request.POST, "problem": ""}
    if request.method != "POST":
        return desk(request, "desk/new.html", context)
    address = request.POST.get("to", "").strip()
    inbox = next((one for one in inboxes if str(one.pk) == request.POST.get("inbox")), None)
    if inbox is None or not is_address(address):
        context["problem"] = _("An address looks like dana@example.com.")
        return desk(request, "desk/new.html", context, status=422)
    at = clock.now()
    try:
        with transaction.atomic():  # nobody new is kept when the conversation is refused
            identity = customers.identify(
                kind="email", address=address, name=request.POST.get("name", ""), by=SYSTEM, at=at
            )
            started = operations.start(
                inbox=inbox,
                identity=identity,
                channel="email",
                subject=request.POST.get("subject", ""),
                agent=request.user,
                at=at,
            )
    except Refused as refusal:
        context["problem"] = str(refusal)
        return desk(request, "desk/new.html", context, status=422)
    return back_to(request, started.pk, view="mine")


def _draft(request: AgentRequest, one: Conversation, mode: str) -> Draft | None:
    return next(iter(_drafts(conversation=one.pk, agent=request.user.pk, mode=mode)), None)


@prepared
def _drafts(*, conversation: Any, agent: Any, mode: Any) -> QuerySet[Draft]:
    return Draft.objects.filter(conversation=conversation, agent=agent, mode=mode)


def keep_words(request: AgentRequest, one: Conversation, mode: str, text: str) -> None:
    """After a refusal: what was typed is the draft, whatever the autosave had reached."""
    draft = _draft(request, one, mode)
    if not text or (draft and draft.body == text):
        return
    seen = whole(request.POST.get("version"))
    if draft and draft.version != seen and draft.body not in text:  # another window wrote more: keep both
        text = f"{text}\n\n{draft.body}"
    operations.save_draft(
        conversation=one,
        agent=request.user,
        mode=mode,
        body=text,
        known_version=draft.version if draft else 0,
        at=clock.now(),
    )


def _has_seen_all(request: AgentRequest, one: Conversation) -> None:
    one.refresh_from_db(fields=["last_inbound_id"])
    draft = _draft(request, one, DraftMode.REPLY)
    if draft is not None:
        operations.save_draft(
            conversation=one,
            agent=request.user,
            mode=DraftMode.REPLY,
            body=draft.body,
            known_version=draft.version,
            seen_message_id=one.last_inbound_id,
            at=clock.now(),
        )


def _keep_files(request: AgentRequest, one: Conversation, mode: str) -> None:
    """The form's files become the draft's: all of them, or none. Raises TooManyFiles, FileTooLarge."""
    uploads = request.FILES.getlist("files")
    if not uploads or SendKey.objects.filter(agent=request.user, key=_send_key(request)).exists():
        return  # a form that came twice brings nothing the second time
    if len(uploads) > MOST_FILES:
        raise TooManyFiles(_("Attach at most %(most)s files at once.") % {"most": MOST_FILES})
    for upload in uploads:
        if (upload.size or 0) > settings.MAX_UPLOAD_BYTES:
            megabytes = settings.MAX_UPLOAD_BYTES // 1_048_576
            raise FileTooLarge(
                _("%(name)s is larger than %(most)s MB. Send a link instead.")
                % {"name": upload.name, "most": megabytes}
            )
    for upload in uploads:
        operations.attach_to_draft(
            conversation=one,
            agent=request.user,
            mode=mode,
            stored=store(upload.read()),
            name=upload.name or "file",
            content_type=upload.content_type or "application/octet-stream",
            at=clock.now(),
        )


def _files(request: AgentRequest, one: Conversation, mode: str) -> HttpResponse:
    files = Attachment.objects.filter(draft__conversation=one, draft__agent=request.user, draft__mode=mode)
    return render(request, "desk/files.html", {"files": files})


def _send_key(request: AgentRequest) -> str:
    return storable(request.POST.get("send_key", ""))[:64]


def _status(refusal: Refused) -> int:
    return STATUS.get(type(refusal), 422)


def _check_mode(request: AgentRequest, mode: str) -> None:
    if mode not in DraftMode.values:
        raise Http404
    if mode == DraftMode.REPLY:
        must_reply(request)
