"""M05–M08, M14, M15 and M23 over small records: value, n, interval, exclusions with reasons, hits and misses alike."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wellkept.insight.domain.measures import Case, Excluded, Measure
from wellkept.insight.domain.measures.announced import (
    AnnouncedWait,
    announcement_coverage,
    announcement_overshoot,
)
from wellkept.insight.domain.measures.effort import (
    EaseAnswer,
    IssueEffort,
    ces_easy,
    ces_mean,
    effort_median,
    effort_p90,
)
from wellkept.insight.domain.measures.first_contact import Issue, contact_count, disagreements, fcr
from wellkept.insight.domain.measures.handle_time import (
    Call,
    ResolvedIssue,
    active_seconds,
    aht_seconds,
    touch_median,
    touch_p90,
)
from wellkept.insight.domain.measures.measure import share
from wellkept.insight.domain.measures.promises_kept import kept_rate, kept_so_far
from wellkept.insight.domain.measures.service_level import Asked, Offered, answered_by, service_level
from wellkept.insight.domain.measures.shown import count_text, style, trend
from wellkept.promises.domain.kept_rate import Promised

MARCH = datetime(2026, 3, 1, tzinfo=UTC)
APRIL = datetime(2026, 4, 1, tzinfo=UTC)
DAY, HOUR = timedelta(days=1), timedelta(hours=1)


def hits(n, k):
    return share(Case(number, number < k) for number in range(n))


def figure(number: float | None) -> float:
    assert number is not None
    return number


def ids(measure, is_hit):
    return [case.id for case in measure.evidence if case.is_hit is is_hit]


def test_a_share_carries_its_interval_and_every_case():
    found = share([Case(3, True), Case(1, False), Case(2, True)], excluded=[Excluded(9, "a test")])
    assert found.value == pytest.approx(2 / 3)
    assert (found.n, found.hits) == (3, 2)
    assert figure(found.low) < figure(found.value) < figure(found.high)
    assert [case.id for case in found.evidence] == [1, 2, 3]
    assert found.reasons == {"a test": 1}


def test_without_cases_there_is_no_figure():
    assert share([]) == Measure(None, 0, None, None, (), ())
    for empty in (ces_mean([]), effort_median([]), aht_seconds([]), announcement_coverage([])):
        assert (empty.value, empty.n) == (None, 0)
    assert answered_by([], target_seconds=60).value is None


@given(st.lists(st.booleans(), min_size=1))
def test_evidence_is_complete(flags):
    found = share(Case(number, flag) for number, flag in enumerate(flags))
    assert found.n == len(found.evidence) == len(ids(found, True)) + len(ids(found, False))
    assert found.value == pytest.approx(sum(flags) / len(flags))


def test_m05_gives_mean_ease_and_the_share_that_found_it_easy():
    answers = [EaseAnswer(number, score) for number, score in enumerate([7, 6, 5, 4, 1])]
    assert ces_mean(answers).value == pytest.approx(4.6)
    assert ces_easy(answers).value == 0.6
    assert ids(ces_easy(answers), False) == [3, 4]
    assert ces_mean([EaseAnswer(1, 7), EaseAnswer(2, 1)]).low == 1
    with pytest.raises(ValueError, match="from 1 to 7"):
        EaseAnswer(1, 8)


def test_m05_adds_up_what_an_issue_cost_the_customer():
    one = IssueEffort(id=1, contacts=2, transfers=1, channel_switches=1, facts_asked_again=3, bot_failures=1)
    assert one.total == 8
    issues = [one, *(IssueEffort(id=number, contacts=1) for number in range(2, 12))]
    assert (effort_median(issues).value, effort_p90(issues).value) == (1, 1)
    assert effort_median([one, IssueEffort(id=2, contacts=2)]).value == 5
    assert effort_p90(issues).high == 8


def issue(number, *contacts, solved=2.0, same=(), **fields):
    return Issue(
        id=number,
        solved_at=None if solved is None else MARCH + solved * DAY,
        contacts=tuple(MARCH + day * DAY for day in contacts),
        same_conversation=same,
        **fields,
    )


def rate(*issues, now=APRIL, **fields):
    return fcr(issues, start=MARCH, end=APRIL, now=now, **fields)


def test_m06_counts_one_contact_and_none_within_the_window():
    found = rate(issue(1, 1), issue(2, 1, 1.5), issue(3, 1, 8.9), issue(4, 1, 9.1))
    assert ids(found, True) == [1, 4]
    assert ids(found, False) == [2, 3]


def test_m06_never_counts_an_issue_whose_window_is_open():
    found = rate(issue(1, 1), issue(2, 28, solved=29), issue(3, 1, solved=None))
    assert (found.n, found.reasons) == (1, {"window still open": 1})
    billing = issue(4, 1, window=30 * DAY)
    assert rate(billing).n == 0
    assert rate(billing, now=APRIL + 2 * DAY).n == 1


def test_m06_net_lists_what_it_leaves_out():
    found = rate(issue(1, 1), issue(2, 1, 1.5), frozen_exclusions={2})
    assert (found.value, found.reasons) == (1, {"on the exclusion list": 1})


@pytest.mark.parametrize(
    "contacts, same, count",
    [
        ((1, 2, 3), (False, True, True), 1),
        ((1, 4), (False, True), 2),
        ((1, 3.9), (False, True), 1),
        ((1, 2), (False, False), 2),
        ((1, 2), (), 2),
        ((1, 10.5), (False, True), 2),
    ],
)
def test_m06_takes_replies_close_together_in_one_conversation_for_one_contact(contacts, same, count):
    assert contact_count(issue(1, *contacts, same=same, solved=10)) == count


def test_m06_a_reply_after_it_was_solved_is_another_contact():
    assert contact_count(issue(1, 1, 2.5, same=(False, True), solved=2)) == 2


def test_m06_lists_where_the_customer_disagrees():
    assert disagreements(
        [
            issue(1, 1, confirmed=False),
            issue(2, 1, confirmed=True),
            issue(3, 1, 3, confirmed=True),
            issue(4, 1),
        ]
    ) == (1, 3)


def test_m06_refuses_an_issue_that_nobody_brought():
    with pytest.raises(ValueError):
        issue(1)
    with pytest.raises(ValueError):
        issue(1, 1, 2, same=(True,))


def test_m07_is_talk_hold_and_wrap_of_what_was_handled():
    found = aht_seconds(
        [Call(id=1, talk_seconds=200, hold_seconds=20, wrap_seconds=20), Call(id=2, talk_seconds=160)]
    )
    assert (found.value, found.n) == (200, 2)
    assert figure(found.low) >= 0


def test_m07_cuts_idle_time_at_a_minute():
    assert active_seconds([0, 10, 40, 400, 410]) == 10 + 30 + 60 + 10
    assert active_seconds([5]) == 0


def test_m07_counts_touches_of_resolved_issues_only():
    issues = [ResolvedIssue(number, (60.0, number * 10.0)) for number in range(1, 11)]
    assert touch_median(issues).value == 115
    assert touch_p90(issues).value == pytest.approx(151)


def test_m08_leaves_out_wrong_numbers_and_counts_leavers_as_misses():
    found = service_level(
        [
            Offered(1, 10, True),
            Offered(2, 20, True),
            Offered(3, 21, True),
            Offered(4, 3, False),
            Offered(5, 5, False),
        ],
        target_seconds=20,
    )
    assert (found.value, found.n, found.reasons) == (0.5, 4, {"left within 5 seconds": 1})
    assert ids(found, False) == [3, 5]


def test_m08_for_mail_censors_what_is_unanswered():
    asked = [Asked(1, 1800, True), Asked(2, 2400, False), Asked(3, 3000, True), Asked(4, 9000, False)]
    found = answered_by(asked, target_seconds=3600)
    # 3/4 after the first; number 2 is out before the third: 3/4 · 1/2.
    assert found.value == pytest.approx(1 - 3 / 8)
    assert [case.is_hit for case in found.evidence] == [True, None, True, False]
    assert figure(found.low) < figure(found.value) < figure(found.high)


def test_m08_for_mail_closing_without_a_reply_never_helps():
    answered = [Asked(number, 60.0 * number, True) for number in range(1, 9)]
    closed = [*answered, Asked(9, 30, False)]
    open_yet = [*answered, Asked(9, 9000, False)]
    for target in (60, 240, 480):
        assert (
            figure(answered_by(open_yet, target_seconds=target).value)
            <= figure(answered_by(closed, target_seconds=target).value)
            <= figure(answered_by(answered, target_seconds=target).value)
        )


def test_m14_measures_whether_announced_waits_held():
    waits = [AnnouncedWait(number, 100, 50 if number < 8 else 150, True) for number in range(10)]
    found = announcement_coverage(waits)
    assert found.value == pytest.approx(0.8)
    assert found.n == 10
    assert ids(found, False) == [8, 9]
    left = announcement_coverage([*waits, AnnouncedWait(11, 100, 20, False)])
    assert ids(left, None) == [11]
    assert left.value == pytest.approx(0.8)


def test_m14_shows_padding_beside_coverage():
    honest = [AnnouncedWait(number, 100, 80, True) for number in range(10)]
    padded = [AnnouncedWait(number, 400, 80, True) for number in range(10)]
    assert announcement_coverage(padded).value == announcement_coverage(honest).value == 1
    assert (announcement_overshoot(honest).value, announcement_overshoot(padded).value) == (1.25, 5)


def promised(number, *, made=0.0, due=10.0, done=None, end=None):
    return Promised(
        id=number,
        made_at=MARCH + made * DAY,
        original_due_at=MARCH + due * DAY,
        done_at=None if done is None else MARCH + done * DAY,
        end=end,
    )


def test_m15_is_kept_on_time_of_all_but_waived_and_void():
    found = kept_rate(
        [
            promised(1, done=9),
            promised(2, done=11),
            promised(3),
            promised(4, done=9, end="renegotiated"),
            promised(5, end="waived"),
            promised(6, end="void"),
        ],
        start=MARCH,
        end=APRIL,
        now=APRIL,
    )
    assert (found.kept.value, found.kept.n) == (0.25, 4)
    assert (found.renegotiated.value, found.renegotiated.n) == (0.25, 4)
    assert ids(found.kept, False) == [2, 3, 4]
    assert found.kept.reasons == {"waived by the customer": 1, "entered by mistake": 1}


def test_m15_early_gives_the_figures_of_its_card():
    shares = [(0.3, True), (0.5, True), (0.9, True), (0.4, False), (0.6, False), (1.0, False), (1.2, True)]
    shares += [(0.2, True), (0.8, True), (0.7, False)]
    now = APRIL
    promises = [
        Promised(
            id=number,
            made_at=now - u * DAY,
            original_due_at=now - u * DAY + DAY,
            done_at=now if is_done else None,
        )
        for number, (u, is_done) in enumerate(shares)
    ]
    found = kept_so_far(promises, start=MARCH, end=APRIL + DAY, now=now)
    assert (round(figure(found.value), 3), found.low, found.high, found.n) == (0.657, 0.5, 0.8, 10)
    assert ids(found, None) == [3, 4, 9]
    assert ids(found, False) == [5, 6]


def test_m15_early_names_what_it_leaves_out():
    found = kept_so_far([promised(1, end="waived"), promised(2, made=-1)], start=MARCH, end=APRIL, now=APRIL)
    assert (found.value, found.reasons) == (None, {"waived": 1})


@pytest.mark.parametrize(
    "n, expected",
    [
        (0, "nothing"),
        (1, "count"),
        (9, "count"),
        (10, "greyed"),
        (29, "greyed"),
        (30, "normal"),
        (5000, "normal"),
    ],
)
def test_m23_shows_a_number_as_sure_as_it_is(n, expected):
    assert style(n) == expected


def test_m23_says_k_of_n():
    assert count_text(hits(9, 4)) == (4, 9)


def test_m23_draws_an_arrow_only_when_the_difference_excludes_zero():
    assert trend(hits(200, 164), hits(200, 150)) == "no change shown"
    assert trend(hits(200, 190), hits(200, 150)) == "up"
    assert trend(hits(200, 150), hits(200, 190)) == "down"
    assert trend(hits(9, 9), hits(200, 10)) == "no change shown"
