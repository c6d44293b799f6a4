"""Macros to test with."""

from __future__ import annotations

import pytest

from wellkept.automation.domain.actions import read
from wellkept.kernel.actors import SYSTEM


@pytest.fixture
def make(db, at):
    """`make("Mine", ("assign", "author"))` gives a macro."""
    from wellkept.automation.operations import macros

    def one(name, *actions, team=None, description=""):
        plain = [{"do": kind, "value": value} for kind, value in actions]
        return macros.create(
            name=name,
            description=description,
            actions=read(plain) if plain else (),
            team=team,
            by=SYSTEM,
            at=at,
        )

    return one


@pytest.fixture
def use(kettle, ben, at):
    """`use(macro)` has Ben use it on Dana's conversation; gives the run."""
    from wellkept.automation.operations import macros

    def one(macro, *, agent=ben, conversation=kettle):
        return macros.apply(macro=macro, conversation=conversation, agent=agent, at=at)

    return one
