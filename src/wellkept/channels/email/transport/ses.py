"""Sends through Amazon SES: SendEmail of its API version 2, with the finished mail as raw content."""

from __future__ import annotations

import base64
import json
import re
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from wellkept.channels.email.domain.sigv4 import signed_headers
from wellkept.channels.email.exchange import Answer
from wellkept.channels.registry import DeliveryFailed
from wellkept.kernel import clock
from wellkept.kernel.text import one_line

from . import provider
from .contract import Parcel, Sent, ServerTrouble

NAME = "Amazon SES"
ENDPOINT = "https://email.{region}.amazonaws.com"
PATH = "/v2/email/outbound-emails"
REGION = re.compile(r"[a-z]{2}(-[a-z]+){1,3}-\d{1,2}")

# "Common errors" and the errors of SendEmail: those that say nothing about the mail, whatever their status.
_NOT_NOW = ("TooManyRequests", "Throttling", "LimitExceeded", "RequestTimeout", "ServiceUnavailable")
_NOT_WITH_US = (
    "AccountSuspended", "SendingPaused", "MailFromDomainNotVerified", "NotFound", "SignatureDoesNotMatch",
    "InvalidClientTokenId", "UnrecognizedClient", "AccessDenied", "ExpiredToken", "InvalidSignature", "OptInRequired",
)  # fmt: skip


@dataclass(frozen=True)
class AmazonSes:
    """`region` like eu-central-1; `key_id` and `secret` are an access key that may send."""

    region: str
    key_id: str
    secret: str = field(repr=False)

    def send(self, parcel: Parcel) -> Sent:
        if not self.key_id or not self.secret or not REGION.fullmatch(self.region):
            raise ServerTrouble("Amazon SES needs a region, an access key and its secret. Enter them.")
        request = {
            "FromEmailAddress": parcel.sender,
            "Destination": {
                "ToAddresses": list(parcel.recipients)
            },  # the envelope; the header names To and Cc
            "Content": {"Raw": {"Data": base64.b64encode(parcel.raw).decode()}},
        }
        body = json.dumps(request).encode()
        base = ENDPOINT.format(region=self.region)
        headers = signed_headers(
            method="POST",
            host=urlsplit(base).netloc,
            path=PATH,
            headers={"Content-Type": "application/json"},
            body=body,
            region=self.region,
            service="ses",
            key_id=self.key_id,
            secret=self.secret,
            at=clock.now(),
        )
        answer = provider.ask(NAME, base + PATH, headers=headers, body=body)
        if answer.status != 200:
            raise _refusal(answer)
        given = str(provider.fields(answer).get("MessageId") or "")
        return Sent(
            one_line(f"Amazon SES took it: {given}", limit=500), message_id=id_in_mail(given, self.region)
        )


def id_in_mail(given: str, region: str) -> str:
    """What stands in the mail: SES overrides Message-ID with its own ("Amazon SES header fields"). "" for no id."""
    if not re.fullmatch(r"[0-9A-Za-z-]{1,200}", given):
        return ""
    return f"{given}@{'email' if region == 'us-east-1' else region}.amazonses.com"


def _refusal(answer: Answer) -> DeliveryFailed:
    found = provider.fields(answer)
    said = str(found.get("message") or found.get("Message") or provider.text(answer))
    kind = answer.headers.get("x-amzn-errortype", "").partition(":")[0]
    words = f"{kind} {said}".strip()
    if kind.startswith(_NOT_NOW):
        return DeliveryFailed(one_line(f"{NAME} cannot take it now: {words}", limit=500), can_retry=True)
    if kind.startswith(_NOT_WITH_US):
        return ServerTrouble(one_line(f"{NAME} will not send for this account: {words}", limit=500))
    return provider.refusal(NAME, answer, words=words)
