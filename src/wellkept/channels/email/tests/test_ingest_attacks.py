"""SECURITY.md 1a, the rows that concern mail that comes in; each beside what is allowed."""

import ipaddress

import pytest

from wellkept.channels.email.domain import tokens
from wellkept.channels.email.models import EmailAccount
from wellkept.channels.email.signing import signing_keys
from wellkept.conversations.models import Conversation, Delivery, JoinSuggestion, Participant
from wellkept.customers.models import Identity

from .ingest import DANA, EVE, HELP, our_id, raw_mail

pytestmark = pytest.mark.django_db

FAILED = {"Authentication-Results": "mx.larkmoor.example; spf=fail; dmarc=fail header.from=whitfield.example"}


@pytest.fixture
def first(desk):
    return desk.deliver(raw_mail(message_id="<first@whitfield.example>")).message


@pytest.fixture
def answered(desk, first, ben):
    return desk.answer(first.conversation, ben)


def waits_for_review(row, target):
    conversation = row.message.conversation
    suggestion = JoinSuggestion.objects.get(conversation=conversation)
    return conversation.pk != target.pk and suggestion.target_id == target.pk and suggestion.outcome == ""


def test_1_mail_of_a_third_party_to_the_reply_address_goes_to_review(desk, first):
    token = tokens.reply_token(signing_keys(), first.conversation_id, "dana@whitfield.example")
    row = desk.deliver(
        raw_mail("Your code is 123456", sender="verify@bigchat.example", subject="Confirm your workspace"),
        to=f"help+{token}@larkmoor.example",
    )
    assert waits_for_review(row, first.conversation)
    assert row.message.conversation.customer != first.conversation.customer


def test_1_a_number_in_the_address_or_the_subject_gives_nothing(desk, first):
    number = first.conversation_id
    row = desk.deliver(
        raw_mail("Hi", sender=EVE, subject=f"Re: [#{number}] #{number} ticket {number}"),
        to=f"help+{number}@larkmoor.example",
    )
    assert row.message.matched_by == "new"
    assert not JoinSuggestion.objects.exists()


def test_2_a_forged_from_with_cc_adds_nobody_and_joins_nothing(desk, first, answered, settings):
    settings.AUTHSERV_IDS = ["mx.larkmoor.example"]
    raw = raw_mail(
        "Please copy my colleague.", headers={"Cc": EVE, "In-Reply-To": our_id(answered), **FAILED}
    )
    row = desk.deliver(raw)
    assert waits_for_review(row, first.conversation)
    assert row.message.facts["sender_check"] == "failed"
    assert not Participant.objects.filter(identity__address="eve@quayside.example").exists()


def test_3_a_receipt_carries_no_word_of_the_stranger_and_goes_once_a_day(desk, at):
    EmailAccount.objects.update(receipt_text="We have it and answer by tomorrow.")
    for n in range(5):
        desk.deliver(raw_mail(f"BUY PILLS {n}", subject=f"BUY PILLS {n}"))
    receipts = Delivery.objects.filter(message__is_automatic=True)
    assert receipts.count() == 1
    message = receipts.get().message
    assert "PILLS" not in f"{message.subject} {message.text}"
    desk.pass_time(hours=25)
    tomorrow = {"Date": "Thu, 11 Jun 2026 11:40:00 +0000"}
    desk.deliver(raw_mail("Another matter", subject="Another", headers=tomorrow))
    assert receipts.count() == 2


def test_old_mail_brought_in_later_gets_no_receipt(desk, at):
    EmailAccount.objects.update(receipt_text="We have it and answer by tomorrow.")
    desk.deliver(raw_mail("Long ago", headers={"Date": "Mon, 01 Jun 2026 09:00:00 +0000"}))
    assert not Delivery.objects.exists()


def test_3_no_receipt_to_a_sender_that_is_forged_or_named_only_by_reply_to(desk, settings):
    settings.AUTHSERV_IDS = ["mx.larkmoor.example"]
    EmailAccount.objects.update(receipt_text="We have it.")
    desk.deliver(raw_mail(headers=FAILED))
    desk.deliver(raw_mail(sender=EVE, headers={"Reply-To": DANA}))
    assert not Delivery.objects.exists()


def test_3_receipts_stop_altogether_when_too_many_go_out(desk, monkeypatch):
    from wellkept.channels.email.models import Alarm
    from wellkept.channels.email.processing import receipts

    monkeypatch.setattr(receipts, "BREAKER_MAILS", 3)
    EmailAccount.objects.update(receipt_text="We have it.")
    for n in range(6):
        desk.deliver(raw_mail(sender=f"victim{n}@elsewhere.example"))
    assert Delivery.objects.count() == 3
    assert Conversation.objects.count() == 6
    assert Alarm.objects.get(cleared_at=None).kind == "receipts_paused"


def test_4_a_forged_agent_is_never_an_agent(desk, first, answered, ben):
    row = desk.deliver(
        raw_mail(
            "Refund approved.", sender="Ben <ben@larkmoor.example>", headers={"In-Reply-To": our_id(answered)}
        )
    )
    assert waits_for_review(row, first.conversation)
    assert row.message.direction == "in"
    assert row.message.facts["claims_agent"] is True
    assert Delivery.objects.count() == 1


@pytest.mark.parametrize(
    "given",
    [
        pytest.param("<{number}@larkmoor.example>", id="a number"),
        pytest.param("<wellkept.{number}.1@larkmoor.example>", id="an unsigned format"),
        pytest.param(
            "<abcdefghijklmnopqrstuvwx.{number}.1aaaaaaaaaaaaaaaaaaa@larkmoor.example>",
            id="a wrong signature",
        ),
    ],
)
def test_5_an_id_that_is_not_signed_by_us_is_no_id_of_ours(desk, first, given):
    answer = given.format(number=first.conversation_id)
    row = desk.deliver(raw_mail("Hi", subject="Hello", headers={"In-Reply-To": answer}))
    assert row.message.matched_by == "new"


def test_7_mail_from_a_new_address_never_moves_a_conversation(desk, first, answered):
    desk.deliver(raw_mail("I took over", sender=EVE, headers={"In-Reply-To": our_id(answered)}))
    conversation = Conversation.objects.get(pk=first.conversation_id)
    assert conversation.customer == first.conversation.customer
    assert [p.identity.address for p in conversation.participants.all()] == ["dana@whitfield.example"]


def test_7_a_reply_to_gives_no_right(desk, first, answered):
    raw = raw_mail("It is me, Dana", sender=EVE, headers={"Reply-To": DANA, "In-Reply-To": our_id(answered)})
    assert waits_for_review(desk.deliver(raw), first.conversation)


@pytest.mark.parametrize(
    "results",
    [
        pytest.param("evil.example; dmarc=pass header.from=whitfield.example", id="another server's"),
        pytest.param("mx.larkmoor.example.evil.example; dmarc=pass", id="a name that only begins like ours"),
    ],
)
def test_8_only_the_trusted_servers_results_are_read(desk, settings, results):
    settings.AUTHSERV_IDS = ["mx.larkmoor.example"]
    row = desk.deliver(raw_mail(headers={"Authentication-Results": results}))
    assert row.message.facts["sender_check"] == "unknown"


def test_8_a_forged_result_below_the_servers_own_is_not_read(desk, settings):
    settings.AUTHSERV_IDS = ["mx.larkmoor.example"]
    raw = (
        b"Authentication-Results: mx.larkmoor.example; dmarc=fail header.from=whitfield.example\r\n"
        b"Authentication-Results: mx.larkmoor.example; dmarc=pass header.from=whitfield.example\r\n"
    ) + raw_mail()
    assert desk.deliver(raw).message.facts["sender_check"] == "failed"


PASSED = {"Authentication-Results": "mx.larkmoor.example; dmarc=pass header.from=whitfield.example"}


@pytest.mark.parametrize(
    "relays, way, believed",
    [
        pytest.param([], {"peer": "127.0.0.1"}, True, id="this machine, while no server is named"),
        pytest.param([], {"peer": "203.0.113.9"}, False, id="a stranger at the open port"),
        pytest.param([], {"peer": "203.0.113.9", "via": "lmtp"}, False, id="a stranger who speaks LMTP"),
        pytest.param([], {"peer": ""}, False, id="nobody knows who"),
        pytest.param(["10.0.0.0/8"], {"peer": "10.1.2.3"}, True, id="the named server"),
        pytest.param(
            ["10.0.0.0/8"], {"peer": "::ffff:10.1.2.3"}, True, id="the named server, written as IPv6"
        ),
        pytest.param(["10.0.0.0/8"], {"peer": "127.0.0.1"}, False, id="this machine, where another is named"),
        pytest.param(["10.0.0.0/8"], {"peer": "203.0.113.9"}, False, id="a stranger beside the named server"),
        pytest.param(["10.0.0.0/8"], {"via": "imap", "peer": ""}, True, id="our mailbox"),
        pytest.param(["10.0.0.0/8"], {"via": "pipe", "peer": ""}, True, id="our mail server's pipe"),
        pytest.param(["10.0.0.0/8"], {"via": "webhook", "peer": ""}, True, id="the provider, proven"),
    ],
)
def test_8_the_servers_results_count_only_in_mail_that_the_server_brought(
    desk, settings, relays, way, believed
):
    settings.AUTHSERV_IDS = ["mx.larkmoor.example"]
    settings.MAIL_RELAYS = [ipaddress.ip_network(relay) for relay in relays]
    facts = desk.deliver(raw_mail(headers=PASSED), **way).message.facts
    assert (facts["sender_check"] == "passed", bool(facts["auth"])) == (believed, believed)


def test_8_a_stranger_at_the_port_does_not_join_by_a_subject_with_a_forged_result(desk, first, settings):
    settings.AUTHSERV_IDS = ["mx.larkmoor.example"]
    raw = raw_mail("Send the new lid to my office.", subject="Re: Ember kettle: lid cracked", headers=PASSED)
    assert waits_for_review(desk.deliver(raw, peer="203.0.113.9"), first.conversation)


def test_8_headers_that_look_like_our_own_change_nothing(desk, first):
    headers = {
        "X-Wellkept-Conversation": str(first.conversation_id),
        "X-Ticket-ID": str(first.conversation_id),
    }
    row = desk.deliver(raw_mail("Hi", sender=EVE, headers=headers))
    assert row.message.matched_by == "new"


@pytest.mark.parametrize(
    "address", ["d\u0430na@whitfield.example", "dana@whitf\u0131eld.example", "dana@whitfield.example\u200b"]
)
def test_11_a_look_alike_address_is_another_person(desk, first, answered, address):
    raw = raw_mail("It is me", sender=f"<{address}>", headers={"In-Reply-To": our_id(answered)})
    row = desk.deliver(raw)
    assert row.message is None or row.message.conversation_id != first.conversation_id


@pytest.mark.parametrize(
    "sender",
    [
        pytest.param("dana@whitfield.example, eve@quayside.example", id="two mailboxes"),
        pytest.param("<eve@quayside.example> dana@whitfield.example", id="text after the address"),
        pytest.param("dana@whitfield.example <eve@quayside.example>", id="an address as the name"),
        pytest.param('"dana@whitfield.example" <eve@quayside.example>', id="a quoted address as the name"),
        pytest.param("eve@quayside.example(<dana@whitfield.example>", id="an open comment"),
    ],
)
def test_12_a_from_that_names_more_than_one_never_passes_for_the_customer(desk, first, answered, sender):
    row = desk.deliver(raw_mail("It is me", sender=sender, headers={"In-Reply-To": our_id(answered)}))
    assert row.message is None or row.message.conversation_id != first.conversation_id


def test_12_two_from_headers_never_pass_for_the_customer(desk, first, answered):
    raw = b"From: eve@quayside.example\r\n" + raw_mail(headers={"In-Reply-To": our_id(answered)})
    row = desk.deliver(raw)
    assert row.message is None or row.message.conversation_id != first.conversation_id


def test_16_a_customer_whose_every_mail_comes_back_from_us_is_stopped(desk, first, answered):
    row = desk.deliver(raw_mail("Echo", sender=EVE, message_id=our_id(answered)))
    assert (row.state, row.reason) == ("suspended", "loop")


def test_a_blocked_sender_is_kept_suspended_and_an_allowed_one_goes_through(desk, ada, at):
    from wellkept.channels.email import operations
    from wellkept.kernel.actors import Actor

    by = Actor.agent(ada.pk)
    operations.judge_sender(pattern="@Quayside.example", verdict="block", by=by, at=at)
    rule = operations.judge_sender(pattern="good@quayside.example", verdict="allow", by=by, at=at)
    assert desk.deliver(raw_mail(sender=EVE)).reason == "blocked-sender"
    assert desk.deliver(raw_mail(sender="good@quayside.example")).state == "processed"
    operations.forget_sender(rule=rule, by=by, at=at)
    assert desk.deliver(raw_mail(sender="good@quayside.example")).reason == "blocked-sender"


@pytest.mark.parametrize(
    "header", [{"X-Spam-Flag": "YES"}, {"X-Spam-Status": "Yes, score=12.1 required=5.0"}]
)
def test_what_the_mail_server_calls_spam_lies_in_spam_and_is_not_answered(desk, header):
    EmailAccount.objects.update(receipt_text="We have it.")
    row = desk.deliver(raw_mail(headers=header))
    assert row.message.conversation.place == "spam"
    assert not Delivery.objects.exists()


def test_own_addresses_and_agents_are_never_suggested_as_participants(desk, ben, wholesale_account):
    raw = raw_mail(to=f"{HELP}, help+x@larkmoor.example, {wholesale_account.address}, ben@larkmoor.example")
    conversation = desk.deliver(raw).message.conversation
    assert conversation.participants.count() == 1
    assert not Identity.objects.filter(address__endswith="@larkmoor.example").exists()


def test_card_numbers_are_masked_wherever_people_look_and_kept_in_the_source(desk):
    from wellkept.channels.email.operations import read_raw

    number = "4111 1111 1111 1111"
    row = desk.deliver(raw_mail(f"My card is {number}, order 1234567890123456.", subject=f"Card {number}"))
    message = row.message
    shown = f"{message.text} {message.reply_text} {message.html} {message.subject} {message.conversation.last_words}"
    assert number not in shown
    assert "1111" in message.text
    assert "1234567890123456" in message.text
    assert number.encode() in read_raw(row.raw)
