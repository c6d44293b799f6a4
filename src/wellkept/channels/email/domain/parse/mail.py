"""What a mail is, once parsed: the contract between the parser and everybody who reads mail."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from wellkept.channels.email.domain.addresses import Address
from wellkept.channels.email.domain.bounce import Bounce


@dataclass(frozen=True, slots=True)
class Part:
    """An attachment, or a picture inside the text."""

    name: str  # for people: never empty, never a path
    type: str  # what the sender claims, lower case; never to be served from our origin
    size: int  # bytes, decoded
    sha256: str  # of the decoded bytes, hexadecimal
    is_inline: bool  # the HTML shows it by its Content-ID, so a list of attachments need not
    content_id: str  # without angle brackets, "" when it has none
    data: bytes


@dataclass(frozen=True, slots=True)
class ParsedMail:
    """A mail as read from any bytes whatever. Every text is free of NUL and lone surrogates, every header one line."""

    from_: Address | None
    sender: Address | None
    reply_to: tuple[Address, ...]
    to: tuple[Address, ...]
    cc: tuple[Address, ...]
    bcc: tuple[Address, ...]
    subject: str
    date: datetime | None  # aware; None when absent or no date
    message_id: str  # ids are without angle brackets; "" when absent
    in_reply_to: str
    references: tuple[str, ...]  # of References, then of In-Reply-To, in order, each once
    text: str  # the text to read: of text parts, else of the HTML, else of an invitation
    html: str | None  # as sent: must be cleaned before anyone sees it; None when the mail has none
    attachments: tuple[Part, ...]
    headers: tuple[tuple[str, str], ...]  # decoded, top first, capped
    auto_submitted: str  # "" for people; else a kind of `automatic.KINDS`
    bounce: Bounce | None
    problems: tuple[str, ...]  # codes of `problems.SENTENCES`, each once
    return_path: str | None  # "" for <>, None when no such header
    list_id: str
    delivered_to: tuple[str, ...]  # addresses in Delivered-To, X-Original-To and their like, top first
    received_count: int
    loop_marks: tuple[str, ...]  # values of X-Loop
