"""Mail made to break parsers: each is read within seconds, in bounded memory, and never refused."""

from __future__ import annotations

import json
import random
import struct
import time
from collections.abc import Callable

import pytest

from wellkept.channels.email.domain.parse import parse, to_json

# Alone on the machine the slowest takes half a second; the limit is what the desk promises.
SECONDS = 2.0
HEAD = b"From: dana@example.com\r\nTo: help@larkmoor.example\r\nSubject: x\r\n"
MIXED = HEAD + b"Content-Type: multipart/mixed; boundary=b\r\n\r\n"


def _deep(levels: int) -> bytes:
    opening = b"".join(
        b'Content-Type: multipart/mixed; boundary="b%d"\r\n\r\n--b%d\r\n' % (n, n) for n in range(levels)
    )
    closing = b"".join(b"--b%d--\r\n" % n for n in reversed(range(levels)))
    return HEAD + opening + b"Content-Type: text/plain\r\n\r\nhello\r\n" + closing


def _report(body: bytes) -> bytes:
    return b"From: mailer-daemon@x.example\r\nReturn-Path: <>\r\nSubject: undeliverable\r\n\r\n" + body


def _winmail(properties: bytes) -> bytes:
    stream = b"\x78\x9f\x3e\x22\0\0\x01" + struct.pack("<II", 0x69003, len(properties)) + properties
    return HEAD + b"Content-Type: application/ms-tnef\r\n\r\n" + stream


BOMBS: dict[str, Callable[[], bytes]] = {
    "1000 levels of MIME": lambda: _deep(1_000),
    "20000 levels of MIME": lambda: _deep(20_000),
    "20000 parts that all have the boundary of their parent": lambda: (
        MIXED + b"--b\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n" * 20_000
    ),
    "100000 parts": lambda: MIXED + b"--b\r\nContent-Type: image/png\r\n\r\nxx\r\n" * 100_000,
    "1000 alternatives": lambda: (
        HEAD
        + b"Content-Type: multipart/alternative; boundary=b\r\n\r\n"
        + b"".join(b"--b\r\n\r\n%d" % n + b"x" * 3_000 + b"\r\n" for n in range(1_000))
    ),
    "5000 messages in messages": lambda: HEAD + b"Content-Type: message/rfc822\r\n\r\n" * 5_000,
    "20000 headers": lambda: HEAD + b"".join(b"X-%d: v\r\n" % n for n in range(20_000)) + b"\r\nbody",
    "one line of 5 MB": lambda: HEAD + b"\r\n" + b"x" * 5_000_000,
    "one header of 5 MB": lambda: b"Subject: " + b"x" * 5_000_000,
    "a header folded a million times": lambda: b"Subject: x" + b"\r\n " * 1_000_000 + b"\r\n\r\nx",
    "no header at all": lambda: b"ab " * 2_000_000,
    "blanks before a colon": lambda: b"A" + b" " * 5_000_000 + b":",
    "60000 recipients": lambda: (
        b"From: a@b.example\r\nTo: "
        + b",\r\n ".join(b"n%d <a%d@b.example>" % (n, n) for n in range(60_000))
        + b"\r\n\r\nb"
    ),
    "900 headers of 1000 recipients": lambda: (
        HEAD + (b"To: " + b", ".join(b"<a%d@b.example>" % n for n in range(1_000)) + b"\r\n") * 900 + b"\r\nb"
    ),
    "encoded words without end": lambda: b"Subject: " + b"=?utf-8?q?" * 200_000 + b"\r\n\r\n",
    "encoded words that begin inside each other": lambda: b"From: " + b"=?u?q?" * 200_000 + b"?=\r\n\r\n",
    "quotes without end": lambda: b"From: " + b'"\\' * 100_000 + b"\r\nTo: " + b'"\\' * 100_000 + b"\r\n\r\n",
    "brackets without end": lambda: b"From: " + b"(" * 200_000 + b"\r\nTo: " + b"(a" * 100_000 + b"\r\n\r\n",
    "angles without end": lambda: (
        b"From: " + b"<" * 200_000 + b"\r\nReferences: " + b"<" * 200_000 + b"\r\n\r\n"
    ),
    "literals that touch": lambda: b"From: " + b"[]" * 100_000 + b"\r\n\r\n",
    "parameters without end": lambda: b"Content-Type: text/plain" + b"; " * 100_000 + b"\r\n\r\n",
    "a name of a million characters": lambda: (
        MIXED
        + b'--b\r\nContent-Disposition: attachment; filename="'
        + b"a." * 500_000
        + b'"\r\n\r\nx\r\n--b--'
    ),
    "an extension of half a million characters": lambda: (
        MIXED
        + b'--b\r\nContent-Disposition: attachment; filename="a.'
        + b"x" * 500_000
        + b'"\r\n\r\nx\r\n--b--'
    ),
    "base64 of nothing but ends": lambda: (
        HEAD + b"Content-Transfer-Encoding: base64\r\n\r\n" + b"QQ==" * 1_000_000
    ),
    "quoted-printable of nothing but breaks": lambda: (
        HEAD + b"Content-Transfer-Encoding: quoted-printable\r\n\r\n" + b"=\r\n" * 1_000_000
    ),
    "uuencode that only begins": lambda: HEAD + b"\r\n" + b"begin 644 x\nM" * 200_000,
    "escape sequences": lambda: (
        HEAD + b"Content-Type: text/plain; charset=iso-2022-jp\r\n\r\n" + b"\x1b$B\x7f\x7f\x1b(B" * 300_000
    ),
    "an invitation of parameters": lambda: (
        HEAD + b"Content-Type: text/calendar\r\n\r\nBEGIN:VEVENT\r\n" + b"SUMMARY;" * 100_000
    ),
    "50000 failed recipients": lambda: (
        HEAD
        + b"Content-Type: multipart/report; boundary=b\r\n\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\n"
        + b"Final-Recipient: rfc822; a@b.example\r\nAction: failed\r\n\r\n" * 50_000
    ),
    "a bounce of dots": lambda: _report(b"1." * 1_000_000),
    "a bounce of recipients": lambda: _report(b"<a@b.example>:\n" * 200_000),
    "winmail.dat with a million values": lambda: _winmail(
        b"\xff\xff\0\0" + b"\x1e\x10\x01\x10\xff\xff\0\0" * 100_000
    ),
    "winmail.dat that unpacks without end": lambda: _winmail(
        b"\x01\0\0\0\x02\x01\x09\x10\x01\0\0\0"
        + struct.pack("<I", 400_000)
        + struct.pack("<IIII", 0, 2**31, 0x75465A4C, 0)
        + (b"\0" + b"\x0f\xff" * 8) * 23_000
    ),
    "5 MB of NUL": lambda: b"\0" * 5_000_000,
    "5 MB of carriage returns": lambda: b"\r" * 5_000_000,
    "5 MB of chance": lambda: random.Random(1).randbytes(5_000_000),
}


@pytest.mark.parametrize("name", BOMBS)
def test_a_mail_made_to_break_parsers_is_read_in_time(name):
    raw = BOMBS[name]()
    started = time.process_time()  # of this process: neighbours on the machine are not the parser's fault
    parsed = parse(raw)
    seconds = time.process_time() - started
    assert seconds < SECONDS
    assert "unreadable" not in parsed.problems
    assert len(parsed.text) <= 1_000_000
    assert len(parsed.attachments) <= 1_000
    assert all(0 < len(part.name) <= 160 for part in parsed.attachments)
    assert sum(len(value) for _, value in parsed.headers) <= 200_000
    assert len(json.dumps(to_json(parsed))) < 40_000_000


def test_what_stands_after_20000_headers_is_still_found():
    parsed = parse(b"".join(b"X-%d: v\r\n" % n for n in range(20_000)) + HEAD + b"\r\nbody")
    assert (parsed.from_ and parsed.from_.address, parsed.text) == ("dana@example.com", "body")
    assert "headers-cut" in parsed.problems
