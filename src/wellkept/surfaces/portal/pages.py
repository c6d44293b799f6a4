"""What we owe a customer, in words for them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from wellkept.customers.models import Customer
from wellkept.promises.domain.ical import Entry
from wellkept.promises.domain.state import look
from wellkept.promises.models import Kind, Promise, PromiseStatus
from wellkept.promises.queries_customer import owed_to, settled_with
from wellkept.surfaces.look import words


@dataclass(frozen=True, slots=True)
class Line:
    """One promise: the chip's shape and word, what, and a sentence on how it stands."""

    state: str
    chip: str
    what: str
    about: str
    says: str


@dataclass(frozen=True, slots=True)
class OwedToYou:
    """`name` is "" for somebody who never told theirs."""

    name: str
    owed: list[Line]
    settled: list[Line]


def owed_to_you(customer: Customer, *, at: datetime) -> OwedToYou:
    """The page: three queries, each bounded. Call it in the customer's own time zone."""
    return OwedToYou(
        name=customer.name,
        owed=[_line(promise, at=at) for promise in owed_to(customer)],
        settled=[_line(promise, at=at) for promise in settled_with(customer, at=at)],
    )


def entries(customer: Customer, *, host: str, url: str) -> list[Entry]:
    """What is still to come, for the customer's own calendar."""
    return [
        Entry(
            uid=f"promise-{promise.pk}@{host}",
            version=promise.version,
            due_at=promise.due_at,
            changed_at=promise.made_at,
            summary=_what(promise),
            text=_about(promise),
            url=url,
        )
        for promise in owed_to(customer)
        if promise.is_open and promise.paused_at is None
    ]


def _line(promise: Promise, *, at: datetime) -> Line:
    state = look(
        promise.status,
        made_at=promise.made_at,
        due_at=promise.due_at,
        original_due_at=promise.original_due_at,
        is_paused=promise.paused_at is not None,
        at=at,
    )
    chip, says = _standing(promise, state)
    return Line(state=state, chip=chip, what=_what(promise), about=_about(promise), says=says)


def _standing(promise: Promise, state: str) -> tuple[str, str]:
    due, first = words.exact(promise.due_at), words.exact(promise.original_due_at)
    if promise.status == PromiseStatus.KEPT:
        return _("Kept"), _("Done on %(when)s.") % {"when": words.exact(promise.kept_at or promise.due_at)}
    if promise.status == PromiseStatus.REPAIRED and promise.ended_at:
        text = _("We promised it by %(due)s and were late: it was done on %(when)s. We are sorry.")
        return _("Late, then done"), text % {"due": due, "when": words.exact(promise.ended_at)}
    if promise.status == PromiseStatus.CLOSED_BROKEN:
        return _("Not kept"), _("We promised it by %(due)s and did not do it. We are sorry.") % {"due": due}
    if promise.status == PromiseStatus.WAIVED:
        return _("No longer needed"), _("You told us that you no longer need it.")
    if state == "broken":
        text = _(
            "We promised it by %(due)s and are late. It stands first on our list, and we will write to you."
        )
        return _("Late"), text % {"due": due}
    if state == "paused":
        return _("Waiting"), _("Our clock stands while we wait for your answer or for somebody else.")
    if promise.proposed_due_at is not None:
        text = _("Promised by %(due)s. We asked you to agree to %(new)s instead.")
        return _("By %(day)s") % {"day": _day(promise.due_at)}, text % {
            "due": due,
            "new": words.exact(promise.proposed_due_at),
        }
    if promise.due_at != promise.original_due_at and promise.version > 1:
        text = _("By %(due)s. First we had said %(first)s.")
        return _("By %(day)s") % {"day": _day(promise.due_at)}, text % {"due": due, "first": first}
    return _("By %(day)s") % {"day": _day(promise.due_at)}, _("By %(due)s.") % {"due": due}


def _day(at: datetime) -> str:
    return words.moment(at)


def _what(promise: Promise) -> str:
    """Their own words for what was said in words; else what it is, without our terms."""
    if promise.text:
        return promise.text
    sentences = {
        Kind.FIRST_REPLY: _("We answer your message"),
        Kind.NEXT_REPLY: _("We answer your message"),
        Kind.UPDATE: _("We tell you how it stands"),
        Kind.RESOLUTION: _("We solve it"),
        Kind.CALL_BACK: _("We call you back"),
        Kind.FOLLOW_UP: _("We write to you again"),
        Kind.THIRD_PARTY: _("We ask whoever we wait for, and tell you"),
    }
    return sentences.get(Kind(promise.kind), _("What we promised"))


def _about(promise: Promise) -> str:
    """Who answers for it, and in which conversation; an agent by their first name."""
    who = promise.owner.name.split(" ")[0] if promise.owner else promise.team.name if promise.team else ""
    subject = promise.conversation.subject if promise.conversation else ""
    return " · ".join(filter(None, (who, subject)))
