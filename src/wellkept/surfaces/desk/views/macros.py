"""Macros in a conversation: choosing one, seeing what it would do, using it, taking it back."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from wellkept.automation.models import Macro
from wellkept.automation.operations import macro_undo
from wellkept.automation.operations import macros as operations
from wellkept.automation.queries_macros import macros_for, runs_for
from wellkept.automation.queries_preview import preview
from wellkept.conversations.models import Conversation, DraftMode
from wellkept.kernel import clock
from wellkept.kernel.errors import NotAllowed
from wellkept.kernel.ids import random_key
from wellkept.kernel.text import storable
from wellkept.surfaces.desk.pages import conversation as pages
from wellkept.surfaces.desk.pages.macros import MacroPage, macro_list

from .conversations import show
from .frame import AgentRequest, Refused, agent_page, back_to, found
from .writing import keep_words


@agent_page
@require_safe
def macros(request: AgentRequest, number: int) -> HttpResponse:
    """The list: a fragment for the dialog, else in the conversation."""
    return _answer(request, found(request, number), "desk/macropicker.html", macro_list(request.access))


@agent_page
@require_POST
def keep(request: AgentRequest, number: int) -> HttpResponse:
    """To the list, for who has no script: what was typed in the composer is kept first."""
    one = found(request, number)
    keep_words(request, one, _mode(request), request.POST.get("text", ""))
    address = f"{reverse('macros', args=[number])}?{request.GET.urlencode()}"
    return HttpResponse(status=303, headers={"Location": address})


@agent_page
@require_safe
def macro(request: AgentRequest, number: int, macro_id: int) -> HttpResponse:
    """What it would do here."""
    one, chosen = _chosen(request, number, macro_id)
    seen = preview(chosen, conversation=one, agent=request.user, at=clock.now())
    return _answer(request, one, "desk/macropreview.html", MacroPage([], seen, key=random_key()))


@agent_page
@require_POST
def use(request: AgentRequest, number: int, macro_id: int) -> HttpResponse:
    """Does it. Refused, nothing was done and the page says why."""
    one, chosen = _chosen(request, number, macro_id)
    mode = _mode(request)
    try:
        run = operations.apply(
            macro=chosen, conversation=one, agent=request.user, at=clock.now(), key=_key(request)
        )
    except NotAllowed:
        raise
    except Refused as refusal:
        return show(request, number, problem=str(refusal), mode=mode, status=422)
    if any(did["kind"] == "draft" for did in run.did):
        mode = DraftMode.REPLY
    return back_to(request, number, macro=str(run.pk), mode=mode)


@agent_page
@require_POST
def undo(request: AgentRequest, number: int, run_id: int) -> HttpResponse:
    """Takes it back, and says what was left alone."""
    one = found(request, number)
    run = runs_for(request.access).filter(pk=run_id, conversation=one).first()
    if run is None:
        raise Http404
    try:
        macro_undo.undo(run=run, agent=request.user, at=clock.now())
    except NotAllowed:
        raise
    except Refused as refusal:
        return show(request, number, problem=str(refusal), mode=_mode(request), status=409)
    return back_to(request, number, macro=str(run.pk), mode=_mode(request))


def _chosen(request: AgentRequest, number: int, macro_id: int) -> tuple[Conversation, Macro]:
    one = pages.find(number, request.access)
    chosen = macros_for(request.access).filter(pk=macro_id).first()
    if one is None or chosen is None:
        raise Http404
    return one, chosen


def _answer(request: AgentRequest, one: Conversation, fragment: str, page: MacroPage) -> HttpResponse:
    if not request.headers.get("HX-Request"):
        return show(request, one.pk, macro_page=page)
    context: dict[str, Any] = {"macro_page": page, "conversation": one, "query": _query(request)}
    response = render(request, fragment, context | {"access": request.access})
    response["Vary"] = "HX-Request"
    return response


def _mode(request: AgentRequest) -> str:
    mode = request.POST.get("mode") or request.GET.get("mode", "")
    return mode if mode in DraftMode.values else DraftMode.REPLY


def _key(request: AgentRequest) -> str:
    return storable(request.POST.get("key", ""))[:64]


def _query(request: AgentRequest) -> str:
    kept = request.GET.copy()
    for name in set(kept) - {"view", "status"}:
        del kept[name]
    return f"?{kept.urlencode()}"
