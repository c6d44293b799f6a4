"""Loops and storms: whatever machines write to us, little or nothing goes out, and everything is kept."""

from typing import Any

import pytest

from wellkept.channels.email.models import Alarm, EmailAccount, InboundMail
from wellkept.channels.email.processing import ground, screening
from wellkept.conversations.models import Conversation, Delivery, Message

from .ingest import HELP, our_id, raw_mail

pytestmark = pytest.mark.django_db

REPORT = (
    "--b\n\nReport.\n--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx\n\n"
    "Final-Recipient: rfc822; dana@whitfield.example\nAction: failed\nStatus: 5.1.1\n--b--"
)
SHAPES: dict[str, dict[str, Any]] = {
    "an out-of-office by RFC 3834": {"headers": {"Auto-Submitted": "auto-replied"}},
    "a machine by RFC 3834": {"headers": {"Auto-Submitted": "auto-generated"}},
    "auto-replied with a comment": {"headers": {"Auto-Submitted": "auto-replied (vacation)"}},
    "auto-notified": {"headers": {"Auto-Submitted": "auto-notified; owner-email=x@y.example"}},
    "X-Autoreply": {"headers": {"X-Autoreply": "yes"}},
    "X-Autorespond": {"headers": {"X-Autorespond": "ticket 5"}},
    "X-Auto-Response-Suppress": {"headers": {"X-Auto-Response-Suppress": "All"}},
    "Precedence auto_reply": {"headers": {"Precedence": "auto_reply"}},
    "Precedence bulk": {"headers": {"Precedence": "bulk"}},
    "Precedence list": {"headers": {"Precedence": "list"}},
    "Precedence junk": {"headers": {"Precedence": "junk"}},
    "a mailing list": {"headers": {"List-Id": "<news.shop.example>"}},
    "a newsletter": {"headers": {"List-Unsubscribe": "<mailto:u@shop.example>", "Precedence": "bulk"}},
    "an empty Return-Path": {"headers": {"Return-Path": "<>"}},
    "a no-reply sender": {"sender": "Shop <no-reply@shop.example>"},
    "a do-not-reply sender": {"sender": "donotreply@shop.example"},
    "the mail system": {
        "sender": "MAILER-DAEMON@mx.shop.example",
        "subject": "Undelivered Mail Returned to Sender",
    },
    "out of office, told only in the subject": {"subject": "Automatic reply: Ember kettle"},
    "out of office in German": {"subject": "Abwesenheitsnotiz: Wasserkocher"},
    "out of office in French": {"subject": "R\u00e9ponse automatique : Bouilloire"},
    "our own loop mark": {"headers": {"X-Loop": HELP}},
    "too many hops": {
        "headers": {
            "Received": "from a by b; Wed, 10 Jun 2026 10:40:00 +0000\nReceived: x" + "\nReceived: x" * 60
        }
    },
    "our own address": {"sender": f"Help <{HELP}>"},
    "a bounce of nothing of ours": {
        "sender": "MAILER-DAEMON@mx.shop.example",
        "content_type": "multipart/report; report-type=delivery-status; boundary=b",
        "text": REPORT,
    },
}


@pytest.mark.parametrize("shape", SHAPES)
def test_machines_get_no_answer_however_often_they_write(desk, shape):
    EmailAccount.objects.update(receipt_text="We have it.")
    how = dict(SHAPES[shape])
    text = how.pop("text", "I am away until Monday.")
    for n in range(8):
        desk.deliver(raw_mail(f"{text}", message_id=f"<{n}.shape@shop.example>", **how))
    assert Delivery.objects.count() == 0
    assert InboundMail.objects.count() == 8
    assert not InboundMail.objects.filter(state="received").exists()


def test_there_are_24_shapes():
    assert len(SHAPES) == 24


def test_out_of_office_joins_its_conversation_as_automatic_and_does_not_reopen(desk, ben):
    from wellkept.conversations import operations as conversations
    from wellkept.kernel.actors import SYSTEM

    conversation = desk.deliver(raw_mail()).message.conversation
    answer = desk.answer(conversation, ben)
    conversations.set_status(conversation=conversation, status="solved", by=SYSTEM, at=desk.at)
    row = desk.deliver(
        raw_mail("Away", headers={"In-Reply-To": our_id(answer), "Auto-Submitted": "auto-replied"})
    )
    conversation.refresh_from_db()
    assert (row.message.conversation_id, row.message.is_automatic) == (conversation.pk, True)
    assert conversation.status == "solved"
    desk.deliver(raw_mail("I am back", headers={"In-Reply-To": our_id(answer)}))
    conversation.refresh_from_db()
    assert conversation.status == "open"


def test_an_automatic_reply_to_nothing_is_suspended_and_a_notice_of_a_machine_is_shown(desk):
    assert desk.deliver(raw_mail(headers={"Auto-Submitted": "auto-replied"})).reason == "automatic-reply"
    row = desk.deliver(raw_mail("Order 5 shipped", headers={"Auto-Submitted": "auto-generated"}))
    assert row.message.is_automatic


def test_two_desks_that_answer_each_other_come_to_rest(desk, ben):
    EmailAccount.objects.update(receipt_text="We have it.")
    conversation = desk.deliver(raw_mail()).message.conversation
    answer = desk.answer(conversation, ben)
    for n in range(12):
        desk.deliver(
            raw_mail(
                f"Your ticket was updated ({n})",
                headers={"In-Reply-To": our_id(answer), "Auto-Submitted": "auto-generated"},
            )
        )
    automatic = Message.objects.filter(conversation=conversation, direction="in", is_automatic=True)
    assert automatic.count() == screening.PAIR_AUTOMATIC == 5
    assert InboundMail.objects.filter(reason="too-many-automatic").count() == 7
    assert Delivery.objects.filter(message__is_automatic=True).count() <= 1


def test_an_unmarked_machine_in_one_conversation_is_stopped_and_an_allowed_one_is_not(desk, ben, at):
    from wellkept.channels.email import operations
    from wellkept.kernel.actors import Actor

    conversation = desk.deliver(raw_mail()).message.conversation
    answer = desk.answer(conversation, ben)
    for n in range(screening.PAIR_MAILS + 4):
        row = desk.deliver(raw_mail(f"Ping {n}", headers={"In-Reply-To": our_id(answer)}))
    assert (row.state, row.reason) == ("suspended", "too-many")
    operations.judge_sender(pattern="dana@whitfield.example", verdict="allow", by=Actor.agent(ben.pk), at=at)
    assert desk.deliver(raw_mail("Really", headers={"In-Reply-To": our_id(answer)})).state == "processed"


def test_one_sender_cannot_flood_the_desk(desk, monkeypatch):
    monkeypatch.setattr(screening, "SENDER_MAILS", 6)
    rows = [desk.deliver(raw_mail(f"Mail {n}", subject=f"Subject {n}")) for n in range(9)]
    assert [row.state for row in rows] == ["processed"] * 6 + ["suspended"] * 3
    assert desk.deliver(raw_mail(sender="eve@quayside.example")).state == "processed"
    desk.pass_time(minutes=11)
    assert desk.deliver(raw_mail("Later")).state == "processed"


def test_a_storm_of_machines_raises_an_alarm_and_lets_people_through(desk, monkeypatch):
    monkeypatch.setattr(ground, "STORM_MAILS", 10)
    for n in range(14):
        desk.deliver(
            raw_mail(
                "Order shipped", sender=f"shop{n}@shops.example", headers={"Auto-Submitted": "auto-generated"}
            )
        )
    assert InboundMail.objects.filter(reason="storm").count() == 4
    alarm = Alarm.objects.get(kind="mail_storm", cleared_at=None)
    assert "automatic mails" in alarm.text
    assert desk.deliver(raw_mail()).state == "processed"
    desk.pass_time(minutes=30)
    desk.deliver(raw_mail("Order", sender="shop@shops.example", headers={"Auto-Submitted": "auto-generated"}))
    alarm.refresh_from_db()
    assert alarm.cleared_at is not None


def test_a_storm_of_bounces_sends_nothing_and_keeps_all(desk):
    shape = SHAPES["a bounce of nothing of ours"]
    for _ in range(60):
        desk.accept(raw_mail(shape["text"], sender=shape["sender"], content_type=shape["content_type"]))
    while desk.process():
        pass
    assert InboundMail.objects.filter(state="processed", reason="bounce").count() == 60
    assert not Conversation.objects.exists()
    assert not Delivery.objects.exists()
