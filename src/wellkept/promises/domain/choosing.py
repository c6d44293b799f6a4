"""Which target of the service code fits a conversation: the most particular one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Rule:
    """A target as its conditions; None fits everything. `id` is the target's."""

    id: int
    kind: str
    inbox_id: int | None = None
    priority: int | None = None
    company_id: int | None = None
    tag_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class Case:
    """What a conversation brings: its inbox, priority, company and tags."""

    inbox_id: int
    priority: int
    company_id: int | None
    tag_ids: frozenset[int]


def choose(rules: Iterable[Rule], kind: str, case: Case) -> Rule | None:
    """The fitting rule with the weightiest conditions: a tag before a company before a priority before an inbox.

    Of equals the oldest, so that the choice never depends on the order of rows. None when no rule fits.
    """
    fitting = [rule for rule in rules if rule.kind == kind and _fits(rule, case)]
    return min(fitting, key=lambda rule: (tuple(-one for one in _weight(rule)), rule.id), default=None)


def _fits(rule: Rule, case: Case) -> bool:
    return (
        rule.inbox_id in (None, case.inbox_id)
        and rule.priority in (None, case.priority)
        and rule.company_id in (None, case.company_id)
        and (rule.tag_id is None or rule.tag_id in case.tag_ids)
    )


def _weight(rule: Rule) -> tuple[int, ...]:
    return (
        rule.tag_id is not None,
        rule.company_id is not None,
        rule.priority is not None,
        rule.inbox_id is not None,
    )
