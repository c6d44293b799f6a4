import os
import zlib
from pathlib import Path

import pytest

from wellkept.channels.email import operations
from wellkept.channels.email.models import InboundMail, RawSource
from wellkept.conversations.models import Conversation

from .ingest import HELP, raw_mail

pytestmark = pytest.mark.django_db
TRADE = "trade@larkmoor.example"


def mail(raw, at, to=HELP, via="smtp", sender="dana@whitfield.example"):
    return operations.Mail(
        raw=raw, envelope_from=sender, envelope_to=[to] if isinstance(to, str) else to, via=via, at=at
    )


def test_a_mail_is_stored_byte_for_byte_and_waits(desk):
    raw = raw_mail(headers={"Subject": "K\u00e4nnchen"}) + b"\xff\x00 tail"
    row = desk.accept(raw)
    assert row.state == InboundMail.State.RECEIVED
    assert operations.read_raw(RawSource.objects.get()) == raw


def test_a_large_source_lies_in_the_file_store_and_is_synced_with_its_folder(desk, settings, monkeypatch):
    synced = []
    real = os.fsync

    def fsync(handle):
        synced.append(os.readlink(f"/proc/self/fd/{handle}"))
        real(handle)

    monkeypatch.setattr(os, "fsync", fsync)
    raw = raw_mail() + os.urandom(600_000)
    desk.accept(raw)
    source = RawSource.objects.get()
    assert source.content is None
    assert operations.read_raw(source) == raw
    path = Path(settings.MEDIA_ROOT) / source.storage_key
    assert {str(path), str(path.parent)} <= set(synced)


def test_a_small_source_lies_compressed_in_its_row(desk):
    desk.accept(raw_mail("again and again " * 2000))
    source = RawSource.objects.get()
    assert source.content is not None
    packed = bytes(source.content)
    assert len(packed) < 2000 < source.size
    assert zlib.decompress(packed).startswith(b"From: Dana")


def test_the_file_of_a_source_whose_row_was_not_written_is_taken_away(desk, settings, monkeypatch):
    def full(*_, **__):
        raise OSError("disk full")

    monkeypatch.setattr(type(InboundMail.objects), "bulk_create", full)
    with pytest.raises(OSError, match="disk full"):
        desk.accept(raw_mail() + os.urandom(600_000))
    assert [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()] == []
    assert not RawSource.objects.exists()


@pytest.mark.parametrize(
    "second_way",
    [
        pytest.param(lambda raw: raw, id="retried over SMTP"),
        pytest.param(lambda raw: raw.replace(b"\r\n", b"\n"), id="piped with other line ends"),
        pytest.param(
            lambda raw: b"Received: from b by c\r\nDelivered-To: help@larkmoor.example\r\n" + raw,
            id="fetched by IMAP",
        ),
        pytest.param(lambda raw: raw + b"\r\n", id="an empty line more"),
    ],
)
def test_the_same_mail_by_another_way_is_stored_once(desk, second_way):
    raw = raw_mail()
    first = desk.accept(raw)
    assert desk.accept(second_way(raw), via="imap") == first
    assert (InboundMail.objects.count(), RawSource.objects.count()) == (1, 1)


@pytest.mark.parametrize(
    "second",
    [
        pytest.param(
            raw_mail("Other words", message_id="<a@b.example>"), id="other words under a known Message-ID"
        ),
        pytest.param(
            raw_mail("Hello", sender="eve@quayside.example", message_id="<a@b.example>"), id="another sender"
        ),
        pytest.param(raw_mail("Hello", message_id="<c@b.example>"), id="another Message-ID"),
    ],
)
def test_what_differs_is_another_mail(desk, second):
    desk.accept(raw_mail("Hello", message_id="<a@b.example>"))
    desk.accept(second)
    assert InboundMail.objects.count() == 2


def test_without_a_message_id_every_byte_counts(desk):
    for date in ("10:40", "10:41"):
        desk.accept(raw_mail(headers={"Message-ID": None, "X-Sent": date}))
    assert InboundMail.objects.count() == 2


def test_a_mail_to_two_inboxes_becomes_a_conversation_in_each(desk, wholesale_account):
    desk.deliver(raw_mail(to=f"{HELP}, {TRADE}"), to=[HELP, TRADE])
    assert sorted(Conversation.objects.values_list("inbox__name", flat=True)) == ["Help", "Wholesale"]
    assert RawSource.objects.count() == 1


def test_two_addresses_of_one_inbox_are_one_delivery(desk, help_inbox, at):
    from .ingest import account

    account(help_inbox, "hello@larkmoor.example", at)
    desk.deliver(raw_mail(), to=[HELP, "hello@larkmoor.example", "help+tag@larkmoor.example"])
    assert Conversation.objects.count() == 1


def test_many_are_stored_in_one_commit_and_come_back_in_order(desk, at, django_assert_max_num_queries):
    raws = [raw_mail(f"Mail {n}") for n in range(30)]
    with django_assert_max_num_queries(8):
        rows = operations.accept_many([mail(raw, at) for raw in raws])
    assert [operations.read_raw(row.raw) for row in rows] == raws


def test_the_same_mail_twice_in_one_commit_is_stored_once(desk, at):
    raw = raw_mail()
    first, second = operations.accept_many([mail(raw, at), mail(raw, at)])
    assert first.pk == second.pk
    assert InboundMail.objects.count() == 1


def test_a_recipient_that_no_database_could_hold_is_stored_as_far_as_it_can_be(desk, at):
    row = desk.accept(
        raw_mail(), to=["help\x00@larkmoor.example", "x\ud800@y.example"], sender="a\x00b@c.example"
    )
    row.refresh_from_db()
    assert row.envelope_to == [HELP, "x?@y.example"]
