"""What Larkmoor's desk does by itself: one trigger, and one rule by the clock that nobody has switched on yet."""

from __future__ import annotations

from datetime import datetime

from wellkept.automation.domain import actions, conditions
from wellkept.automation.models import RuleKind
from wellkept.automation.operations import rules
from wellkept.kernel.actors import Actor

from .company import Company


def write_rules(company: Company, *, at: datetime) -> None:
    """The supervisor's, made after the post: they are for what comes from now on."""
    sam = company.agents["sam"]
    by = Actor.agent(sam.pk)
    urgent = rules.make(
        name="Say when something is urgent",
        kind=RuleKind.TRIGGER,
        on=["conversation.priority_changed"],
        conditions=conditions.read({"field": "priority", "op": "is", "value": [3]}),
        actions=actions.read([{"do": "note", "value": "This became urgent: who has it answers first."}]),
        author=sam,
        by=by,
        at=at,
    )
    rules.switch_on(rule=urgent, by=by, at=at, is_confirmed=True)
    rules.make(
        name="Nobody answers us for two weeks",
        kind=RuleKind.TIMED,
        conditions=conditions.read(
            {
                "all": [
                    {"field": "status", "op": "is", "value": ["pending"]},
                    {"field": "quiet", "op": "at_least", "value": [14 * 1440]},
                ]
            }
        ),
        actions=actions.read([{"do": "status", "value": "solved"}]),
        author=sam,
        by=by,
        at=at,
    )
