"""Any bytes at all: an answer, never an exception, always storable and printable."""

from __future__ import annotations

import json
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from wellkept.channels.email.domain import parse as package
from wellkept.channels.email.domain.parse import ParsedMail, parse, reading, to_json

SAMPLES = sorted((Path(__file__).parent.parent / "samples").glob("*.eml"))

_names = st.sampled_from(
    "From To Cc Reply-To Subject Date Message-ID References In-Reply-To Content-Type Content-Transfer-Encoding "
    "Content-Disposition Content-ID Return-Path Auto-Submitted Received List-Id X-Loop".split()
)
_values = st.sampled_from(
    [
        b"multipart/mixed; boundary=b",
        b"multipart/alternative; boundary=c",
        b"multipart/report; report-type=delivery-status; boundary=b",
        b"message/rfc822",
        b"message/delivery-status",
        b"text/html; charset=utf-16",
        b"text/plain; charset=utf-7; format=flowed",
        b"text/plain; charset=iso-2022-jp",
        b"application/ms-tnef",
        b"base64",
        b"quoted-printable",
        b"x-uuencode",
        b"attachment; filename*0*=utf-8''%0d%0a; filename*1=..",
        b'"a\\" (b) <c@d>, e: f <@g:h@i>;',
        b"=?utf-8?q?=0D=0A=00?= =?utf-7?b?K0FERC0=?=",
        b"Thu, 99 Feb 99999 99:99:99 +9999",
        b"<a@b> <c d@e> <>",
    ]
)
_pieces = st.one_of(
    st.builds(
        lambda name, value: name.encode() + b": " + value + b"\r\n", _names, st.one_of(_values, st.binary())
    ),
    st.sampled_from(
        [b"\r\n", b"\n", b"--b\r\n", b"--b--\r\n", b"--c\r\n", b"--c--\r\n", b"begin 644 x\n", b"end\n"]
    ),
    st.sampled_from(
        [b"\x78\x9f\x3e\x22\x01\x00", b"\x1b$B", b"+AAA-+2AA-", b"=", b"<p>cid:x", b"Status: 5.1.1\n"]
    ),
    st.binary(max_size=40),
)


def _check(parsed: ParsedMail) -> None:
    assert "unreadable" not in parsed.problems
    for text in (parsed.text, parsed.html or "", parsed.subject, *(part.name for part in parsed.attachments)):
        assert "\x00" not in text
        text.encode("utf-8")  # no lone surrogates
    people = [one for one in (parsed.from_, parsed.sender, *parsed.to, *parsed.cc, *parsed.reply_to) if one]
    lines = [parsed.subject, parsed.message_id, *parsed.references, *(value for _, value in parsed.headers)]
    lines += [part.name for part in parsed.attachments]
    lines += [text for one in people for text in (one.name, one.address)]
    for line in lines:
        assert not set(line) & set("\r\n\x00"), line
        line.encode("utf-8")
    assert all(part.name.strip() and "/" not in part.name for part in parsed.attachments)
    assert parsed.date is None or parsed.date.tzinfo is not None
    json.dumps(to_json(parsed), ensure_ascii=False).encode("utf-8")


@given(st.binary(max_size=2_000))
def test_any_bytes_are_a_mail(raw):
    _check(parse(raw))


@given(st.lists(_pieces, max_size=40))
def test_any_heap_of_mail_like_pieces_is_a_mail(pieces):
    _check(parse(b"".join(pieces)))


@given(st.sampled_from(SAMPLES), st.data())
def test_a_mail_cut_off_or_overwritten_anywhere_is_a_mail(path, data):
    raw = path.read_bytes()
    at = data.draw(st.integers(0, len(raw)))
    _check(parse(raw[:at]))
    _check(parse(raw[:at] + data.draw(st.binary(max_size=20)) + raw[at + 5 :]))


def test_bytes_that_defeat_the_parser_are_shown_as_text(monkeypatch):
    def broken(*_: object) -> None:
        raise RecursionError

    monkeypatch.setattr(reading, "_parse", broken)
    parsed = package.parse(b"Subject: x\r\n\r\nHello \xff\x00there")
    assert (parsed.problems, parsed.from_) == (("unreadable",), None)
    assert "Hello" in parsed.text
