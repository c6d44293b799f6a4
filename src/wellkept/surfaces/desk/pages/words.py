"""The promises in a draft as chips: who, what, and by when, on the agent's clock and on the customer's."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wellkept.promises.domain.saying import say_by
from wellkept.promises.models import Kind, Promise
from wellkept.promises.operations.kept_by import keeping
from wellkept.promises.spotting import Ground, Spotted, spot
from wellkept.surfaces.look import words


@dataclass(frozen=True, slots=True)
class Offer:
    """A date that can be kept, and the clause that names it; "" when no such words were found.

    `label` is on the customer's clock, as the clause says it; `here` on the reader's.
    """

    number: int
    label: str
    here: str
    clause: str


@dataclass(frozen=True, slots=True)
class Chip:
    """One promise. `state`: detected, confirmed, vague, infeasible or none; `problem` is why the last answer failed."""

    key: str
    state: str
    clause: str
    text: str
    strength: str
    due: str
    due_there: str
    due_field: str
    advice: str
    noted: str
    offers: tuple[Offer, ...]
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Kept:
    """A promise that stands already, and whether this reply keeps it; `is_said`: the agent says so."""

    promise_id: int
    text: str
    due: str
    is_broken: bool
    is_kept: bool
    is_said: bool


@dataclass(frozen=True, slots=True)
class Chips:
    """`summary` is for who does not see them come and go."""

    chips: tuple[Chip, ...] = ()
    kept: tuple[Kept, ...] = ()
    summary: str = ""
    zone: str = ""


def chips(
    text: str,
    ground: Ground,
    *,
    standing: Iterable[Promise],
    is_checked: bool,
    problems: dict[str, str] | None = None,
) -> Chips:
    """What to show under a draft. `standing`: what is open or broken in the conversation already.

    Asks the database nothing for a draft that neither promises nor keeps anything.
    """
    found = spot(text, ground, is_checked=is_checked)
    kept = _kept(standing, ground) if text.strip() else ()
    if not found:
        return Chips(kept=kept)
    name = ground.conversation.customer_name or _("the customer")
    shown = tuple(_chip(one, ground, name, (problems or {}).get(one.key, "")) for one in found)
    summary = ngettext("One promise in this draft.", "%(count)s promises in this draft.", len(shown))
    return Chips(shown, kept, summary % {"count": len(shown)}, timezone.get_current_timezone_name())


def when(at: datetime, *, now: datetime, zone: ZoneInfo | None = None) -> str:
    """A day and a time on that clock, the reader's own by default: "today 17:00", "Fri 12 Jun 12:00"."""
    local, today = timezone.localtime(at, zone), timezone.localtime(now, zone)
    time = f"{local.hour:02}:{local.minute:02}"
    if local.date() == today.date():
        return _("today %(time)s") % {"time": time}
    return f"{words.day_in(local, 'D j M' if local.year == today.year else 'D j M Y')} {time}"


def field_value(at: datetime) -> str:
    """For an input of type datetime-local, on the reader's clock."""
    return timezone.localtime(at).strftime("%Y-%m-%dT%H:%M")


def _kept(standing: Iterable[Promise], ground: Ground) -> tuple[Kept, ...]:
    words_given = [promise for promise in standing if promise.kind == Kind.WORD]
    if not words_given:
        return ()
    return tuple(
        Kept(
            promise_id=one.promise.pk,
            text=one.promise.text,
            due=when(one.promise.due_at, now=ground.at),
            is_broken=not one.promise.is_open,
            is_kept=one.is_kept,
            is_said=one.is_said,
        )
        for one in keeping(words_given, ground.said, at=ground.at)
    )


def _chip(one: Spotted, ground: Ground, name: str, problem: str) -> Chip:
    now = ground.at
    return Chip(
        key=one.key,
        state=_state(one),
        clause=one.clause,
        text=one.text,
        strength=one.strength,
        due=when(one.due_at, now=now) if one.due_at else "",
        due_there=_there(one.due_at, ground, name),
        due_field=field_value(one.due_at or (one.dates[0] if one.dates else ground.at)),
        advice=_advice(one, now),
        noted=when(one.noted_at, now=now) if one.noted_at else "",
        offers=() if one.says else _offers(one, ground),
        problem=problem,
    )


def _state(one: Spotted) -> str:
    if one.says == "none":
        return "none"
    if one.due_at is None:
        return "vague"
    if one.says == "promise":
        return "confirmed"
    return "infeasible" if one.verdict == "infeasible" else "detected"


def _there(due_at: datetime | None, ground: Ground, name: str) -> str:
    """The same moment on the customer's clock, when that shows another time."""
    if due_at is None:
        return ""
    there = due_at.astimezone(ground.zone)
    if there.utcoffset() == timezone.localtime(due_at).utcoffset():
        return ""
    place = ground.zone.key.split("/")[-1].replace("_", " ")
    moment = when(due_at, now=ground.at, zone=ground.zone)
    return _("%(moment)s for %(name)s in %(place)s") % {"moment": moment, "name": name, "place": place}


def _advice(one: Spotted, now: datetime) -> str:
    if one.verdict == "infeasible" and one.dates:
        text = _("Beside all you owe, this can be kept from %(when)s on.") % {
            "when": when(one.dates[0], now=now)
        }
    elif one.verdict == "infeasible":
        text = _("Beside all you owe, no date in the next sixty days can be kept.")
    elif one.verdict == "past":
        text = _("The date in these words has passed.")
    elif one.verdict == "vague":
        text = _("This is no date anybody can count on. Say one you can keep.")
    elif one.due_at is None and one.strength == "conditional":
        text = _("It waits for something else. Say by when you write either way.")
    elif one.due_at is None:
        text = _("No date is said. Say one you can keep.")
    else:
        return ""
    if one.is_guess:
        text += " " + _(
            "Counted with a quarter of an hour for each thing owed, until this desk has a history."
        )
    return text


def _offers(one: Spotted, ground: Ground) -> tuple[Offer, ...]:
    offers = []
    for number, date in enumerate(one.dates):
        said = say_by(one.clause, date, sent_at=ground.at, zone=ground.zone, calendar=ground.calendar)
        label = when(date, now=ground.at, zone=ground.zone)
        offers.append(Offer(number, label, words.exact(date), said or ""))
    return tuple(offers)
