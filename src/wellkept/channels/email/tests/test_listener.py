"""Real SMTP and LMTP conversations with the listener, over a socket of this machine."""

from __future__ import annotations

import asyncio
import ipaddress
import smtplib
import socket
import ssl
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import uvloop

from wellkept.channels.email.listener import Listener
from wellkept.channels.email.listener import session as sessions
from wellkept.channels.email.listener.limits import Limits
from wellkept.channels.email.models import EmailAccount, InboundMail
from wellkept.channels.email.operations import read_raw

HELP = "help@larkmoor.example"
DANA = "dana@whitfield.example"
MAIL = b"From: Dana <dana@whitfield.example>\r\nSubject: Lid\r\n\r\nIt is cracked.\r\n"


@contextmanager
def listening(sock=None, **options) -> Iterator[Listener]:
    """A listener on a loop in a thread of its own, until the block ends."""
    loop = uvloop.new_event_loop()  # as in the product
    thread = threading.Thread(target=loop.run_forever)
    thread.start()

    def run(work):
        return asyncio.run_coroutine_threadsafe(work, loop).result(20)

    async def make():
        listener = Listener(**options)
        await listener.start(sock=sock)
        return listener

    listener = run(make())
    try:
        yield listener
    finally:
        run(listener.stop())
        run(_let_go())
        loop.call_soon_threadsafe(loop.stop)
        thread.join(10)
        loop.close()


async def _let_go() -> None:
    tasks = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
    await asyncio.wait(tasks, timeout=2) if tasks else None


@pytest.fixture
def account(transactional_db, at):
    from wellkept.conversations.models import Inbox

    inbox = Inbox.objects.create(name="Help", created_at=at)
    return EmailAccount.objects.create(inbox=inbox, address=HELP, created_at=at)


@pytest.fixture
def listener(account):
    with listening() as running:
        yield running


@pytest.fixture
def client(listener):
    with smtplib.SMTP("127.0.0.1", listener.port, timeout=10) as connected:
        yield connected


def talk(listener: Listener, *pieces: bytes) -> bytes:
    """Sends raw bytes, a piece at a time after each answer, and returns everything said until the server hangs up."""
    with socket.create_connection(("127.0.0.1", listener.port), timeout=10) as raw:
        said = raw.recv(1000)
        for piece in pieces:
            raw.sendall(piece)
            said += raw.recv(1000)
        raw.sendall(b"QUIT\r\n")
        while more := raw.recv(1000):
            said += more
    return said


def test_an_acknowledged_mail_is_stored_byte_for_byte(client):
    refused = client.sendmail(DANA, [HELP], MAIL)

    assert refused == {}
    stored = InboundMail.objects.get()
    assert read_raw(stored.raw) == MAIL
    assert (stored.via, stored.envelope_from, stored.envelope_to) == ("smtp", DANA, [HELP])


@pytest.mark.parametrize(
    "relays, is_own",
    [
        pytest.param([], True, id="this machine, while no server is named"),
        pytest.param(["127.0.0.0/8"], True, id="this machine, named"),
        pytest.param(["203.0.113.9"], False, id="another machine is named"),
    ],
)
@pytest.mark.parametrize("lmtp", [False, True])
def test_the_row_says_whether_our_own_mail_server_brought_the_mail(account, settings, relays, is_own, lmtp):
    settings.MAIL_RELAYS = [ipaddress.ip_network(relay) for relay in relays]
    speak = smtplib.LMTP if lmtp else smtplib.SMTP
    with listening(lmtp=lmtp) as listener, speak("127.0.0.1", listener.port) as client:
        client.sendmail(DANA, [HELP], MAIL)

    assert InboundMail.objects.get().is_from_own_server is is_own


def test_several_mails_in_one_connection_are_all_stored(client):
    for number in range(3):
        client.sendmail(DANA, [HELP], MAIL + b"%d\r\n" % number)

    assert InboundMail.objects.count() == 3


def test_the_same_mail_again_is_acknowledged_and_stored_once(client):
    client.sendmail(DANA, [HELP], MAIL)
    client.sendmail(DANA, [HELP], MAIL)

    assert InboundMail.objects.count() == 1


def test_dots_at_line_starts_and_end_of_a_line_arrive_as_written(client):
    body = MAIL + b".one\r\n..two\r\nends in a dot.\r\n.\r\n...\r\nlast.\r\n"
    client.sendmail(DANA, [HELP], body)

    assert read_raw(InboundMail.objects.get().raw) == body


def test_an_empty_mail_is_stored(listener):
    said = talk(
        listener,
        b"EHLO x\r\n",
        b"MAIL FROM:<>\r\n",
        b"RCPT TO:<%s>\r\n" % HELP.encode(),
        b"DATA\r\n",
        b".\r\n",
    )

    assert b"250 2.0.0 Stored" in said
    assert read_raw(InboundMail.objects.get().raw) == b""


def test_a_body_larger_than_the_buffer_arrives_whole(client):
    body = MAIL + b"".join(b"%080d\r\n" % number for number in range(20_000)) + b"x" * 300_000 + b"\r\n"
    client.sendmail(DANA, [HELP], body)

    assert read_raw(InboundMail.objects.get().raw) == body


def test_a_report_with_the_null_sender_is_taken(client):
    client.sendmail("", [HELP], MAIL)

    assert InboundMail.objects.get().envelope_from == ""


def test_an_unknown_recipient_is_refused_and_the_known_one_served(client):
    refused = client.sendmail(DANA, [HELP, "nobody@larkmoor.example"], MAIL)

    assert refused["nobody@larkmoor.example"][0] == 550
    assert InboundMail.objects.get().envelope_to == [HELP]


def test_mail_for_other_domains_is_never_passed_on(client):
    with pytest.raises(smtplib.SMTPRecipientsRefused):
        client.sendmail(DANA, ["eve@quayside.example"], MAIL)

    assert not InboundMail.objects.exists()


def test_a_tagged_address_is_taken(client):
    client.sendmail(DANA, ["Help+1kabc@Larkmoor.example"], MAIL)

    assert InboundMail.objects.get().envelope_to == ["Help+1kabc@Larkmoor.example"]


def test_a_catch_all_domain_takes_mail_for_any_address(account, settings):
    settings.CATCH_ALL_DOMAINS = ["larkmoor.example"]
    with listening() as listener, smtplib.SMTP("127.0.0.1", listener.port, timeout=10) as client:
        client.sendmail(DANA, ["orders@larkmoor.example"], MAIL)

    assert InboundMail.objects.get().envelope_to == ["orders@larkmoor.example"]


def test_a_new_address_takes_mail_at_once(client, account, at, monkeypatch):
    monkeypatch.setattr("wellkept.channels.email.listener.intake.time.monotonic", iter(range(10**6)).__next__)
    client.sendmail(DANA, [HELP], MAIL)
    EmailAccount.objects.create(inbox=account.inbox, address="shop@larkmoor.example", created_at=at)

    assert client.sendmail(DANA, ["shop@larkmoor.example"], MAIL) == {}


def test_nobody_signs_in(client):
    client.ehlo()

    assert not client.has_extn("auth")
    assert client.docmd("AUTH", "PLAIN AGEAYg==")[0] == 502


def test_a_mail_announced_too_large_is_refused_before_it_is_sent(account, settings):
    settings.MAX_MESSAGE_BYTES = 1000
    with listening() as listener, smtplib.SMTP("127.0.0.1", listener.port, timeout=10) as client:
        client.ehlo()
        with pytest.raises(smtplib.SMTPSenderRefused) as refusal:
            client.sendmail(DANA, [HELP], MAIL + b"x" * 2000)

    assert refusal.value.smtp_code == 552


def test_a_mail_that_turns_out_too_large_is_refused_and_the_session_goes_on(account, settings):
    settings.MAX_MESSAGE_BYTES = 1000
    with listening() as listener, smtplib.SMTP("127.0.0.1", listener.port, timeout=10) as client:
        client.helo()
        client.mail(DANA)
        client.rcpt(HELP)
        assert client.data(MAIL + b"x" * 2000)[0] == 552
        assert client.sendmail(DANA, [HELP], MAIL) == {}
        room = listener._room

    assert InboundMail.objects.count() == 1
    assert room == 2000, "what was read is given back"


def test_a_smuggled_second_mail_is_refused_with_the_first(listener):
    """CVE-2023-51764: a lone LF before the dot ends the mail for some servers, and hides a second one in it."""
    smuggled = (
        MAIL
        + b"\n.\r\nMAIL FROM:<ceo@larkmoor.example>\r\nRCPT TO:<%s>\r\nDATA\r\nhi\r\n.\r\n" % HELP.encode()
    )
    said = talk(
        listener,
        b"EHLO x\r\n",
        b"MAIL FROM:<a@b.example>\r\n",
        b"RCPT TO:<%s>\r\n" % HELP.encode(),
        b"DATA\r\n",
        smuggled,
    )

    assert said.count(b"550 5.6.11") == 1
    assert b"Stored" not in said
    assert not InboundMail.objects.exists()


def test_a_command_that_ends_in_a_bare_line_feed_ends_the_session(listener):
    with socket.create_connection(("127.0.0.1", listener.port), timeout=10) as raw:
        raw.recv(1000)
        raw.sendall(b"EHLO x\nMAIL FROM:<a@b.example>\r\n")
        said = b""
        while more := raw.recv(1000):
            said += more

    assert said == b"521 5.5.2 Lines must end in CR LF\r\n"


def test_commands_in_one_packet_are_answered_in_order(listener):
    burst = b"EHLO x\r\nMAIL FROM:<a@b.example>\r\nRCPT TO:<%s>\r\nDATA\r\n" % HELP.encode()
    with socket.create_connection(("127.0.0.1", listener.port), timeout=10) as raw:
        raw.sendall(burst + MAIL + b".\r\nNOOP\r\nQUIT\r\n")
        said = b""
        while more := raw.recv(4000):
            said += more

    codes = [line[:3] for line in said.split(b"\r\n") if line[3:4] == b" "]
    assert codes == [b"220", b"250", b"250", b"250", b"354", b"250", b"250", b"221"]


def test_when_storing_fails_the_sender_is_told_to_try_again(account):
    from django.db import OperationalError

    def fails(mails):
        raise OperationalError("database or disk is full")

    with listening(store=fails) as listener, smtplib.SMTP("127.0.0.1", listener.port, timeout=10) as client:
        with pytest.raises(smtplib.SMTPDataError) as refusal:
            client.sendmail(DANA, [HELP], MAIL)
        assert client.noop()[0] == 250

    assert refusal.value.smtp_code == 451


def test_one_mail_that_cannot_be_stored_does_not_stop_the_others(account):
    gate, stored = threading.Event(), []

    def store(mails):
        gate.wait(10)
        if any(b"poison" in mail.raw for mail in mails):
            raise ValueError("cannot")
        stored.extend(mails)
        return ["1"] * len(mails)

    answers = []

    def send(body):
        with smtplib.SMTP("127.0.0.1", running.port, timeout=10) as client:
            client.helo()
            client.mail(DANA)
            client.rcpt(HELP)
            answers.append((body, client.data(body)[0]))

    with listening(store=store) as running:
        threads = [
            threading.Thread(target=send, args=(body,)) for body in (b"a\r\n", b"poison\r\n", b"b\r\n")
        ]
        for thread in threads:
            thread.start()
        while 2 * running.max_bytes - running._room < len(b"a\r\npoison\r\nb\r\n"):
            threading.Event().wait(0.01)
        gate.set()
        for thread in threads:
            thread.join()

    assert dict(answers) == {b"a\r\n": 250, b"poison\r\n": 451, b"b\r\n": 250}


def test_too_many_recipients_are_refused_for_now(client):
    client.ehlo()
    client.mail(DANA)
    codes = [
        client.rcpt(f"help+{number}@larkmoor.example")[0] for number in range(sessions.MOST_RECIPIENTS + 1)
    ]

    assert codes[-2:] == [250, 452]


def test_who_guesses_addresses_is_sent_away(client):
    client.ehlo()
    client.mail(DANA)
    codes = [client.rcpt(f"a{number}@larkmoor.example")[0] for number in range(sessions.MOST_STRANGERS)]
    assert set(codes) == {550}
    assert client.docmd("RCPT", "TO:<last@larkmoor.example>")[0] == 421


def test_a_client_from_elsewhere_is_limited_in_connections(account, settings, monkeypatch):
    monkeypatch.setattr(Limits, "_is_relay", lambda self, address: False)
    settings.SMTP_CONNECTIONS = 1
    with listening() as listener, smtplib.SMTP("127.0.0.1", listener.port, timeout=10) as first:
        with pytest.raises(smtplib.SMTPConnectError) as refusal:
            smtplib.SMTP("127.0.0.1", listener.port, timeout=10)
        first.quit()
        with smtplib.SMTP("127.0.0.1", listener.port, timeout=10) as second:
            assert second.noop()[0] == 250

    assert refusal.value.smtp_code == 421


def test_a_client_from_elsewhere_is_limited_in_mails(account, settings, monkeypatch):
    monkeypatch.setattr(Limits, "_is_relay", lambda self, address: False)
    settings.SMTP_MAILS_PER_MINUTE = 2
    with listening() as listener, smtplib.SMTP("127.0.0.1", listener.port, timeout=10) as client:
        client.sendmail(DANA, [HELP], MAIL)
        client.sendmail(DANA, [HELP], MAIL)
        with pytest.raises(smtplib.SMTPSenderRefused) as refusal:
            client.sendmail(DANA, [HELP], MAIL)

    assert refusal.value.smtp_code == 451


def test_a_silent_client_is_cut(account, monkeypatch):
    monkeypatch.setattr(sessions, "IDLE_SECONDS", 0.2)
    with listening() as listener, socket.create_connection(("127.0.0.1", listener.port), timeout=10) as raw:
        said = b""
        while more := raw.recv(1000):
            said += more

    assert b"421 4.4.2" in said


def test_a_body_that_trickles_is_cut(account, monkeypatch):
    monkeypatch.setattr(sessions, "IDLE_SECONDS", 0.4)
    with listening() as listener, socket.create_connection(("127.0.0.1", listener.port), timeout=10) as raw:
        raw.recv(1000)
        for command in (
            b"EHLO x\r\n",
            b"MAIL FROM:<a@b.example>\r\n",
            b"RCPT TO:<%s>\r\n" % HELP.encode(),
            b"DATA\r\n",
        ):
            raw.sendall(command)
            raw.recv(1000)
        raw.settimeout(0.05)
        said = b""
        for _ in range(100):
            try:
                raw.sendall(b"x\r\n")
                said += raw.recv(1000) or b"(closed)"
            except TimeoutError:
                continue
            except ConnectionError:
                break
            if b"(closed)" in said:
                break

    assert b"421 4.4.2" in said
    assert listener._room == 2 * listener.max_bytes


def test_mail_comes_in_encrypted_when_a_certificate_is_set(account, settings, tmp_path):
    certificate, key = tmp_path / "cert.pem", tmp_path / "key.pem"
    subprocess.run(
        [
            "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
            "-keyout", key, "-out", certificate, "-days", "2", "-subj", "/CN=localhost",
            "-addext", "subjectAltName=DNS:localhost",
        ],
        check=True, capture_output=True,
    )  # fmt: skip
    settings.SMTP_CERTIFICATE, settings.SMTP_CERTIFICATE_KEY = str(certificate), str(key)
    context = ssl.create_default_context(cafile=str(certificate))
    with listening() as listener, smtplib.SMTP("localhost", listener.port, timeout=10) as client:
        client.starttls(context=context)
        client.ehlo()
        assert not client.has_extn("starttls")
        client.sendmail(DANA, [HELP], MAIL)

    assert InboundMail.objects.count() == 1


def test_lmtp_answers_for_each_recipient(account):
    with listening(lmtp=True) as listener, smtplib.LMTP("127.0.0.1", listener.port, timeout=10) as client:
        client.ehlo()
        client.mail(DANA)
        client.rcpt(HELP)
        client.rcpt("help+two@larkmoor.example")
        client.docmd("DATA")
        client.send(MAIL + b".\r\n")
        answers = [client.getreply()[0], client.getreply()[0]]
        assert client.noop()[0] == 250

    assert answers == [250, 250]
    assert InboundMail.objects.get().via == "lmtp"


def test_it_answers_on_a_socket_that_was_opened_before(account):
    """As the server does: it opens its sockets before it forks."""
    opened = socket.create_server(("127.0.0.1", 0))
    opened.setblocking(False)
    with listening(sock=opened) as running, smtplib.SMTP("127.0.0.1", running.port, timeout=10) as client:
        assert running.port == opened.getsockname()[1]
        client.sendmail(DANA, [HELP], MAIL)

    assert InboundMail.objects.count() == 1


def test_a_body_still_coming_in_takes_no_room_from_others(account, settings):
    settings.MAX_MESSAGE_BYTES = 1_000_000
    half = MAIL + b"x" * 900_000
    with listening() as running:
        held = []
        for _ in range(4):
            raw = socket.create_connection(("127.0.0.1", running.port), timeout=10)
            held.append(raw)
            raw.recv(1000)
            for command in (
                b"HELO x\r\n",
                b"MAIL FROM:<a@b.example>\r\n",
                f"RCPT TO:<{HELP}>\r\n".encode(),
                b"DATA\r\n",
            ):
                raw.sendall(command)
                raw.recv(1000)
            raw.sendall(half)
        with smtplib.SMTP("127.0.0.1", running.port, timeout=10) as client:
            assert client.sendmail(DANA, [HELP], MAIL) == {}
        for raw in held:
            raw.close()


def test_stopping_acknowledges_what_was_taken(account):
    gate = threading.Event()
    answers = []

    def store(mails):
        gate.wait(10)
        return ["1"] * len(mails)

    def send():
        client = smtplib.SMTP("127.0.0.1", running.port, timeout=10)
        client.helo()
        client.mail(DANA)
        client.rcpt(HELP)
        answers.append(client.data(MAIL)[0])
        answers.append(client.getreply()[0])
        client.close()

    with listening(store=store) as running:
        thread = threading.Thread(target=send)
        thread.start()
        while not running._intake._queue.empty() or running._room == 2 * running.max_bytes:
            threading.Event().wait(0.01)
        threading.Timer(0.1, gate.set).start()
    thread.join()

    assert answers == [250, 421], "stored and said so, and only then goodbye"
