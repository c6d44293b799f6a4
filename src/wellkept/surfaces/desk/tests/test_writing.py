"""Writing: replies, notes, drafts, taking back, trying again, writing first."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from wellkept.conversations import operations
from wellkept.conversations.models import Attachment, Conversation, Delivery, DeliveryState, Draft, Message
from wellkept.customers.models import Customer

pytestmark = pytest.mark.django_db


@pytest.fixture
def send(kettle, ben, signed_in):
    """`send("Dear Dana")` posts Ben's reply, having seen all there is."""

    def post(text="Dear Dana, a new lid is on its way.", *, what="reply", query="", **more):
        kettle.refresh_from_db()
        data = {"text": text, "seen_message_id": kettle.last_inbound_id, **more}
        return signed_in(ben).post(f"/c/{kettle.pk}/{what}{query}", data)

    return post


def pdf(name="label.pdf", size=8):
    return SimpleUploadedFile(name, b"x" * size, content_type="application/pdf")


def written():
    return Message.objects.exclude(direction="in").count()


def test_a_reply_goes_to_the_outbox_for_the_undo_time_of_the_workspace(send, kettle):
    answer = send(query="?view=mine&status=open")
    assert answer.status_code == 303
    assert answer["Location"] == f"/c/{kettle.pk}?view=mine&status=open&sent=1"
    delivery = Delivery.objects.get()
    assert delivery.state == DeliveryState.QUEUED
    assert delivery.send_at > delivery.message.created_at


@pytest.mark.parametrize("status, after", [("", "open"), ("solved", "solved"), ("nonsense", "open")])
def test_a_reply_may_set_the_status_in_the_same_step(status, after, send, kettle):
    assert send(status=status).status_code == 303
    kettle.refresh_from_db()
    assert kettle.status == after


def test_a_letter_that_came_meanwhile_stops_the_reply_and_the_words_are_kept(
    send, kettle, ben, dana, help_inbox, write_in
):
    seen = kettle.last_inbound_id or Conversation.objects.get(pk=kettle.pk).last_inbound_id
    write_in(dana, help_inbox, "I found the old lid!", into=kettle)
    answer = send("Dear Dana, a new lid …", seen_message_id=seen)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "A new message arrived while you wrote" in page
    assert "I found the old lid!" in page
    assert "Dear Dana, a new lid …" in page
    assert Draft.objects.get(agent=ben, mode="reply").body == "Dear Dana, a new lid …"
    assert written() == 0


def test_read_and_sent_again_the_stopped_reply_goes(send, kettle, ben, dana, help_inbox, write_in, signed_in):
    signed_in(ben).post(f"/c/{kettle.pk}/draft/reply", {"text": "Dear Dana", "version": 0})
    write_in(dana, help_inbox, "I found the old lid!", into=kettle)
    send("Dear Dana", seen_message_id=0)
    page = signed_in(ben).get(f"/c/{kettle.pk}").content.decode()
    seen = re.search(r'name="seen_message_id" value="(\d+)"', page).group(1)
    assert send("Dear Dana, keep it!", seen_message_id=seen).status_code == 303
    assert Message.objects.get(direction="out").text == "Dear Dana, keep it!"


@pytest.mark.parametrize("seen", ["", "x", "²", "-1", "9" * 30])
def test_who_cannot_say_what_they_saw_has_seen_nothing(seen, send):
    assert send(seen_message_id=seen).status_code == 409
    assert written() == 0


@pytest.mark.parametrize("what", ["reply", "note"])
def test_the_same_form_twice_writes_once(what, send):
    first, second = (send("Once.", what=what, send_key="k1", files=[pdf()]) for _ in range(2))
    assert (first.status_code, second.status_code) == (303, 303)
    assert written() == 1
    assert Attachment.objects.count() == 1
    assert not Draft.objects.exists()


def test_the_same_words_from_a_new_form_are_a_second_message(send):
    send("Hello?", send_key="k1")
    send("Hello?", send_key="k2")
    assert written() == 2


def test_a_key_of_someone_else_is_not_ones_own(send, kettle, sam, browser):
    send("From Ben.", what="note", send_key="k1")
    browser(sam).post(f"/c/{kettle.pk}/note", {"text": "From Sam.", "send_key": "k1"})
    assert written() == 2


def test_a_key_of_any_length_and_letters_serves(send):
    assert send("One.", send_key="k\0" * 100).status_code == 303
    assert send("Two.", send_key="k\0" * 100).status_code == 303
    assert written() == 1


@pytest.mark.parametrize("what", ["reply", "note"])
@pytest.mark.parametrize("text", ["", "  \n "])
def test_nothing_to_say_is_refused_with_a_sentence(what, text, send):
    answer = send(text, what=what)
    assert answer.status_code == 422
    assert 'id="problem"' in answer.content.decode()
    assert written() == 0


def test_files_alone_are_something_to_say(send):
    assert send("", files=[pdf()]).status_code == 303
    assert [file.name for file in Message.objects.get(direction="out").attachments.all()] == ["label.pdf"]


def test_with_nobody_to_answer_to_the_words_are_kept(send, kettle, ben):
    kettle.participants.all().delete()
    assert send("Dear nobody").status_code == 422
    assert Draft.objects.get(agent=ben).body == "Dear nobody"


@pytest.mark.parametrize("what", ["reply", "note"])
def test_a_file_too_large_is_refused_with_all_others_and_the_words_are_kept(what, send, ben, settings):
    settings.MAX_UPLOAD_BYTES = 16
    answer = send("Dear Dana", what=what, files=[pdf(), pdf("film.pdf", 17)])
    assert answer.status_code == 413
    page = answer.content.decode()
    assert "film.pdf is larger than" in page
    assert Draft.objects.get(agent=ben, mode=what).body == "Dear Dana"
    assert not Attachment.objects.exists()
    assert written() == 0


def test_a_note_tells_nobody_outside(send, kettle):
    assert send("She is lovely.", what="note")["Location"] == f"/c/{kettle.pk}?mode=note"
    assert Message.objects.get(direction="note").to == []
    assert not Delivery.objects.exists()


def test_a_light_agent_notes(kettle, lou, browser):
    assert browser(lou).post(f"/c/{kettle.pk}/note", {"text": "I know her."}).status_code == 303
    assert Message.objects.get(direction="note").agent == lou


def test_sending_ends_the_draft(send, kettle, ben, signed_in):
    signed_in(ben).post(f"/c/{kettle.pk}/draft/reply", {"text": "Dear", "version": 0})
    send("Dear Dana")
    assert not Draft.objects.exists()


# Drafts


@pytest.fixture
def save(kettle, browser, ben):
    def post(text, version, *, mode="reply", agent=ben):
        return browser(agent).post(f"/c/{kettle.pk}/draft/{mode}", {"text": text, "version": version})

    return post


def test_each_save_knows_the_one_before(save):
    assert save("Dear", 0).json() == {"version": 1}
    assert save("Dear Dana", 1).json() == {"version": 2}


def test_a_save_over_words_of_another_window_is_refused_and_shows_them(save, ben):
    save("Dear Dana, from the kitchen", 0)
    answer = save("Dear Dana, from the train", 0)
    assert answer.status_code == 409
    assert answer.json() == {"version": 1, "body": "Dear Dana, from the kitchen"}
    assert Draft.objects.get(agent=ben).body == "Dear Dana, from the kitchen"


@pytest.mark.parametrize("version", ["", "x", "²", "-1", "9" * 40])
def test_a_save_that_knows_no_version_overwrites_nothing(version, save, ben):
    save("Dear Dana", 0)
    assert save("Dear", version).status_code == 409
    assert Draft.objects.get(agent=ben).body == "Dear Dana"


def test_saving_the_same_words_again_is_no_conflict(save):
    save("Dear", 0)
    assert save("Dear", 0).status_code == 200


def test_drafts_of_two_people_and_of_reply_and_note_are_apart(save, sam, ben):
    for text, mode, agent in (("one", "reply", ben), ("two", "note", ben), ("three", "reply", sam)):
        assert save(text, 0, mode=mode, agent=agent).json() == {"version": 1}
    assert sorted(Draft.objects.values_list("body", flat=True)) == ["one", "three", "two"]


def test_a_refused_reply_keeps_what_another_window_wrote_as_well(save, send, ben, kettle):
    save("From the kitchen.", 0)
    send("From the train.", seen_message_id=0, version=0)
    assert Draft.objects.get(agent=ben).body == "From the train.\n\nFrom the kitchen."


def test_a_refused_reply_that_went_on_from_the_draft_replaces_it(save, send, ben):
    save("Dear", 0)
    send("Dear Dana", seen_message_id=0, version=0)
    assert Draft.objects.get(agent=ben).body == "Dear Dana"


# Taking back and trying again


def test_a_reply_taken_back_in_time_is_the_draft_again_with_its_files(send, kettle, ben, signed_in):
    send("Dear Diana", files=[pdf()])
    reply = Message.objects.get(direction="out")
    answer = signed_in(ben).post(f"/m/{reply.pk}/undo")
    assert (answer.status_code, answer["Location"]) == (303, f"/c/{kettle.pk}")
    draft = Draft.objects.get(agent=ben, mode="reply")
    assert (draft.body, draft.attachments.get().name) == ("Dear Diana", "label.pdf")
    assert not Delivery.objects.exists()


@pytest.mark.parametrize("state", [DeliveryState.SENT, DeliveryState.FAILED, DeliveryState.DEFERRED])
def test_what_has_left_stays(state, answer, ben, signed_in):
    reply = answer()
    Delivery.objects.update(state=state)
    late = signed_in(ben).post(f"/m/{reply.pk}/undo")
    assert late.status_code == 409
    assert "It has left already." in late.content.decode()
    assert Message.objects.filter(pk=reply.pk).exists()


@pytest.mark.parametrize("who", ["ada", "sam"])
def test_nobody_takes_back_what_another_wrote(who, answer, browser, request):
    reply = answer()
    assert browser(request.getfixturevalue(who)).post(f"/m/{reply.pk}/undo").status_code == 404
    assert Delivery.objects.get().state == DeliveryState.QUEUED


def test_letters_and_notes_cannot_be_taken_back(kettle, ben, at, signed_in):
    note = operations.note(conversation=kettle, agent=ben, text="Hm.", at=at)
    for number in (note.pk, kettle.last_message_id):
        assert signed_in(ben).post(f"/m/{number}/undo").status_code == 404


def test_a_failed_message_is_tried_again_as_the_same_one(answer, sam, browser):
    reply = answer()
    Delivery.objects.update(state=DeliveryState.FAILED)
    assert browser(sam).post(f"/m/{reply.pk}/retry").status_code == 303
    assert Delivery.objects.get().state == DeliveryState.QUEUED
    assert browser(sam).post(f"/m/{reply.pk}/retry").status_code == 409


def test_only_what_was_sent_can_be_tried_again(kettle, ben, signed_in):
    kettle.refresh_from_db()
    assert signed_in(ben).post(f"/m/{kettle.last_message_id}/retry").status_code == 404


# Writing first


@pytest.fixture
def begin(ben, kitchen, signed_in):
    def post(**form):
        return signed_in(ben).post("/new", form)

    return post


def test_a_conversation_that_we_begin_is_its_writers_and_holds_no_message(begin, ben, help_inbox):
    answer = begin(to="Max@Whitfield.example", name="Max", inbox=help_inbox.pk, subject="Your order")
    one = Conversation.objects.get()
    assert answer["Location"] == f"/c/{one.pk}?view=mine"
    assert (one.assignee, one.message_count, one.customer_name) == (ben, 0, "Max")


def test_it_begins_only_in_an_inbox_one_sees_and_with_a_subject_and_leaves_nobody_behind(
    begin, help_inbox, wholesale
):
    complete = {"to": "max@whitfield.example", "inbox": help_inbox.pk, "subject": "Your order"}
    for wrong in ({"inbox": wholesale.pk}, {"inbox": ""}, {"subject": " "}, {"to": ""}):
        answer = begin(**complete | wrong)
        assert answer.status_code == 422, wrong
        assert 'role="alert"' in answer.content.decode()
    assert not Conversation.objects.exists()
    assert not Customer.objects.exists()


def test_what_was_filled_in_stays_after_a_refusal(begin, help_inbox):
    page = begin(to="max", name='"><b>Max', inbox=help_inbox.pk, subject="Your order").content.decode()
    assert 'value="Your order"' in page
    assert "<b>Max" not in page


def test_the_first_message_leaves_to_the_address_it_was_begun_with(begin, help_inbox, ben, signed_in):
    begin(to="max@whitfield.example", inbox=help_inbox.pk, subject="Your order")
    one = Conversation.objects.get()
    assert signed_in(ben).get(f"/c/{one.pk}").status_code == 200
    signed_in(ben).post(f"/c/{one.pk}/reply", {"text": "Dear Max", "seen_message_id": 0})
    assert Message.objects.get().to[0]["address"] == "max@whitfield.example"
