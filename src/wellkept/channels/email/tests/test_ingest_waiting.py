import threading
from datetime import timedelta

import pytest
from django.db import OperationalError, connection

from wellkept.channels.email import letter, operations
from wellkept.channels.email.models import InboundMail, RawSource
from wellkept.channels.email.processing import one, process_waiting, queue
from wellkept.channels.email.processing.ground import Ground
from wellkept.conversations.models import Conversation, Message
from wellkept.kernel.actors import Actor
from wellkept.kernel.models import LoggedEvent

from .ingest import HELP, raw_mail

pytestmark = pytest.mark.django_db
PICTURE = """--b
Content-Type: text/plain

See the picture.
--b
Content-Type: image/png; name=lid.png
Content-Disposition: attachment; filename=lid.png
Content-Transfer-Encoding: base64

iVBORw0KGgo=
--b--
"""


def with_picture(**how):
    return raw_mail(PICTURE, content_type="multipart/mixed; boundary=b", **how)


def test_mail_is_processed_in_the_order_it_came(desk):
    for n in range(5):
        desk.accept(raw_mail(f"Mail {n}", subject=f"Subject {n}"))
    assert desk.process() == 5
    assert list(Message.objects.order_by("pk").values_list("subject", flat=True)) == [
        f"Subject {n}" for n in range(5)
    ]
    assert desk.process() == 0


def test_a_mail_that_cannot_be_processed_is_held_after_three_tries_and_blocks_nothing(desk, monkeypatch):
    real = letter.read

    def read(raw, *rest):
        if b"poison" in raw:
            raise ValueError("the parser fell over")
        return real(raw, *rest)

    monkeypatch.setattr(one, "read", read)
    bad = desk.accept(raw_mail("poison"))
    good = desk.accept(raw_mail("fine"))
    for _ in range(4):
        desk.process()
        desk.pass_time(minutes=2)
    bad.refresh_from_db()
    good.refresh_from_db()
    assert (bad.state, bad.attempts, good.state) == ("held", 3, "processed")
    assert "the parser fell over" in bad.detail
    assert LoggedEvent.objects.filter(kind="mail.held").count() == 1
    monkeypatch.setattr(one, "read", real)
    assert operations.reparse(bad, by=Actor.agent(1), at=desk.at) is None
    desk.process()
    bad.refresh_from_db()
    assert bad.state == "processed"


def test_a_failing_mail_leaves_nothing_behind(desk, monkeypatch, settings):
    from pathlib import Path

    from wellkept.channels.email.processing import writing

    def fail(*_, **__):
        raise ValueError("late")

    monkeypatch.setattr(writing, "end", fail)
    desk.deliver(with_picture())
    assert not Conversation.objects.exists()
    assert [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()] == []


def test_a_worker_that_died_leaves_its_mails_to_the_next_after_the_lease(desk):
    row = desk.accept(raw_mail())
    queue._claim(limit=10, at=desk.at)
    assert desk.process() == 0
    desk.pass_time(seconds=31)
    assert desk.process() == 1
    row.refresh_from_db()
    assert row.state == "processed"


def test_a_mail_that_takes_its_worker_down_each_time_is_held(desk):
    row = desk.accept(raw_mail())
    for _ in range(queue.MOST_CLAIMS):
        queue._claim(limit=10, at=desk.at)
        desk.pass_time(seconds=31)
    desk.process()
    row.refresh_from_db()
    assert row.state == "held"


def test_a_database_that_is_away_holds_nothing(desk, monkeypatch):
    row = desk.accept(raw_mail())

    def away(*_):
        raise OperationalError("database is locked")

    monkeypatch.setattr(queue, "process", away)
    for _ in range(4):
        with pytest.raises(OperationalError):
            desk.process()
        desk.pass_time(seconds=31)
    row.refresh_from_db()
    assert row.state == "received"


def test_two_workers_on_one_mail_write_one_message(desk):
    desk.accept(raw_mail())
    (first,) = queue._claim(limit=1, at=desk.at)
    desk.pass_time(seconds=31)
    (second,) = queue._claim(limit=1, at=desk.at)
    ground = Ground.read(at=desk.at)
    one.process(second, ground)
    one.process(first, ground)
    assert Message.objects.count() == 1


def test_several_workers_at_once_process_each_mail_once(really_committed, desk):
    for n in range(30):
        desk.accept(raw_mail(f"Mail {n}", sender=f"person{n}@writers.example"))

    def work():
        try:
            while process_waiting(limit=5, at=desk.at):
                pass
        finally:
            connection.close()

    workers = [threading.Thread(target=work) for _ in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert Message.objects.count() == 30
    assert InboundMail.objects.filter(state="processed").count() == 30


def test_a_typical_mail_of_a_known_sender_costs_at_most_twenty_five_queries(
    desk, django_assert_max_num_queries
):
    desk.deliver(raw_mail())
    desk.accept(raw_mail("Another matter", subject="Another matter"))
    (row,) = queue._claim(limit=1, at=desk.at)
    ground = Ground.read(at=desk.at)
    with django_assert_max_num_queries(25):
        one.process(row, ground)


def test_release_sends_a_suspended_mail_on_and_no_rule_stops_it_again(desk, ada):
    by = Actor.agent(ada.pk)
    row = desk.deliver(raw_mail(sender=HELP))
    assert row.reason == "own-address"
    operations.release(inbound=row, by=by, at=desk.at)
    desk.process()
    row.refresh_from_db()
    assert row.state == "processed"
    assert row.message.facts["released"] == "own-address"
    assert LoggedEvent.objects.filter(kind__in=["mail.suspended", "mail.released"]).count() == 2
    with pytest.raises(operations.NothingToDecide):
        operations.release(inbound=row, by=by, at=desk.at)


def test_mail_to_nobody_here_is_released_to_the_inbox_a_person_chooses(desk, ada, wholesale_account):
    by = Actor.agent(ada.pk)
    row = desk.deliver(raw_mail(), to="old@elsewhere.example")
    with pytest.raises(operations.ChooseInbox):
        operations.release(inbound=row, by=by, at=desk.at)
    operations.release(inbound=row, by=by, at=desk.at, account=wholesale_account)
    desk.process()
    row.refresh_from_db()
    assert row.message.conversation.inbox == wholesale_account.inbox


def test_mail_that_names_no_sender_is_suspended_and_can_still_be_released(desk, ada):
    row = desk.deliver(raw_mail(headers={"From": None}), sender="", via="imap")
    assert (row.state, row.reason) == ("suspended", "no-sender")
    operations.release(inbound=row, by=Actor.agent(ada.pk), at=desk.at)
    desk.process()
    row.refresh_from_db()
    assert row.state == "processed"


def test_drop_ends_the_wait_and_keeps_the_source(desk, ada):
    row = desk.deliver(raw_mail(sender=HELP))
    operations.drop(inbound=row, by=Actor.agent(ada.pk), at=desk.at)
    desk.process()
    row.refresh_from_db()
    assert row.state == "dropped"
    assert RawSource.objects.count() == 1
    assert not Conversation.objects.exists()


def test_attachments_are_stored_with_what_their_sender_says_of_them(desk):
    message = desk.deliver(with_picture()).message
    file = message.attachments.get()
    assert (file.name, file.content_type, file.size) == ("lid.png", "image/png", 8)
    assert message.conversation.has_attachments


def test_reading_again_after_a_parser_fix_updates_and_never_doubles(desk, monkeypatch, ada, settings):
    from dataclasses import replace
    from pathlib import Path

    by = Actor.agent(ada.pk)
    real = letter.read

    def faulty(*arguments):
        found = real(*arguments)
        broken = replace(found.enclosures[0], name="broken", data=b"?", sha256="0" * 64)
        return replace(found, text="garbled", reply_text="garbled", enclosures=[broken])

    monkeypatch.setattr(one, "read", faulty)
    message = desk.deliver(with_picture()).message
    monkeypatch.undo()
    settings.MEDIA_ROOT = Path(settings.MEDIA_ROOT)
    again = operations.reparse(message, by=by, at=desk.at)
    assert again is not None
    assert again.pk == message.pk
    assert again.text.strip() == "See the picture."
    assert [file.name for file in again.attachments.all()] == ["lid.png"]
    assert Conversation.objects.get().last_words == "See the picture."
    kept = again.attachments.get().storage_key
    operations.reparse(message, by=by, at=desk.at)
    assert again.attachments.get().storage_key == kept
    assert Message.objects.count() == 1


def test_what_is_no_mail_of_a_customer_is_not_read_again(desk, ben):
    answer = desk.answer(desk.deliver(raw_mail()).message.conversation, ben)
    with pytest.raises(operations.CannotRead):
        operations.reparse(answer, by=Actor.agent(ben.pk), at=desk.at)


def test_old_mail_fetched_on_the_first_connect_is_answered_by_no_machine(desk):
    from wellkept.channels.email.models import EmailAccount
    from wellkept.conversations.models import Delivery

    EmailAccount.objects.update(receipt_text="We have it.")
    desk.at += timedelta(days=20)
    assert desk.deliver(raw_mail(), via="imap").state == "processed"
    assert not Delivery.objects.exists()


def claimed_by_another_worker(desk):
    """The first mail of a thread is in another worker's hands when its answer comes."""
    first = desk.accept(raw_mail(message_id="<first@whitfield.example>"))
    queue._claim(limit=1, at=desk.at)
    answer = desk.accept(raw_mail("And the box too.", headers={"In-Reply-To": "<first@whitfield.example>"}))
    return first, answer


def test_an_answer_waits_for_the_mail_it_answers_when_another_worker_has_that(desk):
    first, answer = claimed_by_another_worker(desk)
    desk.process()
    answer.refresh_from_db()
    assert (answer.state, answer.attempts) == ("received", 0)
    process_first = InboundMail.objects.select_related("raw").get(pk=first.pk)
    one.process(process_first, Ground.read(at=desk.at))
    desk.pass_time(seconds=2)
    desk.process()
    assert Conversation.objects.count() == 1
    assert Message.objects.count() == 2


def test_an_answer_does_not_wait_for_ever(desk):
    _first, answer = claimed_by_another_worker(desk)
    InboundMail.objects.filter(pk=_first.pk).update(retry_at=desk.at + timedelta(hours=1))
    for _ in range(3):
        desk.process()
        desk.pass_time(seconds=31)
    answer.refresh_from_db()
    assert answer.state == "processed"


def test_an_answer_to_nothing_we_know_is_not_kept_waiting(desk):
    answer = desk.deliver(raw_mail(headers={"In-Reply-To": "<elsewhere@whitfield.example>"}))
    assert answer.state == "processed"
