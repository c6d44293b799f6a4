"""Hand-overs as the desk shows them: what waits, what was told before, and what a new one asks for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wellkept.accounts.models import Agent
from wellkept.conversations.access import Access
from wellkept.conversations.models import Conversation
from wellkept.kernel.text import one_line
from wellkept.promises.queries import open_in
from wellkept.routing import queries_hand_over as queries
from wellkept.routing.domain.path import transfers
from wellkept.routing.domain.transfer import find_transfers
from wellkept.routing.models import HandOver, HandOverState
from wellkept.surfaces.look import words

from .choices import Choice, choices
from .owed import row_in, span
from .words import field_value


@dataclass(frozen=True, slots=True)
class Line:
    """One hand-over. `outcome` says how it ended and by whom, "" while it waits; `waits` how long already."""

    id: int
    conversation_id: int
    subject: str
    customer_name: str
    giver: str
    receiver: str
    done: str
    promised: str
    next_step: str
    next_at: str
    reason: str
    waits: str
    since: str
    is_overdue: bool
    may_accept: bool
    may_withdraw: bool
    for_another: bool
    outcome: str


@dataclass(frozen=True, slots=True)
class HandOvers:
    """Those of one conversation: the one that waits, and those before it. `advice` is about the draft."""

    pending: Line | None
    past: tuple[Line, ...]
    advice: Advice | None


@dataclass(frozen=True, slots=True)
class Advice:
    """The draft sends the customer elsewhere: in these words, to this department. `to` preselects a team of ours."""

    sentence: str
    whom: str
    to: str


@dataclass(frozen=True, slots=True)
class PathStop:
    name: str
    since: str


@dataclass(frozen=True, slots=True)
class HandOverForm:
    """What a new one asks for. `path` is who answered the customer so far, `given` what stands in the fields."""

    agents: list[Choice]
    teams: list[Choice]
    is_again: bool
    path: tuple[PathStop, ...]
    times: str
    given: Mapping[str, str]
    problems: Mapping[str, str]


def hand_overs_in(conversation: Conversation, access: Access, *, draft: str, at: datetime) -> HandOvers:
    """One query. The caller has checked that the conversation may be seen."""
    rows = queries.all_in(conversation.pk)
    for row in rows:
        row.conversation = conversation
    lines = [line(row, access, at=at) for row in rows]
    pending = next((shown for row, shown in zip(rows, lines, strict=True) if row.is_pending), None)
    past = tuple(shown for row, shown in zip(rows, lines, strict=True) if not row.is_pending)
    return HandOvers(pending, past, advice(draft) if access.may_reply else None)


def waiting(access: Access, *, at: datetime) -> list[Line]:
    """What waits for this agent, on top of their lists. One query."""
    return [line(row, access, at=at) for row in queries.waiting_for(access)]


def line(row: HandOver, access: Access, *, at: datetime) -> Line:
    conversation = row.conversation
    is_theirs = row.to_agent_id == access.agent_id or row.to_team_id in access.team_ids
    return Line(
        id=row.pk,
        conversation_id=conversation.pk,
        subject=conversation.subject or _("(no subject)"),
        customer_name=conversation.customer_name,
        giver=row.offered_by.name,
        receiver=_receiver(row),
        done=row.done,
        promised=row.promised,
        next_step=row.next_step,
        next_at=words.moment(row.next_at),
        reason=row.reason,
        waits=span(at - row.offered_at),
        since=words.moment(row.offered_at),
        is_overdue=row.overdue_at is not None,
        may_accept=row.is_pending and queries.may_accept(row, access),
        may_withdraw=row.is_pending and queries.may_withdraw(row, access),
        for_another=not is_theirs,
        outcome=_outcome(row),
    )


def hand_over_form(
    conversation: Conversation,
    access: Access,
    *,
    at: datetime,
    given: Mapping[str, str] | None = None,
    problems: Mapping[str, str] | None = None,
    to: str = "",
) -> HandOverForm:
    """Prefilled with what the ledger knows to be promised there, and with when something is due next."""
    menus = choices().for_conversation(conversation, access)
    stops = queries.path_of(conversation)
    names = dict(Agent.objects.filter(pk__in=[stop.agent_id for stop in stops]).values_list("pk", "name"))
    times = transfers(stops)
    return HandOverForm(
        agents=[one for one in menus.agents if one.id != conversation.assignee_id],
        teams=menus.teams,
        is_again=times > 0,
        path=tuple(
            PathStop(names.get(stop.agent_id, _("someone who left")), words.moment(stop.since))
            for stop in stops
        ),
        times=ngettext("handed on once already", "handed on %(num)s times already", times) % {"num": times},
        given=given or _prefilled(conversation, at=at) | {"to": to},
        problems=problems or {},
    )


def advice(draft: str) -> Advice | None:
    """What to say about a draft that sends the customer to another department; None for any other. No query."""
    found = find_transfers(draft)
    if not found:
        return None
    first = found[0]
    named = first.whom.casefold()
    team = next((one for one in choices().teams if one.label.casefold() in named), None)
    return Advice(one_line(first.text, limit=120), first.whom, f"team-{team.id}" if team else "")


def _prefilled(conversation: Conversation, *, at: datetime) -> dict[str, str]:
    promises = open_in(conversation.pk)
    theirs = [row_in(one, conversation, at=at) for one in promises if one.is_visible_to_customer]
    due = [one.due_at for one in promises if one.paused_at is None and one.due_at > at]
    return {
        "promised": "\n".join(f"{row.what} ({row.exactly})" for row in theirs),
        "next_at": field_value(due[0]) if due else "",
    }


def _receiver(row: HandOver) -> str:
    return row.to_agent.name if row.to_agent else row.to_team.name if row.to_team else ""


def _outcome(row: HandOver) -> str:
    who = row.ended_by.name if row.ended_by else ""
    when = words.moment(row.ended_at)
    if row.state == HandOverState.ACCEPTED:
        return _("accepted by %(who)s, %(when)s") % {"who": who, "when": when}
    if row.state == HandOverState.DECLINED:
        return _("declined by %(who)s, %(when)s: %(why)s") % {"who": who, "when": when, "why": row.why}
    if row.state == HandOverState.WITHDRAWN:
        texts = {
            "asked": _("taken back by %(who)s, %(when)s"),
            "overtaken": _("somebody else took it, %(when)s"),
        }
        return texts.get(row.why, _("it was over, %(when)s")) % {"who": who, "when": when}
    return ""
