"""What every view of the desk begins with: a signed-in agent, and what they may see."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django_htmx.middleware import HtmxDetails

from wellkept.accounts.models import Agent
from wellkept.channels.email.queries import open_alarms
from wellkept.conversations.access import Access, access_of
from wellkept.conversations.models import Conversation
from wellkept.conversations.queries import conversation_of
from wellkept.kernel import clock
from wellkept.kernel.errors import NotAllowed, Refused
from wellkept.surfaces.desk.pages.hand_over import waiting
from wellkept.surfaces.desk.pages.leaving import leaving
from wellkept.surfaces.desk.pages.rail import rail

P = ParamSpec("P")
log = logging.getLogger(__name__)
# Set while a reply of this browser can still be taken back, so that other pages know to look for it.
HAS_SENT = "has-sent"
_ADDRESS = re.compile(r"""[^\s@,;:<>()"]+@[^\s@,;:<>()"]+""")


class AgentRequest(HttpRequest):
    """A request whose agent and access are known."""

    user: Agent
    access: Access


def agent_page(
    view: Callable[Concatenate[AgentRequest, P], HttpResponseBase],
) -> Callable[..., HttpResponseBase]:
    """Lets only agents in, and turns refusals into pages. Everyone else is sent to sign in, and back."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return _to_sign_in(request)
        request.access = access_of(request.user)  # type: ignore[attr-defined]  # ours to add
        try:
            return view(request, *args, **kwargs)  # type: ignore[arg-type]  # an AgentRequest from here on
        except NotAllowed as refusal:
            return render(request, "look/message.html", {"heading": str(refusal), "text": ""}, status=403)

    return guarded


def _to_sign_in(request: HttpRequest) -> HttpResponse:
    page = HtmxDetails(request).current_url_abs_path  # what htmx asks for may be a piece, not a page
    back = page or (request.get_full_path() if request.method == "GET" else "/")
    address = f"{reverse('sign-in')}?{urlencode({'next': back})}"
    if request.headers.get("HX-Request"):
        return HttpResponse(status=401, headers={"HX-Redirect": address})
    return HttpResponseRedirect(address)


def desk(
    request: AgentRequest,
    template: str,
    context: dict[str, Any],
    status: int = 200,
    *,
    with_counts: bool = True,
) -> HttpResponse:
    """A whole page of the desk, with its rail."""
    context |= {
        "rail": rail(request.access, with_counts=with_counts),
        "access": request.access,
        "alarms": open_alarms() if request.access.may_supervise else [],
        "leaving": leaving(request.user, at=clock.now()) if request.COOKIES.get(HAS_SENT) else None,
        "hand_overs": waiting(request.access, at=clock.now()) if with_counts else [],
        "now": clock.now(),
    }
    return render(request, template, context, status=status)


def once_sent(response: HttpResponse, work: Callable[[], None]) -> None:
    """Does what the page need not wait for, when it is on its way. What fails is logged: nobody waits for it."""

    def done() -> None:
        try:
            work()
        except Exception:
            log.exception("Not done after a page was sent")

    response._resource_closers.append(done)  # type: ignore[attr-defined]  # what Django does at the end


def found(request: AgentRequest, number: int) -> Conversation:
    """The conversation of that number, 404 when it is not there or not theirs to see."""
    conversation = conversation_of(request.access, number)
    if conversation is None:
        raise Http404
    return conversation


def must_reply(request: AgentRequest) -> None:
    """Light agents read and write notes; the rest is for others."""
    if not request.access.may_reply:
        raise NotAllowed(_("You read and write notes here. Ask an agent of the team for the rest."))


def is_address(text: str) -> bool:
    """Whether mail could go there: one @, nothing that could end a header or begin another address."""
    return len(text) <= 254 and text.isprintable() and _ADDRESS.fullmatch(text) is not None


def back_to(request: HttpRequest, number: int, **more: str) -> HttpResponse:
    """303 to the conversation, keeping the view in the address."""
    query = {key: request.GET[key] for key in ("view", "status") if request.GET.get(key)} | more
    address = reverse("conversation", args=[number])
    response = HttpResponseRedirect(f"{address}?{urlencode(query)}" if query else address)
    response.status_code = 303
    return response


__all__ = [
    "AgentRequest",
    "Refused",
    "agent_page",
    "back_to",
    "desk",
    "found",
    "is_address",
    "must_reply",
    "once_sent",
]
