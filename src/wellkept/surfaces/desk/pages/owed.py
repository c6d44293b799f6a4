"""The line of one promise: how it stands with its time, what it is about, and why it is owed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wellkept.conversations.models import Conversation
from wellkept.promises.domain.state import look
from wellkept.promises.models import Kind, Promise
from wellkept.promises.queries import Due
from wellkept.surfaces.look import words

OF_THE_CODE = (Kind.FIRST_REPLY, Kind.NEXT_REPLY, Kind.UPDATE, Kind.RESOLUTION)


@dataclass(frozen=True, slots=True)
class Chip:
    """State and text of a due chip."""

    state: str
    text: str


@dataclass(frozen=True, slots=True)
class OwedRow:
    """One promise as a line. `conversation_id` None: it belongs to no conversation."""

    id: int
    conversation_id: int | None
    chip: Chip
    what: str
    why: str
    customer_name: str
    source: str
    source_icon: str
    owner: str
    due_at: datetime
    exactly: str


def row_of(promise: Promise, *, at: datetime, with_owner: bool = False) -> OwedRow:
    """The line of one promise, its conversation and customer loaded."""
    chip = chip_of(promise, at=at)
    name = (
        (promise.conversation and promise.conversation.customer_name)
        or promise.customer.name
        or _("a customer")
    )
    source, source_icon = _source(promise, is_theirs=not with_owner)
    return OwedRow(
        id=promise.pk,
        conversation_id=promise.conversation_id,
        chip=chip,
        what=_what(promise, name),
        why=_why(promise, chip.state, at),
        customer_name=name,
        source=source,
        source_icon=source_icon,
        owner=_owner(promise) if with_owner else "",
        due_at=promise.due_at,
        exactly=words.exact(promise.due_at),
    )


def chip_of(promise: Promise | Due, *, at: datetime) -> Chip:
    """How it stands with its time, in a shape and a word."""
    state = look(
        promise.status,
        made_at=promise.made_at,
        due_at=promise.due_at,
        original_due_at=promise.original_due_at,
        is_paused=promise.paused_at is not None,
        at=at,
    )
    return Chip(state, _chip_text(promise, state, at))


def row_in(promise: Promise, conversation: Conversation, *, at: datetime) -> OwedRow:
    """The line of a promise on top of its conversation."""
    promise.conversation, promise.customer = conversation, conversation.customer
    return row_of(promise, at=at, with_owner=True)


def span(length: timedelta) -> str:
    """12 min, 1 h 18 min, 3 days: as long as it takes to say."""
    minutes = max(0, int(length / timedelta(minutes=1)))
    if minutes < 60:
        return _("%(minutes)s min") % {"minutes": minutes}
    if minutes < 24 * 60:
        hours, rest = divmod(minutes, 60)
        if not rest:
            return _("%(hours)s h") % {"hours": hours}
        return _("%(hours)s h %(minutes)s min") % {"hours": hours, "minutes": rest}
    days = minutes // (24 * 60)
    return ngettext("%(days)s day", "%(days)s days", days) % {"days": days}


def _chip_text(promise: Promise | Due, state: str, at: datetime) -> str:
    if state == "kept":
        return _("Kept %(when)s") % {"when": words.clock(promise.kept_at)}
    if state == "broken":
        return _("Broken %(span)s") % {"span": span(at - promise.due_at)}
    if state == "paused":
        return _("Paused since %(when)s") % {"when": words.clock(promise.paused_at)}
    if state == "soon":
        return _("in %(span)s") % {"span": span(promise.due_at - at)}
    return _due(promise.due_at, at)


def _due(due_at: datetime, at: datetime) -> str:
    """A time today, a weekday with its time this week, a date later."""
    local, today = timezone.localtime(due_at), timezone.localtime(at)
    time = f"{local.hour:02}:{local.minute:02}"
    if local.date() == today.date():
        return time
    if (local.date() - today.date()).days < 7:
        return f"{words.day_in(local, 'D')} {time}"
    return words.day_in(local, "j M")


def _what(promise: Promise, name: str) -> str:
    if promise.text:
        return promise.text
    subject = (promise.conversation.subject if promise.conversation else "") or ""
    sentences = {
        Kind.FIRST_REPLY: _("First reply to %(name)s"),
        Kind.NEXT_REPLY: _("Next reply to %(name)s"),
        Kind.UPDATE: _("Tell %(name)s how it stands"),
        Kind.RESOLUTION: _("Solve “%(subject)s” for %(name)s"),
        Kind.FOLLOW_UP: _("Look at “%(subject)s” again"),
        Kind.CALL_BACK: _("Call %(name)s back"),
        Kind.THIRD_PARTY: _("Ask again about “%(subject)s”"),
    }
    sentence = sentences.get(Kind(promise.kind), promise.get_kind_display())
    return sentence % {"name": name, "subject": subject or _("(no subject)")}


def _why(promise: Promise, state: str, at: datetime) -> str:
    """Why it stands where it stands, in a sentence."""
    since = words.moment(promise.made_at)
    if state == "broken":
        return _("It was due %(when)s. Telling them is what can still be kept.") % {
            "when": words.moment(promise.due_at)
        }
    if state == "paused":
        return _("The clock stands while we wait. %(span)s are left when it runs again.") % {
            "span": span(timedelta(minutes=promise.remaining_minutes or 0))
        }
    if promise.kind == Kind.THIRD_PARTY:
        return _("Waiting for someone else since %(when)s.") % {"when": since}
    if promise.kind == Kind.FOLLOW_UP:
        return _("Open, and nothing else is planned.")
    if promise.kind in (Kind.FIRST_REPLY, Kind.NEXT_REPLY):
        return _("They wrote %(when)s.") % {"when": since}
    if promise.kind == Kind.UPDATE:
        return _("We answered %(when)s and it stays open.") % {"when": since}
    return _("Promised %(when)s.") % {"when": since}


def _source(promise: Promise, *, is_theirs: bool) -> tuple[str, str]:
    if promise.kind in OF_THE_CODE:
        return _("service code"), "ladder"
    if promise.kind == Kind.WORD:
        return _("your words") if is_theirs else _("in words"), "promise"
    if promise.kind == Kind.CALL_BACK:
        return _("call back"), "phone"
    return _("to ourselves"), "clock"


def _owner(promise: Promise) -> str:
    if promise.owner:
        return promise.owner.name
    return promise.team.name if promise.team else ""
