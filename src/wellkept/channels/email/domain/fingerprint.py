"""When are two deliveries the same mail? The answer must survive another route and must not lose another mail."""

from __future__ import annotations

import hashlib
import re

# What the writer's own program set. Trace headers (Received, Delivered-To, DKIM, …) differ from route to route.
SAID_BY_THE_WRITER = (
    b"from",
    b"sender",
    b"message-id",
    b"date",
    b"subject",
    b"to",
    b"cc",
    b"in-reply-to",
    b"content-type",
    b"content-transfer-encoding",
)
MOST_HEADER_BYTES = 256 * 1024

_FOLD = re.compile(rb"\n[ \t]+")
_SPACES = re.compile(rb"\s+")


def fingerprint(raw: bytes) -> str:
    """SHA-256, hexadecimal, of what makes this mail itself: sender, Message-ID, other own headers, and the body.

    Equal for the same mail fetched by IMAP, retried over SMTP, or piped with other line ends. A known Message-ID
    with other words is another mail: whoever learns an id must not be able to make us drop what carries it.
    Without a Message-ID every byte counts.
    """
    plain = raw.replace(b"\r\n", b"\n").rstrip(b"\n")
    head, _, body = plain.partition(b"\n\n")
    said = _said(head[:MOST_HEADER_BYTES])
    if not said.get(b"message-id"):
        return hashlib.sha256(plain).hexdigest()
    digest = hashlib.sha256()
    for name in SAID_BY_THE_WRITER:
        digest.update(name + b":" + said.get(name, b"") + b"\n")
    digest.update(b"\n")
    digest.update(body)
    return digest.hexdigest()


def _said(head: bytes) -> dict[bytes, bytes]:
    """The first header of each of these names, on one line."""
    found: dict[bytes, bytes] = {}
    for line in _FOLD.sub(b" ", head).split(b"\n"):
        name, colon, value = line.partition(b":")
        name = name.strip().lower()
        if colon and name in SAID_BY_THE_WRITER and name not in found:
            found[name] = _SPACES.sub(b" ", value).strip()
    return found
