"""Fetching from a real IMAP server, and what happens when it changes its mind."""

from __future__ import annotations

import dataclasses
import imaplib
import threading
import time
from datetime import UTC, datetime, timedelta

import pytest
from imap_tools.idle import IdleManager

from scripts import dovecot
from tests.support.needs import missing
from wellkept.channels.email import fetching
from wellkept.channels.email.fetching import (
    Fetcher,
    ImapKeeper,
    dry_run,
    fetch_new,
    forget_too_large,
    pause_seconds,
)
from wellkept.channels.email.imap import Folder, ImapTrouble
from wellkept.channels.email.models import Alarm, EmailAccount, ImapState, InboundMail
from wellkept.channels.email.operations import read_raw
from wellkept.kernel import secrets

from .imap_door import signing_in

FOLDER = "Desk"
SINCE = datetime(2026, 6, 1, 12, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def dovecot_mailbox():
    if dovecot.find() is None:
        missing(dovecot.MISSING)
    with dovecot.server() as mailbox:
        yield mailbox


@pytest.fixture
def imap_mailbox(dovecot_mailbox, request):
    """An empty mailbox of this test's own; one server for all of them."""
    return dataclasses.replace(
        dovecot_mailbox, user=f"{request.node.name.partition('[')[0]}@customer.example"
    )


@pytest.fixture
def server(imap_mailbox):
    """A client of the mailbox's owner, who puts mail there and looks at its flags."""
    client = imaplib.IMAP4(imap_mailbox.host, imap_mailbox.port, timeout=60)
    done(client.login(imap_mailbox.user, imap_mailbox.password))
    done(client.create(FOLDER))
    yield client
    client.shutdown()


def done(answer):
    """What the server answered, after it said yes: the library leaves a refusal for its caller to notice."""
    said, data = answer
    assert said == "OK", data
    return data


def put(server, number, *, when=None, flags=""):
    raw = f"From: Dana <dana@whitfield.example>\r\nSubject: No {number}\r\nMessage-ID: <{number}@w>\r\n\r\nHi\r\n"
    date = imaplib.Time2Internaldate(when or SINCE + timedelta(hours=1))
    done(server.append(FOLDER, flags, date, raw.encode()))


def take_away(server, uid):
    done(server.select(FOLDER))
    assert done(server.uid("STORE", str(uid), "+FLAGS", r"(\Deleted)")) != [None], "it is not there"
    done(server.expunge())
    done(server.close())


def seen(server) -> int:
    done(server.select(FOLDER, readonly=True))
    return len(done(server.search(None, "SEEN"))[0].split())


def make_account(imap_mailbox, at):
    from wellkept.conversations.models import Inbox

    return EmailAccount.objects.create(
        inbox=Inbox.objects.create(name="Help", created_at=at),
        address="help@larkmoor.example",
        created_at=at,
        imap_host=imap_mailbox.host,
        imap_port=imap_mailbox.port,
        imap_security="none",
        imap_user=imap_mailbox.user,
        imap_secret=secrets.seal(imap_mailbox.password),
        imap_folder=FOLDER,
        imap_since=SINCE,
        imap_confirmed_at=at,
    )


@pytest.fixture
def account(db, server, imap_mailbox, at):
    return make_account(imap_mailbox, at)


@pytest.fixture
def live_account(transactional_db, server, imap_mailbox, at):
    """For threads: they see only what is committed."""
    return make_account(imap_mailbox, at)


@pytest.fixture
def fetch(account):
    def once() -> int:
        folder = Folder(account)
        try:
            return fetch_new(account, folder)
        finally:
            folder.close()

    return once


def wait_for(condition):
    deadline = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < deadline, "it did not happen"
        time.sleep(0.02)


def test_new_mail_is_stored_as_it_lies_there_and_then_marked_seen(fetch, server):
    put(server, 1)

    assert fetch() == 1
    mail = InboundMail.objects.get()
    assert read_raw(mail.raw).startswith(b"From: Dana <dana@whitfield.example>\r\nSubject: No 1\r\n")
    assert (mail.via, mail.envelope_to) == ("imap", ["help@larkmoor.example"])
    assert seen(server) == 1


def test_mail_stays_unseen_when_the_account_says_so(fetch, server, account):
    account.imap_marks_seen = False
    put(server, 1)

    assert fetch() == 1
    assert seen(server) == 0


def test_mail_is_not_marked_seen_when_it_could_not_be_stored(fetch, server, monkeypatch):
    def fails(mails):
        raise OSError("disk full")

    put(server, 1)
    monkeypatch.setattr(fetching, "accept_many", fails)
    with pytest.raises(OSError, match="disk full"):
        fetch()

    assert seen(server) == 0
    monkeypatch.undo()
    assert fetch() == 1


def test_each_mail_is_fetched_once(fetch, server):
    put(server, 1)
    assert fetch() == 1
    assert fetch() == 0
    put(server, 2)
    assert fetch() == 1

    assert InboundMail.objects.count() == 2


def test_mail_that_was_read_elsewhere_comes_all_the_same(fetch, server):
    put(server, 1, flags=r"(\Seen)")

    assert fetch() == 1


def test_a_changed_uidvalidity_reads_the_folder_again_and_stores_nothing_twice(fetch, server, account):
    for number in (1, 2, 3):
        put(server, number)
    fetch()
    before = ImapState.objects.get()
    server.delete(FOLDER)
    server.create(FOLDER)
    put(server, 3)  # lower UIDs now: it was 3 and is 1
    put(server, 4)

    fetch()
    after = ImapState.objects.get()
    assert InboundMail.objects.count() == 4
    assert after.uid_validity != before.uid_validity
    assert (before.last_uid, after.last_uid) == (3, 2)


def test_a_position_lost_in_a_crash_stores_nothing_twice(fetch, server):
    put(server, 1)
    put(server, 2)
    fetch()
    ImapState.objects.update(last_uid=1)

    fetch()
    assert InboundMail.objects.count() == 2


def test_a_connection_that_drops_goes_on_where_it_stopped(fetch, server, account, monkeypatch):
    monkeypatch.setattr(fetching, "TOGETHER", 2)
    for number in range(5):
        put(server, number)
    folder = Folder(account)
    real, calls = folder.fetch, []

    def drops(uid):
        calls.append(uid)
        if len(calls) == 4:
            folder.interrupt()
        return real(uid)

    monkeypatch.setattr(folder, "fetch", drops)
    with pytest.raises(ImapTrouble):
        fetch_new(account, folder)
    folder.close()
    assert InboundMail.objects.count() == 2
    assert ImapState.objects.get().last_uid == 2

    assert fetch() == 3
    assert InboundMail.objects.count() == 5


def test_mail_older_than_the_cut_off_stays_where_it_is(fetch, server):
    put(server, 1, when=SINCE - timedelta(days=30))
    put(server, 2, when=SINCE - timedelta(seconds=1))
    put(server, 3, when=SINCE)

    assert fetch() == 1
    assert b"No 3" in read_raw(InboundMail.objects.get().raw)


def test_a_dry_run_counts_and_changes_nothing(server, account):
    put(server, 1, when=SINCE - timedelta(days=30))
    put(server, 2, when=SINCE + timedelta(hours=2))
    put(server, 3, when=SINCE + timedelta(hours=1))

    found = dry_run(account)
    assert (found.would_import, found.skipped_old) == (2, 1)
    assert found.newest == SINCE + timedelta(hours=2)
    assert found.subjects == ["No 2", "No 3"]
    assert not InboundMail.objects.exists()
    assert not ImapState.objects.exists()
    assert seen(server) == 0


def test_nothing_is_fetched_before_a_person_has_confirmed(fetch, server, account):
    account.imap_confirmed_at = None
    put(server, 1)

    assert fetch() == 0
    assert not InboundMail.objects.exists()


def test_a_mail_too_large_stays_there_and_says_so(fetch, server, settings):
    settings.MAX_MESSAGE_BYTES = 50
    put(server, 1)

    assert fetch() == 0
    assert "stays on the mail server: No 1" in Alarm.objects.get(kind="imap_too_large").text
    assert ImapState.objects.get().last_uid == 1


@pytest.fixture
def alarm_after(account, at):
    """The only alarm about mail that is too large, after another look into the folder."""

    def look():
        folder = Folder(account)
        try:
            forget_too_large(account, folder, at=at)
        finally:
            folder.close()
        return Alarm.objects.get(kind="imap_too_large")

    return look


def test_the_alarm_over_a_mail_too_large_ends_when_somebody_has_taken_it_away(
    fetch, server, settings, alarm_after, at
):
    settings.MAX_MESSAGE_BYTES = 50
    put(server, 1)
    fetch()
    assert alarm_after().cleared_at is None
    take_away(server, 1)

    wait_for(lambda: alarm_after().cleared_at == at)  # another session may see it a moment later


def test_waiting_ends_when_mail_arrives(server, account):
    folder = Folder(account)
    assert folder.can_idle
    timer = threading.Timer(0.2, put, args=(server, 1))
    timer.start()
    began = time.monotonic()
    folder.wait(30)

    assert time.monotonic() - began < 10
    assert [entry.uid for entry in folder.newer_than(0)] == [1]
    timer.join()
    folder.close()


def test_a_server_that_is_not_there_is_told_in_one_line(account):
    account.imap_port = 1

    with pytest.raises(ImapTrouble, match=r"127\.0\.0\.1:1"):
        Folder(account)


def test_the_keeper_fetches_what_arrives_and_follows_the_accounts(live_account, server, monkeypatch):
    monkeypatch.setattr(fetching, "FOLLOW_SECONDS", 0.05)
    put(server, 1)
    keeper = ImapKeeper()
    keeper.start()
    try:
        wait_for(lambda: InboundMail.objects.count() == 1)
        wait_for(lambda: ImapState.objects.get().connected_at is not None)
        put(server, 2)
        wait_for(lambda: InboundMail.objects.count() == 2)
        EmailAccount.objects.update(imap_confirmed_at=None)
        wait_for(lambda: not keeper._fetchers)
    finally:
        keeper.stop()
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("imap")]


def test_a_lost_connection_is_taken_up_again(live_account, server, monkeypatch):
    monkeypatch.setattr(fetching, "pause_seconds", lambda failures: 0.05)
    fetcher = Fetcher(live_account.pk)
    fetcher.start()
    try:
        wait_for(lambda: ImapState.objects.filter(connected_at__isnull=False).exists())
        wait_for(lambda: fetcher._folder is not None)
        folder = fetcher._folder
        assert folder is not None
        folder.interrupt()
        put(server, 1)
        wait_for(lambda: InboundMail.objects.count() == 1)
    finally:
        fetcher.stop()
        fetcher.join(10)


def test_trouble_that_lasts_raises_an_alarm_that_success_clears(
    live_account, server, imap_mailbox, monkeypatch
):
    monkeypatch.setattr(fetching, "pause_seconds", lambda failures: 0.05)
    EmailAccount.objects.update(imap_port=1)
    fetcher = Fetcher(live_account.pk)
    fetcher.start()
    try:
        wait_for(lambda: Alarm.objects.filter(kind="imap", cleared_at__isnull=True).exists())
        state = ImapState.objects.get()
        assert state.error
        assert state.error_since is not None
        EmailAccount.objects.update(imap_port=imap_mailbox.port)
        wait_for(lambda: Alarm.objects.filter(kind="imap", cleared_at__isnull=False).exists())
        assert ImapState.objects.get().error == ""
    finally:
        fetcher.stop()
        fetcher.join(10)


@pytest.mark.parametrize("mechanism", ["XOAUTH2", "OAUTHBEARER"])
def test_a_bearer_token_signs_in_the_way_the_server_offers(mechanism, db):
    with signing_in(mechanism, tokens=["tok"]) as other:
        account = EmailAccount(
            address="help@larkmoor.example", imap_host="127.0.0.1", imap_port=other.port, imap_security="none",
            imap_secret=secrets.seal("tok"), imap_uses_token=True,
        )  # fmt: skip
        folder = Folder(account)

        assert folder.uid_validity == 7
        assert not folder.can_idle
        ((way, first),) = other.said
        assert way == mechanism
        assert "auth=Bearer tok\x01\x01" in first
        assert "help@larkmoor.example" in first
        folder.close()


def test_news_that_come_with_the_go_ahead_are_not_waited_for(db, monkeypatch):
    monkeypatch.setattr(IdleManager, "poll", lambda *_, **__: pytest.fail("waits on a silent socket"))
    with signing_in("XOAUTH2", tokens=["tok"], news=b"* 2 EXISTS\r\n") as other:
        account = EmailAccount(
            address="help@larkmoor.example", imap_host="127.0.0.1", imap_port=other.port, imap_security="none",
            imap_secret=secrets.seal("tok"), imap_uses_token=True,
        )  # fmt: skip
        folder = Folder(account)

        assert folder.can_idle
        folder.wait(60)
        folder.wait(60)
        folder.close()


def test_rests_between_attempts_grow_to_five_minutes():
    assert [pause_seconds(failures) for failures in (1, 2, 3, 7, 1000)] == [5, 10, 20, 300, 300]


def test_a_wrong_password_is_told_in_one_line(account):
    account.imap_secret = secrets.seal("wrong")

    with pytest.raises(ImapTrouble, match=r"AUTHENTICATIONFAILED|Authentication failed") as trouble:
        Folder(account)
    assert "wrong" not in str(trouble.value)
