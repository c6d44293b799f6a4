"""Taking back what a macro did, as far as nobody has changed it since."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from wellkept.accounts.models import Agent, Team
from wellkept.automation.domain.did import Did
from wellkept.automation.macro_events import MacroUndone
from wellkept.automation.models import MacroRun
from wellkept.conversations import operations as conversations
from wellkept.conversations.access import access_of
from wellkept.conversations.models import Conversation, ConversationTag, Draft, DraftMode, Driver, Tag
from wellkept.kernel.actors import SYSTEM, Actor
from wellkept.kernel.errors import NotAllowed, NotVisible, Refused
from wellkept.kernel.events import publish
from wellkept.promises import operations as promises
from wellkept.promises import steps
from wellkept.promises.models import OPEN, Promise
from wellkept.promises.operations import next_steps


class AlreadyUndone(Refused):
    """Once is enough."""


@dataclass(frozen=True, slots=True)
class _Job:
    conversation: Conversation
    run: MacroRun
    by: Actor
    at: datetime


@transaction.atomic
def undo(*, run: MacroRun, agent: Agent, at: datetime) -> list[str]:
    """Puts back each field that still holds what the macro set; gives the kinds of what was left alone, [] for none.

    A note that was written stays, and is among them. A text in a draft goes while it stands there word for word.
    Raises AlreadyUndone, NotAllowed, NotVisible.
    """
    conversation = Conversation.objects.select_for_update(of=("self",)).get(pk=run.conversation_id)
    access = access_of(agent)
    if not access.sees_inbox(conversation.inbox_id):
        raise NotVisible(_("There is no such conversation."))
    if not access.may_reply:
        raise NotAllowed(_("You read and write notes here. Ask an agent of the team for the rest."))
    if MacroRun.objects.filter(pk=run.pk, undone_at__isnull=True).update(undone_at=at) != 1:
        raise AlreadyUndone(_("That was taken back already."))
    job = _Job(conversation, run, Actor.agent(agent.pk), at)
    left = [done.kind for done in map(Did.read, reversed(run.did)) if not _taken_back(job, done)]
    steps.ensure_next(steps.conversation(conversation.pk), at=at)  # what the macro replaced is planned again
    MacroRun.objects.filter(pk=run.pk).update(left=left)
    run.undone_at, run.left = at, left
    event = MacroUndone(
        conversation_id=conversation.pk,
        inbox_id=conversation.inbox_id,
        macro_id=run.macro_id,
        run_id=run.pk,
        left=left,
    )
    publish(event, by=job.by, at=at)
    return left


def _taken_back(job: _Job, done: Did) -> bool:
    try:
        with transaction.atomic():
            return _HANDS[done.kind](job, done)
    except Refused:  # the agent it was with has left, say: it stays as it is
        return False


def _status(job: _Job, done: Did) -> bool:
    if job.conversation.status != done.new:
        return False
    conversations.set_status(conversation=job.conversation, status=done.old, by=job.by, at=job.at)
    return True


def _priority(job: _Job, done: Did) -> bool:
    if job.conversation.priority != done.new:
        return False
    conversations.set_priority(conversation=job.conversation, priority=done.old, by=job.by, at=job.at)
    return True


def _assign(job: _Job, done: Did) -> bool:
    one = job.conversation
    if one.assignee_id != done.new:
        return False
    before = Agent.objects.filter(pk=done.old).first()
    conversations.assign(conversation=one, assignee=before, team=one.team, by=job.by, at=job.at)
    return True


def _team(job: _Job, done: Did) -> bool:
    one = job.conversation
    if one.team_id != done.new:
        return False
    before = Team.objects.filter(pk=done.old).first()
    conversations.assign(conversation=one, assignee=one.assignee, team=before, by=job.by, at=job.at)
    return True


def _driver(job: _Job, done: Did) -> bool:
    if job.conversation.driver_id != done.new:
        return False
    before = Driver.objects.filter(pk=done.old).first()
    conversations.set_driver(conversation=job.conversation, driver=before, by=job.by, at=job.at)
    return True


def _add_tags(job: _Job, done: Did) -> bool:
    on = _tags_on(job)
    for tag in Tag.objects.filter(pk__in=on.intersection(done.new)):
        conversations.remove_tag(conversation=job.conversation, tag=tag, by=job.by, at=job.at)
    return on.issuperset(done.new)


def _remove_tags(job: _Job, done: Did) -> bool:
    on = _tags_on(job)
    for tag in Tag.objects.filter(pk__in=set(done.old) - on):
        conversations.add_tag(conversation=job.conversation, name=tag.name, by=job.by, at=job.at)
    return on.isdisjoint(done.old)


def _note(_job: _Job, _done: Did) -> bool:
    return False  # others may have read it: what was noted stays


def _draft(job: _Job, done: Did) -> bool:
    draft = Draft.objects.filter(
        conversation=job.conversation, agent=job.run.by_id, mode=DraftMode.REPLY
    ).first()
    if draft is None or done.new not in draft.body:
        return False
    before, _text, after = draft.body.rpartition(done.new)
    conversations.save_draft(
        conversation=job.conversation,
        agent=draft.agent,
        mode=DraftMode.REPLY,
        body="\n\n".join(part.strip() for part in (before, after) if part.strip()),
        known_version=draft.version,
        at=job.at,
    )
    return True


def _promise(job: _Job, done: Did) -> bool:
    promise = Promise.objects.filter(pk=done.new["promise"], status__in=OPEN).select_related("conversation")
    one = promise.first()
    if one is None or one.due_at.isoformat() != done.new["until"]:
        return False
    promises.void(promise=one, reason="undone", by=SYSTEM, at=job.at)
    return True


def _snooze(job: _Job, done: Did) -> bool:
    one = job.conversation
    if one.snoozed_until is None or one.snoozed_until.isoformat() != done.new["until"]:
        return False
    next_steps.wake(conversation=one, why="asked", at=job.at)
    before = datetime.fromisoformat(done.old) if done.old else None
    if before and before > job.at:
        conversations.snooze(conversation=one, until=before, by=job.by, at=job.at)
    return True


def _tags_on(job: _Job) -> set[int]:
    on = ConversationTag.objects.filter(conversation=job.conversation)
    return set(on.values_list("tag_id", flat=True))


_HANDS: Mapping[str, Callable[[_Job, Did], bool]] = {
    "status": _status,
    "priority": _priority,
    "assign": _assign,
    "team": _team,
    "driver": _driver,
    "add_tags": _add_tags,
    "remove_tags": _remove_tags,
    "note": _note,
    "draft": _draft,
    "follow_up": _promise,
    "wait": _promise,
    "snooze": _snooze,
}
