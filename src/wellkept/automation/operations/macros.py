"""Making macros, and using one: one verb each. Taking back what one did is in `macro_undo`."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from wellkept.accounts.models import Agent, Team
from wellkept.automation.domain.actions import AUTHOR, NOBODY, Action, read, write
from wellkept.automation.macro_events import MacroApplied, MacroChanged
from wellkept.automation.models import Macro, MacroRun
from wellkept.automation.queries_macros import macros_for
from wellkept.automation.queries_variables import filled
from wellkept.conversations import operations as conversations
from wellkept.conversations.access import access_of
from wellkept.conversations.models import Conversation, Draft, DraftMode
from wellkept.kernel.actors import Actor
from wellkept.kernel.errors import NotVisible, Refused
from wellkept.kernel.events import publish
from wellkept.kernel.text import one_line, storable
from wellkept.routing.queries_hand_over import asks_for_words

from .acting import Did, must_be_allowed, perform


class MacroNameTaken(Refused):
    """Two of a name would be confused."""


class WithoutAWord(Refused):
    """A customer whom we have answered is not passed on without a word."""


class NoSuchMacro(NotVisible):
    """It is not there, was retired, or is for another team."""


@transaction.atomic
def create(
    *,
    name: str,
    actions: Iterable[Action],
    by: Actor,
    at: datetime,
    description: str = "",
    team: Team | None = None,
) -> Macro:
    """A new one, at the end of the list. Raises MacroNameTaken and domain.actions.Wrong."""
    last = Macro.objects.aggregate(last=Max("position"))["last"] or 0
    macro = Macro(position=last + 1, created_at=at)
    _save(macro, name=name, description=description, actions=actions, team=team)
    _told(macro, "added", by=by, at=at)
    return macro


@transaction.atomic
def change(
    *,
    macro: Macro,
    name: str,
    actions: Iterable[Action],
    by: Actor,
    at: datetime,
    description: str = "",
    team: Team | None = None,
) -> None:
    """From now on it does this; what it did stays. Raises MacroNameTaken and domain.actions.Wrong."""
    before = (macro.name, macro.description, macro.actions, macro.team_id)
    _save(macro, name=name, description=description, actions=actions, team=team)
    if before != (macro.name, macro.description, macro.actions, macro.team_id):
        _told(macro, "changed", by=by, at=at)


@transaction.atomic
def move_up(*, macro: Macro, by: Actor, at: datetime) -> None:
    """Before the one that stands above it in the list; the first one stays."""
    offered = Macro.objects.select_for_update().filter(retired_at__isnull=True)
    above = offered.filter(position__lt=macro.position).order_by("-position", "-id").first()
    if above is None or macro.retired_at is not None:
        return
    above.position, macro.position = macro.position, above.position
    Macro.objects.bulk_update([above, macro], ["position"])
    _told(macro, "moved", by=by, at=at)


@transaction.atomic
def retire(*, macro: Macro, by: Actor, at: datetime) -> None:
    """Offered no more. What it did stays, and can still be taken back."""
    if macro.retired_at is None:
        macro.retired_at = at
        macro.save(update_fields=["retired_at"])
        _told(macro, "retired", by=by, at=at)


@transaction.atomic
def restore(*, macro: Macro, by: Actor, at: datetime) -> None:
    """Offered again. Raises MacroNameTaken when another has its name by now."""
    if macro.retired_at is not None:
        macro.retired_at = None
        _write_row(macro)
        _told(macro, "restored", by=by, at=at)


@transaction.atomic
def apply(*, macro: Macro, conversation: Conversation, agent: Agent, at: datetime, key: str = "") -> MacroRun:
    """Does it there in the agent's name, all of it or nothing.

    A note is written at once. A reply is not sent: it goes below what stands in the agent's draft, filled for this
    customer. A `key` works once: the second time gives the first run. Raises NoSuchMacro, WithoutAWord, and what
    `acting.perform` raises.
    """
    Conversation.objects.select_for_update().get(pk=conversation.pk)
    first = MacroRun.objects.filter(by=agent, key=key, conversation=conversation).first() if key else None
    if first is not None:
        return first
    usable = macros_for(access_of(agent)).filter(pk=macro.pk).first()
    if usable is None:
        raise NoSuchMacro(_("There is no such macro any more."))
    actions = read(usable.actions)
    must_be_allowed(conversation, actions, agent)
    _must_say_why(conversation, actions, agent)
    by = Actor.agent(agent.pk)
    now = [action for action in actions if action.kind != "reply"]
    done = perform(conversation_id=conversation.pk, actions=now, author=agent, by=by, at=at)
    for action in actions:
        if action.kind == "reply":
            done.append(_into_draft(str(action.value), conversation, agent, at=at))
    run = MacroRun.objects.create(
        conversation=conversation,
        macro=usable,
        by=agent,
        at=at,
        key=key[:64] or None,
        did=[one.write() for one in done],
    )
    event = MacroApplied(
        conversation_id=conversation.pk,
        inbox_id=conversation.inbox_id,
        macro_id=usable.pk,
        run_id=run.pk,
        did=[one.kind for one in done],
    )
    publish(event, by=by, at=at)
    return run


def _must_say_why(conversation: Conversation, actions: tuple[Action, ...], agent: Agent) -> None:
    """Where a hand-over would ask for words, the macro's note has to hold them."""
    wanted = {action.kind: action.value for action in actions}
    if "note" in wanted or not wanted.keys() & {"assign", "team"}:
        return
    assignee, team = conversation.assignee, conversation.team
    if "assign" in wanted:
        one = wanted["assign"]
        assignee = (
            agent
            if one == AUTHOR
            else Agent.objects.filter(pk=int(str(one))).first()
            if one != NOBODY
            else None
        )
    if "team" in wanted:
        one = wanted["team"]
        team = Team.objects.filter(pk=int(str(one))).first() if one != NOBODY else None
    if asks_for_words(conversation, access_of(agent), assignee=assignee, team=team):
        raise WithoutAWord(
            _(
                "This would pass the customer on without a word. Hand it over, or have a note added to the macro."
            )
        )


def _into_draft(template: str, conversation: Conversation, agent: Agent, *, at: datetime) -> Did:
    text = filled(template, conversation=conversation, agent=agent).text
    draft = Draft.objects.filter(conversation=conversation, agent=agent, mode=DraftMode.REPLY).first()
    there = draft.body.rstrip() if draft else ""
    conversations.save_draft(
        conversation=conversation,
        agent=agent,
        mode=DraftMode.REPLY,
        body=f"{there}\n\n{text}" if there else text,
        known_version=draft.version if draft else 0,
        at=at,
    )
    return Did("draft", None, text)


def _save(macro: Macro, *, name: str, description: str, actions: Iterable[Action], team: Team | None) -> None:
    macro.name = one_line(storable(name), limit=80)
    if not macro.name:
        raise Refused(_("A macro needs a name."))
    macro.description = one_line(storable(description), limit=200)
    macro.actions = write(read(write(actions)))
    macro.team = team
    _write_row(macro)


def _write_row(macro: Macro) -> None:
    try:
        with transaction.atomic():
            macro.save()
    except IntegrityError as error:
        raise MacroNameTaken(_("There is a macro of that name already.")) from error


def _told(macro: Macro, what: str, *, by: Actor, at: datetime) -> None:
    publish(MacroChanged(macro_id=macro.pk, what=what), by=by, at=at)
