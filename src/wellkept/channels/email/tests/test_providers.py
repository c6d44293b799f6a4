"""Sending by a provider's web API: the mail arrives whole, and what the provider answers is sorted."""

from __future__ import annotations

import email
import email.policy
from datetime import timedelta

import pytest

from wellkept.channels.delivery import deliver_due
from wellkept.channels.email.models import Alarm, MailId
from wellkept.channels.email.operations.accounts import make_dkim_key, update_account
from wellkept.channels.email.transport import Parcel, ServerTrouble, mailgun, ses, transport_for
from wellkept.channels.email.transport.mailgun import Mailgun
from wellkept.channels.email.transport.ses import AmazonSes
from wellkept.channels.email.trial import send_test
from wellkept.channels.registry import DeliveryFailed
from wellkept.conversations import operations
from wellkept.conversations.files import store
from wellkept.conversations.models import Delivery, DeliveryState
from wellkept.kernel import secrets
from wellkept.kernel.actors import SYSTEM

from .fake_providers import FakeMailgun, FakeSes, as_json
from .ingest import DANA, HELP, raw_mail
from .web_server import Given, serving

PNG = b"\x89PNG\r\n\x1a\n" + bytes(40)
TO = ["dana@whitfield.example", "tom@whitfield.example"]
MAIL = (
    b"From: help@larkmoor.example\r\nMessage-ID: <a@b>\r\n\r\n.one dot\r\n--bound\r\n\xc3\xa4 On its way.\r\n"
)


@pytest.fixture
def parcel(at):
    return Parcel(raw=MAIL, sender=HELP, recipients=TO, name="1", at=at)


@pytest.fixture
def the_mailgun(settings, monkeypatch):
    settings.PRIVATE_TARGETS = ["127.0.0.1"]
    fake = FakeMailgun()
    with serving(fake) as address:
        monkeypatch.setitem(mailgun.BASES, "eu", address)
        yield fake


@pytest.fixture
def the_ses(settings, monkeypatch):
    settings.PRIVATE_TARGETS = ["127.0.0.1"]
    fake = FakeSes()
    with serving(fake) as address:
        monkeypatch.setattr(ses, "ENDPOINT", address)
        yield fake


def by_mailgun(fake, **other):
    return Mailgun(**{"domain": fake.domain, "region": "eu", "key": fake.key, **other})


def by_ses(fake, **other):
    return AmazonSes(**{"region": fake.region, "key_id": fake.key_id, "secret": fake.secret, **other})


def test_mailgun_gets_every_byte_for_everyone_and_no_tracking(the_mailgun, parcel):
    sent = by_mailgun(the_mailgun).send(parcel)

    assert (sent.said, sent.message_id) == ("Mailgun took it: Queued. Thank you.", "")
    assert [(one.raw, one.recipients) for one in the_mailgun.taken] == [(MAIL, TO)]
    assert the_mailgun.taken[0].options == {"o:tracking": "no"}


def test_ses_gets_every_byte_for_everyone_under_a_valid_signature(the_ses, parcel):
    sent = by_ses(the_ses).send(parcel)

    assert sent.message_id == "0107018f-1-000000@eu-central-1.amazonses.com"
    assert [(one.raw, one.recipients) for one in the_ses.taken] == [(MAIL, TO)]
    assert the_ses.senders == [HELP]


def test_the_oldest_region_of_ses_names_its_mails_otherwise(the_ses, parcel):
    the_ses.region = "us-east-1"

    assert by_ses(the_ses).send(parcel).message_id == "0107018f-1-000000@email.amazonses.com"


@pytest.mark.parametrize(
    "given, trouble, can_retry",
    [
        (Given(401, b"Forbidden"), True, True),
        (as_json(403, message="Domain larkmoor.example is not allowed to send: disabled"), True, True),
        (as_json(402, message="Pay first"), True, True),
        (as_json(404, message="Domain not found"), True, True),
        (Given(302, b"", {"Location": "http://127.0.0.1/"}), True, True),
        (as_json(429, message="Too many requests"), False, True),
        (as_json(500, message="oops"), False, True),
        (Given(503, b"<html>later</html>"), False, True),
        (Given(0), False, True),
        (as_json(400, message="'to' parameter is not a valid address"), False, False),
        (as_json(413, message="too large"), False, False),
    ],
)
def test_what_mailgun_refuses_is_sorted(the_mailgun, parcel, given, trouble, can_retry):
    the_mailgun.trouble = given
    with pytest.raises(DeliveryFailed) as failure:
        by_mailgun(the_mailgun).send(parcel)

    assert isinstance(failure.value, ServerTrouble) is trouble
    assert failure.value.can_retry is can_retry
    assert str(failure.value).startswith("Mailgun ")


@pytest.mark.parametrize(
    "status, kind, trouble, can_retry",
    [
        (429, "TooManyRequestsException", False, True),
        (400, "LimitExceededException", False, True),
        (400, "ThrottlingException", False, True),
        (500, "InternalFailure", False, True),
        (400, "AccountSuspendedException", True, True),
        (400, "SendingPausedException", True, True),
        (400, "MailFromDomainNotVerifiedException", True, True),
        (403, "AccessDeniedException", True, True),
        (400, "MessageRejected", False, False),
        (400, "BadRequestException:http://internal.amazon.com/", False, False),
    ],
)
def test_what_ses_refuses_is_sorted(the_ses, parcel, status, kind, trouble, can_retry):
    the_ses.trouble = Given(status, b'{"message": "Because."}', {"x-amzn-ErrorType": kind})
    with pytest.raises(DeliveryFailed, match="Because") as failure:
        by_ses(the_ses).send(parcel)

    assert isinstance(failure.value, ServerTrouble) is trouble
    assert failure.value.can_retry is can_retry


def test_a_wrong_key_is_the_accounts_trouble_and_is_not_shown(the_mailgun, the_ses, parcel):
    for way in (by_mailgun(the_mailgun, key="hunter2"), by_ses(the_ses, secret="hunter2")):
        with pytest.raises(ServerTrouble) as failure:
            way.send(parcel)
        assert "hunter2" not in str(failure.value)
        assert "hunter2" not in repr(way)
    assert the_mailgun.taken == the_ses.taken == []


@pytest.mark.parametrize("way", [Mailgun("x.example", "us", ""), AmazonSes("eu-central-1", "AK", ""),
                                 AmazonSes("eu.evil.example/", "AK", "s"), AmazonSes("", "AK", "s")])  # fmt: skip
def test_nothing_is_asked_before_the_settings_are_whole(way, parcel):
    with pytest.raises(ServerTrouble, match="Enter"):
        way.send(parcel)


def test_a_provider_that_leads_inside_is_not_asked(the_mailgun, parcel, settings):
    settings.PRIVATE_TARGETS = []
    with pytest.raises(ServerTrouble, match="private address"):
        by_mailgun(the_mailgun).send(parcel)
    assert the_mailgun.taken == []


@pytest.mark.parametrize("answer", [b"not json", b"[]", b"{}", b'{"MessageId": "a b\\r\\nX: y"}'])
def test_an_id_that_is_none_is_not_believed(the_ses, parcel, answer):
    the_ses.trouble = Given(200, answer)

    assert "\n" not in by_ses(the_ses).send(parcel).said
    assert by_ses(the_ses).send(parcel).message_id == ""


def sends_by_mailgun(account, fake, at):
    update_account(account=account, sends_by="mailgun", mailgun_domain=fake.domain, mailgun_region="eu",
                   mailgun_secret=fake.key, by=SYSTEM, at=at)  # fmt: skip


def sends_by_ses(account, fake, at):
    update_account(account=account, sends_by="ses", ses_region=fake.region, ses_key_id=fake.key_id,
                   ses_secret=fake.secret, by=SYSTEM, at=at)  # fmt: skip


def answered(desk, conversation, agent, text="A new lid is **on its way**.", **more):
    conversation.refresh_from_db()
    message = operations.reply(
        conversation=conversation, agent=agent, text=text, seen_message_id=conversation.last_inbound_id,
        undo=timedelta(0), at=desk.at, **more,
    )  # fmt: skip
    deliver_due(at=desk.at)
    return Delivery.objects.get(message=message)


@pytest.fixture
def opened(desk):
    return desk.deliver(raw_mail(message_id="<first@whitfield.example>")).message.conversation


def test_a_reply_leaves_by_mailgun_as_it_was_composed(desk, opened, help_account, ben, at, the_mailgun):
    sends_by_mailgun(help_account, the_mailgun, at)
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
    delivery = answered(desk, opened, ben, text="Like this: ![the lid](cid:lid@desk)", draft=draft)

    assert (delivery.state, delivery.detail) == (DeliveryState.SENT, "Mailgun took it: Queued. Thank you.")
    (taken,) = the_mailgun.taken
    mail = email.message_from_bytes(taken.raw, policy=email.policy.default)
    assert mail["Message-ID"] == f"<{delivery.external_id}>"
    assert mail["In-Reply-To"] == "<first@whitfield.example>"
    assert [part.get_filename() for part in mail.iter_attachments()] == ["Anleitung für Dana.pdf"]
    assert [part.get_content() for part in mail.walk() if part["Content-ID"] == "<lid@desk>"] == [PNG]
    assert taken.recipients == ["dana@whitfield.example"]


def test_a_reply_that_goes_again_is_the_same_mail(desk, opened, help_account, ben, at, the_mailgun):
    sends_by_mailgun(help_account, the_mailgun, at)
    the_mailgun.trouble = as_json(503, message="later")
    delivery = answered(desk, opened, ben)
    assert delivery.state == DeliveryState.DEFERRED
    assert Alarm.objects.count() == 0
    the_mailgun.trouble = None
    deliver_due(at=delivery.send_at)

    mail = email.message_from_bytes(the_mailgun.taken[0].raw, policy=email.policy.default)
    assert mail["Message-ID"] == f"<{delivery.external_id}>"


def test_a_refused_key_raises_the_alarm_and_the_mail_leaves_once_it_is_right(
    desk, opened, help_account, ben, at, the_mailgun
):
    sends_by_mailgun(help_account, FakeMailgun(key="old"), at)
    delivery = answered(desk, opened, ben)

    assert delivery.state == DeliveryState.DEFERRED
    alarm = Alarm.objects.get(cleared_at=None)
    assert (alarm.kind, alarm.about) == ("sending", HELP)
    assert "Mailgun does not accept the key" in alarm.text

    sends_by_mailgun(help_account, the_mailgun, at)
    assert "Queued" in send_test(account=help_account, to="ada@larkmoor.example", at=at)
    assert not Alarm.objects.filter(cleared_at=None).exists()
    deliver_due(at=delivery.send_at)
    delivery.refresh_from_db()
    assert delivery.state == DeliveryState.SENT


def test_an_answer_to_a_mail_that_ses_renamed_finds_its_conversation(
    desk, opened, help_account, ben, at, the_ses
):
    sends_by_ses(help_account, the_ses, at)
    delivery = answered(desk, opened, ben)
    theirs = "0107018f-1-000000@eu-central-1.amazonses.com"

    assert set(MailId.objects.filter(message=delivery.message).values_list("value", flat=True)) == {
        delivery.external_id,
        theirs,
    }
    answer = raw_mail("Thank you!", sender=DANA, subject="Re: thanks", headers={"In-Reply-To": f"<{theirs}>"})
    assert desk.deliver(answer).message.conversation_id == opened.pk


def test_the_next_mail_names_the_one_before_as_the_customer_has_it(
    desk, opened, help_account, ben, at, the_ses
):
    sends_by_ses(help_account, the_ses, at)
    answered(desk, opened, ben)
    answered(desk, opened, ben, text="It left today.")

    mail = email.message_from_bytes(the_ses.taken[1].raw, policy=email.policy.default)
    assert "<0107018f-1-000000@eu-central-1.amazonses.com>" in mail["References"]


def test_what_ses_rewrites_is_not_signed_by_us(desk, opened, help_account, ben, at, the_ses, the_mailgun):
    make_dkim_key(account=help_account, by=SYSTEM, at=at)
    sends_by_ses(help_account, the_ses, at)
    answered(desk, opened, ben)
    sends_by_mailgun(help_account, the_mailgun, at)
    answered(desk, opened, ben)

    assert b"DKIM-Signature" not in the_ses.taken[0].raw
    assert b"DKIM-Signature" in the_mailgun.taken[0].raw


def test_keys_are_sealed_and_the_domain_is_the_addresses_own_by_default(help_account, at):
    update_account(account=help_account, sends_by="mailgun", mailgun_secret="k", by=SYSTEM, at=at)

    assert help_account.mailgun_secret != "k"
    assert secrets.unseal(help_account.mailgun_secret) == "k"
    assert transport_for(help_account) == Mailgun("larkmoor.example", "us", "k")
