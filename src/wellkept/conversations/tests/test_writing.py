from datetime import timedelta

import pytest

from wellkept.conversations import operations
from wellkept.conversations.files import store
from wellkept.conversations.models import Delivery, DeliveryState, Draft, Message
from wellkept.kernel.actors import Actor

pytestmark = pytest.mark.django_db
UNDO = timedelta(seconds=10)


@pytest.fixture
def answer(kettle, ben, at):
    def write(text="Dear Dana, a new lid is on its way.", **more):
        kettle.refresh_from_db()
        options = {"seen_message_id": kettle.last_inbound_id, "at": at, "undo": UNDO, **more}
        return operations.reply(conversation=kettle, agent=ben, text=text, **options)

    return write


def test_a_reply_waits_in_the_outbox_for_the_undo_time(answer, kettle, at):
    message = answer()
    delivery = Delivery.objects.get(message=message)
    assert (delivery.state, delivery.send_at) == (DeliveryState.QUEUED, at + UNDO)
    assert message.to == [{"name": "Dana Whitfield", "address": "dana@whitfield.example"}]
    kettle.refresh_from_db()
    assert (kettle.last_direction, kettle.first_reply_at) == ("out", at)


def test_a_message_that_arrived_while_writing_stops_the_send(answer, kettle, dana, help_inbox, write_in):
    kettle.refresh_from_db()
    seen = kettle.last_inbound_id
    write_in(dana, help_inbox, "Wait, I found the lid.", into=kettle)
    with pytest.raises(operations.NewMessageArrived):
        answer(seen_message_id=seen)
    assert not Delivery.objects.exists()


def test_an_empty_reply_is_refused(answer):
    with pytest.raises(operations.NothingToSay):
        answer("  \n ")


def test_reply_and_solve_is_one_step(answer, kettle):
    answer(status="solved")
    kettle.refresh_from_db()
    assert kettle.status == "solved"


def test_the_drafts_files_go_with_the_reply_and_the_draft_ends(answer, kettle, ben, at):
    operations.save_draft(conversation=kettle, agent=ben, mode="reply", body="Dear", known_version=0, at=at)
    operations.attach_to_draft(
        conversation=kettle, agent=ben, mode="reply", stored=store(b"abc"), name="lid.pdf",
        content_type="application/pdf", at=at,
    )  # fmt: skip
    message = answer(draft=Draft.objects.get())
    assert [file.name for file in message.attachments.all()] == ["lid.pdf"]
    assert not Draft.objects.exists()


def test_undo_brings_words_and_files_back_and_nothing_leaves(answer, kettle, ben, at):
    message = answer()
    draft = operations.undo_reply(message=message, agent=ben, at=at)
    assert draft.body.startswith("Dear Dana")
    assert not Message.objects.filter(direction="out").exists()
    assert not Delivery.objects.exists()
    kettle.refresh_from_db()
    assert (kettle.last_direction, kettle.message_count) == ("in", 1)


def test_undo_after_it_left_is_refused_and_keeps_the_message(answer, ben, at):
    message = answer()
    Delivery.objects.update(state=DeliveryState.SENT)
    with pytest.raises(operations.TooLateToUndo):
        operations.undo_reply(message=message, agent=ben, at=at)
    assert Message.objects.filter(pk=message.pk).exists()


def test_a_note_reaches_nobody_outside(kettle, lou, at):
    message = operations.note(conversation=kettle, agent=lou, text="Batch 0426 again.", at=at)
    assert message.to == []
    assert not Delivery.objects.exists()


def test_only_confirmed_people_get_copies(answer, kettle, eve, at, ben):
    operations.suggest_participant(conversation=kettle, identity=eve, at=at)
    assert answer().cc == []
    operations.confirm_participant(conversation=kettle, identity=eve, by=Actor.agent(ben.pk), at=at)
    assert [person["address"] for person in answer().cc] == ["eve@quayside.example"]
    operations.remove_participant(conversation=kettle, identity=eve, by=Actor.agent(ben.pk), at=at)
    assert answer().cc == []


def test_a_draft_changed_elsewhere_is_shown_not_overwritten(kettle, ben, at):
    operations.save_draft(conversation=kettle, agent=ben, mode="reply", body="one", known_version=0, at=at)
    operations.save_draft(conversation=kettle, agent=ben, mode="reply", body="two", known_version=1, at=at)
    with pytest.raises(operations.DraftConflict) as refusal:
        operations.save_draft(
            conversation=kettle, agent=ben, mode="reply", body="three", known_version=1, at=at
        )
    assert refusal.value.current.body == "two"
    assert Draft.objects.get().body == "two"


def test_a_failed_delivery_is_trouble_until_it_is_sent(answer, kettle, ben, at):
    delivery = answer().delivery
    operations.record_delivery(
        delivery=delivery, state="failed", at=at, detail="550 no such user", can_retry=False
    )
    kettle.refresh_from_db()
    assert kettle.has_trouble
    operations.retry_delivery(delivery=delivery, by=Actor.agent(ben.pk), at=at)
    operations.record_delivery(delivery=delivery, state="sent", at=at, detail="250 ok")
    kettle.refresh_from_db()
    assert not kettle.has_trouble


def test_what_is_on_its_way_cannot_be_sent_again(answer, ben, at):
    delivery = answer().delivery
    with pytest.raises(operations.CannotRetry):
        operations.retry_delivery(delivery=delivery, by=Actor.agent(ben.pk), at=at)
