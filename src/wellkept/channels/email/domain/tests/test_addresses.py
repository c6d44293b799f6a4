"""Who a header names, and when that is certain."""

from __future__ import annotations

import pytest

from wellkept.channels.email.domain.addresses import Address, is_strict, read, read_from

CLEAR = {
    b"dana@example.com": ("", "dana@example.com"),
    b"<dana@example.com>": ("", "dana@example.com"),
    b"Dana <dana@example.com>": ("Dana", "dana@example.com"),
    b'"Doe, Dana" <dana@example.com>': ("Doe, Dana", "dana@example.com"),
    b"dana@example.com (Dana Doe)": ("Dana Doe", "dana@example.com"),
    b"John Q. Public <john@example.com>": ("John Q. Public", "john@example.com"),
    b"dana@example.com <Dana@example.com>": ("dana@example.com", "Dana@example.com"),
    b"\"'Dana'\" <dana@example.com>": ("Dana", "dana@example.com"),
    b'"dana.doe"@example.com': ("", "dana.doe@example.com"),
    b'"dana doe"@example.com': ("", '"dana doe"@example.com'),
    b"dana@[192.0.2.1]": ("", "dana@[192.0.2.1]"),
    b"=?utf-8?q?M=C3=BCller=2C_J?= <j@example.com>": ("Müller, J", "j@example.com"),
    b"=?utf-8?q?Smith,_J?= <j@example.com>": ("Smith, J", "j@example.com"),
    "Zoë <zoë@exämple.com>".encode(): ("Zoë", "zoë@exämple.com"),
}
UNCLEAR = {
    b"alice@example.org]<eve@example.com>": "eve@example.com",  # the example of CVE-2023-27043
    b"alice@example.org <eve@example.com>": "eve@example.com",
    b"a@example.com, b@example.com": "a@example.com",
    b"Doe, Dana <dana@example.com>": "dana@example.com",
    b"<a@example.com> <b@example.com>": "b@example.com",
    b"Dana dana@example.com": "dana@example.com",
    b"dana @ example.com": "dana@example.com",
    b"<@relay.example:dana@example.com> extra": "dana@example.com",
    b"dana@example..com": "dana@example..com",
    b"dana@@example.com": "dana@@example.com",
    b"Dana <dana@example.com": "dana@example.com",
    b'"Dana <dana@example.com>': "dana@example.com",
}
NOBODY = [
    b"",
    b"foo",
    b"MAILER DAEMON <>",
    b"undisclosed-recipients:;",
    b"(only a comment)",
    b'""',
    b"<>",
    b",",
]


@pytest.mark.parametrize("value", CLEAR)
def test_one_plain_mailbox_is_a_clear_sender(value):
    name, address = CLEAR[value]
    sender, problems = read_from([value])
    assert sender == Address(name, address)
    assert problems == []


@pytest.mark.parametrize("value", UNCLEAR)
def test_anything_else_is_kept_but_doubted(value):
    sender, problems = read_from([value])
    assert sender is not None
    assert sender.address == UNCLEAR[value]
    assert "from-ambiguous" in problems


@pytest.mark.parametrize("value", NOBODY)
def test_a_from_without_an_address_names_nobody(value):
    sender, problems = read_from([value])
    assert sender is None or sender.address == ""
    assert problems == ["from-missing"]


def test_two_from_headers_are_no_clear_sender_even_when_they_agree():
    _, problems = read_from([b"dana@example.com", b"dana@example.com"])
    assert problems == ["from-ambiguous"]


def test_groups_are_opened_and_empty_ones_give_nothing():
    found = read([b"Friends: a@example.com, B <b@example.com>;, nobody:;, c@example.com"])
    assert [one.address for one in found.addresses] == ["a@example.com", "b@example.com", "c@example.com"]


def test_semicolons_divide_as_outlook_writes_them():
    found = read([b"A <a@example.com>; b@example.com;c@example.com"])
    assert [one.address for one in found.addresses] == ["a@example.com", "b@example.com", "c@example.com"]


def test_only_ascii_letters_are_folded_when_addresses_are_compared():
    assert Address("", "DANA@Example.COM").key == "dana@example.com"
    assert Address("", "mıke@example.com").key != Address("", "MIKE@example.com").key
    assert Address("", "\u212aim@example.com").key != "kim@example.com"  # the Kelvin sign is no k


@pytest.mark.parametrize("address", ["a@b", "a.b+c@d.example", '"a b"@c.example', "a@[IPv6:2001:db8::1]"])
def test_plain_addresses_are_strict(address):
    assert is_strict(address)


@pytest.mark.parametrize(
    "address", ["", "a", "@b", "a@", "a b@c", "a@b@c", "a@b,c", "a@b\n", ".a@b", "a..b@c", "a@b<c"]
)
def test_no_other_address_is_strict(address):
    assert not is_strict(address)
