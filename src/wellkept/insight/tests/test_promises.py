"""P09 and P18 worked out by hand: first dates, honestly counted."""

from __future__ import annotations

from typing import Literal

import pytest

from wellkept.insight.domain.measures.promises_kept import kept_rate
from wellkept.insight.models import PromiseFact
from wellkept.insight.tiles import capacity, promises
from wellkept.insight.tiles.counting import count
from wellkept.insight.tiles.evidence import evidence
from wellkept.promises.domain.kept_rate import Promised

from .made_up import moment, scope

pytestmark = pytest.mark.django_db

NOW = "fri 12:00"


@pytest.fixture
def ledger_by_hand(log):
    """Ten promises made on Monday at 9, due on Tuesday at 17 where nothing else is said; it is Friday noon.

     1  kept Tuesday 12:00                    kept
     2  broken, made good Wednesday 10:00     not kept: 60 business minutes late
     3  broken, never made good               not kept: 60+… open
     4  moved on Monday to Thursday, kept     moved, so not kept as first promised
     5  waived by the customer                left out
     6  void, entered by mistake              left out
     7  due Friday 17:00, kept on Tuesday     left out: not due yet
     8  to ourselves, kept                    left out
     9  clock stood Monday to Tuesday, so that its date became Wednesday 17:00; kept Wednesday 16:00   kept
    10  broken, then void                     not kept: nobody voids a miss away
    """
    for number in range(1, 11):
        log.promises(
            number, "mon 09:00", "fri 17:00" if number == 7 else "tue 17:00",
            conversation=number, ours=number == 8, what="word" if number < 4 else "update",
        )  # fmt: skip
    log.keeps(1, "tue 12:00", conversation=1, message=7001)
    log.tells(2, "broken", "tue 17:00", conversation=2)
    log.keeps(2, "wed 10:00", conversation=2, status="repaired", message=7002)
    log.tells(3, "broken", "tue 17:00", conversation=3)
    log.tells(4, "moved", "mon 15:00", conversation=4, due_at="thu 12:00", version=2)
    log.keeps(4, "thu 11:00", conversation=4)
    log.tells(5, "waived", "tue 10:00", conversation=5, message_id=7005)
    log.tells(6, "voided", "mon 10:00", conversation=6, reason="typo")
    log.keeps(7, "tue 12:00", conversation=7)
    log.keeps(8, "tue 12:00", conversation=8)
    log.tells(9, "paused", "mon 12:00", conversation=9, remaining_minutes=780)
    log.tells(9, "resumed", "tue 12:00", conversation=9, due_at="wed 17:00")
    log.keeps(9, "wed 16:00", conversation=9)
    log.tells(10, "broken", "tue 17:00", conversation=10)
    log.tells(10, "voided", "wed 09:00", conversation=10, reason="typo")
    return scope(NOW)


def test_the_kept_rate_counts_first_dates(ledger_by_hand):
    # 1 and 9 of 1, 2, 3, 4, 9, 10.
    figure = count(promises.KEPT, ledger_by_hand).figure
    assert (figure.value, figure.n, figure.hits) == (pytest.approx(2 / 6), 6, 2)
    assert figure.exclusions == {
        "entered by mistake": 1, "not due yet": 1, "owed to ourselves": 1, "waived by the customer": 1
    }  # fmt: skip


def test_moved_is_a_slice_of_its_own(ledger_by_hand):
    figure = count(promises.MOVED_SHARE, ledger_by_hand).figure
    assert (figure.hits, figure.n) == (1, 6)


def test_told_first_looks_at_what_was_not_kept(ledger_by_hand):
    # 2, 3, 4 and 10 were not kept by their first date; of 4 we said so before.
    figure = count(promises.TOLD_FIRST, ledger_by_hand).figure
    assert (figure.hits, figure.n) == (1, 4)
    assert figure.exclusions["kept as promised"] == 2


def test_lateness_censors_what_was_never_made_good(ledger_by_hand):
    # 2 after 60 minutes; 3 and 10 open. Kaplan–Meier: a third by 60, half not yet.
    shown = count(promises.LATENESS, ledger_by_hand)
    assert (shown.figure.value, shown.figure.n) == (None, 3)
    rows = {row.id: (row.verdict, row.amount) for row in evidence(promises.LATENESS, ledger_by_hand).rows}
    # Until Friday noon: Wednesday and Thursday in full, Friday 180.
    assert rows == {2: ("hit", 60), 3: ("open", 1140), 10: ("open", 1140)}


def test_slack_is_what_was_left_of_the_time(ledger_by_hand):
    # 1: 5 of 32 hours left; 9: its time runs until Wednesday 17:00, 56 hours, of which 1 was left.
    figure = count(promises.SLACK, ledger_by_hand).figure
    assert figure.n == 2
    assert figure.value == (round(500 / 32) + round(100 / 56)) / 2


def end_of(fact) -> Literal["waived", "void", "renegotiated"] | None:
    if fact.outcome == "waived":
        return "waived"
    if fact.outcome == "void":
        return "void"
    return "renegotiated" if fact.was_moved else None


def test_the_ledgers_own_arithmetic_says_the_same(ledger_by_hand):
    """`promises.domain.kept_rate` over the same facts, one by one."""
    known = [
        Promised(
            id=fact.pk,
            made_at=fact.made_at,
            original_due_at=fact.original_due_at,
            done_at=fact.done_at,
            end=end_of(fact),
            stood=fact.counts_until - fact.original_due_at,
        )
        for fact in PromiseFact.objects.filter(is_to_customer=True)
    ]
    found = kept_rate(known, start=moment("mon 00:00"), end=moment("mon+1 00:00"), now=moment(NOW))
    figure = count(promises.KEPT, ledger_by_hand).figure
    assert (found.kept.value, found.kept.low, found.kept.n) == (figure.value, figure.low, figure.n)
    rows = evidence(promises.KEPT, ledger_by_hand).rows
    assert set(found.kept.hit_ids) == {row.id for row in rows if row.verdict == "hit"}
    assert set(found.kept.miss_ids) == {row.id for row in rows if row.verdict == "miss"}


def test_evidence_names_the_message_that_kept_it(ledger_by_hand):
    rows = {row.id: row for row in evidence(promises.KEPT, ledger_by_hand).rows}
    assert (rows[1].conversation_id, rows[1].message_id) == (1, 7001)


def test_a_reply_taken_back_keeps_nothing(log):
    log.promises(1, "mon 09:00", "tue 17:00", conversation=1)
    log.keeps(1, "mon 10:00", conversation=1)
    log.tells(1, "reopened", "mon 10:01", conversation=1)
    assert [row.verdict for row in evidence(promises.KEPT, scope(NOW)).rows] == ["miss"]


def test_a_repair_taken_back_and_a_date_counted_anew_change_nothing_about_the_first_date(log):
    for number in (1, 2):
        log.promises(number, "mon 09:00", "tue 17:00", conversation=number)
    log.tells(1, "broken", "tue 17:00", conversation=1)
    log.keeps(1, "wed 10:00", conversation=1, status="repaired")
    log.tells(1, "still_broken", "wed 10:01", conversation=1)
    log.tells(2, "recalculated", "mon 10:00", conversation=2, due_at="wed 17:00", target_id=1)
    log.keeps(2, "wed 10:00", conversation=2)
    looked = scope(NOW)
    assert {row.id: row.verdict for row in evidence(promises.KEPT, looked).rows} == {1: "miss", 2: "miss"}
    assert {row.id: row.verdict for row in evidence(promises.LATENESS, looked).rows} == {1: "open", 2: "hit"}


def test_while_the_clock_stands_it_is_not_counted(log):
    log.promises(1, "mon 09:00", "tue 17:00", conversation=1)
    log.tells(1, "paused", "mon 12:00", conversation=1, remaining_minutes=780)
    figure = count(promises.KEPT, scope(NOW)).figure
    assert (figure.n, figure.exclusions) == (0, {"whose clock stands": 1})


def test_a_promise_of_no_conversation_counts_too_and_is_read_once(log):
    log.promises(1, "mon 09:00", "tue 17:00")
    assert count(promises.KEPT, scope("mon 10:00")).figure.exclusions == {"not due yet": 1}
    log.keeps(1, "tue 10:00")
    for _twice in range(2):
        figure = count(promises.KEPT, scope(NOW)).figure
        assert (figure.hits, figure.n) == (1, 1)


def test_promises_in_words_are_counted_beside(log):
    for number in (1, 2, 3):
        log.asks(number, "mon 09:00")
    log.answers(1, "mon 10:00")
    log.answers(2, "mon 10:00")
    log.promises(1, "mon 10:00", "tue 17:00", conversation=1, what="word")
    figure = count(promises.DENSITY, scope(NOW)).figure
    assert (figure.hits, figure.n, figure.exclusions) == (1, 2, {"not answered yet": 1})


def test_busy_days_are_the_fifth_on_which_most_began(log):
    # Monday 1, Tuesday 3, Wednesday to Friday 1 each: one busy day of five. Due on Tuesday: 1 kept, 1 broken.
    number = 0
    for day, how_many in (("mon", 1), ("tue", 3), ("wed", 1), ("thu", 1), ("fri", 1)):
        for _ in range(how_many):
            number += 1
            log.asks(number, f"{day} 09:00")
    log.promises(1, "mon 09:00", "tue 17:00", conversation=1)
    log.promises(2, "mon 09:00", "tue 17:00", conversation=1)
    log.promises(3, "mon 09:00", "wed 17:00", conversation=1)
    log.keeps(1, "tue 10:00", conversation=1)
    log.keeps(3, "wed 10:00", conversation=1)
    looked = scope("sat 12:00")
    assert capacity.busiest_days(looked) == [looked.start + 1]
    compared = count(capacity.KEPT_BUSY, looked, with_before=True)
    assert compared.before == count(capacity.KEPT_CALM, looked).figure
    assert compared.trend == "no change shown"  # one of two against one of one says nothing
    busy, calm = (count(tile, looked).figure for tile in (capacity.KEPT_BUSY, capacity.KEPT_CALM))
    assert ((busy.hits, busy.n), (calm.hits, calm.n)) == ((1, 2), (1, 1))
