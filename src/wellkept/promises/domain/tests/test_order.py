"""The order of work: as many kept as any order could, and the late ones as early as breaks nothing."""

from __future__ import annotations

from datetime import timedelta
from itertools import permutations

from hypothesis import given, settings
from hypothesis import strategies as st

from wellkept.promises.domain.order import Owed, Place, work_order


def owed(number, left, work=10, **fields):
    return Owed(id=number, left=timedelta(minutes=left), work=timedelta(minutes=work), **fields)


def ids(*promises):
    return [place.id for place in work_order(promises)]


def kept(order):
    busy, count = timedelta(), 0
    for one in order:
        busy += one.work
        count += busy <= one.left
    return count


def test_what_is_due_first_comes_first():
    assert ids(owed(1, 90), owed(2, 30), owed(3, 60)) == [2, 3, 1]
    assert {place.why for place in work_order([owed(1, 90), owed(2, 30)])} == {"in_time"}


def test_of_the_same_date_the_severe_one_comes_first_then_the_older():
    assert ids(owed(1, 60), owed(2, 60, severity=2), owed(3, 60, age=timedelta(days=1))) == [2, 3, 1]


def test_in_an_overload_the_longest_waits_so_that_the_others_are_kept():
    order = work_order([owed(1, 50, work=50), owed(2, 60, work=20), owed(3, 60, work=20)])
    assert [(place.id, place.why) for place in order] == [(2, "in_time"), (3, "in_time"), (1, "late_waits")]


def test_in_an_overload_the_severe_one_is_not_given_up():
    assert ids(owed(1, 50, work=50, severity=3), owed(2, 60, work=20), owed(3, 60, work=20))[0] == 1


def test_a_late_one_comes_first_when_that_breaks_nothing():
    assert work_order([owed(1, 60), owed(2, -30)]) == (
        Place(2, "late_first", timedelta(minutes=-40)),
        Place(1, "in_time", timedelta(minutes=50)),
    )


def test_a_late_one_waits_behind_what_it_would_break():
    assert ids(owed(1, 15), owed(2, -30), owed(3, 100)) == [1, 2, 3]


def test_of_the_late_ones_the_severe_and_then_the_latest_comes_first():
    assert ids(owed(1, -5), owed(2, -50), owed(3, -1, severity=1)) == [3, 2, 1]


def test_nothing_owed_has_no_order():
    assert work_order([]) == ()


spans = st.lists(st.tuples(st.integers(-20, 100), st.integers(1, 40), st.integers(0, 2)), max_size=6)


@settings(max_examples=60, deadline=None)
@given(spans)
def test_no_order_keeps_more_promises(cases):
    promises = {n: owed(n, left, work) for n, (left, work, _) in enumerate(cases)}
    order = [promises[place.id] for place in work_order(promises.values())]
    assert sorted(one.id for one in order) == sorted(promises)
    assert kept(order) == max(kept(other) for other in permutations(promises.values()))


@given(spans)
def test_what_is_called_in_time_is_kept_in_this_order(cases):
    promises = {n: owed(n, left, work, severity=grave) for n, (left, work, grave) in enumerate(cases)}
    busy = timedelta()
    for place in work_order(promises.values()):
        busy += promises[place.id].work
        if place.why == "in_time":
            assert busy <= promises[place.id].left
