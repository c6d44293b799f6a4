"""P02 worked out by hand: a small log, and what its tiles must say."""

from __future__ import annotations

import pytest

from wellkept.accounts.models import Team
from wellkept.conversations.models import Inbox
from wellkept.insight.domain.measures.service_level import Asked, answered_by, answered_within
from wellkept.insight.tiles import replies
from wellkept.insight.tiles.counting import count
from wellkept.insight.tiles.evidence import evidence
from wellkept.promises import standing
from wellkept.promises.models import Target
from wellkept.schedules.models import Schedule

from .made_up import MONDAY, scope

pytestmark = pytest.mark.django_db

NOW = "wed 12:00"


@pytest.fixture
def week(log):
    """Six first messages. Business minutes until an answer, at Wednesday 12:00:

    1  Monday 09:00, answered 10:00            60
    2  Monday 09:00, answered Tuesday 10:00   540   480 on Monday, 60 on Tuesday: later than the 480 published
    3  Monday 12:00, open                     960+  300, 480 and 180: late already
    4  Tuesday 16:00, open                    240+  60 and 180: not late yet
    5  Monday 09:00, closed 11:00 unanswered  120+
    6  Monday 09:00, spam                           left out
    """
    log.asks(1, "mon 09:00")
    log.answers(1, "mon 10:00")
    log.asks(2, "mon 09:00")
    log.answers(2, "tue 10:00")
    log.asks(3, "mon 12:00")
    log.asks(4, "tue 16:00")
    log.asks(5, "mon 09:00")
    log.solves(5, "mon 11:00")
    log.asks(6, "mon 09:00")
    log.puts_away(6, "mon 09:10")
    return scope(NOW)


def test_the_share_answered_in_time_censors_what_is_open(week):
    # Kaplan–Meier at 480: 1 of 5 at 60; the 120 and the 240 are censored after it. F = 1/5.
    figure = count(replies.FIRST_IN_TIME, week).figure
    assert (figure.value, figure.n, figure.hits) == (pytest.approx(0.2), 5, 1)
    assert figure.exclusions == {"in spam or trash": 1}
    assert 0 < (figure.low or 0) < 0.2 < (figure.high or 0) < 1


def test_half_are_answered_when_the_curve_says_so(week):
    # After 540 minutes: 4/5 · 1/2 = 2/5 are unanswered, so half were answered by 540. 9 of 10: not known yet.
    assert count(replies.FIRST_MEDIAN, week).figure.value == 540
    assert count(replies.FIRST_P90, week).figure.value is None


def test_the_same_figures_come_from_the_cases_one_by_one(week):
    asked = [
        Asked(1, 60, True), Asked(2, 540, True), Asked(3, 960, False), Asked(4, 240, False), Asked(5, 120, False)
    ]  # fmt: skip
    by_hand = answered_by(asked, target_seconds=480)
    figure = count(replies.FIRST_IN_TIME, week).figure
    assert (by_hand.value, by_hand.low, by_hand.high) == (figure.value, figure.low, figure.high)
    assert answered_within(asked, share=0.5).value == 540


def test_evidence_shows_hits_misses_and_what_is_open(week):
    found = {row.id: (row.verdict, row.amount) for row in evidence(replies.FIRST_IN_TIME, week).rows}
    assert found == {
        101: ("hit", 60), 201: ("miss", 540), 301: ("miss", 960), 401: ("open", 240), 501: ("open", 120)
    }  # fmt: skip
    out = evidence(replies.FIRST_IN_TIME, week, only="left-out").rows
    assert [(row.id, row.verdict) for row in out] == [(601, "in spam or trash")]
    assert [row.id for row in evidence(replies.FIRST_IN_TIME, week, only="miss").rows] == [301, 201]


def test_evidence_comes_in_pages_that_leave_nothing_out(week):
    seen, after = [], None
    while True:
        page = evidence(replies.FIRST_IN_TIME, week, after=after, size=2)
        seen += [row.id for row in page.rows]
        after = page.after
        if after is None:
            break
    assert seen == [401, 501, 301, 201, 101]


def test_a_reply_taken_back_or_never_arrived_answers_nobody(log):
    log.asks(1, "mon 09:00")
    undone = log.answers(1, "mon 09:30")
    log.say("conversation.reply_undone", "mon 09:31", 1, message_id=undone)
    log.asks(2, "mon 09:00")
    lost = log.answers(2, "mon 09:30")
    log.say("conversation.delivery_changed", "mon 09:40", 2, message_id=lost, delivery_id=1, state="bounced")
    log.asks(3, "mon 09:00")
    late = log.answers(3, "mon 09:30")
    log.say("conversation.delivery_changed", "mon 09:40", 3, message_id=late, delivery_id=2, state="failed")
    log.say("conversation.delivery_changed", "mon 10:40", 3, message_id=late, delivery_id=2, state="sent")
    verdicts = {row.id: row.verdict for row in evidence(replies.FIRST_MEDIAN, scope("mon 12:00")).rows}
    assert verdicts == {101: "open", 201: "open", 301: "hit"}


def test_a_notice_or_a_machine_starts_and_stops_no_clock(log):
    log.asks(1, "mon 09:00")
    log.say("conversation.notice_written", "mon 09:01", 1, message_id=150, delivery_id=1)
    log.asks(2, "mon 09:00", automatic=True)
    assert [row.id for row in evidence(replies.FIRST_MEDIAN, scope("mon 12:00")).rows] == [101]


def test_the_next_reply_waits_from_the_first_unanswered_message(log):
    # Asked again 11:00 and 11:30, answered 12:00: 60 minutes, one wait.
    log.asks(1, "mon 09:00")
    log.answers(1, "mon 10:00")
    log.asks(1, "mon 11:00")
    log.asks(1, "mon 11:30")
    log.answers(1, "mon 12:00")
    rows = evidence(replies.NEXT_IN_TIME, scope("mon 13:00")).rows
    assert [(row.id, row.amount, row.verdict) for row in rows] == [(103, 60, "hit")]


def test_closed_by_hand_and_opened_again_by_hand_was_never_closed(log):
    log.asks(1, "mon 09:00")
    log.solves(1, "mon 10:00")
    log.status(1, "mon 11:00", "open", "solved")
    log.answers(1, "mon 12:00")
    rows = evidence(replies.FIRST_MEDIAN, scope("mon 13:00")).rows
    assert [(row.id, row.amount, row.verdict) for row in rows] == [(101, 180, "hit")]


def test_resolution_runs_until_it_was_solved_for_good(log):
    # 1: solved after 60, opened again, solved for good at 180. 2: open, 240 minutes so far.
    log.asks(1, "mon 09:00")
    log.solves(1, "mon 10:00")
    log.status(1, "mon 11:00", "open", "solved", actor="system")
    log.asks(1, "mon 11:00")
    log.solves(1, "mon 12:00")
    log.asks(2, "mon 09:00")
    looked = scope("mon 13:00")
    assert count(replies.SOLVED_MEDIAN, looked).figure.value == 180
    assert count(replies.SOLVED_P90, looked).figure.value is None
    rows = {row.id: (row.verdict, row.amount) for row in evidence(replies.SOLVED_MEDIAN, looked).rows}
    assert rows == {1: ("hit", 180), 2: ("open", 240)}


def test_weeks_add_up_to_the_period(log):
    log.asks(1, "mon 09:00")
    log.answers(1, "mon 10:00")
    log.asks(2, "tue+1 09:00")
    log.answers(2, "tue+1 09:30")
    log.asks(3, "tue+1 09:00")
    shown = count(replies.FIRST_IN_TIME, scope("mon+2 09:00"), with_weeks=True)
    assert [week.n for week in shown.weeks] == [1, 2, 0, 0]
    assert shown.figure.n == 3


def test_an_inbox_or_a_team_with_hours_of_its_own_counts_by_them(log):
    """Open all the time, an hour is 60 minutes at night too; the inbox's hours come before the team's."""
    always = Schedule.objects.create(
        name="Always", zone="UTC", week={str(day): [["00:00", "24:00"]] for day in range(7)}, revision="always",
        created_at=MONDAY,
    )  # fmt: skip
    mornings = Schedule.objects.create(
        name="Mornings", zone="UTC", week={str(day): [["09:00", "10:00"]] for day in range(7)}, revision="mornings",
        created_at=MONDAY,
    )  # fmt: skip
    Inbox.objects.create(pk=2, name="Night", schedule=always, created_at=MONDAY)
    Team.objects.create(pk=5, name="Early", schedule=mornings, created_at=MONDAY)
    for number, inbox in ((1, 1), (2, 2), (3, 1)):
        log.asks(number, "mon 20:00", inbox=inbox)
        log.asks(number + 10, "mon 20:00", inbox=inbox)
    for number in (3, 13):
        log.assigns(number, "mon 20:01", 7, team=5)
    for number, inbox in ((1, 1), (2, 2), (3, 1)):
        log.answers(number, "tue 10:00", inbox=inbox)
    rows = evidence(replies.FIRST_IN_TIME, scope("wed 09:00")).rows
    # Workspace 9 to 17: 60; always: 14 hours; mornings: 60. Open until Wednesday 9: 480 of 480, so late; 37 hours; 60.
    assert {row.id: (row.verdict, row.amount) for row in rows} == {
        101: ("hit", 60), 201: ("miss", 840), 301: ("hit", 60),
        1101: ("miss", 480), 1201: ("miss", 2220), 1301: ("open", 60),
    }  # fmt: skip


def test_without_a_published_time_there_is_nothing_to_measure_against(log):
    Target.objects.all().delete()
    standing._read.cache_clear()
    assert count(replies.FIRST_IN_TIME, scope(NOW)).figure is None
    assert evidence(replies.FIRST_IN_TIME, scope(NOW)).rows == []
