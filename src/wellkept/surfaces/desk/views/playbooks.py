"""Following a playbook beside a conversation. Every field saves itself; without script each has its button."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from wellkept.automation.operations import playbooks as operations
from wellkept.conversations.models import Conversation
from wellkept.kernel import clock
from wellkept.kernel.errors import NotAllowed
from wellkept.surfaces.desk.pages.playbook import playbook_beside

from .conversations import show
from .frame import AgentRequest, Refused, agent_page, back_to, found, must_reply


@agent_page
@require_POST
def fact(request: AgentRequest, number: int) -> HttpResponse:
    """Enters `value` as the fact of the key `fact`; an empty one takes it out again."""
    must_reply(request)
    one = found(request, number)
    key, text = request.POST.get("fact", ""), request.POST.get("value", "")
    try:
        operations.record_fact(conversation=one, key=key, text=text, agent=request.user, at=clock.now())
    except NotAllowed:
        raise
    except Refused as refusal:
        return _answer(request, one, typed=(key, text), problem=str(refusal))
    return _answer(request, one)


@agent_page
@require_POST
def step(request: AgentRequest, number: int) -> HttpResponse:
    """Ticks the step of the key `step` with `done`, else unticks it."""
    must_reply(request)
    one = found(request, number)
    key, is_done = request.POST.get("step", ""), bool(request.POST.get("done"))
    try:
        operations.check_step(conversation=one, key=key, is_done=is_done, agent=request.user, at=clock.now())
    except NotAllowed:
        raise
    except Refused as refusal:
        return _answer(request, one, problem=str(refusal))
    return _answer(request, one)


def _answer(
    request: AgentRequest, one: Conversation, *, typed: tuple[str, str] = ("", ""), problem: str = ""
) -> HttpResponse:
    """The piece for who asks with script, a refusal beside its field; else the page, a refusal above the composer."""
    status = 422 if problem else 200
    if request.headers.get("X-Part") == "playbook":
        beside = playbook_beside(one, typed=typed, problem=problem)
        # The same address as on the page: a form that says the same as before is left alone, with its focus.
        query = f"?{request.GET.urlencode()}" if request.GET else ""
        context = {"playbook": beside, "conversation": one, "access": request.access, "query": query}
        return render(request, "desk/playbook.html", context, status=status)
    return show(request, one.pk, problem=problem, status=status) if problem else back_to(request, one.pk)
