"""Who gets this conversation: a pure function of who is there, what they can do and what they have.

Never beyond a limit, never to somebody who is not there. The same question has the same answer, whatever the order in
which the candidates are given.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Literal

Method = Literal["round_robin", "least_loaded"]


class WhyNot(StrEnum):
    """What stands against a candidate."""

    NOT_ONLINE = "not_online"
    SHIFT_OVER = "shift_over"
    OUT_OF_OFFICE = "out_of_office"
    AT_LIMIT = "at_limit"
    AT_CHANNEL_LIMIT = "at_channel_limit"
    LACKS_SKILL = "lacks_skill"
    LACKS_LANGUAGE = "lacks_language"
    NOT_THEIR_TURN = "not_their_turn"


_NO_ROOM = {WhyNot.NOT_ONLINE, WhyNot.SHIFT_OVER, WhyNot.OUT_OF_OFFICE, WhyNot.AT_LIMIT}


class Because(StrEnum):
    """Why the chosen one was chosen. The value beside it is a skill, a language or a number, else ""."""

    KNOWS_THEM = "knows_them"
    FEWEST_OPEN = "fewest_open"
    THEIR_TURN = "their_turn"
    ONLY_ONE = "only_one"
    SPEAKS = "speaks"
    SKILLED = "skilled"


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A member of the team. `load` and `limit` are in units; `of_channel` counts what they have of the channel."""

    agent_id: int
    is_online: bool
    limit: int
    load: int = 0
    of_channel: int = 0
    until: datetime | None = None
    is_out: bool = False
    skills: frozenset[str] = frozenset()
    languages: frozenset[str] = frozenset()
    last_given_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """A conversation that wants somebody. `weight` is in units, `channel_most` None means any number."""

    weight: int = 1
    channel_most: int | None = None
    skills: frozenset[str] = frozenset()
    language: str = ""
    previous_agent_id: int | None = None
    is_sticky: bool = True


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was found about one candidate; nothing against the chosen one."""

    agent_id: int
    load: int
    limit: int
    why_not: tuple[WhyNot, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """`agent_id` None: nobody can take it now. The verdicts are in the order of the ids."""

    agent_id: int | None
    reasons: tuple[tuple[Because, str], ...] = ()
    verdicts: tuple[Verdict, ...] = field(default=())

    @property
    def is_hopeless(self) -> bool:
        """Nobody there has room, so whatever waits behind this one would fare no better, in order."""
        return self.agent_id is None and all(_NO_ROOM & set(one.why_not) for one in self.verdicts)


def choose(request: Request, candidates: Iterable[Candidate], *, method: Method, at: datetime) -> Choice:
    """The candidate who gets it, and for every other one what stood against them.

    All skills are needed. The language is needed as long as anyone of the team speaks it at all. The previous agent
    comes first when sticky, and only if they could be chosen anyway.
    """
    everyone = sorted(candidates, key=lambda one: one.agent_id)
    language = request.language if any(request.language in one.languages for one in everyone) else ""
    against = {one.agent_id: _against(one, request, language, at) for one in everyone}
    able = [one for one in everyone if not against[one.agent_id]]
    if not able:
        return Choice(None, (), _verdicts(everyone, against))
    chosen, reason = _pick(request, able, method)
    for one in able:
        if one is not chosen:
            against[one.agent_id] = (WhyNot.NOT_THEIR_TURN,)
    reasons = [reason]
    if language:
        reasons.append((Because.SPEAKS, language))
    reasons += [(Because.SKILLED, skill) for skill in sorted(request.skills)]
    return Choice(chosen.agent_id, tuple(reasons), _verdicts(everyone, against))


def _pick(request: Request, able: list[Candidate], method: Method) -> tuple[Candidate, tuple[Because, str]]:
    if request.is_sticky:
        for one in able:
            if one.agent_id == request.previous_agent_id:
                return one, (Because.KNOWS_THEM, "")
    if len(able) == 1:
        return able[0], (Because.ONLY_ONE, "")
    if method == "least_loaded":
        chosen = min(able, key=lambda one: (one.load, *_turn(one)))
        return chosen, (Because.FEWEST_OPEN, str(chosen.load))
    return min(able, key=_turn), (Because.THEIR_TURN, "")


def _turn(one: Candidate) -> tuple[float, int]:
    """Whoever was given something longest ago comes first; who never was, before all."""
    return (one.last_given_at.timestamp() if one.last_given_at else float("-inf"), one.agent_id)


def _against(one: Candidate, request: Request, language: str, at: datetime) -> tuple[WhyNot, ...]:
    found = []
    if one.is_out:
        found.append(WhyNot.OUT_OF_OFFICE)
    if one.until is not None and one.until <= at:
        found.append(WhyNot.SHIFT_OVER)
    elif not one.is_online:
        found.append(WhyNot.NOT_ONLINE)
    if one.load + request.weight > one.limit:
        found.append(WhyNot.AT_LIMIT)
    if request.channel_most is not None and one.of_channel >= request.channel_most:
        found.append(WhyNot.AT_CHANNEL_LIMIT)
    if not request.skills <= one.skills:
        found.append(WhyNot.LACKS_SKILL)
    if language and language not in one.languages:
        found.append(WhyNot.LACKS_LANGUAGE)
    return tuple(found)


def _verdicts(everyone: list[Candidate], against: dict[int, tuple[WhyNot, ...]]) -> tuple[Verdict, ...]:
    return tuple(Verdict(one.agent_id, one.load, one.limit, against[one.agent_id]) for one in everyone)
