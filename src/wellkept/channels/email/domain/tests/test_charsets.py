"""What a label means, and what is done when it does not fit."""

from __future__ import annotations

import pytest

from wellkept.channels.email.domain.charsets import codec, decode


@pytest.mark.parametrize(
    "label,name",
    [
        ("UTF-8", "utf_8"),
        ("utf8", "utf_8"),
        ("ISO-8859-1", "cp1252"),
        ("iso_8859-15", "iso8859_15"),
        ("GB2312", "gb18030"),
        ("ks_c_5601-1987", "cp949"),
        ("windows-1251", "cp1251"),
        ("cp-850", "cp850"),
        ("unicode-1-1-utf-7", "utf_7"),
        ("x-mac-roman", "mac_roman"),
    ],
)
def test_labels_mean_what_mail_programs_use_them_for(label, name):
    assert codec(label) == name


@pytest.mark.parametrize(
    "label",
    [
        "",
        "x-unknown",
        "zlib",
        "bz2",
        "hex",
        "base64",
        "rot13",
        "idna",
        "punycode",
        "unicode_escape",
        "undefined",
        "\x00",
    ],
)
def test_what_is_no_charset_of_text_is_no_charset(label):
    assert codec(label) is None


@pytest.mark.parametrize(
    "data,label,hint,text,problem",
    [
        ("Grüße".encode(), "us-ascii", "", "Grüße", "charset-mislabelled"),
        ("Grüße".encode("cp1252"), "", "", "Grüße", "charset-mislabelled"),
        ("Привет".encode("koi8-r"), "", "koi8-r", "Привет", "charset-mislabelled"),
        ("Grüße".encode()[:-2], "utf-8", "", "Gr\u00fc\ufffd", "charset-broken"),
        ("日本".encode("euc_jp") + b"\xff", "euc-jp", "", "日本\ufffd", "charset-broken"),
        ("日本".encode("iso2022_jp"), "", "", "日本", ""),
        (b"plain", "x-martian", "", "plain", ""),
        (b"plain", "martian", "", "plain", "charset-unknown"),
        (b"\x81\x93", "iso-8859-1", "", "\x81“", ""),
        ("Привет, как дела".encode(), "koi8-r", "", "Привет, как дела", "charset-mislabelled"),
    ],
)
def test_text_is_read_as_what_it_most_likely_is(data, label, hint, text, problem):
    assert decode(data, label, hint=hint) == (text, problem)
