"""`wellkept mail parse`: a line of JSON a message, whatever the messages are."""

from __future__ import annotations

import io
import json
import sys
from types import SimpleNamespace

from wellkept.surfaces.cli.mail_parse import run


def test_each_file_is_one_line_that_names_it(tmp_path, capsysbinary):
    first, second = tmp_path / "a.eml", tmp_path / "b.eml"
    first.write_bytes(b"Subject: =?utf-8?q?Gr=C3=BC=C3=9Fe?=\r\n\r\nHello")
    second.write_bytes(b"\xff\x00\xed\xa0\x80")
    assert run([str(first), str(second)]) == 0
    lines = [json.loads(line) for line in capsysbinary.readouterr().out.decode("utf-8").splitlines()]
    assert [line["file"] for line in lines] == [str(first), str(second)]
    assert (lines[0]["subject"], lines[0]["text"]) == ("Grüße", "Hello")


def test_a_missing_file_is_told_and_the_others_still_come(tmp_path, capsysbinary):
    there = tmp_path / "there.eml"
    there.write_bytes(b"Subject: x\r\n\r\nHello")
    assert run([str(tmp_path / "missing.eml"), str(there), "bad\x00name"]) == 1
    said = capsysbinary.readouterr()
    assert len(said.out.splitlines()) == 1
    assert b"missing.eml: No such file or directory" in said.err


def test_standard_input_is_one_message(monkeypatch, capsysbinary):
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(b"From: dana@example.com\n\nHello")))
    assert run([]) == 0
    line = json.loads(capsysbinary.readouterr().out)
    assert (line["file"], line["from"]["address"]) == (None, "dana@example.com")
