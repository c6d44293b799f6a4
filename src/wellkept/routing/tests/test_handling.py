"""What the log says about handling: the middle gap between an agent's replies in a row, pauses left out."""

from __future__ import annotations

from datetime import timedelta

import pytest

from wellkept.kernel.models import LoggedEvent
from wellkept.routing.capacity.handling import pace_of


@pytest.fixture
def replied(help_inbox, at):
    """`replied(7, [10, 20])`: agent 7 wrote so many minutes before `at`."""

    def write(agent_id, minutes):
        LoggedEvent.objects.bulk_create(
            LoggedEvent(
                at=at - timedelta(minutes=ago),
                kind="conversation.reply_written",
                actor_kind="agent",
                actor_id=agent_id,
                conversation_id=1,
                inbox_id=help_inbox.pk,
                data={},
            )
            for ago in minutes
        )

    return write


def test_the_pace_is_the_middle_gap_between_replies_of_one_agent(scope, replied, at):
    replied(7, [8 * number for number in range(31)])
    replied(9, [1, 3000])  # two days apart: no handling
    found = pace_of(scope, at=at)
    assert found is not None
    assert (found.seconds, found.n) == (480, 30)


def test_replies_of_different_agents_are_no_gap(scope, replied, at):
    for agent_id in range(40):
        replied(agent_id, [agent_id])
    assert pace_of(scope, at=at) is None


def test_a_handful_of_replies_say_nothing(scope, replied, at):
    replied(7, [8 * number for number in range(30)])
    assert pace_of(scope, at=at) is None
