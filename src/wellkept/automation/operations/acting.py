"""Doing what a macro or a rule says, with the operations that people use themselves."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar

from django.db import models, transaction
from django.utils.translation import gettext as _

from wellkept.accounts.models import Agent, Team
from wellkept.automation.domain.actions import AUTHOR, KINDS, NOBODY, Action, Later
from wellkept.automation.domain.did import Did as Did
from wellkept.automation.queries_variables import filled
from wellkept.conversations import operations as conversations
from wellkept.conversations.access import access_of
from wellkept.conversations.models import Conversation, ConversationTag, Driver, Tag
from wellkept.kernel.actors import Actor
from wellkept.kernel.errors import NotAllowed, NotVisible, Refused
from wellkept.kernel.events import caused_by
from wellkept.promises.operations import next_steps

M = TypeVar("M", bound=models.Model)


class NoLongerThere(Refused):
    """An action names an agent, team, tag or driver that is gone or was retired."""


class HasGaps(Refused):
    """Nothing with a hole in it is sent to a customer by itself."""


@dataclass(frozen=True, slots=True)
class _Job:
    conversation: Conversation
    author: Agent
    by: Actor
    at: datetime


@transaction.atomic
def perform(
    *,
    conversation_id: int,
    actions: Sequence[Action],
    author: Agent,
    by: Actor,
    at: datetime,
    cause: int | None = None,
) -> list[Did]:
    """All of it or nothing, in the order of `KINDS`; gives what really changed, not what was so before.

    `author` is whose permissions count: nobody can have a rule do what they may not do themselves. `by` is written
    into the history. Whatever is published carries `cause`, the id of the event that led here. A reply is sent at once
    as an automatic message, which answers nothing that is owed. Raises NotVisible, NotAllowed, NoLongerThere, HasGaps,
    and what the operations refuse.
    """
    found = Conversation.objects.select_for_update(of=("self",))
    found = found.select_related("customer__company", "inbox", "assignee", "team", "driver")
    conversation = found.filter(pk=conversation_id).first()
    must_be_allowed(conversation, actions, author)
    assert conversation is not None
    job = _Job(conversation, author, by, at)
    done: list[Did] = []
    with caused_by(cause):
        for action in sorted(actions, key=lambda one: KINDS.index(one.kind)):
            done += _HANDS[action.kind](job, action)
    return done


def must_be_allowed(conversation: Conversation | None, actions: Sequence[Action], author: Agent) -> None:
    """Raises NotVisible, NotAllowed. A light agent reads and writes notes."""
    access = access_of(author)
    if conversation is None or not access.sees_inbox(conversation.inbox_id):
        raise NotVisible(_("There is no such conversation."))
    if not author.is_active:
        raise NotAllowed(_("%(name)s no longer works here.") % {"name": author.name})
    if not access.may_reply and any(action.kind != "note" for action in actions):
        raise NotAllowed(
            _("%(name)s reads and writes notes here, and may do no more.") % {"name": author.name}
        )


def _status(job: _Job, action: Action) -> list[Did]:
    old = job.conversation.status
    conversations.set_status(conversation=job.conversation, status=str(action.value), by=job.by, at=job.at)
    return _changed("status", old, str(action.value))


def _priority(job: _Job, action: Action) -> list[Did]:
    assert isinstance(action.value, int)
    old = job.conversation.priority
    conversations.set_priority(conversation=job.conversation, priority=action.value, by=job.by, at=job.at)
    return _changed("priority", old, action.value)


def _assign(job: _Job, action: Action) -> list[Did]:
    one = job.conversation
    if action.value == NOBODY:
        agent = None
    elif action.value == AUTHOR:
        agent = job.author
    else:
        agent = _there(Agent, action.value, _("The agent it is to be given to is not there any more."))
    old = one.assignee_id
    conversations.assign(conversation=one, assignee=agent, team=one.team, by=job.by, at=job.at)
    return _changed("assign", old, agent.pk if agent else None)


def _team(job: _Job, action: Action) -> list[Did]:
    one = job.conversation
    team = None
    if action.value != NOBODY:
        team = _there(Team, action.value, _("The team it is to be given to is not there any more."))
    old = one.team_id
    conversations.assign(conversation=one, assignee=one.assignee, team=team, by=job.by, at=job.at)
    return _changed("team", old, team.pk if team else None)


def _driver(job: _Job, action: Action) -> list[Did]:
    driver = _there(Driver, action.value, _("The reason for contact is not there any more."))
    old = job.conversation.driver_id
    conversations.set_driver(conversation=job.conversation, driver=driver, by=job.by, at=job.at)
    return _changed("driver", old, driver.pk)


def _add_tags(job: _Job, action: Action) -> list[Did]:
    tags, on = _tags(job, action)
    added = [tag for tag in tags if tag.pk not in on]
    for tag in added:
        conversations.add_tag(conversation=job.conversation, name=tag.name, by=job.by, at=job.at)
    return _changed("add_tags", [], [tag.pk for tag in added])


def _remove_tags(job: _Job, action: Action) -> list[Did]:
    tags, on = _tags(job, action)
    off = [tag for tag in tags if tag.pk in on]
    for tag in off:
        conversations.remove_tag(conversation=job.conversation, tag=tag, by=job.by, at=job.at)
    return _changed("remove_tags", [tag.pk for tag in off], [])


def _note(job: _Job, action: Action) -> list[Did]:
    text = filled(str(action.value), conversation=job.conversation, agent=job.author).text
    written = conversations.note(
        conversation=job.conversation, agent=job.author, text=text, by=job.by, at=job.at
    )
    return [Did("note", None, written.pk)]


def _reply(job: _Job, action: Action) -> list[Did]:
    text = filled(str(action.value), conversation=job.conversation, agent=job.author)
    if text.gaps:
        raise HasGaps(
            _("Not sent: the text has no value and no other words for %(gaps)s.")
            % {"gaps": ", ".join(text.gaps)}
        )
    sent = conversations.notify(conversation=job.conversation, text=text.text, at=job.at)
    return [Did("reply", None, sent.pk)]


def _next_step(job: _Job, action: Action) -> list[Did]:
    one = job.conversation
    later = action.value if isinstance(action.value, Later) else Later(int(str(action.value)))
    snoozed, status = one.snoozed_until, one.status
    promise = next_steps.plan(
        conversation=one,
        step=_STEPS[action.kind],
        due_at=job.at + timedelta(minutes=later.minutes),
        agent=job.author,
        text=later.text,
        by=job.by,
        at=job.at,
    )
    new = {"promise": promise.pk, "until": promise.due_at.isoformat()}
    old = snoozed.isoformat() if snoozed and action.kind == "snooze" else None
    return [*_changed("status", status, one.status), Did(action.kind, old, new)]


def _changed(kind: str, old: object, new: object) -> list[Did]:
    return [] if old == new else [Did(kind, old, new)]


def _tags(job: _Job, action: Action) -> tuple[list[Tag], set[int]]:
    """Those named, and the numbers of those that are on."""
    assert isinstance(action.value, tuple)
    tags = list(Tag.objects.filter(pk__in=action.value))
    if len(tags) < len(action.value):
        raise NoLongerThere(_("A tag is not there any more."))
    on = ConversationTag.objects.filter(conversation=job.conversation, tag__in=tags)
    return tags, set(on.values_list("tag_id", flat=True))


def _there(model: type[M], number: object, say: str) -> M:
    found = model._default_manager.filter(pk=number).first()
    if found is None or getattr(found, "retired_at", None) is not None:
        raise NoLongerThere(say)
    return found


_STEPS: Mapping[str, str] = {
    "wait": next_steps.Step.THIRD_PARTY,
    "follow_up": next_steps.Step.FOLLOW_UP,
    "snooze": next_steps.Step.SNOOZE,
}
_HANDS: Mapping[str, Callable[[_Job, Action], list[Did]]] = {
    "assign": _assign,
    "team": _team,
    "priority": _priority,
    "driver": _driver,
    "add_tags": _add_tags,
    "remove_tags": _remove_tags,
    "note": _note,
    "reply": _reply,
    "status": _status,
    "wait": _next_step,
    "follow_up": _next_step,
    "snooze": _next_step,
}
assert set(_HANDS) == set(KINDS)
