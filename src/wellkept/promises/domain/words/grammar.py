"""What a language says when it promises, and the clause that says it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from .found import Strength
from .tokens import TimeWords, scan

MOST = 12
"""Promises looked for in one sentence; a person does not say more, and a hostile text gains nothing by it."""

_REFERS = re.compile(r"\b(?:it|them|they)\b", re.IGNORECASE)
_JOINED = re.compile(r"\band\s*$", re.IGNORECASE)

Speaker = Literal["ours", "outcome", "elided", "joined"]
"""Who speaks: I, we or a colleague; something that will happen to the customer; or nobody, as in "Will call you".

"joined" leans on the promise before it: "I'll ask today and call you tomorrow".
"""


@dataclass(frozen=True)
class Rule:
    """A pattern that begins a promise. `timed` ones promise only together with a time or a condition.

    One that `announces` ("I promise that …") takes in what it announces, though it could stand alone.
    """

    pattern: re.Pattern[str]
    speaker: Speaker = "ours"
    strength: Strength = "firm"
    timed: bool = False
    announces: bool = False


@dataclass(frozen=True)
class Language:
    """How a language promises, and how the look-alikes differ.

    `hint` is cheap and found in every sentence that any rule could match. `refused` is searched in the clause,
    `embedded` at the end of what stands before it, `bystander` in the whole sentence. `condition` is what a promise
    waits for, unless `courtesy` says the same words out of politeness; what follows `subordinate` promises nothing.
    `boundary` ends a clause; `joint` is what may stand between two halves of one promise.
    """

    hint: re.Pattern[str]
    rules: Sequence[Rule]
    refused: re.Pattern[str]
    embedded: re.Pattern[str]
    bystander: re.Pattern[str]
    condition: re.Pattern[str]
    courtesy: re.Pattern[str]
    aim: re.Pattern[str]
    boundary: re.Pattern[str]
    subordinate: re.Pattern[str]
    joint: re.Pattern[str]
    times: TimeWords


@dataclass(frozen=True)
class Clause:
    """A promise within its sentence."""

    start: int
    end: int
    strength: Strength


@dataclass(frozen=True)
class _Trigger:
    start: int
    end: int
    rule: Rule


def clauses(sentence: str, language: Language) -> Iterator[Clause]:
    """The promises of one sentence, in order, none overlapping."""
    if not language.hint.search(sentence) or sentence.rstrip("\"') ").endswith("?"):
        return
    if language.bystander.search(sentence):
        return
    waits = (
        language.condition.search(language.courtesy.sub(lambda m: " " * len(m.group()), sentence)) is not None
    )
    triggers = _triggers(sentence, language)
    floor = 0
    number = 0
    while number < len(triggers):
        first = triggers[number]
        said = [first]
        end = _end(sentence, triggers, number, language)
        while _goes_on(sentence, first, triggers, number, end, language):
            number += 1
            said.append(triggers[number])
            end = _end(sentence, triggers, number, language)
        number += 1
        if first.rule.speaker == "joined" and not (
            floor and language.joint.fullmatch(sentence, floor, first.start)
        ):
            continue
        words = sentence[first.start : end]
        if _refused(sentence, first, words, language):
            continue
        start = _start(sentence, floor, first, language)
        if language.refused.search(_unconditioned(sentence[start : first.start], language)):
            continue
        is_timed = all(one.rule.timed for one in said)
        if is_timed and not waits and not scan(sentence[start:end], language.times):
            continue
        floor = end
        aim = triggers[number - 1].rule.strength == "aim" or language.aim.search(words) is not None
        yield Clause(start, end, "conditional" if waits else "aim" if aim else "firm")


def _triggers(sentence: str, language: Language) -> list[_Trigger]:
    found: list[_Trigger] = []
    for rule in language.rules:
        for match in rule.pattern.finditer(sentence):
            start, end = match.span()
            if language.subordinate.search(sentence, max(0, start - 20), start):
                continue
            if not any(start < one.end and one.start < end for one in found):
                found.append(_Trigger(start, end, rule))
                if len(found) > 2 * MOST:
                    return sorted(found, key=lambda one: one.start)[:MOST]
    return sorted(found, key=lambda one: one.start)[:MOST]


def _end(sentence: str, triggers: Sequence[_Trigger], number: int, language: Language) -> int:
    """Where the clause of this trigger stops: at the next one's lead-in, at a boundary, or with the sentence."""
    limit = len(sentence)
    if number + 1 < len(triggers):
        limit = triggers[number + 1].start
    boundary = language.boundary.search(sentence, triggers[number].end, limit)
    end = boundary.start() if boundary else limit
    tail = language.joint.search(sentence[triggers[number].end : end])
    if tail and end == limit < len(sentence):
        end = triggers[number].end + tail.start()
    return triggers[number].end + len(sentence[triggers[number].end : end].rstrip(" .!…,;:-–—\n\"')"))


def _goes_on(
    sentence: str, first: _Trigger, triggers: Sequence[_Trigger], number: int, end: int, language: Language
) -> bool:
    """Whether the next trigger is the second half of this promise: same speaker, joined, and no time so far."""
    if number + 1 >= len(triggers):
        return False
    following = triggers[number + 1]
    between = sentence[end : following.start]
    if first.rule.announces and first is triggers[number]:
        return language.boundary.search(between) is None
    if following.rule.speaker == "outcome" or (
        first.rule.speaker == "outcome" and following.rule.speaker == "ours"
    ):
        return False
    if not language.joint.fullmatch(between) and between.strip(" ,"):
        return False
    if not scan(sentence[first.start : end], language.times):
        return True
    if following.rule.speaker == "joined":  # two times are two promises
        return not scan(
            sentence[following.start : _end(sentence, triggers, number + 1, language)], language.times
        )
    return following.rule.speaker == "elided"


def _refused(sentence: str, first: _Trigger, words: str, language: Language) -> bool:
    before = sentence[max(0, first.start - 80) : first.start]
    return (
        language.refused.search(_unconditioned(words, language)) is not None
        or language.embedded.search(before) is not None
    )


def _unconditioned(words: str, language: Language) -> str:
    """What stands before a condition: "if it does not arrive" refuses nothing."""
    condition = language.condition.search(words)
    return words[: condition.start()] if condition else words


def _start(sentence: str, floor: int, first: _Trigger, language: Language) -> int:
    """The trigger itself, or what leads to it when that says when or under which condition, or names who."""
    begin = floor
    for boundary in language.boundary.finditer(sentence, floor, first.start):
        begin = boundary.end()
    while begin < first.start and sentence[begin] in " ,;:.-–—\n":
        begin += 1
    joint = language.joint.match(sentence, begin, first.start)
    begin = joint.end() if joint and joint.end() > begin else begin
    lead = sentence[begin : first.start]
    refers = first.rule.speaker == "outcome" and _REFERS.search(sentence, first.start, first.end)
    if (
        first.rule.speaker in ("elided", "joined")
        or (refers and _JOINED.search(lead))
        or language.condition.search(lead)
        or scan(lead, language.times)
    ):
        return begin
    return begin if lead.count(" ") <= 1 and "," not in lead else first.start
