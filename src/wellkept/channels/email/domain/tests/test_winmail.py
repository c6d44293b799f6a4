"""Outlook's own wrapping, against the examples of its specification."""

from __future__ import annotations

import struct

import pytest

from wellkept.channels.email.domain import rtf, tnef

# MS-OXRTFCP section 3.1: the simple example, and the one whose reference overlaps what it writes.
SIMPLE = (
    "2d0000002b0000004c5a4675f1c5c7a703000a007263706731323542320af32068656c090020627705b06c647d0a800fa0",
    b"{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n",
)
OVERLAPPING = (
    "1a0000001c0000004c5a4675e2d44b51410004205758595a0d6e7d010eb0",
    b"{\\rtf1 WXYZWXYZWXYZWXYZWXYZ}",
)


@pytest.mark.parametrize("packed,unpacked", [SIMPLE, OVERLAPPING])
def test_compressed_rich_text_unpacks_as_specified(packed, unpacked):
    assert rtf.unpack(bytes.fromhex(packed)) == unpacked


@pytest.mark.parametrize("data", [b"", b"LZFu", b"\0" * 16, bytes.fromhex(SIMPLE[0])[:20]])
def test_rich_text_that_is_cut_off_gives_what_there_is(data):
    assert isinstance(rtf.unpack(data), bytes)


@pytest.mark.parametrize(
    "source,words",
    [
        (rb"{\rtf1 one\par two\tab three}", "one\ntwo\tthree"),
        (rb"{\rtf1\ansicpg1251 \'cf\'f0\'e8\'e2\'e5\'f2}", "Привет"),
        (rb"{\rtf1\uc1 \u1055?\u-10179?\u-8704?}", "П😀"),
        (rb"{\rtf1{\fonttbl{\f0 Arial;}}{\*\generator Word;}shown\{\}}", "shown{}"),
        (
            rb"{\rtf1\fromhtml1 {\*\htmltag64 <p>}\htmlrtf {\htmlrtf0 Hi{\*\htmltag72 </p>}\htmlrtf \par}\htmlrtf0 you}",
            "Hi\nyou",
        ),
        (rb"{\rtf1 never closed", "never closed"),
        (b"", ""),
    ],
)
def test_the_words_of_rich_text_are_read(source, words):
    assert rtf.to_text(source) == words


def test_only_its_signature_makes_a_stream_of_outlooks():
    assert tnef.unpack(b"%PDF-1.4") is None


@pytest.mark.parametrize("length", [0, 1, 9, 2**31, 2**32 - 1])
def test_lengths_that_lie_are_survived(length):
    stream = tnef.SIGNATURE + b"\0\0" + struct.pack("<BII", 2, 0x69002, 14) + b"\0" * 16
    found = tnef.unpack(stream + struct.pack("<BII", 2, 0x6800F, length) + b"data")
    assert found is not None
    assert len(found.files) <= 1
