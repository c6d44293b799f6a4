"""M15 with the figures of its card, and each way of flattering it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wellkept.promises.domain.kept_rate import Promised, cohort, counted, early_view, slack_at_keep

MARCH = datetime(2026, 3, 1, tzinfo=UTC)
APRIL = datetime(2026, 4, 1, tzinfo=UTC)
MAY = datetime(2026, 5, 1, tzinfo=UTC)
DAY = timedelta(days=1)


def promised(number=1, *, made=0.0, due=10.0, **fields):
    """Days counted from the first of March."""
    done = fields.pop("done", None)
    return Promised(
        id=number,
        made_at=MARCH + made * DAY,
        original_due_at=MARCH + due * DAY,
        done_at=None if done is None else MARCH + done * DAY,
        **fields,
    )


def card(now):
    """The card's ten on one scale of time: u is (t − made)/(due − made), open ones were watched until now."""
    kept = [0.3, 0.5, 0.9, 1.2, 0.2, 0.8]
    still_open = [0.4, 0.6, 1.0, 0.7]
    rows = [
        Promised(id=n, made_at=now - 2 * DAY, original_due_at=now - DAY, done_at=now - 2 * DAY + u * DAY)
        for n, u in enumerate(kept)
    ]
    # Open with the share u behind them: made u days ago, a day long.
    rows += [
        Promised(id=10 + n, made_at=now - u * DAY, original_due_at=now - u * DAY + DAY)
        for n, u in enumerate(still_open)
    ]
    return rows


def test_m15_gives_the_early_view_of_its_card():
    view = early_view(card(APRIL), now=APRIL)
    assert round(view.estimate, 3) == 0.657
    assert view.bounds == (0.5, 0.8)
    assert view.n == 10


def test_m15_of_its_card_says_less_than_kept_of_closed():
    closed = [one for one in card(APRIL) if one.done_at]
    kept = [one for one in closed if counted(one, now=APRIL) == "kept"]
    assert round(len(kept) / len(closed), 3) == 0.833
    assert early_view(card(APRIL), now=APRIL).estimate < len(kept) / len(closed)


@pytest.mark.parametrize(
    "fields, count",
    [
        ({"done": 9}, "kept"),
        ({"done": 10}, "kept"),
        ({"done": 10.01}, "missed"),
        ({}, "missed"),
        ({"due": 90}, "undecided"),
        ({"done": 9, "end": "renegotiated"}, "renegotiated"),
        ({"end": "waived"}, "waived"),
        ({"end": "void"}, "void"),
        ({"done": 11, "stood": 2 * DAY}, "kept"),
    ],
)
def test_each_promise_counts_once(fields, count):
    assert counted(promised(**fields), now=APRIL) == count


def test_the_headline_counts_by_the_original_date_and_only_what_is_past():
    rows = [
        promised(1, due=5, done=4),
        promised(2, due=6),
        promised(3, due=7, done=6, end="renegotiated"),
        promised(4, due=8, end="waived"),
        promised(5, due=-1, done=-2, made=-5),
        promised(6, due=31),
        promised(7, due=30.9),
    ]
    slices = cohort(rows, start=MARCH, end=APRIL, now=MARCH + 20 * DAY)
    assert {count: [one.id for one in some] for count, some in slices.items() if some} == {
        "kept": [1],
        "missed": [2],
        "renegotiated": [3],
        "waived": [4],
    }


def test_grace_moves_both_what_is_past_and_what_is_kept():
    late = [promised(1, due=5, done=5.1)]
    assert len(cohort(late, start=MARCH, end=APRIL, now=APRIL, grace=DAY)["kept"]) == 1
    assert not any(cohort(late, start=MARCH, end=APRIL, now=MARCH + 5.5 * DAY, grace=DAY).values())


def test_padding_shows_as_slack():
    assert slack_at_keep([promised(done=1), promised(done=2), promised(done=9), promised(done=11)]) == 0.8
    assert slack_at_keep([promised(done=11), promised()]) is None


rows = st.lists(
    st.builds(
        promised,
        made=st.floats(0, 20),
        due=st.floats(20.5, 70),
        done=st.one_of(st.none(), st.floats(20.1, 30)),
    ),
    min_size=1,
)


@given(rows)
def test_the_early_guess_and_the_final_rate_lie_within_the_bounds(promises):
    now = MARCH + 31 * DAY
    view = early_view(promises, now=now)
    low, high = view.bounds
    assert low - 1e-9 <= view.estimate
    final = cohort(promises, start=MARCH, end=MAY + 30 * DAY, now=MAY + 60 * DAY)
    assert low - 1e-9 <= len(final["kept"]) / len(promises) <= high + 1e-9
