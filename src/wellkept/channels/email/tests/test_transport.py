"""Handing a mail to a real mail server, also to one that misbehaves."""

from __future__ import annotations

import pytest

from wellkept.channels.email.models import EmailAccount
from wellkept.channels.email.transport import (
    LocalOutbox,
    Parcel,
    ServerTrouble,
    contract,
    smtp,
    transport_for,
)
from wellkept.channels.email.transport.smtp import Server, Smtp, send, server_from
from wellkept.channels.registry import DeliveryFailed
from wellkept.kernel import secrets

from .sink import sink

HELP, DANA, EVE = "help@larkmoor.example", "dana@whitfield.example", "eve@quayside.example"
MAIL = b"From: help@larkmoor.example\r\nSubject: Lid\r\n\r\n.one dot\r\nOn its way.\r\n"


@pytest.fixture
def other():
    with sink() as box:
        yield box


def deliver(box, *recipients, **server):
    where = Server(host="127.0.0.1", port=box.port, security="none", **server)
    return send(MAIL, sender=HELP, recipients=list(recipients or [DANA]), server=where)


def test_a_mail_arrives_as_it_was_written_and_the_answer_is_kept(other):
    assert deliver(other) == "127.0.0.1 took it: 2.0.0 queued as 4F2A"
    assert other.mails == [MAIL]
    assert (other.senders, other.recipients) == ([HELP], [[DANA]])


def test_the_account_signs_in(other):
    deliver(other, user="help", password="right")

    assert other.signed_in[0] == "help"


@pytest.mark.parametrize(
    "place, answer, can_retry",
    [
        ("MAIL", "451 busy", True),
        ("MAIL", "550 not from you", False),
        (DANA, "450 greylisted", True),
        (DANA, "550 no such user", False),
        ("DATA", "452 disk full", True),
        ("DATA", "554 looks like spam", False),
        ("DATA", "421 closing", True),
    ],
)
def test_a_refusal_says_whether_trying_again_can_help(other, place, answer, can_retry):
    other.answers[place] = answer
    with pytest.raises(DeliveryFailed) as failure:
        deliver(other)

    assert failure.value.can_retry is can_retry
    assert answer in str(failure.value)


def test_refusal_of_one_recipient_is_recorded_and_the_others_served(other):
    other.answers[EVE] = "550 no such user"

    said = deliver(other, DANA, EVE)
    assert said.endswith("but not for eve@quayside.example: 550 no such user")
    assert said.refused == {EVE: "550 no such user"}
    assert other.recipients == [[DANA]]


def test_when_all_are_refused_one_temporary_refusal_keeps_hope(other):
    other.answers |= {DANA: "450 later", EVE: "550 no such user"}
    with pytest.raises(DeliveryFailed) as failure:
        deliver(other, DANA, EVE)

    assert failure.value.can_retry
    assert other.mails == []


def test_a_connection_lost_after_the_text_was_sent_may_be_tried_again(other):
    other.answers["DATA"] = "drop"
    with pytest.raises(DeliveryFailed, match="broke off before it said whether it has the mail") as failure:
        deliver(other)

    assert failure.value.can_retry
    assert len(other.mails) == 1


def test_a_server_that_never_answers_is_left_in_time(other, monkeypatch):
    monkeypatch.setattr(contract, "TIMEOUT_SECONDS", 0.3)
    other.answers["DATA"] = "stall"
    with pytest.raises(DeliveryFailed, match="no answer in time") as failure:
        deliver(other)

    assert failure.value.can_retry


def test_a_server_that_takes_too_long_in_all_is_cut(other, monkeypatch):
    monkeypatch.setattr(contract, "WHOLE_SECONDS", 0.2)
    other.answers["DATA"] = "stall"
    with pytest.raises(DeliveryFailed, match="broke off") as failure:
        deliver(other)

    assert failure.value.can_retry


def test_a_server_that_is_not_there_may_be_back_later():
    with pytest.raises(ServerTrouble, match="127.0.0.1:1 cannot be used") as failure:  # noqa: RUF043  dots are dots
        send(MAIL, sender=HELP, recipients=[DANA], server=Server(host="127.0.0.1", port=1, security="none"))

    assert failure.value.can_retry


def test_a_wrong_password_keeps_the_mail_waiting_and_is_not_shown(other):
    with pytest.raises(ServerTrouble, match="does not accept the user name or password") as failure:
        deliver(other, user="help", password="hunter2")

    assert "hunter2" not in str(failure.value)
    assert "hunter2" not in repr(Server(host="h", port=1, password="hunter2"))
    assert other.mails == []


def test_a_server_without_encryption_gets_nothing_when_encryption_was_asked_for(other):
    with pytest.raises(ServerTrouble, match="STARTTLS"):
        send(MAIL, sender=HELP, recipients=[DANA], server=Server(host="127.0.0.1", port=other.port))

    assert other.mails == []


def test_an_address_with_other_letters_needs_a_server_that_knows_them(other):
    with pytest.raises(DeliveryFailed, match="such letters") as failure:
        deliver(other, "jürgen@müller.example")
    assert not failure.value.can_retry

    with sink(enable_SMTPUTF8=True) as able:
        deliver(able, "jürgen@müller.example")
    assert able.recipients == [["jürgen@müller.example"]]


@pytest.mark.parametrize(
    "url, expected",
    [
        ("", None),
        ("smtp://mail.example", Server("mail.example", 587, "starttls")),
        ("smtps://u:p%40ss@mail.example", Server("mail.example", 465, "tls", "u", "p@ss")),
        ("smtp://mail.example:2525?tls=none", Server("mail.example", 2525, "none")),
        ("smtp://mail.example?tls=tls", Server("mail.example", 465, "tls")),
    ],
)
def test_the_outgoing_server_is_read_from_its_address(url, expected):
    assert server_from(url) == expected


@pytest.mark.parametrize(
    "url", ["mail.example", "http://mail.example", "smtp://", "smtp://mail.example?tls=maybe"]
)
def test_an_address_that_makes_no_sense_is_refused(url):
    with pytest.raises(ValueError):
        server_from(url)


def test_an_accounts_own_server_comes_before_the_common_one(settings):
    own = EmailAccount(
        sends_by="smtp", smtp_host="own.example", smtp_user="help", smtp_secret=secrets.seal("s")
    )
    assert transport_for(EmailAccount()) == LocalOutbox()
    settings.OUTGOING_SMTP = "smtp://common.example"

    assert transport_for(EmailAccount()) == Smtp(Server("common.example", 587))
    assert transport_for(own) == Smtp(Server("own.example", 587, "starttls", "help", "s"))


def test_a_password_sealed_under_another_key_is_told(settings):
    own = EmailAccount(sends_by="smtp", smtp_host="own.example", smtp_secret=secrets.seal("s"))
    settings.SECRET_KEY = "another key, as long as one ought to be"

    with pytest.raises(ServerTrouble, match="Enter it again"):
        transport_for(own)


def test_postmark_is_asked_to_keep_our_message_id_and_others_are_not(monkeypatch, at):
    given = {}

    def note(raw, *, server, **_):
        given[server.host] = raw
        return "taken"

    monkeypatch.setattr(smtp, "send", note)
    parcel = Parcel(MAIL, HELP, [DANA], name="1", at=at)
    for host in ("smtp.postmarkapp.com", "smtp.larkmoor.example"):
        Smtp(Server(host, 587)).send(parcel)

    assert given == {
        "smtp.postmarkapp.com": b"X-PM-KeepID: true\r\n" + MAIL,
        "smtp.larkmoor.example": MAIL,
    }


@pytest.mark.parametrize(
    "host, said, message_id",
    [
        (
            "email-smtp.eu-central-1.amazonaws.com",
            "h took it: Ok 0107018f-1",
            "0107018f-1@eu-central-1.amazonses.com",
        ),
        ("email-smtp.us-east-1.amazonaws.com", "h took it: Ok 0100018f-1", "0100018f-1@email.amazonses.com"),
        ("email-smtp.us-east-1.amazonaws.com", "h took it: queued", ""),
        ("smtp.larkmoor.example", "h took it: Ok 0107018f-1", ""),
    ],
)
def test_the_id_that_amazons_mail_server_gives_is_known(monkeypatch, at, host, said, message_id):
    monkeypatch.setattr(smtp, "send", lambda *_, **__: said)
    sent = Smtp(Server(host, 587)).send(Parcel(MAIL, HELP, [DANA], name="1", at=at))

    assert (sent.said, sent.message_id) == (said, message_id)
