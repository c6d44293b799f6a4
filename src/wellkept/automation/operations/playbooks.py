"""Writing playbooks, and following them: one verb each."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from wellkept.accounts.models import Agent
from wellkept.automation import queries_playbooks as queries
from wellkept.automation.domain.playbook import Definition, Wrong, checked, read, value_of, write
from wellkept.automation.domain.table import TooManyCases, problems
from wellkept.automation.models import Playbook, PlaybookEntry, PlaybookRun, PlaybookVersion
from wellkept.automation.playbook_events import PlaybookChanged, PlaybookFactRecorded, PlaybookStepChecked
from wellkept.conversations.access import access_of
from wellkept.conversations.models import Conversation, Driver
from wellkept.kernel.actors import Actor
from wellkept.kernel.errors import NotAllowed, Refused
from wellkept.kernel.events import publish
from wellkept.kernel.text import one_line, storable


class PlaybookThere(Refused):
    """A reason for contact has one playbook."""


class NotWhole(Refused):
    """A case has no row, or two: nobody could follow that."""


class NotAFact(Refused):
    """What was entered does not fit. `key` is the fact's."""

    def __init__(self, key: str, text: str) -> None:
        super().__init__(text)
        self.key = key


class NothingToFollow(Refused):
    """The reason for contact has no playbook, or not this fact or step."""


@transaction.atomic
def add(*, driver: Driver, name: str, by: Actor, at: datetime) -> Playbook:
    """A new one with an empty draft. Raises PlaybookThere."""
    name = one_line(storable(name), limit=120)
    if not name:
        raise Refused(_("A playbook needs a name."))
    try:
        with transaction.atomic():
            made = Playbook.objects.create(driver=driver, name=name, created_at=at)
    except IntegrityError as error:
        raise PlaybookThere(_("This reason has a playbook already.")) from error
    _told(made, "added", by=by, at=at)
    save(playbook=made, definition=Definition(), by=by, at=at)
    return made


@transaction.atomic
def rename(*, playbook: Playbook, name: str, by: Actor, at: datetime) -> None:
    name = one_line(storable(name), limit=120)
    if not name:
        raise Refused(_("A playbook needs a name."))
    if name != playbook.name:
        Playbook.objects.filter(pk=playbook.pk).update(name=name)
        playbook.name = name
        _told(playbook, "renamed", by=by, at=at)


@transaction.atomic
def save(*, playbook: Playbook, definition: Definition, by: Actor, at: datetime) -> PlaybookVersion:
    """Into the draft, which nobody follows yet; published versions stay as they are. Raises domain.playbook.Wrong."""
    Playbook.objects.select_for_update().get(pk=playbook.pk)
    data = write(checked(definition))
    there = queries.draft(playbook.pk)
    if there is not None and there.definition == data:
        return there
    if there is None:
        last = playbook.versions.order_by("-number").values_list("number", flat=True).first() or 0
        there = PlaybookVersion(playbook=playbook, number=last + 1)
    there.definition, there.saved_at = data, at
    there.saved_by_id = by.id if by.kind == "agent" else None
    there.save()
    _told(playbook, "saved", version=there.number, by=by, at=at)
    return there


@transaction.atomic
def publish_draft(*, playbook: Playbook, by: Actor, at: datetime) -> PlaybookVersion:
    """What begins from now on follows the draft; what was begun goes on by its own version. Raises NotWhole."""
    Playbook.objects.select_for_update().get(pk=playbook.pk)
    there = queries.draft(playbook.pk)
    if there is None:
        raise Refused(_("There is nothing new to publish."))
    definition = read(there.definition)
    if not definition.rows:
        raise NotWhole(_("Write a row of the table first: every case needs one."))
    try:
        if problems(definition):
            raise NotWhole(_("Some cases have no row, or two. They are listed below."))
    except TooManyCases as error:
        raise NotWhole(
            _("The table asks for too many facts at once to prove that every case has a row.")
        ) from error
    there.published_at = at
    there.published_by_id = by.id if by.kind == "agent" else None
    there.save()
    _told(playbook, "published", version=there.number, by=by, at=at)
    return there


@transaction.atomic
def set_retired(*, playbook: Playbook, is_retired: bool, by: Actor, at: datetime) -> None:
    """A retired one is offered no more; where it was begun it can be followed to its end."""
    if (playbook.retired_at is not None) == is_retired:
        return
    playbook.retired_at = at if is_retired else None
    Playbook.objects.filter(pk=playbook.pk).update(retired_at=playbook.retired_at)
    _told(playbook, "retired" if is_retired else "restored", by=by, at=at)


@transaction.atomic
def record_fact(*, conversation: Conversation, key: str, text: str, agent: Agent, at: datetime) -> None:
    """What is known of a fact now; "" takes it out again. Raises NotAFact, NothingToFollow, NotAllowed."""
    there = _followed(conversation, agent)
    fact = there.definition.fact(key)
    if fact is None:
        raise NothingToFollow(_("The playbook does not ask for that any more."))
    try:
        value = value_of(fact, storable(text))
    except Wrong as wrong:
        raise NotAFact(key, _(wrong.say)) from wrong
    last = there.facts.get(key)
    if (last.value if last else None) == value and type(last.value if last else None) is type(value):
        return
    _entered(there, conversation, PlaybookEntry.What.FACT, key, value, agent=agent, at=at)
    now = queries.following(conversation)
    event = PlaybookFactRecorded(
        **_ids(there, conversation), fact=key, is_known=value is not None, row=now.outcome.row if now else 0
    )
    publish(event, by=Actor.agent(agent.pk), at=at)


@transaction.atomic
def check_step(*, conversation: Conversation, key: str, is_done: bool, agent: Agent, at: datetime) -> None:
    """Ticks a step, or unticks it. Raises NothingToFollow, NotAllowed."""
    there = _followed(conversation, agent)
    if key not in {step.key for step in there.definition.steps}:
        raise NothingToFollow(_("The playbook has no such step."))
    if there.is_done(key) == is_done:
        return
    _entered(there, conversation, PlaybookEntry.What.STEP, key, is_done, agent=agent, at=at)
    event = PlaybookStepChecked(**_ids(there, conversation), step=key, is_done=is_done)
    publish(event, by=Actor.agent(agent.pk), at=at)


def _followed(conversation: Conversation, agent: Agent) -> queries.Following:
    access = access_of(agent)
    if not access.may_reply or not access.sees_inbox(conversation.inbox_id):
        raise NotAllowed(_("You read and write notes here. Ask an agent of the team for the rest."))
    Conversation.objects.select_for_update().get(pk=conversation.pk)
    there = queries.following(conversation)
    if there is None:
        raise NothingToFollow(_("There is no playbook for this reason."))
    return there


def _entered(
    there: queries.Following,
    conversation: Conversation,
    what: str,
    key: str,
    value: Any,
    *,
    agent: Agent,
    at: datetime,
) -> None:
    """Begins the run with the version that was on offer, unless it was begun."""
    begin = {"version": there.version, "started_at": at, "started_by": agent}
    run, _made = PlaybookRun.objects.get_or_create(
        conversation=conversation, playbook_id=there.version.playbook_id, defaults=begin
    )
    PlaybookEntry.objects.create(run=run, what=what, key=key, value=value, by=agent, at=at)


def _told(playbook: Playbook, what: str, *, version: int = 0, by: Actor, at: datetime) -> None:
    publish(PlaybookChanged(playbook_id=playbook.pk, what=what, version=version), by=by, at=at)


def _ids(there: queries.Following, conversation: Conversation) -> dict[str, Any]:
    return {
        "playbook_id": there.version.playbook_id,
        "version": there.version.number,
        "conversation_id": conversation.pk,
        "inbox_id": conversation.inbox_id,
    }
