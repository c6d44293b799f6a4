"""A parsed mail as the JSON line of `wellkept mail parse`."""

from __future__ import annotations

import re
from typing import Any

from wellkept.channels.email.domain.addresses import Address
from wellkept.channels.email.domain.bounce import Bounce

from .mail import ParsedMail

_SURROGATE = re.compile("[\ud800-\udfff]")


def to_json(parsed: ParsedMail) -> dict[str, Any]:
    """Plain values that any JSON writer takes. Addresses are as we compare them (ASCII letters in lower case), ids
    carry their angle brackets, times are ISO 8601 with the sender's offset, what is absent is null."""
    from wellkept.channels.email.domain.trim import trim  # the parser itself can do without

    try:
        reply = trim(parsed.text, parsed.html).reply
    except Exception:  # the whole text is the safe answer: nothing of it may be lost
        reply = parsed.text
    return {
        "from": _address(parsed.from_) if parsed.from_ else None,
        "to": [_address(one) for one in parsed.to],
        "cc": [_address(one) for one in parsed.cc],
        "reply_to": [_address(one) for one in parsed.reply_to],
        "subject": _safe(parsed.subject),
        "date": parsed.date.isoformat() if parsed.date else None,
        "message_id": _bracketed(parsed.message_id),
        "in_reply_to": _bracketed(parsed.in_reply_to),
        "references": [_bracketed(one) for one in parsed.references],
        "text": _safe(parsed.text),
        "html": _safe(parsed.html) if parsed.html is not None else None,
        "reply_text": _safe(reply),
        "attachments": [
            {
                "name": _safe(one.name),
                "type": _safe(one.type),
                "size": one.size,
                "sha256": one.sha256,
                "inline": one.is_inline,
            }
            for one in parsed.attachments
        ],
        "auto_submitted": parsed.auto_submitted,
        "bounce": _bounce(parsed.bounce) if parsed.bounce else None,
        "problems": list(parsed.problems),
    }


def _address(one: Address) -> dict[str, str]:
    return {"name": _safe(one.name), "address": _safe(one.key)}


def _bracketed(message_id: str) -> str | None:
    return f"<{_safe(message_id)}>" if message_id else None


def _bounce(report: Bounce) -> dict[str, Any]:
    return {
        "kind": report.kind,
        "recipient": _safe(report.recipient) or None,
        "recipients": [_safe(one) for one in report.recipients],
        "status": report.status or None,
        "action": report.action or None,
        "diagnostic": _safe(report.diagnostic) or None,
        "original_message_id": _bracketed(report.original_message_id),
        "reporting_mta": _safe(report.reporting_mta) or None,
    }


def _safe(text: str) -> str:
    return text if text.isascii() else _SURROGATE.sub("\ufffd", text)
