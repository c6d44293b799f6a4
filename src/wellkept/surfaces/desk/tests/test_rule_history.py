"""What a rule did, as the history says it."""

from __future__ import annotations

import pytest

from wellkept.automation.domain import actions, conditions
from wellkept.automation.operations import rules, running
from wellkept.kernel.actors import SYSTEM
from wellkept.kernel.models import LoggedEvent
from wellkept.surfaces.desk.pages.history import sentence_maker

pytestmark = pytest.mark.django_db


def test_the_history_names_the_rule(kettle, ben, at):
    rule = rules.make(
        name="Put aside",
        kind="timed",
        conditions=conditions.read({"field": "status", "op": "is", "value": ["open"]}),
        actions=actions.read([{"do": "status", "value": "pending"}]),
        author=ben,
        by=SYSTEM,
        at=at,
    )
    rules.switch_on(rule=rule, by=SYSTEM, at=at, is_confirmed=True)
    running.by_clock(at=at)
    told = LoggedEvent.objects.get(kind="conversation.status_changed")
    assert sentence_maker([told])(told) == "The rule Put aside set it to pending"
