"""Promises on the desk: those in a draft, the next step of a conversation, and what can be done about one."""

from __future__ import annotations

from datetime import datetime

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from wellkept.accounts.models import Agent
from wellkept.conversations.models import Direction, Message
from wellkept.conversations.queries import messages_for
from wellkept.kernel import clock
from wellkept.kernel.actors import Actor
from wellkept.kernel.text import whole
from wellkept.promises import breaks, operations, queries
from wellkept.promises.domain.saying import say_by
from wellkept.promises.models import Promise
from wellkept.promises.operations import Proof, next_steps
from wellkept.promises.operations import words as of_words
from wellkept.promises.operations.kept_by import say
from wellkept.promises.spotting import Ground, Spotted, by_key, spot
from wellkept.surfaces.desk.pages.actions import actions_of
from wellkept.surfaces.desk.pages.words import chips

from .conversations import show
from .frame import AgentRequest, Refused, agent_page, back_to, found, must_reply
from .writing import keep_words

MOST_TEXT = 200_000


class NoSuchMoment(Refused):
    """A date and time that no calendar has."""


@agent_page
@require_POST
def words(request: AgentRequest, number: int) -> HttpResponse:
    """The promises in `text`, checked; with `decide` ("VERB:KEY") first what the agent says about one of them.

    "keeps" and "notyet" are about a promise that stands already; KEY is its number.
    """
    must_reply(request)
    one = found(request, number)
    text = request.POST.get("text", "")[:MOST_TEXT]
    ground = Ground(one, request.user.pk, clock.now())
    verb, _colon, key = request.POST.get("decide", "").partition(":")
    problems: dict[str, str] = {}
    if verb in ("keeps", "notyet"):
        standing = queries.promises_for(request.access).filter(conversation=one, pk=whole(key) or 0)
        for given in standing:
            say(promise=given, agent=request.user, is_kept=verb == "keeps", at=ground.at)
    elif verb and (spotted := by_key(spot(text, ground, is_checked=verb.startswith("say")), key)):
        try:
            text = _decided(request, verb, spotted, ground, text)
        except Refused as refusal:
            problems[key] = str(refusal)
    status = 422 if problems else 200
    if request.headers.get("HX-Request"):
        ground = Ground(one, request.user.pk, ground.at)  # what was said is known by now
        standing_now = queries.open_in(one.pk)
        found_now = chips(text, ground, standing=standing_now, is_checked=True, problems=problems)
        return render(request, "desk/chips.html", {"chips": found_now, "conversation": one}, status=status)
    keep_words(request, one, "reply", text)
    return show(request, number, status=status, chip_problems=problems, is_checked=True)


def _decided(request: AgentRequest, verb: str, one: Spotted, ground: Ground, text: str) -> str:
    """The text, with the date said in it when that was asked for. Raises NeedsDate, NoSuchMoment."""
    common = {"spotted": one, "conversation": ground.conversation, "agent": request.user}
    if verb == "forget":
        of_words.forget(**common)  # type: ignore[arg-type]  # as they are named there
    elif verb in ("promise", "none"):
        of_words.decide(**common, says=verb, at=ground.at)  # type: ignore[arg-type]  # as above
    elif verb == "change":
        due_at = moment_of(request.POST.get(f"due-{one.key}", ""))
        what = request.POST.get(f"text-{one.key}", "")
        of_words.decide(**common, says="promise", due_at=due_at, text=what, at=ground.at)  # type: ignore[arg-type]  # as above
    elif verb.startswith("say") and (place := whole(verb[3:])) is not None and place < len(one.dates):
        date = one.dates[place]
        clause = say_by(one.clause, date, sent_at=ground.at, zone=ground.zone, calendar=ground.calendar)
        if clause:
            return text[: one.start] + clause + text[one.end :]
    return text


@agent_page
@require_POST
def next_step(request: AgentRequest, number: int) -> HttpResponse:
    """Plans the next step: `step`, `when` (a moment that was offered) or else `at`, `text`, `told`."""
    must_reply(request)
    one = found(request, number)
    given = {name: request.POST.get(name, "") for name in ("step", "at", "text", "told")}
    try:
        next_steps.plan(
            conversation=one,
            step=given["step"],
            due_at=moment_of(request.POST.get("when", "") or given["at"]),
            agent=request.user,
            text=given["text"],
            is_told=bool(given["told"]),
            at=clock.now(),
        )
    except Refused as refusal:
        return show(request, number, status=422, step_problem=str(refusal), step_given=given)
    return back_to(request, number)


@agent_page
@require_POST
def wake(request: AgentRequest, number: int) -> HttpResponse:
    """Brings a snoozed conversation back now."""
    must_reply(request)
    next_steps.wake(conversation=found(request, number), why="asked", at=clock.now())
    return back_to(request, number)


@agent_page
def promise(request: AgentRequest, number: int) -> HttpResponse:
    """What can be done about a promise: a piece for its line, or its conversation's page with that line open."""
    must_reply(request)
    one = _promise(request, number)
    if request.headers.get("HX-Request"):
        actions = actions_of(one, request.access, at=clock.now())
        return render(request, "desk/promiseforms.html", {"actions": actions, "problem_of": {}, "given": {}})
    return show(request, one.conversation_id or 0, opened=one)


@agent_page
@require_POST
def act(request: AgentRequest, number: int, verb: str) -> HttpResponse:
    """Keeps, moves, waives or hands over a promise; agrees to or refuses another date. Refused, the form says why."""
    must_reply(request)
    one = _promise(request, number)
    if verb not in _VERBS:
        raise Http404
    try:
        _VERBS[verb](request, one, Actor.agent(request.user.pk), clock.now())
    except Refused as refusal:
        problem_of = {verb: str(refusal)}
        one.refresh_from_db()
        return show(
            request, one.conversation_id or 0, status=422, opened=one, problem_of=problem_of,
            given=request.POST.dict(),
        )  # fmt: skip
    return back_to(request, one.conversation_id or 0)


@agent_page
@require_POST
def use_note(request: AgentRequest, number: int) -> HttpResponse:
    """Puts the note about a broken promise into the agent's draft."""
    must_reply(request)
    one = _promise(request, number)
    at = clock.now()
    amends = breaks.prepare(one, at=at)
    try:
        if amends is None:
            raise breaks.NothingBroke(_("This is not broken any more."))
        breaks.take(amends=amends, agent=request.user, at=at)
    except Refused as refusal:
        return show(request, one.conversation_id or 0, status=409, problem=str(refusal))
    return back_to(request, one.conversation_id or 0, mode="reply")


def moment_of(text: str) -> datetime:
    """The moment of an input: on the reader's clock unless it names a zone. Raises NoSuchMoment."""
    try:
        at = datetime.fromisoformat(text.strip())
        return at if at.tzinfo else timezone.make_aware(at)
    except (ValueError, OverflowError) as error:
        raise NoSuchMoment(_("Say a day and a time.")) from error


def _promise(request: AgentRequest, number: int) -> Promise:
    seen = queries.promises_for(request.access).filter(pk=number, conversation__isnull=False)
    one = seen.select_related("conversation__customer", "customer", "target", "owner", "team").first()
    if one is None:
        raise Http404
    return one


def _keep(request: AgentRequest, one: Promise, by: Actor, at: datetime) -> None:
    message = _message(request, one, Direction.OUT)
    proof = Proof(message=message, word=request.POST.get("word", ""))
    operations.keep(promise=one, proof=proof, by=by, at=at)


def _move(request: AgentRequest, one: Promise, by: Actor, at: datetime) -> None:
    due_at = moment_of(request.POST.get("at", ""))
    if not one.is_visible_to_customer:
        next_steps.postpone(promise=one, due_at=due_at, by=by, at=at)
        return
    told = _message(request, one, Direction.OUT)
    if told is None:
        raise operations.NotTold(_("Tell the customer in a reply first, then name it here."))
    operations.propose(promise=one, due_at=due_at, told=told, by=by, at=at)


def _waive(request: AgentRequest, one: Promise, by: Actor, at: datetime) -> None:
    message = _message(request, one, Direction.IN)
    if message is None:
        raise operations.NeedsEvidence(_("Name the message in which the customer says so."))
    operations.waive(promise=one, message=message, by=by, at=at)


def _agree(request: AgentRequest, one: Promise, by: Actor, at: datetime) -> None:
    message = _message(request, one, Direction.IN)
    if message is None:
        raise operations.NeedsEvidence(_("Name the message in which the customer agrees."))
    operations.accept(promise=one, message=message, by=by, at=at)


def _refuse(request: AgentRequest, one: Promise, by: Actor, at: datetime) -> None:
    operations.refuse(promise=one, by=by, at=at)


def _hand_over(request: AgentRequest, one: Promise, by: Actor, at: datetime) -> None:
    owner = get_object_or_404(Agent.objects.active(), pk=whole(request.POST.get("agent")) or 0)
    allowed = {choice.id for choice in actions_of(one, request.access, at=at).agents}
    if owner.pk not in allowed:
        raise Refused(_("%(name)s may not answer in this inbox.") % {"name": owner.name})
    operations.hand_over(promise=one, owner=owner, team=None, by=by, at=at)


def _message(request: AgentRequest, one: Promise, direction: str) -> Message | None:
    theirs = messages_for(request.access).filter(conversation=one.conversation_id, direction=direction)
    return theirs.filter(pk=whole(request.POST.get("message")) or 0).first()


_VERBS = {
    "kept": _keep,
    "date": _move,
    "waived": _waive,
    "agreed": _agree,
    "refused": _refuse,
    "owner": _hand_over,
}
