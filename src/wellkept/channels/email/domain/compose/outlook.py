"""Thread-Index, by which Outlook and Exchange keep a conversation together (MS-OXOMSG 2.2.1.3)."""

from __future__ import annotations

import base64
import hashlib
import re
from datetime import UTC, datetime

_EPOCH = datetime(1601, 1, 1, tzinfo=UTC)
_PREFIXES = re.compile(
    r"\s*(?:re|aw|sv|vs|antw|odp|ynt|res|rv|r|fw|fwd|wg|tr|enc|回复|答复|回覆|答覆|转发)\s*(?:\[\d+\])?\s*[:：]",
    re.I,
)
_LONGEST = 22 + 5 * 100


def thread_index(parent: str, *, at: datetime, root: str) -> str:
    """The value for a mail sent at `at`: the parent's with one more child block, or a first one that every mail of
    the thread with the same `root` (its first Message-ID) shares."""
    known = _decoded(parent)
    if known is None:
        # Half a second of resolution is lost on purpose: the header block holds the upper 48 of 64 bits.
        first = _ticks(at) >> 16
        return _encoded(first.to_bytes(6, "big") + hashlib.sha256(root.encode()).digest()[:16])
    begun = int.from_bytes(known[:6], "big") << 16
    passed = max(_ticks(at) - begun, 0)
    if passed >> 49:
        block = 1 << 31 | (passed >> 23) & 0x7FFFFFFF
    else:
        block = (passed >> 18) & 0x7FFFFFFF
    chance = hashlib.sha256(f"{root}{at.isoformat()}".encode()).digest()[0]
    return _encoded(known + block.to_bytes(4, "big") + bytes([chance]))


def thread_topic(subject: str) -> str:
    """The subject without its "Re:" and their kin."""
    while found := _PREFIXES.match(subject):
        subject = subject[found.end() :]
    return subject.strip()


def _ticks(at: datetime) -> int:
    """FILETIME: steps of 100 nanoseconds since 1601."""
    passed = at.astimezone(UTC) - _EPOCH
    return (passed.days * 86_400 + passed.seconds) * 10_000_000 + passed.microseconds * 10


def _decoded(value: str) -> bytes | None:
    try:
        raw = base64.b64decode("".join(value.split()), validate=True)
    except ValueError:
        return None
    return raw if 22 <= len(raw) < _LONGEST and (len(raw) - 22) % 5 == 0 else None


def _encoded(raw: bytes) -> str:
    return base64.b64encode(raw).decode()
