"""The outbox worker: who takes a row, what is recorded, and what a crash leaves behind."""

from __future__ import annotations

import time
from datetime import timedelta

import pytest

from wellkept.channels import delivery as worker
from wellkept.channels import registry
from wellkept.channels.delivery import deliver_due, next_try
from wellkept.channels.queries import trouble_count, trouble_for, under_way_for
from wellkept.channels.registry import DeliveryFailed, Said
from wellkept.conversations import operations
from wellkept.conversations.access import access_of
from wellkept.conversations.models import Conversation, Delivery, DeliveryState
from wellkept.kernel.actors import Actor

UNDO = timedelta(seconds=10)


class Post:
    """An adapter that does what the test says and remembers what it was given."""

    name = "email"

    def __init__(self) -> None:
        self.given: list[Delivery] = []
        self.answer = "taken"
        self.failure: Exception | None = None

    def deliver(self, delivery: Delivery) -> str:
        self.given.append(delivery)
        if self.failure is not None:
            raise self.failure
        return self.answer


@pytest.fixture
def post(monkeypatch):
    adapter = Post()
    monkeypatch.setattr(registry, "_adapters", {"email": adapter})
    return adapter


@pytest.fixture
def reply(kettle, ben, at):
    def write(text="A new lid is on its way."):
        message = operations.reply(
            conversation=kettle, agent=ben, text=text, seen_message_id=10**9, at=at, undo=UNDO
        )
        return message.delivery

    return write


def test_a_reply_stays_until_its_undo_time_is_over(post, reply, at):
    reply()

    assert deliver_due(at=at + timedelta(seconds=9)) == 0
    assert post.given == []


def test_a_reply_is_sent_once_its_undo_time_is_over(post, reply, at):
    delivery = reply()
    assert deliver_due(at=at + UNDO) == 1
    assert deliver_due(at=at + UNDO) == 0

    delivery.refresh_from_db()
    assert delivery.state == DeliveryState.SENT
    assert (delivery.detail, delivery.sent_at, delivery.attempts) == ("taken", at + UNDO, 1)
    assert len(post.given) == 1


def test_a_reply_taken_back_is_never_sent(post, reply, ben, at):
    operations.undo_reply(message=reply().message, agent=ben, at=at)

    assert deliver_due(at=at + timedelta(days=1)) == 0


def test_a_row_that_another_worker_holds_is_left_alone(post, reply, at):
    delivery = reply()
    Delivery.objects.filter(pk=delivery.pk).update(
        state=DeliveryState.SENDING, lease_until=at + timedelta(minutes=5), attempts=1
    )

    assert deliver_due(at=at + UNDO) == 0
    assert worker._claim_and_send(delivery.pk, at + UNDO) is False


def test_two_workers_that_saw_the_same_row_send_it_once(post, reply, at):
    delivery = reply()
    results = [worker._claim_and_send(delivery.pk, at + UNDO) for _ in range(2)]

    assert results == [True, False]
    assert len(post.given) == 1


def test_a_row_whose_worker_died_is_sent_again_under_the_same_name(post, reply, at):
    delivery = reply()
    Delivery.objects.filter(pk=delivery.pk).update(
        state=DeliveryState.SENDING, lease_until=at, attempts=1, external_id="fixed@larkmoor.example"
    )

    assert deliver_due(at=at + timedelta(minutes=20)) == 1
    delivery.refresh_from_db()
    assert delivery.state == DeliveryState.SENT
    assert post.given[0].external_id == "fixed@larkmoor.example"
    assert delivery.attempts == 2


def test_a_row_that_was_being_sent_when_the_worker_died_cannot_be_taken_back(post, reply, ben, at):
    delivery = reply()
    Delivery.objects.filter(pk=delivery.pk).update(state=DeliveryState.SENDING, lease_until=at, attempts=1)
    worker._free_expired(at + timedelta(minutes=20))

    with pytest.raises(operations.TooLateToUndo):
        operations.undo_reply(message=delivery.message, agent=ben, at=at)


def test_a_temporary_refusal_is_tried_again_later_with_its_reason(post, reply, at):
    post.failure = DeliveryFailed("mail.example refused it: 451 busy", can_retry=True)
    delivery = reply()
    deliver_due(at=at + UNDO)

    delivery.refresh_from_db()
    assert delivery.state == DeliveryState.DEFERRED
    assert delivery.detail == "mail.example refused it: 451 busy"
    assert delivery.send_at == at + UNDO + timedelta(minutes=1)
    assert deliver_due(at=at + UNDO + timedelta(seconds=59)) == 0
    post.failure = None
    assert deliver_due(at=at + UNDO + timedelta(minutes=1)) == 1
    delivery.refresh_from_db()
    assert delivery.state == DeliveryState.SENT


def test_a_message_that_reached_some_of_its_recipients_is_sent_and_trouble(post, reply, kettle, at):
    post.answer = Said("mail.example took it", refused={"max@whitfield.example": "550 no such user"})
    delivery = reply()
    deliver_due(at=at + UNDO)

    delivery.refresh_from_db()
    assert delivery.state == DeliveryState.SENT
    assert delivery.refused == "max@whitfield.example (550 no such user)"
    assert Conversation.objects.get(pk=kettle.pk).has_trouble


def test_a_message_that_reached_everybody_is_no_trouble(post, reply, kettle, at):
    delivery = reply()
    deliver_due(at=at + UNDO)

    delivery.refresh_from_db()
    assert delivery.refused == ""
    assert not Conversation.objects.get(pk=kettle.pk).has_trouble


def test_a_final_refusal_is_trouble_at_once_and_keeps_the_text(post, reply, at):
    post.failure = DeliveryFailed("mail.example refused it: 550 no such user", can_retry=False)
    delivery = reply("Words worth keeping")
    deliver_due(at=at + UNDO)

    delivery.refresh_from_db()
    assert (delivery.state, delivery.can_retry) == (DeliveryState.FAILED, False)
    conversation = Conversation.objects.get()
    assert conversation.has_trouble
    assert conversation.messages.get(pk=delivery.message_id).text == "Words worth keeping"


def test_after_three_days_of_trying_it_is_given_up_out_loud(post, reply, at):
    post.failure = DeliveryFailed("no answer", can_retry=True)
    delivery = reply()
    when, tries = at + UNDO, 0
    while delivery.state in (DeliveryState.QUEUED, DeliveryState.DEFERRED):
        assert deliver_due(at=when) == 1
        tries += 1
        delivery.refresh_from_db()
        when = delivery.send_at

    assert delivery.state == DeliveryState.FAILED
    assert delivery.can_retry
    assert delivery.detail.startswith("Given up after 3 days.")
    assert timedelta(days=2, hours=19) < delivery.updated_at - at <= timedelta(days=3)
    assert 15 < tries < 40


def test_pauses_grow_and_stay_bounded(at):
    pauses = [(next_try(attempts=number, at=at) - at).total_seconds() / 60 for number in (1, 2, 3, 7, 50)]

    assert pauses == [1, 3, 10, 240, 240]


def test_a_failed_message_sent_again_by_a_person_leaves_as_the_same_message(post, reply, ben, at):
    post.failure = DeliveryFailed("550", can_retry=False)
    delivery = reply()
    deliver_due(at=at + UNDO)
    Delivery.objects.filter(pk=delivery.pk).update(external_id="fixed@larkmoor.example")
    delivery.refresh_from_db()
    operations.retry_delivery(delivery=delivery, by=Actor.agent(ben.pk), at=at + timedelta(hours=1))
    post.failure = None

    assert deliver_due(at=at + timedelta(hours=1)) == 1
    assert post.given[-1].external_id == "fixed@larkmoor.example"
    delivery.refresh_from_db()
    assert delivery.state == DeliveryState.SENT


def test_an_adapter_that_stumbles_does_not_stop_the_others(post, reply, at, caplog):
    first, second = reply("one"), reply("two")

    def deliver(delivery):
        if delivery.pk == first.pk:
            raise KeyError("a fault of ours")
        return "taken"

    post.deliver = deliver
    assert deliver_due(at=at + UNDO) == 2

    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, second.state) == (DeliveryState.DEFERRED, DeliveryState.SENT)
    assert "stumbled" in caplog.text


def test_a_channel_that_nobody_knows_is_a_final_failure(post, reply, at):
    delivery = reply()
    Delivery.objects.filter(pk=delivery.pk).update(channel="telex")
    deliver_due(at=at + UNDO)

    delivery.refresh_from_db()
    assert delivery.state == DeliveryState.FAILED
    assert delivery.detail == "Nothing here can send by telex."


def test_one_call_takes_no_more_than_it_was_asked_to(post, reply, at):
    for text in ("one", "two", "three"):
        reply(text)

    assert deliver_due(at=at + UNDO, limit=2) == 2
    assert [delivery.message.text for delivery in post.given] == ["one", "two"]


def test_the_console_lists_what_is_in_trouble_and_what_is_under_way_of_inboxes_one_sees(
    post, reply, ben, cleo, wholesale, at
):
    waiting = reply("waits")
    failed = reply("fails")
    Delivery.objects.filter(pk=failed.pk).update(state=DeliveryState.FAILED, detail="550 no", can_retry=False)

    assert list(trouble_for(access_of(ben))) == [failed]
    assert list(under_way_for(access_of(ben))) == [waiting]
    assert trouble_count(access_of(ben)) == 1
    assert not trouble_for(access_of(cleo)).exists()
    assert not under_way_for(access_of(cleo)).exists()
    assert trouble_count(access_of(cleo)) == 0


def test_a_slow_server_does_not_make_another_worker_think_that_this_one_died(
    transactional_db, kettle, ben, at, monkeypatch
):
    monkeypatch.setattr(worker, "RENEW_SECONDS", 0.01)
    message = operations.reply(
        conversation=kettle, agent=ben, text="Hi", seen_message_id=10**9, at=at, undo=timedelta(0)
    )
    almost_over = at + timedelta(seconds=1)
    Delivery.objects.update(state=DeliveryState.SENDING, lease_until=almost_over, attempts=1)
    with worker._lease_kept(message.delivery):
        deadline = time.monotonic() + 10
        while Delivery.objects.get().lease_until == almost_over:
            assert time.monotonic() < deadline
            time.sleep(0.01)

    assert Delivery.objects.get().lease_until > almost_over
