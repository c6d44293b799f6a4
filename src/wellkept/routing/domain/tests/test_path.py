from datetime import UTC, datetime, timedelta

import pytest

from wellkept.routing.domain.path import Assigned, path, transfers

NOON = datetime(2026, 6, 10, 12, tzinfo=UTC)


def changes(*owners):
    return [Assigned(NOON + timedelta(hours=hour), owner) for hour, owner in enumerate(owners)]


@pytest.mark.parametrize(
    "owners, answered_hour, people",
    [
        ([], None, []),
        ([1], None, [1]),
        ([1, 2], 0, [1, 2]),
        ([1, 2], 5, [2]),  # handed on before anybody answered
        ([1, 2], None, [2]),
        ([1, None, 2], 0, [1, 2]),
        ([1, None, 1], 0, [1]),
        ([1, 2, 1], 0, [1, 2, 1]),
        ([1, 2, 1], 5, [1]),
        ([None, 3], 0, [3]),
    ],
)
def test_the_path_is_the_people_the_customer_met(owners, answered_hour, people):
    answered_at = None if answered_hour is None else NOON + timedelta(hours=answered_hour)
    found = path(changes(*owners), answered_at=answered_at)
    assert [stop.agent_id for stop in found] == people
    assert transfers(found) == max(0, len(people) - 1)
