"""Mailgun and Amazon SES as their documentation describes them, as far as sending finished mail goes."""

from __future__ import annotations

import base64
import email
import email.policy
import hashlib
import hmac
import json
import re
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from urllib.parse import unquote

from wellkept.kernel import clock

from .web_server import Asked, Given


@dataclass(frozen=True)
class Taken:
    """A mail that was taken, and for whom."""

    raw: bytes
    recipients: list[str]
    options: dict[str, str] = field(default_factory=dict)


def as_json(status: int, **found: object) -> Given:
    return Given(status, json.dumps(found).encode(), {"Content-Type": "application/json"})


@dataclass
class FakeMailgun:
    """Takes mail for one domain, with one key. A `trouble` is answered in place of all that."""

    domain: str = "larkmoor.example"
    key: str = "key-3ax6xnjp29jd6fds4gc373sgvjxteol0"
    trouble: Given | None = None
    taken: list[Taken] = field(default_factory=list)

    def answer(self, asked: Asked) -> Given:
        if self.trouble is not None:
            return self.trouble
        login = base64.b64encode(f"api:{self.key}".encode()).decode()
        if asked.headers.get("authorization") != f"Basic {login}":
            return Given(401, b"Forbidden", {"Content-Type": "text/plain"})
        found = re.fullmatch(r"/v3/([^/]+)/messages\.mime", asked.path)
        if asked.method != "POST" or not found or unquote(found[1]) != self.domain:
            return as_json(404, message="Domain not found: nowhere")
        head = f"Content-Type: {asked.headers['content-type']}\r\n\r\n".encode()
        form = email.message_from_bytes(head + asked.body, policy=email.policy.HTTP)
        fields: list[tuple[str, str]] = []
        mail = b""
        # The library would decode the mail inside the form, so the bytes are cut out by the boundary.
        boundary = form.get_boundary()
        for part in asked.body.split(f"--{boundary}".encode())[1:-1]:
            top, _, content = part.removesuffix(b"\r\n").partition(b"\r\n\r\n")
            name = re.search(rb'name="([^"]+)"', top)
            assert name is not None
            if b"filename=" in top and name[1] == b"message":
                mail = content
            else:
                fields.append((name[1].decode(), content.decode()))
        recipients = [value for name, value in fields if name == "to"]
        if not recipients:
            return as_json(400, message="to parameter is missing")
        if not mail:
            return as_json(400, message="message parameter is missing")
        options = {name: value for name, value in fields if name.startswith("o:")}
        self.taken.append(Taken(mail, recipients, options))
        return as_json(200, id=f"<{len(self.taken)}@{self.domain}>", message="Queued. Thank you.")


@dataclass
class FakeSes:
    """Takes mail that is signed with one access key for one region (Signature Version 4, checked here anew)."""

    region: str = "eu-central-1"
    key_id: str = "AKIDEXAMPLE"
    secret: str = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"
    trouble: Given | None = None
    taken: list[Taken] = field(default_factory=list)
    senders: list[str] = field(default_factory=list)

    def answer(self, asked: Asked) -> Given:
        if self.trouble is not None:
            return self.trouble
        why = self._wrong_signature(asked)
        if why:
            return Given(403, json.dumps({"message": why}).encode(), {"x-amzn-ErrorType": f"{why}:"})
        if (asked.method, asked.path) != ("POST", "/v2/email/outbound-emails"):
            return as_json(404, message="no such operation")
        request = json.loads(asked.body)
        raw = base64.b64decode(request["Content"]["Raw"]["Data"], validate=True)
        self.taken.append(Taken(raw, request["Destination"]["ToAddresses"]))
        self.senders.append(request["FromEmailAddress"])
        return as_json(200, MessageId=f"0107018f-{len(self.taken)}-000000")

    def _wrong_signature(self, asked: Asked) -> str:
        found = re.fullmatch(
            r"AWS4-HMAC-SHA256 Credential=(\S+?)/(\d{8})/(\S+?)/ses/aws4_request, "
            r"SignedHeaders=(\S+), Signature=([0-9a-f]{64})",
            asked.headers.get("authorization", ""),
        )
        if found is None:
            return "MissingAuthenticationTokenException"
        key_id, day, region, names, signature = found.groups()
        moment = datetime.strptime(asked.headers["x-amz-date"], "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
        if key_id != self.key_id or region != self.region:
            return "UnrecognizedClientException"
        if abs(moment - clock.now()) > timedelta(minutes=5) or f"{moment:%Y%m%d}" != day:
            return "ExpiredTokenException"
        if not {"host", "x-amz-date"} <= set(names.split(";")):
            return "InvalidSignatureException"
        lines = [f"{name}:{asked.headers[name].strip()}\n" for name in names.split(";")]
        canonical = f"{asked.method}\n{asked.path}\n\n{''.join(lines)}\n{names}\n{hashlib.sha256(asked.body).hexdigest()}"
        scope = f"{day}/{region}/ses/aws4_request"
        stamp = asked.headers["x-amz-date"]
        to_sign = f"AWS4-HMAC-SHA256\n{stamp}\n{scope}\n{hashlib.sha256(canonical.encode()).hexdigest()}"
        key = ("AWS4" + self.secret).encode()
        for part in (day, region, "ses", "aws4_request"):
            key = hmac.digest(key, part.encode(), "sha256")
        expected = hmac.digest(key, to_sign.encode(), "sha256").hex()
        return "" if hmac.compare_digest(expected, signature) else "SignatureDoesNotMatchException"
