"""Signatures for Amazon Web Services, held to the documentation's own test suite."""

from datetime import UTC, datetime

import pytest

from wellkept.channels.email.domain.sigv4 import signed_headers

SCOPE = "AKIDEXAMPLE/20150830/us-east-1/service/aws4_request"


@pytest.mark.parametrize(
    "name, method, signature",
    [
        ("get-vanilla", "GET", "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31"),
        ("post-vanilla", "POST", "5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b"),
    ],
)
def test_a_request_of_the_test_suite_gets_its_signature(name, method, signature):
    headers = signed_headers(
        method=method,
        host="example.amazonaws.com",
        path="/",
        headers={},
        body=b"",
        region="us-east-1",
        service="service",
        key_id="AKIDEXAMPLE",
        secret="wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
        at=datetime(2015, 8, 30, 12, 36, tzinfo=UTC),
    )
    assert headers == {
        "X-Amz-Date": "20150830T123600Z",
        "Authorization": f"AWS4-HMAC-SHA256 Credential={SCOPE}, SignedHeaders=host;x-amz-date, Signature={signature}",
    }
