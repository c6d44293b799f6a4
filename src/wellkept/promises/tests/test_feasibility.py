"""What fits beside all that is owed, and how long a thing takes on this desk."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from wellkept.kernel import clock
from wellkept.kernel.models import LoggedEvent
from wellkept.promises import breaks, feasibility, waking
from wellkept.promises.operations import next_steps
from wellkept.schedules.queries import default_calendar

pytestmark = pytest.mark.django_db

AT = datetime(2026, 6, 10, 9, 0, tzinfo=UTC)


def wrote(agent_id, minutes):
    """Replies of an agent, so many minutes apart."""
    at = AT - timedelta(days=9)
    LoggedEvent.objects.bulk_create(
        LoggedEvent(
            kind="conversation.reply_written",
            actor_kind="agent",
            actor_id=agent_id,
            at=(at := at + timedelta(minutes=gap)),
            data={},
        )
        for gap in [0, *minutes]
    )


def test_with_no_history_a_thing_takes_a_quarter_of_an_hour_and_says_it_is_a_guess():
    assert feasibility.effort_now() == feasibility.Effort(0.25, is_measured=False)


def test_with_a_history_it_takes_as_long_as_eight_in_ten_did():
    wrote(1, [6] * 40 + [12] * 40)
    wrote(2, [6] * 20)
    effort = feasibility.effort_now()
    assert effort.hours == pytest.approx(0.2)
    assert effort.is_measured


def test_a_night_between_two_replies_is_no_work():
    wrote(1, [6, 900] * 40)
    assert not feasibility.effort_now().is_measured
    wrote(2, [6] * 20)
    effort = feasibility.effort_now()
    assert effort.hours == pytest.approx(0.1)
    assert effort.is_measured


def test_a_team_works_with_all_its_hands(kitchen, ledger):
    alone = feasibility.load_of(calendar=default_calendar(), at=AT, agent_id=ledger.agent.pk)
    team = feasibility.load_of(calendar=default_calendar(), at=AT, team_id=kitchen.pk)
    assert team.capacity.hours_until(AT + timedelta(hours=4)) == 2 * alone.capacity.hours_until(
        AT + timedelta(hours=4)
    )


def test_the_dates_offered_are_the_first_half_hour_that_fits_and_then_ends_of_days(ledger):
    load = feasibility.load_of(calendar=default_calendar(), at=AT, agent_id=ledger.agent.pk)
    assert [one.strftime("%d %H:%M") for one in load.dates()] == ["10 09:30", "10 17:00", "11 17:00"]
    assert all(load.fits(one) for one in load.dates())


def test_the_clocks_of_the_room_take_whatever_is_due(ledger, monkeypatch):
    ledger.write()
    next_steps.plan(
        conversation=ledger.conversation,
        step="snooze",
        due_at=ledger.at + timedelta(hours=1),
        agent=ledger.agent,
        at=ledger.at,
    )
    monkeypatch.setattr(clock, "now", lambda: ledger.at + timedelta(hours=1))
    waking.wake()
    waking.make_amends()
    ledger.conversation.refresh_from_db()
    assert ledger.conversation.snoozed_until is None
    assert breaks.prepare_some(at=clock.now()) == 0
