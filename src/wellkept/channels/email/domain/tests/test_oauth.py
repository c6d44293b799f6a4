"""The words of OAuth2: proof keys, links to consent, and answers that are read strictly."""

import json
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wellkept.channels.email.domain.bearer import after_refusal, first_words
from wellkept.channels.email.domain.oauth import (
    LONGEST_LIFE_SECONDS,
    NotNow,
    Refused,
    Tokens,
    code_challenge,
    consent_url,
    read_tokens,
)

anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=5,
)
names = st.sampled_from(
    ["access_token", "token_type", "expires_in", "refresh_token", "error", "error_description"]
)
answers = st.one_of(
    st.binary(),
    st.dictionaries(names, anything | st.just("bearer")).map(lambda found: json.dumps(found).encode()),
)


def test_a_proof_key_has_the_challenge_of_the_standards_example():
    """RFC 7636, appendix B."""
    assert code_challenge("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk") == (
        "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
    )


def test_the_link_to_consent_keeps_what_its_address_had():
    url = consent_url(
        "https://login.example/a?theme=dark#top", {"state": "a&b=c", "scope": "x y"}, verifier="v"
    )
    assert url.startswith("https://login.example/a?")
    assert parse_qs(urlsplit(url).query) == {
        "theme": ["dark"],
        "state": ["a&b=c"],
        "scope": ["x y"],
        "response_type": ["code"],
        "code_challenge": [code_challenge("v")],
        "code_challenge_method": ["S256"],
    }


def test_the_standards_example_of_an_answer_is_read():
    """RFC 6749, 5.1."""
    body = (
        b'{"access_token":"2YotnFZFEjr1zCsicMWpAA","token_type":"example","expires_in":3600,'
        b'"refresh_token":"tGzv3JOkF0XG5Qx2TlKWIA","example_parameter":"example_value"}'
    )
    with pytest.raises(NotNow, match="bearer"):
        read_tokens(200, body)
    assert read_tokens(200, body.replace(b'"example"', b'"Bearer"')) == Tokens(
        "2YotnFZFEjr1zCsicMWpAA", 3600, "tGzv3JOkF0XG5Qx2TlKWIA"
    )


@pytest.mark.parametrize(
    "status, body, kind",
    [
        (400, b'{"error": "invalid_grant"}', Refused),
        (401, b'{"error": "invalid_client", "error_description": "no"}', Refused),
        (400, b'{"error": "interaction_required"}', Refused),
        (400, b'{"error": "temporarily_unavailable"}', NotNow),
        (429, b'{"error": "invalid_grant"}', NotNow),
        (503, b'{"error": "invalid_grant"}', NotNow),
        (400, b'{"error": 7}', NotNow),
        (400, b"<html>", NotNow),
        (302, b"", NotNow),
    ],
)
def test_a_refusal_for_good_is_told_from_trouble_that_passes(status, body, kind):
    with pytest.raises(kind):
        read_tokens(status, body)


@given(status=st.sampled_from([200, 302, 400, 401, 429, 500]), body=answers, retry_after=st.text())
def test_whatever_is_answered_gives_usable_tokens_or_a_reason(status, body, retry_after):
    try:
        tokens = read_tokens(status, body, retry_after=retry_after)
    except (NotNow, Refused):
        return
    assert 0 < tokens.lives_seconds <= LONGEST_LIFE_SECONDS
    assert tokens.access_token
    for token in (tokens.access_token, tokens.refresh_token):
        assert token.isascii()
        assert not set(token) & set("\r\n\1\0 ")


def test_what_a_client_says_first_is_as_the_documents_have_it():
    """Google's "XOAUTH2 mechanism", and RFC 7628, 4.1 with its escaped name."""
    words = first_words(
        "XOAUTH2", user="someuser@example.com", token="ya29.vF9", host="imap.example", port=993
    )
    assert words == "user=someuser@example.com\1auth=Bearer ya29.vF9\1\1"
    words = first_words(
        "OAUTHBEARER", user="a=b,c@example.com", token="ya29.vF9", host="imap.example", port=993
    )
    assert words == "n,a=a=3Db=2Cc@example.com,\1host=imap.example\1port=993\1auth=Bearer ya29.vF9\1\1"
    assert (after_refusal("XOAUTH2"), after_refusal("OAUTHBEARER")) == ("", "\1")
