"""Opening a conversation, and setting what it says about itself."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from wellkept.accounts.models import Agent, Team
from wellkept.conversations import operations, queries
from wellkept.conversations.models import Conversation, Driver, Tag
from wellkept.customers import operations as customers
from wellkept.customers.models import Identity
from wellkept.kernel import clock
from wellkept.kernel.actors import SYSTEM, Actor
from wellkept.kernel.ids import random_key
from wellkept.kernel.text import storable, whole
from wellkept.promises.models import Promise
from wellkept.routing.queries_hand_over import asks_for_words
from wellkept.surfaces.desk.pages import conversation as pages
from wellkept.surfaces.desk.pages.actions import actions_of
from wellkept.surfaces.desk.pages.lists import list_page, status_words
from wellkept.surfaces.desk.pages.macros import macro_done
from wellkept.surfaces.desk.pages.rail import view_of
from wellkept.surfaces.desk.pages.thread import thread

from .frame import AgentRequest, Refused, agent_page, back_to, desk, found, is_address, must_reply, once_sent


@agent_page
def conversation(request: AgentRequest, number: int) -> HttpResponse:
    """The conversation in its column; with the list and the rail unless htmx asks for the column alone."""
    return show(request, number)


def show(
    request: AgentRequest,
    number: int,
    *,
    problem: str = "",
    mode: str = "",
    status: int = 200,
    is_checked: bool = False,
    chip_problems: dict[str, str] | None = None,
    opened: Promise | None = None,
    **refused: Any,
) -> HttpResponse:
    """The page, with a sentence of what went wrong when something did.

    `is_checked` and `chip_problems`: of the promises in the draft; `opened`: the promise whose line stands open;
    `refused`: what the template of the form that was refused says (desk/nextstep.html, desk/promiseforms.html).
    """
    one = pages.find(number, request.access)
    if one is None:
        raise Http404
    at = clock.now()
    page = pages.conversation_page(
        one, request.user, request.access, at=at, is_checked=is_checked, chip_problems=chip_problems
    )
    key, view_status = _list_beside(request, one)
    context = {
        "page": page,
        "conversation": one,
        "key": key,
        "list_status": view_status,
        "words": status_words(),
        "problem": problem,
        "mode": mode or request.GET.get("mode", "reply"),
        "send_key": random_key(),
        "access": request.access,
        "now": clock.now(),
        "actions": actions_of(opened, request.access, at=at) if opened else None,
        "problem_of": {},
        "given": {},
        "macro_done": macro_done(request.GET.get("macro", ""), one, request.access),
        **refused,
    }
    if request.headers.get("HX-Request"):
        response = render(request, "desk/column.html", context, status=status)
        response["Vary"] = "HX-Request"
    else:
        context["list"] = list_page(key, view_status, request.access, with_rows=False)
        response = desk(request, "desk/conversation.html", context, status=status, with_counts=False)
    if request.headers.get("X-Live", "read") == "read":  # not by a tab that nobody looks at
        seen = page.thread.last_message_id
        once_sent(
            response,
            lambda: operations.mark_read(
                conversation=one, agent=request.user, message_id=seen, at=clock.now()
            ),
        )
    return response


def _list_beside(request: AgentRequest, one: Conversation) -> tuple[str, str]:
    """View and status of the list it was opened from; everything when the address names none of ours."""
    key = request.GET.get("view") or ("mine" if one.assignee_id == request.user.pk else "all")
    status = request.GET.get("status") or ("open" if key != "all" or one.status == "open" else "any")
    return (key, status) if view_of(key, status, request.access) else ("all", "any")


@agent_page
def older(request: AgentRequest, number: int) -> HttpResponse:
    """The messages before one, as a fragment."""
    one = found(request, number)
    before = _number(request.GET.get("before", ""))
    context = {
        "conversation": one,
        "thread": thread(one, request.access, before=before),
        "access": request.access,
        "now": clock.now(),
    }
    return render(request, "desk/older.html", context)


@agent_page
@require_POST
def change(request: AgentRequest, number: int, what: str) -> HttpResponse:
    """One field: status, priority, subject, driver, place, assignment, tags, inbox."""
    must_reply(request)
    one = found(request, number)
    by, at = Actor.agent(request.user.pk), clock.now()
    value = request.POST.get("value", "")
    try:
        if what == "status":
            operations.set_status(conversation=one, status=value, by=by, at=at)
        elif what == "priority":
            operations.set_priority(conversation=one, priority=_number(value), by=by, at=at)
        elif what == "subject":
            operations.set_subject(conversation=one, subject=value, by=by, at=at)
        elif what == "driver":
            driver = get_object_or_404(Driver, pk=_number(value)) if value else None
            operations.set_driver(conversation=one, driver=driver, by=by, at=at)
        elif what == "place":
            operations.set_place(conversation=one, place=value, by=by, at=at)
        elif what == "tags":
            if request.POST.get("remove"):
                for tag in Tag.objects.filter(name=storable(value)):
                    operations.remove_tag(conversation=one, tag=tag, by=by, at=at)
            else:
                operations.add_tag(conversation=one, name=value, by=by, at=at)
        elif what == "inbox":
            inbox = queries.inboxes_for(request.access).filter(pk=_number(value)).first()
            if inbox is None:
                raise Http404
            operations.move_inbox(conversation=one, inbox=inbox, by=by, at=at)
        else:
            raise Http404
    except Refused as refusal:
        return show(request, number, problem=str(refusal), status=422)
    return back_to(request, number)


@agent_page
@require_POST
def assign(request: AgentRequest, number: int) -> HttpResponse:
    """`assignee` and `team` are ids, "" for nobody; what is not sent stays."""
    must_reply(request)
    one = found(request, number)
    assignee, team = one.assignee, one.team
    if "assignee" in request.POST:
        value = request.POST["assignee"]
        assignee = get_object_or_404(Agent, pk=_number(value)) if value else None
    if "team" in request.POST:
        value = request.POST["team"]
        team = get_object_or_404(Team, pk=_number(value)) if value else None
    if asks_for_words(one, request.access, assignee=assignee, team=team):
        return _to_hand_over(one, assignee, team)
    try:
        operations.assign(
            conversation=one, assignee=assignee, team=team, by=Actor.agent(request.user.pk), at=clock.now()
        )
    except Refused as refusal:
        return show(request, number, problem=str(refusal), status=422)
    return back_to(request, number)


def _to_hand_over(one: Conversation, assignee: Agent | None, team: Team | None) -> HttpResponse:
    """303 to the form of a hand-over, with whom they chose: the customer is not passed on without a word."""
    to = f"team-{team.pk}" if team else ""
    if assignee and assignee.pk != one.assignee_id:
        to = f"agent-{assignee.pk}"
    return HttpResponse(status=303, headers={"Location": f"{reverse('hand-over', args=[one.pk])}?to={to}"})


@agent_page
@require_POST
def participant(request: AgentRequest, number: int) -> HttpResponse:
    """Takes an address in (`add`, or `identity` with `confirm`), or removes one."""
    must_reply(request)
    one = found(request, number)
    by, at = Actor.agent(request.user.pk), clock.now()
    address = request.POST.get("add", "").strip()
    if address:
        if not is_address(address):
            problem = _("%(address)s is no email address.") % {"address": address[:80]}
            return show(request, number, problem=problem, status=422)
        identity = customers.identify(kind="email", address=address, by=SYSTEM, at=at)
        operations.invite_participant(conversation=one, identity=identity, by=by, at=at)
        return back_to(request, number)
    known = Identity.objects.filter(
        pk=_number(request.POST.get("identity", "")), participations__conversation=one
    ).first()
    if known is None:
        raise Http404
    verb = operations.confirm_participant if request.POST.get("confirm") else operations.remove_participant
    verb(conversation=one, identity=known, by=by, at=at)
    return back_to(request, number)


@agent_page
@require_POST
def join(request: AgentRequest, number: int) -> HttpResponse:
    """Decides about a stranger's answer. Both sides must be visible."""
    must_reply(request)
    one = found(request, number)
    suggestion = getattr(one, "join_suggestion", None)
    outcome = request.POST.get("value")
    if suggestion is None or outcome not in ("join", "apart"):
        raise Http404
    found(request, suggestion.target_id)
    try:
        following = operations.decide_join(
            suggestion=suggestion,
            joined=outcome == "join",
            by=Actor.agent(request.user.pk),
            at=clock.now(),
        )
    except Refused as refusal:
        return show(request, number, problem=str(refusal), status=409)
    return back_to(request, following.pk)


@agent_page
@require_POST
def unread(request: AgentRequest, number: int) -> HttpResponse:
    """As if never opened; goes back to the list, or it would be read at once."""
    operations.mark_unread(conversation=found(request, number), agent=request.user)
    key = request.GET.get("view", "")
    known = view_of(key, "any", request.access)
    return HttpResponse(status=303, headers={"Location": reverse("view", args=[key if known else "mine"])})


def _number(text: str) -> int:
    number = whole(text)
    if number is None:
        raise Http404
    return number
