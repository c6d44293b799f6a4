"""Names of attachments: shown to people, so nothing in them may deceive."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wellkept.channels.email.domain.parse.filenames import invented, safe


@pytest.mark.parametrize(
    "given_name,shown",
    [
        ("bill.pdf", "bill.pdf"),
        ("Grüße an alle.pdf", "Grüße an alle.pdf"),
        ("Invoice 1/2.pdf", "Invoice 1_2.pdf"),
        ("../../etc/passwd", "passwd"),
        ("/etc/passwd", "passwd"),
        ("a/../../b.txt", "b.txt"),
        ("C:\\bills\\bill.pdf", "bill.pdf"),
        ("\\\\server\\share\\bill.pdf", "bill.pdf"),
        ("bill\u202efdp.exe", "billfdp.exe"),
        (".htaccess\u200b", ".htaccess"),
        ("a\x00b\r\nc.txt", "abc.txt"),
        ("bill.pdf. . ", "bill.pdf"),
        ("nul", "_nul"),
        ("COM1.log", "_COM1.log"),
        ("console.log", "console.log"),
        ("...", ""),
        (" \u3164 ", ""),
        ("\ud800.txt", ".txt"),
    ],
)
def test_a_name_is_one_visible_line_and_no_path(given_name, shown):
    assert safe(given_name) == shown


def test_a_long_name_keeps_its_extension_unless_that_is_long_too():
    assert safe("a" * 500 + ".pdf") == "a" * 146 + ".pdf"
    assert safe("a." + "x" * 5_000) == "a." + "x" * 148


@given(st.text(max_size=300))
def test_any_name_is_safe(name):
    shown = safe(name)
    assert len(shown) <= 151
    assert not set(shown) & set("/\\\x00\r\n\u202e")
    assert shown == safe(shown)
    shown.encode("utf-8")


@pytest.mark.parametrize("kind", ["", "image/png", "text/x-anything", "message/rfc822", "application/x/y"])
def test_an_invented_name_is_safe_too(kind):
    assert safe(invented(kind, 3)) == invented(kind, 3)
