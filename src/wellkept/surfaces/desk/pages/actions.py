"""What can be done about a promise, and what each needs: words, a date, a message, another agent."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from wellkept.conversations.access import Access
from wellkept.conversations.models import Direction, Message
from wellkept.conversations.queries import messages_for
from wellkept.kernel.text import one_line
from wellkept.promises.models import Promise, PromiseStatus
from wellkept.surfaces.look import words

from .choices import Choice, choices
from .words import field_value

MOST = 20


@dataclass(frozen=True, slots=True)
class Actions:
    """`ours` are messages that could have told another date, `theirs` those in which the customer could agree.

    `proposed` is the date that waits for their answer, "" for none.
    """

    promise: Promise
    is_open: bool
    is_live: bool
    is_visible: bool
    due_field: str
    proposed: str
    ours: list[Choice]
    theirs: list[Choice]
    agents: list[Choice]


def actions_of(promise: Promise, access: Access, *, at: datetime) -> Actions:
    """Two queries, and what the menus take now and then. The caller has checked that it may be seen."""
    assert promise.conversation is not None
    menus = choices().for_conversation(promise.conversation, access)
    rows = _messages(promise, access)
    return Actions(
        promise=promise,
        is_open=promise.is_open,
        is_live=promise.is_open or promise.status == PromiseStatus.BROKEN,
        is_visible=promise.is_visible_to_customer,
        due_field=field_value(max(promise.due_at, at)),
        proposed=words.moment(promise.proposed_due_at),
        ours=_menu(
            [row for row in rows if row.direction == Direction.OUT and row.created_at >= promise.made_at]
        ),
        theirs=_menu([row for row in rows if row.direction == Direction.IN]),
        agents=[one for one in menus.agents if one.id != promise.owner_id],
    )


def _messages(promise: Promise, access: Access) -> list[Message]:
    said = messages_for(access).filter(conversation=promise.conversation_id).exclude(direction=Direction.NOTE)
    return list(said.order_by("-id")[: MOST * 2])


def _menu(rows: list[Message]) -> list[Choice]:
    return [Choice(row.pk, f"{words.moment(row.created_at)}: {_begins(row)}") for row in rows[:MOST]]


def _begins(row: Message) -> str:
    return one_line(row.reply_text or row.text, limit=60) or _("No text.")
