"""What the menu for the next step offers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from wellkept.conversations.models import Conversation, Status
from wellkept.promises.domain.quick import moments
from wellkept.schedules.domain.calendar import Calendar
from wellkept.surfaces.look import words

from .words import field_value, when


@dataclass(frozen=True, slots=True)
class Quick:
    """A moment of one tap."""

    value: str
    label: str
    exactly: str


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of next step, and what it means in a line."""

    key: str
    label: str
    means: str


@dataclass(frozen=True, slots=True)
class StepMenu:
    """`snoozed` says until when it is out of the lists, "" when it is in them."""

    kinds: tuple[Kind, ...]
    quick: tuple[Quick, ...]
    field: str
    snoozed: str


def step_menu(conversation: Conversation, calendar: Calendar, *, at: datetime) -> StepMenu:
    """Moments in the hours that count there, on the reader's clock. Asks the database nothing."""
    found = moments(calendar, at=at)
    return StepMenu(
        kinds=_kinds(conversation),
        quick=tuple(Quick(one.at.isoformat(), when(one.at, now=at), words.exact(one.at)) for one in found),
        field=field_value(found[-1].at if found else at),
        snoozed=words.moment(conversation.snoozed_until),
    )


def _kinds(conversation: Conversation) -> tuple[Kind, ...]:
    kinds = [
        Kind("follow_up", _("Follow up"), _("we write to them again")),
        Kind("call_back", _("Call back"), _("they expect our call")),
        Kind("third_party", _("Wait for somebody else"), _("on hold until we ask again")),
    ]
    if conversation.status == Status.OPEN:
        kinds.append(Kind("snooze", _("Snooze"), _("out of my list until then")))
    return tuple(kinds)
