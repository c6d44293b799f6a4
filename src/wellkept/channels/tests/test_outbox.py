"""The local outbox: a folder of whole mails."""

from __future__ import annotations

import os

import pytest

from wellkept.channels import outbox

MAIL = (
    b"From: Help <help@larkmoor.example>\r\n"
    b"To: dana@whitfield.example\r\n"
    b"Subject: =?utf-8?q?Gr=C3=BC=C3=9Fe?=\r\n"
    b"Message-ID: <1@x>\r\n"
    b"\r\n"
    b"Hello\r\n"
)


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.DATA = tmp_path
    return tmp_path / "outbox"


def test_a_mail_kept_is_a_whole_file_that_only_its_owner_reads(folder, at):
    path = outbox.keep(MAIL, name="7", at=at)

    assert path == folder / "20260610-7.eml"
    assert path.read_bytes() == MAIL
    assert path.stat().st_mode & 0o777 == 0o600
    assert [entry.name for entry in folder.iterdir()] == ["20260610-7.eml"]


def test_the_same_mail_kept_again_stays_one_file(at):
    outbox.keep(MAIL, name="7", at=at)
    outbox.keep(MAIL, name="7", at=at)

    assert len(outbox.local_outbox()) == 1


def test_the_list_shows_what_the_headers_say(at):
    outbox.keep(MAIL, name="7", at=at)

    (kept,) = outbox.local_outbox()
    assert (kept.subject, kept.sender, kept.to) == (
        "Grüße",
        "Help <help@larkmoor.example>",
        "dana@whitfield.example",
    )
    assert (kept.message_id, kept.size) == ("1@x", len(MAIL))
    assert outbox.read_kept(kept.name) == MAIL


def test_its_pages_meet_where_many_came_in_the_same_moment(at):
    paths = [outbox.keep(MAIL, name=str(number), at=at) for number in range(7)]
    for number, path in enumerate(paths):
        os.utime(path, ns=(number // 3 * 1000, number // 3 * 1000))

    seen, before = [], ""
    while page := outbox.local_outbox(limit=2, before=before):
        seen += [kept.name for kept in page]
        before = page[-1].cursor
    assert seen == [f"20260610-{number}.eml" for number in (6, 5, 4, 3, 2, 1, 0)]


@pytest.mark.parametrize("cursor", ["x", "7", "²-20260610-7.eml", "7-../secret.key", "-7-20260610-7.eml"])
def test_a_cursor_that_is_none_of_ours_is_refused(cursor, folder):
    folder.mkdir()
    with pytest.raises(outbox.NotInOutbox):
        outbox.local_outbox(before=cursor)


def test_an_outbox_that_was_never_used_is_empty():
    assert outbox.local_outbox() == []


@pytest.mark.parametrize(
    "name", ["../secret.key", "20260610-../x.eml", "20260610-7.eml/..", "secret.key", "20260610-9.eml"]
)
def test_no_other_file_is_read(name, folder):
    folder.mkdir()
    (folder.parent / "secret.key").write_text("k")

    with pytest.raises(outbox.NotInOutbox):
        outbox.read_kept(name)


def test_a_name_never_leaves_the_folder(folder, at):
    assert outbox.keep(MAIL, name="../../etc/x", at=at).parent == folder
