"""Signs a request to Amazon Web Services (Signature Version 4, "Create a signed AWS API request")."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from datetime import UTC, datetime

ALGORITHM = "AWS4-HMAC-SHA256"


def signed_headers(
    *,
    method: str,
    host: str,
    path: str,
    headers: Mapping[str, str],
    body: bytes,
    region: str,
    service: str,
    key_id: str,
    secret: str,
    at: datetime,
) -> dict[str, str]:
    """The headers to send: those given, the moment, and the signature over all of them and `host`.

    `path` is plain: letters, digits, "/" and "-" only, so that it needs no encoding, and has no query. The signature
    holds for five minutes around `at`.
    """
    moment = at.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
    scope = f"{moment[:8]}/{region}/{service}/aws4_request"
    sent = {**headers, "X-Amz-Date": moment}
    covered = sorted(
        (name.lower(), " ".join(value.split())) for name, value in {**sent, "Host": host}.items()
    )
    names = ";".join(name for name, _ in covered)
    lines = "".join(f"{name}:{value}\n" for name, value in covered)
    request = "\n".join([method, path, "", lines, names, hashlib.sha256(body).hexdigest()])
    text = "\n".join([ALGORITHM, moment, scope, hashlib.sha256(request.encode()).hexdigest()])
    key = f"AWS4{secret}".encode()
    for part in scope.split("/"):
        key = _keyed(key, part)
    signature = _keyed(key, text).hex()
    sent["Authorization"] = (
        f"{ALGORITHM} Credential={key_id}/{scope}, SignedHeaders={names}, Signature={signature}"
    )
    return sent


def _keyed(key: bytes, text: str) -> bytes:
    return hmac.new(key, text.encode(), hashlib.sha256).digest()
