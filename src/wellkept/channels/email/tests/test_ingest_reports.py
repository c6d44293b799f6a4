import pytest

from wellkept.channels.email.models import MailId
from wellkept.conversations.models import Conversation, Delivery, Message
from wellkept.customers.models import Identity

from .ingest import our_id, raw_mail

pytestmark = pytest.mark.django_db


@pytest.fixture
def answered(desk, ben):
    return desk.answer(desk.deliver(raw_mail()).message.conversation, ben)


def report(
    message_id,
    *,
    recipient="dana@whitfield.example",
    action="failed",
    status="5.1.1",
    kind="delivery-status",
    original="text/rfc822-headers",
):
    body = f"""--b
Content-Type: text/plain

This is the mail system at host mx.whitfield.example.
--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.whitfield.example

Final-Recipient: rfc822; {recipient}
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 5.1.1 no such user here

--b
Content-Type: {original}

From: help@larkmoor.example
To: {recipient}
Subject: Re: Ember kettle: lid cracked
Message-ID: {message_id}

--b--
"""
    return raw_mail(
        body,
        sender="Mail Delivery System <MAILER-DAEMON@mx.whitfield.example>",
        subject="Undelivered Mail Returned to Sender",
        content_type=f"multipart/report; report-type={kind}; boundary=b",
        headers={"Auto-Submitted": "auto-replied", "Return-Path": "<>"},
    )


def test_a_hard_bounce_marks_the_message_the_address_and_the_conversation(desk, answered):
    row = desk.deliver(report(our_id(answered)))
    delivery = Delivery.objects.get(message=answered)
    assert (row.state, row.reason, row.message) == ("processed", "bounce", answered)
    assert (delivery.state, delivery.can_retry) == ("bounced", False)
    assert "no such user" in delivery.detail
    assert Conversation.objects.get(pk=answered.conversation_id).has_trouble
    assert Identity.objects.get(address="dana@whitfield.example").unreachable_at is not None
    assert (Conversation.objects.count(), Message.objects.count()) == (1, 2)


def test_a_delay_is_noted_and_nothing_else(desk, answered):
    desk.deliver(report(our_id(answered), action="delayed", status="4.4.1"))
    delivery = Delivery.objects.get(message=answered)
    assert delivery.state == "sent"
    assert delivery.detail
    assert Identity.objects.get(address="dana@whitfield.example").unreachable_at is None


def test_a_report_of_success_changes_nothing(desk, answered):
    row = desk.deliver(report(our_id(answered), action="delivered", status="2.0.0"))
    assert row.state == "processed"
    assert Delivery.objects.get(message=answered).state == "sent"


@pytest.mark.parametrize("given", ["<guessed@larkmoor.example>", "<first@whitfield.example>", ""])
def test_a_report_that_names_no_id_of_ours_is_kept_and_believed_nothing(desk, answered, given):
    row = desk.deliver(report(given))
    assert (row.state, row.message) == ("processed", None)
    assert Delivery.objects.get(message=answered).state == "sent"
    assert Identity.objects.get(address="dana@whitfield.example").unreachable_at is None
    assert Conversation.objects.count() == 1


def test_a_report_marks_only_an_address_the_message_went_to(desk, answered, eve):
    desk.deliver(report(our_id(answered), recipient="eve@quayside.example"))
    eve.refresh_from_db()
    assert eve.unreachable_at is None


def test_mail_from_the_address_makes_it_reachable_again(desk, answered):
    desk.deliver(report(our_id(answered)))
    desk.deliver(raw_mail("I am here"))
    assert Identity.objects.get(address="dana@whitfield.example").unreachable_at is None


def test_an_id_of_theirs_in_a_report_concerns_nothing(desk, answered):
    theirs = MailId.objects.get(is_ours=False).value
    assert desk.deliver(report(f"<{theirs}>")).message is None


def test_a_read_receipt_is_kept_and_is_no_message(desk, answered):
    body = "--b\n\nRead.\n--b\nContent-Type: message/disposition-notification\n\nDisposition: manual; displayed\n--b--"
    row = desk.deliver(
        raw_mail(
            body,
            content_type="multipart/report; report-type=disposition-notification; boundary=b",
            headers={"In-Reply-To": our_id(answered)},
        )
    )
    assert (row.state, row.reason, row.message) == ("processed", "read-receipt", answered)
    assert Message.objects.count() == 2


def complaint(message_id):
    body = f"""--b

Complaint.
--b
Content-Type: message/feedback-report

Feedback-Type: abuse
Original-Rcpt-To: dana@whitfield.example

--b
Content-Type: message/rfc822

Message-ID: {message_id}

--b--
"""
    return raw_mail(body, content_type="multipart/report; report-type=feedback-report; boundary=b")


def test_a_complaint_is_written_on_the_message_it_concerns_which_did_arrive(desk, answered):
    row = desk.deliver(complaint(our_id(answered)))
    assert (row.state, row.reason, row.message) == ("processed", "complaint", answered)
    delivery = Delivery.objects.get(message=answered)
    assert (delivery.state, delivery.detail) == ("sent", "dana@whitfield.example: reported as spam")
    assert delivery.complained_at is not None
    assert not Conversation.objects.get(pk=answered.conversation_id).has_trouble
    assert Identity.objects.get(address="dana@whitfield.example").unreachable_at is None


def test_a_complaint_about_no_mail_of_ours_changes_nothing(desk, answered):
    row = desk.deliver(complaint("<guessed@larkmoor.example>"))
    assert (row.reason, row.message) == ("complaint", None)
    assert Delivery.objects.get(message=answered).complained_at is None


def test_a_full_mailbox_returns_the_message_and_keeps_the_address(desk, answered):
    desk.deliver(report(our_id(answered), status="5.2.2"))
    assert Delivery.objects.get(message=answered).state == "bounced"
    assert Identity.objects.get(address="dana@whitfield.example").unreachable_at is None
