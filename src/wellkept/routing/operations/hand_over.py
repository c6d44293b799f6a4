"""Handing a conversation over: offer, accept, decline, withdraw. It is never without an owner on the way."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from wellkept.accounts.models import Agent, Membership, Team
from wellkept.conversations import operations as conversations
from wellkept.conversations.access import Access, access_of
from wellkept.conversations.models import Conversation, Place
from wellkept.kernel.actors import SYSTEM, Actor
from wellkept.kernel.errors import NotAllowed, Refused
from wellkept.kernel.events import publish
from wellkept.kernel.text import one_line, storable
from wellkept.promises import operations as promises
from wellkept.promises.models import OPEN, Kind
from wellkept.promises.operations import next_steps
from wellkept.routing import queries_hand_over as queries
from wellkept.routing.hand_over_events import (
    HandOverAccepted,
    HandOverDeclined,
    HandOverOffered,
    HandOverOverdue,
    HandOverTermsChanged,
    HandOverWithdrawn,
)
from wellkept.routing.models.hand_over import HandOver, HandOverState, HandOverTerms

MOST_WORDS = 2000
MOST_LINE = 300
MOST_MINUTES = 14 * 24 * 60


class SayMore(Refused):
    """Something that the receiver needs is not said: `problems` by field (to, done, next_step, next_at, …)."""

    def __init__(self, problems: dict[str, str]) -> None:
        super().__init__(" ".join(problems.values()))
        self.problems = problems


class AlreadyOnItsWay(Refused):
    """One hand-over at a time."""


class NotPending(Refused):
    """It was decided already."""


@transaction.atomic
def offer(
    *,
    conversation: Conversation,
    to_agent: Agent | None = None,
    to_team: Team | None = None,
    done: str,
    promised: str,
    next_step: str,
    next_at: datetime | None,
    agent: Agent,
    at: datetime,
    reason: str = "",
) -> HandOver:
    """Asks an agent, or anyone of a team, to take the conversation on. Until they do nothing changes hands.

    The next step becomes a promise to ourselves at once. Once the customer has been handed on before, `reason` is
    needed. Raises SayMore, AlreadyOnItsWay, NotAllowed, and what `next_steps.plan` raises.
    """
    _must_reply(access_of(agent), conversation)
    locked = (
        Conversation.objects.select_for_update(of=("self",))
        .select_related("customer", "assignee")
        .get(pk=conversation.pk)
    )
    if locked.place != Place.DESK:
        raise Refused(_("Bring it back to the desk first."))
    done, promised = (storable(text).strip()[:MOST_WORDS] for text in (done, promised))
    next_step, reason = (one_line(storable(text), limit=MOST_LINE) for text in (next_step, reason))
    is_again = queries.times_handed_on(locked) > 0
    problems = {"to": _wrong_receiver(locked, to_agent, to_team)}
    if not done:
        problems["done"] = _("Say what was done, so that nobody asks the customer again.")
    if not next_step:
        problems["next_step"] = _("Say what happens next.")
    if next_at is None:
        problems["next_at"] = _("Say a day and a time.")
    elif next_at <= at:
        problems["next_at"] = _("That moment has passed. Choose one that is still to come.")
    if is_again and not reason:
        problems["reason"] = _("The customer was handed on before. Say why it has to happen again.")
    problems = {field: says for field, says in problems.items() if says}
    if problems or next_at is None:
        raise SayMore(problems)
    if queries.pending_in(locked.pk) is not None:
        raise AlreadyOnItsWay(_("It is being handed over already. Withdraw that first."))
    step = next_steps.plan(
        conversation=locked, step=Kind.FOLLOW_UP, due_at=next_at, agent=agent, text=next_step, at=at
    )
    try:
        with transaction.atomic():
            row = HandOver.objects.create(
                conversation=locked,
                from_agent_id=locked.assignee_id,
                from_team_id=locked.team_id,
                to_agent=to_agent,
                to_team=to_team,
                done=done,
                promised=promised,
                next_step=next_step,
                next_at=next_at,
                step=step,
                reason=reason,
                offered_by=agent,
                offered_at=at,
                expires_at=at + timedelta(minutes=queries.minutes_to_decide()),
            )
    except IntegrityError as error:  # two offered it in the same moment
        raise AlreadyOnItsWay(_("It is being handed over already. Withdraw that first.")) from error
    event = HandOverOffered(
        **_ids(row),
        from_agent_id=row.from_agent_id,
        from_team_id=row.from_team_id,
        to_agent_id=row.to_agent_id,
        to_team_id=row.to_team_id,
        expires_at=row.expires_at.isoformat(),
        is_again=is_again,
    )
    publish(event, by=Actor.agent(agent.pk), at=at)
    return row


@transaction.atomic
def accept(*, hand_over: HandOver, agent: Agent, at: datetime) -> None:
    """The receiver takes it on: the conversation, its promises and the next step are theirs from now on.

    A supervisor may accept an overdue one for its receiver; a team then has it together. Raises NotPending, NotAllowed,
    and what `conversations.operations.assign` raises.
    """
    locked = _end(hand_over, HandOverState.ACCEPTED, agent=agent, at=at, may=queries.may_accept)
    conversation = locked.conversation
    assignee, team = _who_has_it_then(locked, agent)
    by = Actor.agent(agent.pk)
    conversations.assign(conversation=conversation, assignee=assignee, team=team, by=by, at=at)
    step = locked.step
    if step is not None and step.status in OPEN:
        step.refresh_from_db()  # what its former owner answered for has moved already
        promises.hand_over(promise=step, owner=assignee, team=team, by=by, at=at)
    event = HandOverAccepted(
        **_ids(locked),
        assignee_id=assignee.pk if assignee else None,
        team_id=team.pk if team else None,
    )
    publish(event, by=by, at=at)


@transaction.atomic
def decline(*, hand_over: HandOver, why: str, agent: Agent, at: datetime) -> None:
    """The receiver says no, and why; whoever had it has it. Raises SayMore, NotPending, NotAllowed."""
    why = one_line(storable(why), limit=MOST_LINE)
    if not why:
        raise SayMore({"why": _("Say why, so that it finds the right person next time.")})
    locked = _end(hand_over, HandOverState.DECLINED, agent=agent, at=at, may=queries.may_accept, why=why)
    publish(HandOverDeclined(**_ids(locked)), by=Actor.agent(agent.pk), at=at)


@transaction.atomic
def withdraw(*, hand_over: HandOver, agent: Agent, at: datetime) -> None:
    """Who offered it, who has the conversation, or a supervisor takes it back. Raises NotPending, NotAllowed."""
    locked = _end(
        hand_over, HandOverState.WITHDRAWN, agent=agent, at=at, may=queries.may_withdraw, why="asked"
    )
    publish(HandOverWithdrawn(**_ids(locked), why="asked"), by=Actor.agent(agent.pk), at=at)


@transaction.atomic
def overtake(*, conversation_id: int, why: str, at: datetime) -> None:
    """Ends what is pending there because the conversation went another way. `why`: overtaken, over."""
    row = queries.pending_in(conversation_id)
    if row is None:
        return
    if _still_offered(row).update(state=HandOverState.WITHDRAWN, ended_at=at, why=why) == 1:
        publish(HandOverWithdrawn(**_ids(row), why=why), by=SYSTEM, at=at)


def mark_overdue(*, at: datetime, limit: int = 500) -> int:
    """Brings what nobody decided in time to the supervisors; returns how many. Safe to repeat."""
    late = HandOver.objects.filter(state=HandOverState.OFFERED, expires_at__lte=at, overdue_at__isnull=True)
    marked = 0
    for row in late.select_related("conversation").order_by("expires_at", "id")[:limit]:
        with transaction.atomic():
            if _still_offered(row).filter(overdue_at__isnull=True).update(overdue_at=at) == 1:
                publish(HandOverOverdue(**_ids(row)), by=SYSTEM, at=at)
                marked += 1
    return marked


@transaction.atomic
def set_terms(*, minutes: int, by: Actor, at: datetime) -> None:
    """How long a hand-over may wait, from the next one on: 1 minute to two weeks."""
    if not 1 <= minutes <= MOST_MINUTES:
        raise Refused(_("Write a number of minutes from 1 to 20160 (two weeks)."))
    HandOverTerms.objects.update_or_create(id=1, defaults={"minutes": minutes})
    publish(HandOverTermsChanged(minutes=minutes), by=by, at=at)


def _who_has_it_then(row: HandOver, agent: Agent) -> tuple[Agent | None, Team | None]:
    """The person it was offered to; of a team the member who accepts, or nobody yet when a supervisor did."""
    if row.to_agent is not None:
        return row.to_agent, row.conversation.team
    is_member = Membership.objects.filter(team=row.to_team, agent=agent).exists()
    return (agent if is_member else None), row.to_team


def _wrong_receiver(conversation: Conversation, to_agent: Agent | None, to_team: Team | None) -> str:
    """Why it cannot be offered to them, "" when it can."""
    if to_agent is not None and to_team is None:
        if to_agent.pk == conversation.assignee_id:
            return _("%(name)s has it already.") % {"name": to_agent.name}
        if not to_agent.is_active or not queries.can_answer(access_of(to_agent), conversation):
            return _("%(name)s may not answer in this inbox.") % {"name": to_agent.name}
        return ""
    if to_team is None or to_agent is not None:
        return _("Choose one person or one team.")
    members = to_team.members.filter(deactivated_at__isnull=True)
    if any(queries.can_answer(access_of(one), conversation) for one in members):
        return ""
    return _("Nobody in %(team)s may answer in this inbox.") % {"team": to_team.name}


def _must_reply(access: Access, conversation: Conversation) -> None:
    if not queries.can_answer(access, conversation):
        raise NotAllowed(_("You read and write notes here. Ask an agent of the team for the rest."))


def _end(
    hand_over: HandOver, state: HandOverState, *, agent: Agent, at: datetime, may: Any, why: str = ""
) -> HandOver:
    """The row, ended by a conditional update that only one can win."""
    conversation = Conversation.objects.select_for_update().get(pk=hand_over.conversation_id)
    row = HandOver.objects.select_related("to_agent", "to_team", "step__conversation").get(pk=hand_over.pk)
    row.conversation = conversation
    if not row.is_pending:
        raise NotPending(_("That was decided already."))
    if not may(row, access_of(agent)):
        raise NotAllowed(_("Only whom it was offered to can decide this."))
    changes = {"state": state, "ended_at": at, "ended_by": agent, "why": why}
    if _still_offered(row).update(**changes) != 1:
        raise NotPending(_("That was decided already."))
    row.state, row.ended_at, row.ended_by, row.why = state, at, agent, why
    return row


def _still_offered(row: HandOver) -> Any:
    return HandOver.objects.filter(Q(pk=row.pk), state=HandOverState.OFFERED)


def _ids(row: HandOver) -> dict[str, Any]:
    return {
        "hand_over_id": row.pk,
        "conversation_id": row.conversation_id,
        "inbox_id": row.conversation.inbox_id,
    }
