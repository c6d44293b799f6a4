"""What can happen to a promise, and what is refused with a sentence."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from wellkept.kernel.actors import SYSTEM, Actor
from wellkept.promises.domain.ledger import Evidence, Owner, begin, overdue, rebuild, transition
from wellkept.promises.domain.ledger import happenings as said
from wellkept.promises.domain.ledger.entry import Terms
from wellkept.promises.domain.ledger.refusals import (
    NeedsAnotherPerson,
    NeedsDate,
    NeedsEvidence,
    NeedsReason,
    NotPossible,
    OnlyTheClock,
    Overdue,
)

NINE = datetime(2026, 3, 2, 9, tzinfo=UTC)
NOON = NINE + timedelta(hours=3)
FRIDAY = NINE + timedelta(days=4)
BEN, CLEO = Actor.agent(2), Actor.agent(3)
DANA = Actor.customer(7)


def made(**fields):
    terms = fields.pop("terms", Terms(customer_id=7, promisor_agent_id=2))
    given: dict[str, Any] = {
        "promise_id": 1,
        "at": NINE,
        "by": BEN,
        "owner": Owner(agent_id=2),
        "due_at": NOON,
    }
    return said.Made(terms=terms, **(given | fields))


def after(*happenings, **fields):
    entry = begin(made(**fields))
    for happening in happenings:
        entry = transition(entry, happening)
    return entry


def it(kind, *, at=NINE + timedelta(hours=1), by=BEN, **fields):
    return kind(promise_id=1, at=at, by=by, **fields)


def kept(*, at=NINE + timedelta(hours=1), evidence_at=None):
    return it(said.Kept, at=at, evidence=Evidence("message", "41", evidence_at or at))


def clock(at=NOON):
    return it(said.DuePassed, at=at, by=SYSTEM, cause="forgotten", recovery_case_id=5)


CONDITIONAL = Terms(customer_id=7, strength="conditional", condition="the parcel comes back")


def test_a_promise_begins_open_with_its_date():
    entry = begin(made())
    assert (entry.status, entry.due_at, entry.original_due_at, entry.version) == ("open", NOON, NOON, 1)


def test_a_promise_without_owner_cannot_be_written():
    with pytest.raises(ValueError, match="Somebody has to answer"):
        Owner()


def test_a_promise_needs_a_date_that_is_still_to_come():
    with pytest.raises(NeedsDate):
        begin(made(due_at=None))
    with pytest.raises(NeedsDate):
        begin(made(due_at=NINE))


def test_a_found_promise_is_confirmed_with_its_date():
    assert after(it(said.Confirmed), is_detected=True).status == "open"


def test_a_vague_promise_asks_for_a_date_when_it_is_confirmed():
    with pytest.raises(NeedsDate, match="Say by when"):
        after(it(said.Confirmed), is_detected=True, due_at=None, due_kind="vague")
    entry = after(it(said.Confirmed, due_at=FRIDAY), is_detected=True, due_at=None, due_kind="vague")
    assert (entry.original_due_at, entry.due_at) == (FRIDAY, FRIDAY)


def test_confirming_cannot_change_the_date_in_the_text():
    with pytest.raises(NotPossible, match="the first date stays"):
        after(it(said.Confirmed, due_at=FRIDAY), is_detected=True)


def test_not_a_promise_needs_a_reason_and_ends_it():
    assert after(it(said.Dismissed, reason="quoted"), is_detected=True).status == "dismissed"
    with pytest.raises(NeedsReason):
        after(it(said.Dismissed, reason=" "), is_detected=True)


def test_a_firm_promise_left_unconfirmed_is_owed_by_its_sender():
    entry = after(it(said.Sent, sender_id=3), is_detected=True, owner=Owner(team_id=9))
    assert (entry.status, entry.owner) == ("open", Owner(agent_id=3, team_id=9))


def test_a_firm_promise_without_a_date_gets_the_default_one_when_sent():
    entry = after(it(said.Sent, sender_id=2, default_due_at=FRIDAY), is_detected=True, due_at=None)
    assert (entry.original_due_at, entry.due_kind) == (FRIDAY, "default")


def test_an_aim_left_unconfirmed_is_let_go():
    terms = Terms(customer_id=7, strength="aim")
    assert after(it(said.Sent, sender_id=2), is_detected=True, terms=terms).status == "dismissed"


def test_a_conditional_promise_starts_its_clock_when_the_condition_comes():
    entry = begin(made(terms=CONDITIONAL, due_at=None))
    assert not entry.is_overdue(FRIDAY + timedelta(days=900))
    entry = transition(entry, it(said.ConditionCame, due_at=FRIDAY))
    assert (entry.original_due_at, entry.due_at) == (FRIDAY, FRIDAY)
    with pytest.raises(NotPossible, match="runs already"):
        transition(entry, it(said.ConditionCame, due_at=NOON))


def test_a_conditional_promise_names_its_condition_and_no_date():
    with pytest.raises(NotPossible, match="what it depends on"):
        begin(made(terms=replace(CONDITIONAL, condition=""), due_at=None))
    with pytest.raises(NotPossible, match="comes with its condition"):
        begin(made(terms=CONDITIONAL))


def test_kept_needs_evidence_from_between_the_promise_and_now():
    entry = after(kept())
    assert (entry.status, entry.kept_at, len(entry.evidence)) == ("kept", NINE + timedelta(hours=1), 1)
    with pytest.raises(NeedsEvidence):
        after(kept(evidence_at=NINE - timedelta(minutes=1)))
    with pytest.raises(NeedsEvidence):
        after(kept(at=NOON - timedelta(hours=1), evidence_at=NOON))
    with pytest.raises(ValueError, match="refers to something"):
        Evidence("message", " ", NINE)


def test_the_owners_word_is_evidence_that_is_flagged():
    assert Evidence("word", "I called her", NINE).is_self_attested
    assert not Evidence("call", "88", NINE).is_self_attested


def test_late_evidence_repairs_and_does_not_keep():
    late = NOON + timedelta(minutes=1)
    with pytest.raises(Overdue, match="clock says so first"):
        after(kept(at=late))
    repaired = after(clock(late), kept(at=late))
    assert (repaired.status, repaired.kept_at, repaired.broken_at) == ("repaired", None, late)


def test_evidence_from_before_the_due_moment_counts_while_the_clock_was_down():
    assert after(kept(at=FRIDAY, evidence_at=NOON)).status == "kept"


def test_only_the_clock_breaks_and_only_when_the_time_has_passed():
    with pytest.raises(OnlyTheClock):
        after(it(said.DuePassed, at=NOON, by=BEN))
    with pytest.raises(OnlyTheClock):
        after(clock(NOON - timedelta(seconds=1)))
    broken = after(clock())
    assert (broken.status, broken.broken_at, broken.broken_cause) == ("broken", NOON, "forgotten")
    assert broken.recovery_case_id == 5
    with pytest.raises(NotPossible):
        transition(broken, clock())


@pytest.mark.parametrize(
    "escape",
    [
        lambda at: it(said.Waived, at=at, by=DANA, customer_message_id=8),
        lambda at: it(said.Voided, at=at, by=CLEO, reason="twice"),
        lambda at: it(said.DateProposed, at=at, due_at=FRIDAY, told_message_id=8),
        lambda at: it(said.Paused, at=at),
    ],
)
def test_an_overdue_promise_cannot_slip_away_before_the_clock_speaks(escape):
    assert after(escape(NINE + timedelta(hours=1)))
    with pytest.raises(Overdue):
        after(escape(NOON))


def test_an_overdue_promise_can_still_be_handed_over():
    assert after(it(said.HandedOver, at=FRIDAY, owner=Owner(agent_id=3))).owner == Owner(agent_id=3)


def test_a_waiver_needs_the_customers_message():
    assert after(it(said.Waived, by=DANA, customer_message_id=8)).status == "waived"
    with pytest.raises(NeedsEvidence):
        after(it(said.Waived, by=DANA, customer_message_id=0))


def test_taking_a_promise_back_needs_a_second_person_and_a_reason():
    assert after(it(said.Voided, by=CLEO, reason="entered twice")).status == "void"
    with pytest.raises(NeedsAnotherPerson):
        after(it(said.Voided, by=BEN, reason="entered twice"))
    with pytest.raises(NeedsAnotherPerson):
        after(it(said.Voided, by=CLEO, reason="entered twice"), owner=Owner(agent_id=3))
    with pytest.raises(NeedsReason):
        after(it(said.Voided, by=CLEO, reason=""))


def proposed(told_message_id=8):
    return it(said.DateProposed, due_at=FRIDAY, told_message_id=told_message_id)


def test_an_accepted_date_is_the_next_version_and_the_first_date_stays():
    entry = after(proposed(), it(said.DateAccepted, by=DANA, customer_message_id=9))
    assert (entry.status, entry.due_at, entry.original_due_at, entry.version) == ("open", FRIDAY, NOON, 2)


def test_a_refused_date_leaves_the_old_one():
    entry = after(proposed(), it(said.DateRefused, by=DANA))
    assert (entry.status, entry.due_at, entry.version, entry.proposal) == ("open", NOON, 1, None)


def test_a_date_told_in_time_and_not_refused_comes_into_force_when_the_old_one_passes():
    entry = after(proposed(), clock())
    assert (entry.status, entry.due_at, entry.version) == ("open", FRIDAY, 2)


def test_a_date_that_nobody_told_the_customer_does_not():
    assert after(proposed(None), clock()).status == "broken"


def test_after_a_long_silence_of_the_clock_both_dates_may_have_passed():
    entry = after(proposed(), clock(FRIDAY))
    assert (entry.status, entry.due_at, entry.original_due_at) == ("broken", FRIDAY, NOON)


def test_a_date_is_proposed_for_the_future_and_for_a_promise_that_has_one():
    with pytest.raises(NeedsDate):
        after(it(said.DateProposed, due_at=NINE))
    with pytest.raises(NotPossible):
        after(proposed(), terms=CONDITIONAL, due_at=None)


def test_a_clock_that_stands_breaks_nothing_and_runs_on_later():
    entry = after(it(said.Paused))
    with pytest.raises(OnlyTheClock):
        transition(entry, clock(FRIDAY))
    entry = transition(entry, it(said.Resumed, at=FRIDAY, due_at=FRIDAY + timedelta(hours=2)))
    assert (entry.due_at, entry.original_due_at) == (FRIDAY + timedelta(hours=2), NOON)
    with pytest.raises(NotPossible):
        transition(entry, it(said.Resumed, at=FRIDAY, due_at=FRIDAY + timedelta(hours=2)))


def test_a_reply_taken_back_is_owed_again():
    entry = after(kept(), it(said.EvidenceWithdrawn))
    assert (entry.status, entry.evidence, entry.kept_at, entry.due_at) == ("open", (), None, NOON)


def test_a_broken_promise_is_closed_with_a_reason():
    assert after(clock(), it(said.LeftBroken, at=FRIDAY, reason="refunded instead")).status == "closed_broken"
    with pytest.raises(NeedsReason):
        after(clock(), it(said.LeftBroken, at=FRIDAY, reason=""))


@pytest.mark.parametrize(
    "end", [kept(), it(said.Waived, customer_message_id=8), it(said.Voided, by=CLEO, reason="twice")]
)
def test_what_has_ended_does_not_end_again(end):
    ended = after(end)
    assert ended.has_ended
    for other in (
        kept(),
        clock(FRIDAY),
        it(said.Waived, customer_message_id=8),
        it(said.LeftBroken, reason="x"),
    ):
        with pytest.raises(NotPossible):
            transition(ended, other)


def test_the_log_alone_gives_the_same_ledger():
    log = [made(), made(promise_id=2, at=NINE, due_at=FRIDAY), proposed(), clock(), kept(at=FRIDAY)]
    entries = rebuild(log)
    assert [entry.status for entry in entries.values()] == ["kept", "open"]
    with pytest.raises(NotPossible, match="made once"):
        rebuild([made(), made()])
    with pytest.raises(NotPossible, match="never made"):
        rebuild([kept()])
    with pytest.raises(NotPossible, match="another promise"):
        transition(entries[2], kept())


def test_the_clock_finds_what_is_overdue_oldest_first():
    entries = rebuild(
        [
            made(promise_id=1, due_at=FRIDAY),
            made(promise_id=2, due_at=NOON),
            made(promise_id=3, due_at=NOON + timedelta(days=30)),
        ]
    )
    assert [entry.id for entry in overdue(entries.values(), at=FRIDAY)] == [2, 1]
