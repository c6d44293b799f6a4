"""Handing a conversation over, and deciding about one that is offered."""

from __future__ import annotations

from datetime import datetime

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_POST, require_safe

from wellkept.accounts.models import Agent, Team
from wellkept.kernel import clock
from wellkept.kernel.errors import NotAllowed
from wellkept.kernel.text import whole
from wellkept.routing.models import HandOver
from wellkept.routing.operations import hand_over as operations
from wellkept.routing.queries_hand_over import hand_overs_for
from wellkept.surfaces.desk.pages.hand_over import advice, hand_over_form

from .conversations import show
from .frame import AgentRequest, Refused, agent_page, back_to, found, must_reply
from .promises import NoSuchMoment, moment_of

FIELDS = ("to", "done", "promised", "next_step", "next_at", "reason")
MOST_TEXT = 20_000


@agent_page
@require_safe
def hand_over(request: AgentRequest, number: int) -> HttpResponse:
    """The form, in the conversation; `to` is whom it begins with ("agent-7", "team-2")."""
    must_reply(request)
    one = found(request, number)
    form = hand_over_form(one, request.access, at=clock.now(), to=request.GET.get("to", ""))
    return show(request, number, hand_over_form=form)


@agent_page
@require_POST
def offer(request: AgentRequest, number: int) -> HttpResponse:
    """Offers the conversation to `to`. Refused, the form says beside which field why."""
    must_reply(request)
    one = found(request, number)
    at = clock.now()
    given = {name: request.POST.get(name, "") for name in FIELDS}
    try:
        agent, team = _receiver(given["to"])
        operations.offer(
            conversation=one,
            to_agent=agent,
            to_team=team,
            done=given["done"],
            promised=given["promised"],
            next_step=given["next_step"],
            next_at=_moment(given["next_at"]),
            reason=given["reason"],
            agent=request.user,
            at=at,
        )
    except NotAllowed:
        raise
    except Refused as refusal:
        problems = refusal.problems if isinstance(refusal, operations.SayMore) else {"form": str(refusal)}
        form = hand_over_form(one, request.access, at=at, given=given, problems=problems)
        return show(request, number, status=422, hand_over_form=form)
    return back_to(request, number)


@agent_page
@require_POST
def decide(request: AgentRequest, number: int, verb: str) -> HttpResponse:
    """Accepts, declines (with `why`) or withdraws the hand-over of that number."""
    must_reply(request)
    one = hand_overs_for(request.access).filter(pk=number).first()
    if one is None or verb not in ("accept", "decline", "withdraw"):
        raise Http404
    try:
        _carry_out(one, verb, request)
    except NotAllowed:
        raise
    except Refused as refusal:
        problem = {"decline": {"decline_problem": str(refusal)}}.get(verb, {"problem": str(refusal)})
        return show(request, one.conversation_id, status=422, **problem)  # type: ignore[arg-type]  # sentences by name
    return back_to(request, one.conversation_id)


@agent_page
@require_POST
def transfer_advice(request: AgentRequest, number: int) -> HttpResponse:
    """What there is to say about `text`, which sends the customer to another department: a fragment, often empty."""
    must_reply(request)
    one = found(request, number)
    said = advice(request.POST.get("text", "")[:MOST_TEXT])
    return render(request, "desk/transferadvice.html", {"advice": said, "conversation": one})


def _carry_out(one: HandOver, verb: str, request: AgentRequest) -> None:
    at = clock.now()
    if verb == "accept":
        operations.accept(hand_over=one, agent=request.user, at=at)
    elif verb == "decline":
        operations.decline(hand_over=one, why=request.POST.get("why", ""), agent=request.user, at=at)
    else:
        operations.withdraw(hand_over=one, agent=request.user, at=at)


def _receiver(text: str) -> tuple[Agent | None, Team | None]:
    """Of "agent-7" or "team-2"; neither of anything else."""
    kind, _dash, number = text.partition("-")
    if kind == "agent":
        return get_object_or_404(Agent, pk=whole(number) or 0), None
    if kind == "team":
        return None, get_object_or_404(Team, pk=whole(number) or 0)
    return None, None


def _moment(text: str) -> datetime | None:
    try:
        return moment_of(text)
    except NoSuchMoment:
        return None
