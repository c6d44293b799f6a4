"""The service code is drafted, changed while a draft, published once; open clocks are counted anew only when asked."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from wellkept.conversations.models import Inbox, Tag
from wellkept.kernel.actors import SYSTEM, Actor
from wellkept.kernel.models import LoggedEvent
from wellkept.promises import operations, standing
from wellkept.promises.domain.replay import Said, replay
from wellkept.promises.explaining import explain
from wellkept.promises.models import Promise, ServiceCode

pytestmark = pytest.mark.django_db

MINUTE = timedelta(minutes=1)


@pytest.fixture(autouse=True)
def first_version(at):
    """Published the day before. Versions are kept in memory by number, and numbers begin anew with each test."""
    ServiceCode.objects.update(published_at=at - timedelta(days=1))
    standing._read.cache_clear()


@pytest.fixture
def draft(at):
    """Like the first version: first and next reply in 8 hours, word in 24."""
    return operations.draft_code(at=at, like=ServiceCode.objects.get(), by=SYSTEM)


@pytest.fixture
def code(draft, ben, at):
    """`code(240)` publishes a first reply in so many minutes."""

    def publish(minutes, *, hours="business", when=at, **pauses):
        target = draft.targets.get(kind="first_reply")
        operations.set_target(
            code=draft, target=target, kind="first_reply", minutes=minutes, hours=hours, **pauses, by=SYSTEM, at=when
        )  # fmt: skip
        operations.publish_code(code=draft, agent=ben, by=SYSTEM, at=when)
        return target

    return publish


def set_it(draft, at, **values):
    given: dict[str, Any] = {"kind": "resolution", "minutes": 60, "hours": "business"} | values
    return operations.set_target(code=draft, by=SYSTEM, at=at, **given)


def test_a_draft_begins_with_what_is_published_and_changes_alone(draft, at):
    published = ServiceCode.objects.exclude(pk=draft.pk).get()
    set_it(draft, at)
    assert (draft.targets.count(), published.targets.count()) == (4, 3)
    operations.remove_target(target=draft.targets.get(kind="update"), by=SYSTEM, at=at)
    assert published.targets.filter(kind="update").exists()
    assert standing.code_now().id == published.pk


def test_a_published_version_stays_as_it_is(draft, ben, at):
    operations.publish_code(code=draft, agent=ben, by=SYSTEM, at=at)
    with pytest.raises(operations.NotTheNewest):
        set_it(draft, at)
    with pytest.raises(operations.NotTheNewest):
        operations.remove_target(target=draft.targets.first(), by=SYSTEM, at=at)
    with pytest.raises(operations.NotTheNewest):
        operations.discard_code(code=draft, by=SYSTEM, at=at)
    with pytest.raises(operations.NotTheNewest):
        operations.publish_code(code=draft, agent=ben, by=SYSTEM, at=at)


def test_a_draft_is_thrown_away_whole(draft, at):
    operations.discard_code(code=draft, by=SYSTEM, at=at)
    assert ServiceCode.objects.count() == 1
    said = LoggedEvent.objects.filter(kind="service_code.drafted").order_by("id")
    assert [row.data["what"] for row in said] == ["begun", "discarded"]


@pytest.mark.parametrize(
    "values, field",
    [
        ({"minutes": 0}, "minutes"),
        ({"minutes": 10**7}, "minutes"),
        ({"kind": "miracle"}, "kind"),
        ({"kind": "first_reply"}, "kind"),
        ({"priority": 9}, "priority"),
    ],
)
def test_a_promise_that_cannot_be_says_where_it_is_wrong(draft, at, values, field):
    with pytest.raises(operations.NotPossibleTarget) as refusal:
        set_it(draft, at, **values)
    assert refusal.value.field == field


def test_a_code_that_promises_nothing_is_not_published(ben, at):
    empty = operations.draft_code(at=at, by=SYSTEM)
    with pytest.raises(operations.NothingPromised):
        operations.publish_code(code=empty, agent=ben, by=SYSTEM, at=at)


def test_the_most_particular_promise_counts(draft, ledger, ben, at):
    tag = Tag.objects.create(name="urgent")
    inbox = Inbox.objects.get()
    set_it(draft, at, kind="first_reply", minutes=120, inbox=inbox)
    set_it(draft, at, kind="first_reply", minutes=30, tag=tag)
    operations.publish_code(code=draft, agent=ben, by=SYSTEM, at=at)
    ledger.write()
    assert ledger.owed()[0].due_at - ledger.at == 120 * MINUTE


def test_a_call_back_is_owed_within_the_time_of_the_code_and_once(draft, ledger, ben, at):
    ledger.write()
    asked = {"conversation": ledger.conversation, "by": SYSTEM, "at": ledger.at}
    assert operations.owe_call_back(**asked) is None
    set_it(draft, at, kind="call_back", minutes=30)
    operations.publish_code(code=draft, agent=ben, by=SYSTEM, at=at)
    promise = operations.owe_call_back(**asked)
    assert promise is not None
    assert promise.due_at - promise.made_at == 30 * MINUTE
    assert (promise.promisor, promise.target.kind, promise.is_visible_to_customer) == (
        "code",
        "call_back",
        True,
    )
    assert operations.owe_call_back(**asked) == promise
    assert explain(promise, at=ledger.at).counted == 30 * MINUTE


def test_publishing_moves_nothing_that_is_open(ledger, code):
    ledger.write()
    (before,) = ledger.owed()
    code(60)
    (after,) = ledger.owed()
    assert after.due_at == before.due_at
    assert operations.what_would_move(at=ledger.at).earlier == 1


def test_counting_anew_moves_what_is_open_and_keeps_the_first_date(ledger, code, ben):
    ledger.write()
    (before,) = ledger.owed()
    target = code(240)
    ledger.later(minutes=30)
    done = operations.recalculate(reason="A new code", by=Actor.agent(ben.pk), at=ledger.at)
    (after,) = ledger.owed()
    assert (done.looked_at, done.moved, done.earlier, done.at_once) == (1, 1, 1, 0)
    assert after.due_at == before.made_at + 240 * MINUTE
    assert after.original_due_at == before.original_due_at
    assert after.target_id == target.pk
    (event,) = LoggedEvent.objects.filter(kind="promise.recalculated")
    assert event.data["reason"] == "A new code"
    assert (event.actor_kind, event.actor_id) == ("agent", ben.pk)
    again = operations.recalculate(reason="Once more", by=SYSTEM, at=ledger.at)
    assert again.moved == 0
    told = explain(after, at=ledger.at)
    assert told.counted == told.target == 240 * MINUTE


def test_nothing_becomes_due_before_now(ledger, code):
    ledger.write()
    code(30)
    ledger.later(hours=2)
    done = operations.recalculate(reason="Stricter", by=SYSTEM, at=ledger.at)
    (promise,) = ledger.owed()
    assert done.at_once == 1
    assert promise.due_at == ledger.at + MINUTE


def test_a_clock_that_stands_gets_another_rest(ledger, code):
    code(240, pauses_while_pending=True)
    ledger.write()
    ledger.later(hours=1)
    ledger.set("pending")
    ledger.later(hours=1)
    draft = operations.draft_code(at=ledger.at, like=ServiceCode.objects.first(), by=SYSTEM)
    operations.set_target(
        code=draft, target=draft.targets.get(kind="first_reply"), kind="first_reply", minutes=300,
        hours="calendar", pauses_while_pending=True, by=SYSTEM, at=ledger.at,
    )  # fmt: skip
    operations.publish_code(code=draft, agent=None, by=SYSTEM, at=ledger.at)
    done = operations.recalculate(reason="More time", by=SYSTEM, at=ledger.at)
    (promise,) = ledger.owed()
    assert (done.standing, promise.remaining_minutes, promise.calendar) == (1, 240, None)
    ledger.set("open")
    (promise,) = ledger.owed()
    assert promise.due_at == ledger.at + 240 * MINUTE


def test_what_is_late_or_agreed_is_not_counted_anew(ledger, code):
    ledger.write()
    (promise,) = ledger.owed()
    code(6000)
    Promise.objects.filter(pk=promise.pk).update(version=2)
    assert operations.what_would_move(at=ledger.at).looked_at == 0
    Promise.objects.filter(pk=promise.pk).update(version=1)
    assert operations.what_would_move(at=promise.due_at + MINUTE).moved == 0


def test_counting_anew_needs_a_reason(ledger):
    with pytest.raises(operations.NeedsReason):
        operations.recalculate(reason="  ", by=SYSTEM, at=ledger.at)


def test_the_log_alone_gives_the_rows_after_counting_anew(ledger, code):
    ledger.write()
    code(240)
    operations.recalculate(reason="A new code", by=SYSTEM, at=ledger.at)
    log = LoggedEvent.objects.filter(kind__startswith="promise.").order_by("id")
    (row,) = replay(Said(one.kind, one.data, one.at) for one in log).values()
    (promise,) = ledger.owed()
    for column in ("due_at", "original_due_at", "target_id", "calendar", "remaining_minutes"):
        assert row[column] == getattr(promise, column), column


def test_counting_anew_asks_little_however_many_there_are(ledger, code, django_assert_max_num_queries):
    for _ in range(3):
        ledger.conversation = None
        ledger.write()
    code(60)
    operations.what_would_move(at=ledger.at)  # from here on calendars and code are known
    with django_assert_max_num_queries(11):
        assert operations.what_would_move(at=ledger.at).moved == 3
