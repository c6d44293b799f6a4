"""How a webhook's caller proves who it is. Compared in constant time; nothing set never equals nothing sent."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from datetime import datetime

from wellkept.kernel.ids import digest

# What Stripe's libraries take as default; Mailgun's own advice is "not too far from the current time".
FRESH_SECONDS = 300


def is_secret(given: str, stored_hash: str) -> bool:
    """Whether the given secret is the one whose hash is stored; False when none is stored."""
    if not stored_hash or not given or len(given) > 200:
        return False
    return hmac.compare_digest(digest(given), stored_hash)


def is_signed_by_mailgun(fields: Mapping[str, bytes], *, key: str, at: datetime) -> bool:
    """HMAC-SHA256 of timestamp and token under the signing key (Mailgun, "Securing webhooks").

    The signature does not cover the mail. Who replays it within five minutes could post another one, so the
    address is worth keeping behind TLS; the same mail again is recognised by its content.
    """
    timestamp = fields.get("timestamp", b"")
    token = fields.get("token", b"")
    signature = fields.get("signature", b"").decode("ascii", "replace").lower()
    if not key or not token or not timestamp.isdigit() or len(timestamp) > 12 or len(token) > 200:
        return False
    if abs(at.timestamp() - int(timestamp)) > FRESH_SECONDS:
        return False
    expected = hmac.new(key.encode(), timestamp + token, hashlib.sha256).hexdigest()
    return hmac.compare_digest(expected.encode(), signature.encode())
