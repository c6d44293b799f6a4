"""Only our own server's word on a sender counts, however cleverly somebody else writes it."""

from __future__ import annotations

import pytest

from wellkept.channels.email.domain.authresults import AuthResults, read

NAME = "Authentication-Results"
OURS = "mx.larkmoor.example"
REAL = (
    f"{OURS}; dkim=pass header.i=@example.com header.s=s1; dkim=fail header.d=other.example;"
    " spf=softfail (mx: transitioning) smtp.mailfrom=bounce@mail.example.com; dmarc=pass (p=NONE) header.from=example.com"
)


def test_the_results_of_our_server_are_read():
    assert read([("Received", "x"), (NAME, REAL)], authserv_id="MX.larkmoor.example") == AuthResults(
        spf="softfail",
        dkim="pass",
        dmarc="pass",
        spf_domain="mail.example.com",
        dkim_domains=("example.com",),
        from_domain="example.com",
    )


def test_only_the_topmost_header_by_our_server_counts():
    forged = f"{OURS}; dmarc=pass header.from=bank.example"
    found = read([(NAME, f"{OURS}; dmarc=fail header.from=bank.example"), (NAME, forged)], authserv_id=OURS)
    assert found.dmarc == "fail"


@pytest.mark.parametrize("who", ["mx.evil.example", "mx.larkmoor.example.evil.example", "", '"mx.larkmoor"'])
def test_the_word_of_another_server_counts_for_nothing(who):
    assert not read([(NAME, f"{who}; dmarc=pass")], authserv_id=OURS).is_known


def test_without_a_trusted_name_nothing_is_known():
    assert not read([(NAME, REAL)], authserv_id="").is_known


@pytest.mark.parametrize(
    "statement",
    [
        'spf=fail smtp.mailfrom="a; dmarc=pass header.from=bank.example"@evil.example',
        "spf=fail (sender said ; dmarc=pass header.from=bank.example) smtp.mailfrom=evil.example",
        "spf=fail (one (two ; dmarc=pass (three)) four; dmarc=pass) smtp.mailfrom=evil.example",
        "spf=fail (never ended; dmarc=pass header.from=bank.example",
    ],
)
def test_what_a_sender_says_inside_a_comment_or_quote_is_no_result(statement):
    found = read([(NAME, f"{OURS}; {statement}")], authserv_id=OURS)
    assert (found.spf, found.dmarc) == ("fail", "")


def test_of_two_results_for_one_check_the_worse_counts():
    found = read(
        [(NAME, f"{OURS}; dmarc=pass; dmarc=fail header.from=bank.example; dmarc=pass")], authserv_id=OURS
    )
    assert found.dmarc == "fail"


def test_a_property_given_twice_says_nothing():
    value = f"{OURS}; spf=pass smtp.mailfrom=evil.example smtp.mailfrom=bank.example"
    assert read([(NAME, value)], authserv_id=OURS).spf_domain == ""
