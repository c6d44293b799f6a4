"""The playbook beside a conversation: what to find out, what follows from it, and what is left to do."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from wellkept.automation.domain.playbook import Fact, Value
from wellkept.automation.domain.playbook_lines import number, say
from wellkept.automation.models import PlaybookEntry
from wellkept.automation.queries_playbooks import Following, following
from wellkept.conversations.models import Conversation
from wellkept.surfaces.look import words


@dataclass(frozen=True, slots=True)
class FactLine:
    """A fact's field. `entered` says who and when, `problem` why what was typed does not fit."""

    key: str
    label: str
    type: str
    choices: tuple[str, ...]
    unit: str
    source: str
    value: str
    entered: str
    problem: str


@dataclass(frozen=True, slots=True)
class StepLine:
    key: str
    text: str
    is_done: bool
    ticked: str


@dataclass(frozen=True, slots=True)
class Playbook:
    """`because` are the decisive facts in words; `missing` what to ask for next while none is found."""

    name: str
    version: int
    facts: tuple[FactLine, ...]
    remedy: str
    why: str
    because: tuple[str, ...]
    missing: tuple[str, ...]
    steps: tuple[StepLine, ...]
    done: int


def playbook_beside(
    conversation: Conversation, *, typed: tuple[str, str] = ("", ""), problem: str = ""
) -> Playbook | None:
    """None when the reason has none. `problem` is about the fact `typed[0]`, in whose field `typed[1]` stands."""
    there = following(conversation)
    if there is None:
        return None
    outcome = there.outcome
    steps = tuple(_step(one.key, one.text, there) for one in there.definition.steps_of(outcome.remedy))
    row = there.definition.rows[outcome.row - 1] if outcome.row else None
    return Playbook(
        name=there.version.playbook.name,
        version=there.version.number,
        facts=tuple(_fact(one, there, typed, problem) for one in there.definition.facts),
        remedy=outcome.remedy,
        why=outcome.why,
        because=tuple(
            f"{fact.label}: {say(row.when[fact.key])}"
            for fact in there.definition.facts
            if row is not None and fact.key in outcome.because
        ),
        missing=tuple(fact.label for fact in outcome.missing),
        steps=steps,
        done=sum(step.is_done for step in steps),
    )


def _fact(fact: Fact, there: Following, typed: tuple[str, str], problem: str) -> FactLine:
    entry = there.facts.get(fact.key)
    is_wrong = bool(problem) and typed[0] == fact.key
    value = typed[1] if is_wrong else _as_typed(entry.value if entry else None)
    return FactLine(
        key=fact.key,
        label=fact.label,
        type=fact.type,
        choices=fact.choices,
        unit=fact.unit,
        source=fact.source,
        value=value,
        entered=_who(entry) if entry and entry.value is not None else "",
        problem=problem if is_wrong else "",
    )


def _as_typed(value: Value | None) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value if isinstance(value, str) else number(value)


def _step(key: str, text: str, there: Following) -> StepLine:
    entry = there.steps.get(key)
    return StepLine(key, text, there.is_done(key), _who(entry) if entry else "")


def _who(entry: PlaybookEntry) -> str:
    return f"{entry.by.name if entry.by else _('someone who left')}, {words.moment(entry.at)}"
