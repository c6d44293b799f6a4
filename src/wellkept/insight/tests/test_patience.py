from __future__ import annotations

from wellkept.insight.tasks import MOST_PATIENCE, STORM_EVENTS, Patience


def test_a_quiet_desk_is_read_at_every_pulse():
    patience = Patience()
    assert not any(patience.waits(newest) for newest in (10_000, 10_000, 10_010, 10_400))


def test_a_storm_waits_and_is_read_all_the_same_after_a_while():
    patience = Patience()
    patience.waits(10_000)
    waited = [patience.waits(10_000 + (STORM_EVENTS + 1) * pulse) for pulse in range(1, MOST_PATIENCE + 2)]
    assert waited == [True] * MOST_PATIENCE + [False]


def test_when_it_has_passed_nothing_waits():
    patience = Patience()
    patience.waits(10_000)
    assert patience.waits(20_000)
    assert not patience.waits(20_001)
