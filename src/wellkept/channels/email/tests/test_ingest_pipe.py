"""The pipe as a mail server calls it: a process of its own, with a data folder of its own."""

import io
import os
import sqlite3
import subprocess
import sys

import pytest

from wellkept.channels.email import operations
from wellkept.channels.email.models import InboundMail
from wellkept.surfaces.cli import mail_receive

from .ingest import HELP, raw_mail


@pytest.fixture
def pipe(monkeypatch):
    """`pipe(raw, inbox=None, RECIPIENT=…)` runs the command in this process and gives its exit code."""

    def run(raw, inbox=None, **environment):
        for name in ("RECIPIENT", "ORIGINAL_RECIPIENT", "SENDER"):
            monkeypatch.delenv(name, raising=False)
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(raw)))
        monkeypatch.setattr(mail_receive, "_check_there_is_a_desk", lambda: None)
        return mail_receive.run(inbox)

    return run


@pytest.mark.django_db
def test_exit_0_means_stored_with_the_envelope_of_the_mail_server(help_account, pipe):
    assert pipe(raw_mail(), RECIPIENT="help+tag@larkmoor.example", SENDER="dana@whitfield.example") == 0
    row = InboundMail.objects.get()
    assert (row.via, row.envelope_to, row.envelope_from) == (
        "pipe",
        ["help+tag@larkmoor.example"],
        "dana@whitfield.example",
    )


@pytest.mark.django_db
def test_without_an_envelope_the_headers_say_whom_it_is_for(help_account, pipe):
    assert pipe(raw_mail(to="Other <other@elsewhere.example>", headers={"Cc": f"Help <{HELP}>"})) == 0
    assert InboundMail.objects.get().envelope_to == [HELP]


@pytest.mark.django_db
def test_the_line_of_an_mbox_is_no_part_of_the_mail(help_account, pipe):
    raw = raw_mail().replace(b"\r\n", b"\n")
    assert pipe(b"From dana@whitfield.example  Wed Jun 10 10:40:00 2026\n" + raw, HELP) == 0
    assert pipe(b"From dana@whitfield.example  Wed Jun 10 11:40:00 2026\n" + raw, HELP) == 0
    assert operations.read_raw(InboundMail.objects.get().raw) == raw


@pytest.mark.django_db
@pytest.mark.parametrize(
    "error", [OSError("disk full"), SystemExit("bad setting"), KeyboardInterrupt(), RuntimeError()]
)
def test_whatever_goes_wrong_the_mail_server_keeps_the_mail(help_account, pipe, monkeypatch, error):
    def fail(**_):
        raise error

    monkeypatch.setattr(operations, "accept", fail)
    assert pipe(raw_mail(), HELP) == 75


@pytest.mark.django_db
def test_nothing_and_too_much_are_not_stored(help_account, pipe, settings):
    settings.MAX_MESSAGE_BYTES = 1000
    assert pipe(b"", HELP) == 75
    assert pipe(b"x" * 1001, HELP) == 75


@pytest.mark.parametrize("trouble", ["no desk", "not a database", "bad setting"])
def test_a_desk_that_is_not_there_makes_the_mail_server_try_again(tmp_path, trouble):
    environment = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("WELLKEPT_") and name not in ("DATABASE_URL", "DJANGO_SETTINGS_MODULE")
    }
    environment["WELLKEPT_DATA"] = str(tmp_path)
    if trouble == "not a database":
        (tmp_path / "wellkept.sqlite3").write_bytes(b"no database at all" * 100)
    if trouble == "bad setting":
        sqlite3.connect(tmp_path / "wellkept.sqlite3").close()
        environment["WELLKEPT_MAX_MESSAGE_MB"] = "many"
    done = subprocess.run(
        [
            sys.executable,
            "-c",
            "import sys; from wellkept.surfaces.cli.mail_receive import run; sys.exit(run(None))",
        ],
        input=raw_mail(),
        env=environment,
        capture_output=True,
        check=False,
    )
    assert done.returncode == 75, done.stderr
    assert b"Not stored, try again" in done.stderr
    assert b"Traceback" not in done.stderr


@pytest.mark.django_db
def test_the_sample_mail_becomes_a_conversation_with_its_picture_inside(desk):
    from wellkept.surfaces.cli.mail_sample import sample

    message = desk.deliver(sample(HELP).as_bytes()).message
    picture = message.attachments.get()
    assert (picture.content_type, picture.is_inline) == ("image/png", True)
    assert f"cid:{picture.content_id}" in message.html
    assert message.reply_text.startswith("Hello,")
