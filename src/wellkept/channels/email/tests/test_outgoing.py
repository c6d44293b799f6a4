"""From a reply in the desk to the mail in the customer's mailbox."""

from __future__ import annotations

import email
import email.policy
from datetime import timedelta

import dkim  # type: ignore[import-untyped]  # it brings no types
import pytest

from wellkept.channels import outbox
from wellkept.channels.delivery import deliver_due
from wellkept.channels.email.domain import tokens
from wellkept.channels.email.models import Alarm, EmailAccount, MailId
from wellkept.channels.email.operations.accounts import make_dkim_key
from wellkept.channels.email.signing import signing_keys
from wellkept.conversations import operations
from wellkept.conversations.files import store
from wellkept.conversations.models import Attachment, Conversation, Delivery, DeliveryState
from wellkept.customers import operations as customers
from wellkept.kernel.actors import SYSTEM, Actor

from .ingest import DANA, HELP, raw_mail
from .sink import sink

PNG = b"\x89PNG\r\n\x1a\n" + bytes(40)


@pytest.fixture
def other(settings):
    """The other side's mail server, as the outgoing server of this desk."""
    with sink() as box:
        settings.OUTGOING_SMTP = f"smtp://127.0.0.1:{box.port}?tls=none"
        yield box


@pytest.fixture
def opened(desk):
    """Dana has written to the help inbox."""
    row = desk.deliver(
        raw_mail(message_id="<first@whitfield.example>", headers={"Cc": "Tom <tom@whitfield.example>"})
    )
    return row.message.conversation


@pytest.fixture
def send(desk, ben):
    """Ben answers, and the outbox worker does its work; gives the delivery."""

    def answer(conversation, text="A new lid is **on its way**.", **more):
        conversation.refresh_from_db()
        message = operations.reply(
            conversation=conversation,
            agent=ben,
            text=text,
            seen_message_id=conversation.last_inbound_id,
            undo=timedelta(0),
            at=desk.at,
            **more,
        )
        work(desk)
        return Delivery.objects.get(message=message)

    return answer


def copied(conversation, address, agent, at):
    """The agent takes the address into Cc."""
    identity = customers.identify(kind="email", address=address, by=SYSTEM, at=at)
    operations.invite_participant(
        conversation=conversation, identity=identity, by=Actor.agent(agent.pk), at=at
    )


def work(desk):
    deliver_due(at=desk.at)


def read(raw: bytes):
    return email.message_from_bytes(raw, policy=email.policy.default)


def body(mail, kind="plain") -> str:
    return str(mail.get_body((kind,)).get_content()).replace("\r\n", "\n")


def test_an_answer_reaches_the_customer_in_the_right_thread(opened, send, other):
    delivery = send(opened)

    assert (delivery.state, delivery.detail) == (
        DeliveryState.SENT,
        "127.0.0.1 took it: 2.0.0 queued as 4F2A",
    )
    mail = read(other.mails[0])
    assert other.recipients == [["dana@whitfield.example"]]
    assert other.senders == [HELP]
    assert mail["From"] == f"Help <{HELP}>"
    assert mail["To"] == DANA
    assert mail["Subject"] == "Re: Ember kettle: lid cracked"
    assert mail["In-Reply-To"] == mail["References"] == "<first@whitfield.example>"
    assert mail["Message-ID"] == f"<{delivery.external_id}>"
    assert mail["Auto-Submitted"] is None
    assert "A new lid is on its way." in body(mail)
    assert "<strong>on its way</strong>" in body(mail, "html")


def test_the_customers_words_are_quoted_below(opened, send, other):
    send(opened)

    text = body(read(other.mails[0]))
    assert "Dana Whitfield wrote:\n> Hello, the lid is cracked right across." in text


def test_words_are_not_quoted_to_somebody_who_was_not_part_of_that_mail(opened, send, other, ben, desk):
    copied(opened, "supplier@potter.example", ben, desk.at)
    send(opened)

    assert other.recipients == [["dana@whitfield.example", "supplier@potter.example"]]
    assert "cracked right across" not in body(read(other.mails[0]))


def test_the_name_of_the_mail_is_one_of_the_conversations_ids_and_signed(opened, send, other, at):
    delivery = send(opened)

    assert MailId.objects.get(value=delivery.external_id).conversation == opened
    assert tokens.read_message_id(signing_keys(), delivery.external_id, at=at) == opened.pk


def test_the_whole_thread_is_referred_to_in_order(opened, send, desk, other):
    first = send(opened)
    desk.deliver(
        raw_mail(
            "Thank you",
            message_id="<second@whitfield.example>",
            subject="Re: Ember kettle: lid cracked",
            headers={"In-Reply-To": f"<{first.external_id}>"},
        )
    )
    send(opened, "You are welcome")

    mail = read(other.mails[1])
    assert mail["In-Reply-To"] == "<second@whitfield.example>"
    assert mail["References"].split() == [
        "<first@whitfield.example>",
        f"<{first.external_id}>",
        "<second@whitfield.example>",
    ]
    assert mail["Subject"] == "Re: Ember kettle: lid cracked"


def test_an_answer_to_the_reply_address_comes_back_into_the_conversation(opened, send, desk, other):
    send(opened)
    reply_to = read(other.mails[0])["Reply-To"].addresses[0].addr_spec
    assert reply_to.startswith("help+")

    row = desk.deliver(raw_mail("Without any reference", subject="Something else"), to=reply_to)
    assert row.message.conversation == opened
    row = desk.deliver(
        raw_mail("Me too", sender="Eve <eve@quayside.example>", subject="Hm"),
        to=reply_to,
        sender="eve@quayside.example",
    )
    assert row.message.conversation != opened


def test_no_tagged_reply_address_where_the_mailbox_is_on_another_server(desk, send, other):
    row = desk.deliver(raw_mail(), via="imap")
    send(row.message.conversation)

    assert read(other.mails[0])["Reply-To"] is None


def test_the_mail_comes_from_the_address_the_customer_wrote_to(desk, send, other, help_inbox, at):
    EmailAccount.objects.create(
        inbox=help_inbox, address="repairs@larkmoor.example", from_name="Larkmoor repairs", created_at=at
    )
    row = desk.deliver(raw_mail(to="repairs@larkmoor.example"), to="repairs+x@larkmoor.example")
    send(row.message.conversation)

    assert read(other.mails[0])["From"] == "Larkmoor repairs <repairs@larkmoor.example>"


def test_the_signatures_of_person_and_inbox_end_the_text(opened, send, other, ben, help_inbox):
    ben.signature, help_inbox.signature = "Ben", "Larkmoor Kettles"
    ben.save()
    help_inbox.save()
    send(opened)

    assert "-- \nBen\n\nLarkmoor Kettles" in body(read(other.mails[0]))


def test_outlooks_thread_is_continued(desk, send, other):
    index = "AdkQ1J2zqz0Xw0r3Sk6yq8bW1yQ2Vw=="
    row = desk.deliver(raw_mail(headers={"Thread-Index": index}))
    send(row.message.conversation)

    mail = read(other.mails[0])
    assert mail["Thread-Index"].startswith(index[:29])
    assert len(mail["Thread-Index"]) > len(index)
    assert mail["Thread-Topic"] == "Ember kettle: lid cracked"


def test_files_and_pictures_go_along(opened, send, other, ben, at):
    draft = operations.save_draft(
        conversation=opened, agent=ben, mode="reply", body="Look", known_version=0, at=at
    )
    operations.attach_to_draft(
        conversation=opened, agent=ben, mode="reply", stored=store(b"%PDF-1.7"), name="Anleitung für Dana.pdf",
        content_type="application/pdf", at=at,
    )  # fmt: skip
    operations.attach_to_draft(
        conversation=opened, agent=ben, mode="reply", stored=store(PNG), name="lid.png",
        content_type="image/png", content_id="lid@desk", is_inline=True, at=at,
    )  # fmt: skip
    send(opened, "Like this: ![the lid](cid:lid@desk)", draft=draft)

    mail = read(other.mails[0])
    (file,) = mail.iter_attachments()
    assert (file.get_filename(), file.get_content()) == ("Anleitung für Dana.pdf", b"%PDF-1.7")
    (picture,) = [part for part in mail.walk() if part["Content-ID"] == "<lid@desk>"]
    assert picture.get_content() == PNG
    assert 'src="cid:lid@desk"' in body(mail, "html")


def test_a_file_that_is_gone_stops_the_send_out_loud(opened, send, other, ben, at):
    draft = operations.save_draft(
        conversation=opened, agent=ben, mode="reply", body="Look", known_version=0, at=at
    )
    operations.attach_to_draft(
        conversation=opened, agent=ben, mode="reply", stored=store(b"x"), name="a.pdf",
        content_type="application/pdf", at=at,
    )  # fmt: skip
    Attachment.objects.update(storage_key="attachments/00/gone")
    delivery = send(opened, draft=draft)

    assert (delivery.state, delivery.can_retry) == (DeliveryState.FAILED, False)
    assert delivery.detail == "The file a.pdf is missing from the store."
    assert other.mails == []


def test_a_notice_says_that_no_person_wrote_it_and_gives_nothing_back(desk, opened, other, at):
    operations.notify(conversation=opened, text="We have it.", subject="We have received your message", at=at)
    work(desk)

    mail = read(other.mails[0])
    assert mail["Auto-Submitted"] == "auto-replied"
    assert mail["X-Auto-Response-Suppress"] == "All"
    assert mail["X-Loop"] == HELP
    assert mail["Subject"] == mail["Thread-Topic"] == "We have received your message"
    whole = other.mails[0].decode()
    assert "cracked" not in whole
    assert "Ember" not in whole


def test_we_never_write_to_ourselves(opened, send, other, ben, desk):
    copied(opened, HELP, ben, desk.at)
    send(opened)

    assert other.recipients == [["dana@whitfield.example"]]


def test_a_crash_after_sending_repeats_the_same_mail(opened, send, other, desk):
    delivery = send(opened)
    Delivery.objects.filter(pk=delivery.pk).update(state=DeliveryState.SENDING, lease_until=desk.at)
    desk.pass_time(minutes=20)
    work(desk)

    first, second = other.mails
    assert read(first)["Message-ID"] == read(second)["Message-ID"]
    assert read(first)["Date"] == read(second)["Date"]
    assert MailId.objects.filter(is_ours=True).count() == 1


def test_a_connection_lost_after_data_repeats_the_same_mail(opened, send, other, desk):
    other.answers["DATA"] = "drop"
    delivery = send(opened)
    assert delivery.state == DeliveryState.DEFERRED
    other.answers.clear()
    desk.pass_time(minutes=2)
    work(desk)

    delivery.refresh_from_db()
    assert delivery.state == DeliveryState.SENT
    assert (
        read(other.mails[0])["Message-ID"]
        == read(other.mails[1])["Message-ID"]
        == f"<{delivery.external_id}>"
    )


def test_the_name_is_fixed_even_when_the_first_try_never_got_out(opened, send, settings, desk):
    settings.OUTGOING_SMTP = "smtp://127.0.0.1:1?tls=none"
    delivery = send(opened)
    assert delivery.state == DeliveryState.DEFERRED
    name = delivery.external_id
    assert MailId.objects.filter(value=name, is_ours=True).exists()
    with sink() as box:
        settings.OUTGOING_SMTP = f"smtp://127.0.0.1:{box.port}?tls=none"
        desk.pass_time(minutes=2)
        work(desk)
        assert read(box.mails[0])["Message-ID"] == f"<{name}>"


def test_a_server_in_trouble_raises_an_alarm_that_the_next_success_clears(opened, send, settings, desk):
    settings.OUTGOING_SMTP = "smtp://127.0.0.1:1?tls=none"
    send(opened)
    alarm = Alarm.objects.get(kind="sending", about=HELP)
    assert "cannot leave" in alarm.text
    with sink() as box:
        settings.OUTGOING_SMTP = f"smtp://127.0.0.1:{box.port}?tls=none"
        desk.pass_time(minutes=2)
        work(desk)

    alarm.refresh_from_db()
    assert alarm.cleared_at is not None


def test_a_refused_mail_is_trouble_and_keeps_its_words(opened, send, other):
    other.answers["dana@whitfield.example"] = "550 no such user"
    delivery = send(opened, "Words worth keeping")

    assert (delivery.state, delivery.can_retry) == (DeliveryState.FAILED, False)
    assert "550 no such user" in delivery.detail
    assert delivery.message.text == "Words worth keeping"
    assert Conversation.objects.get(pk=opened.pk).has_trouble


def test_without_a_server_the_mail_lies_in_the_local_outbox_and_says_so(opened, send, settings, tmp_path):
    settings.DATA = tmp_path
    delivery = send(opened)

    assert delivery.state == DeliveryState.SENT
    assert delivery.detail == "Kept in the local outbox: no outgoing server is set."
    (kept,) = outbox.local_outbox()
    assert kept.message_id == delivery.external_id
    assert read(outbox.read_kept(kept.name))["To"] == DANA


def test_an_outbox_that_cannot_be_written_keeps_the_mail_waiting(opened, send, settings, tmp_path):
    (tmp_path / "outbox").write_text("in the way")
    settings.DATA = tmp_path
    delivery = send(opened)

    assert delivery.state == DeliveryState.DEFERRED
    assert "cannot be written" in delivery.detail


def test_an_inbox_without_an_address_says_what_is_missing(kettle, send, other):
    delivery = send(kettle)

    assert delivery.state == DeliveryState.SENT  # the desk's own fixture has given it one
    EmailAccount.objects.all().delete()
    delivery = send(kettle)
    assert (delivery.state, delivery.can_retry) == (DeliveryState.FAILED, False)
    assert delivery.detail == "Its inbox has no email address to write from. Add one first."


def test_the_mail_is_signed_when_the_account_has_a_key(opened, send, other, help_account, at):
    record = make_dkim_key(account=help_account, by=SYSTEM, at=at)
    send(opened)

    assert other.mails[0].startswith(b"DKIM-Signature:")
    assert dkim.verify(other.mails[0], dnsfunc=lambda name, **_: record.value.encode())
