"""Decisions in words: why it went there, and what stood against each of the others."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.utils.translation import get_language_info, ngettext
from django.utils.translation import gettext as _

from .domain.assignment import Because, WhyNot
from .models import Decision, Method, State


def told(decision: Decision) -> str:
    """The line of a history: "Given to Ana: fewest open (2), speaks German"."""
    reasons = because(decision.reasons)
    name = decision.agent.name if decision.agent else decision.team.name if decision.team else _("nobody")
    if decision.what == Decision.What.OVERFLOW:
        return _("Moved to the team %(name)s: %(reasons)s") % {"name": name, "reasons": reasons}
    if decision.agent is None:
        return _("Put back to the team %(name)s: %(reasons)s") % {"name": name, "reasons": reasons}
    return _("Given to %(name)s: %(reasons)s") % {"name": name, "reasons": reasons}


def because(reasons: Iterable[Sequence[str]]) -> str:
    """All reasons as one line."""
    return ", ".join(_because(code, value) for code, value in reasons)


def _because(code: str, value: str) -> str:
    if code == Because.FEWEST_OPEN:
        return _("fewest open (%(units)s)") % {"units": value}
    if code == Because.SPEAKS:
        return _("speaks %(language)s") % {"language": language_name(value)}
    if code == Because.SKILLED:
        return _("can do %(skill)s") % {"skill": value}
    if code == "waited":
        minutes = int(value)
        return ngettext("it waited %(n)s minute", "it waited %(n)s minutes", minutes) % {"n": minutes}
    if code == "out_of_office":
        return _("due while %(name)s is out of office") % {"name": value}
    plain = {
        Because.KNOWS_THEM: _("knows this customer"),
        Because.THEIR_TURN: _("it was their turn"),
        Because.ONLY_ONE: _("the only one who could take it"),
    }
    return plain.get(Because(code), code)


def why_not(codes: Iterable[str]) -> str:
    """What stood against somebody, as one line; "" when nothing did."""
    words = {
        WhyNot.NOT_ONLINE: _("not online"),
        WhyNot.SHIFT_OVER: _("shift over"),
        WhyNot.OUT_OF_OFFICE: _("out of office"),
        WhyNot.AT_LIMIT: _("no room left"),
        WhyNot.AT_CHANNEL_LIMIT: _("enough of this channel"),
        WhyNot.LACKS_SKILL: _("lacks the skill"),
        WhyNot.LACKS_LANGUAGE: _("does not speak the language"),
        WhyNot.NOT_THEIR_TURN: _("not their turn"),
    }
    return ", ".join(words[WhyNot(code)] for code in codes)


def language_name(code: str) -> str:
    """Its name in the reader's language; the code itself where there is none."""
    try:
        return str(get_language_info(code)["name_translated"])
    except KeyError:
        return code


def state_words() -> dict[str, str]:
    """What each state of presence is called, in the order in which they are offered."""
    return {
        State.ONLINE: _("Online"),
        State.AWAY: _("Away"),
        State.BREAK: _("On a break"),
        State.OFF: _("Off"),
    }


def method_words() -> dict[str, str]:
    """What each way of handing out is called."""
    return {
        Method.MANUAL: _("By hand"),
        Method.ROUND_ROBIN: _("In turn"),
        Method.LEAST_LOADED: _("Fewest open first"),
    }
