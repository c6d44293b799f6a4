"""A mail as mail-in needs it: what the parser found, with who really writes and what kind of mail it is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings

from wellkept.customers.operations import normalise_address
from wellkept.kernel.text import one_line, storable

from . import sender
from .addresses import Addresses
from .domain import automatic, tokens
from .domain.bounce import COMPLAINT, DELAYED, HARD, SOFT, UNKNOWN, Bounce
from .domain.cards import mask_cards, mask_cards_in_html
from .domain.parse import ParsedMail, Part, parse
from .domain.threading import SenderCheck
from .domain.trim import trim
from .models import InboundMail
from .sender import Person
from .signing import signing_keys

MOST_PEOPLE = 200
BACKLOG = timedelta(days=1)
_SPAM_HEADERS = {
    "x-spam-flag": ("yes", "true"),
    "x-spam-status": ("yes",),
    "x-rspamd-action": ("add header", "reject"),
}
_OTHER_IDS = ("x-google-original-message-id", "x-original-message-id", "resent-message-id")


@dataclass(frozen=True, slots=True)
class Enclosure:
    """An attachment or an inline picture."""

    name: str
    content_type: str
    data: bytes
    sha256: str
    is_inline: bool
    content_id: str


@dataclass(frozen=True, slots=True)
class Report:
    """Mail about mail of ours. `kind` is "bounce", "read-receipt" or "complaint".

    `is_failure`: something went wrong. `is_returned`: the message did not arrive and nobody tries any more.
    `is_gone`: the address does not work, so trying again cannot help.
    """

    kind: str
    message_ids: list[str]
    recipients: list[str]
    detail: str
    is_failure: bool = False
    is_returned: bool = False
    is_gone: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    """What is needed beside the bytes: whose addresses are ours, our keys, whose sender checks we trust."""

    addresses: Addresses
    keys: tokens.Keys
    authserv_ids: tuple[str, ...]
    at: datetime

    @classmethod
    def now(cls, *, at: datetime, addresses: Addresses | None = None) -> Reading:
        """From the settings and, unless given, one query."""
        return cls(
            addresses=addresses or Addresses.read(),
            keys=signing_keys(),
            authserv_ids=tuple(settings.AUTHSERV_IDS),
            at=at,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """Texts are masked and storable; ids are without angle brackets; addresses are normalised."""

    message_id: str
    ids: list[str]  # every id it is known by
    answers: list[str]  # ids it answers, the nearest first
    claimed: Person  # From
    writer: Person  # whom an answer goes to; never ""
    contact: str  # the address of `writer`; "" when nobody could be answered
    sender: str  # the single clear From address; "" when there is none
    sender_check: SenderCheck
    to: list[Person]
    cc: list[Person]
    subject: str
    subject_tokens: list[tuple[str, int]]
    reply_tokens: list[str]
    text: str
    reply_text: str
    html: str
    enclosures: list[Enclosure]
    sent_at: datetime | None
    is_automatic: bool
    is_automatic_reply: bool
    is_list: bool
    is_spam: bool
    is_backlog: bool
    is_our_own_id: bool
    loop_marks: list[str]
    hops: int
    report: Report | None
    language: str = ""
    facts: dict[str, Any] = field(default_factory=dict)

    @property
    def is_forged(self) -> bool:
        """Whether the sender's own domain says that it did not send this."""
        return self.sender_check is SenderCheck.FAILED

    @property
    def may_be_answered_by_machine(self) -> bool:
        """RFC 3834, section 2, and SECURITY 1a: a person wrote just now, and the answer goes to who wrote."""
        return not (
            self.is_automatic or self.is_list or self.is_spam or self.is_backlog or self.is_forged
        ) and (self.sender != "" and self.sender == self.contact)


def stored_id(value: str) -> str:
    """How an id is stored and looked up: its first 255 characters."""
    return storable(value)[:255]


def read(raw: bytes, row: InboundMail, reading: Reading) -> Letter:
    """Reads the bytes of this delivery. The parser answers for any bytes; what this adds needs no query."""
    mail = parse(raw)
    who = sender.of(
        mail,
        addresses=reading.addresses,
        authserv_ids=reading.authserv_ids if row.is_from_own_server else (),
        envelope_from=row.envelope_from,
    )
    masked = _Masked()
    text = masked.text(mail.text)
    html = masked.html(mail.html or "")
    reply_text = masked.text(trim(mail.text, mail.html).reply)
    subject = masked.text(tokens.without_subject_tokens(mail.subject))
    kind = _kind(mail, row, who)
    is_backlog = row.via == "imap" and mail.date is not None and mail.date < row.received_at - BACKLOG
    answers = _answers(mail)
    facts = _facts(mail, who, kind=kind, is_spam=_is_spam(mail), masked=masked.count)
    return Letter(
        message_id=stored_id(mail.message_id),
        ids=_ids(mail),
        answers=answers,
        claimed=who.claimed,
        writer=who.writer,
        contact=who.contact,
        sender=who.address,
        sender_check=who.check,
        to=_people(mail.to),
        cc=_people(mail.cc),
        subject=subject,
        subject_tokens=list(tokens.claimed_in_subject(mail.subject)),
        reply_tokens=_reply_tokens(mail, row, reading.addresses),
        text=text,
        reply_text=reply_text,
        html=html,
        enclosures=[_enclosure(part) for part in mail.attachments],
        sent_at=mail.date,
        is_automatic=kind
        in (automatic.OUT_OF_OFFICE, automatic.AUTO_REPLIED, automatic.AUTO_GENERATED, automatic.BULK),
        is_automatic_reply=kind in (automatic.OUT_OF_OFFICE, automatic.AUTO_REPLIED),
        is_list=kind in (automatic.LIST, automatic.BULK),
        is_spam=_is_spam(mail),
        is_backlog=is_backlog,
        is_our_own_id=tokens.read_message_id(reading.keys, mail.message_id, at=reading.at) is not None,
        loop_marks=[mark.strip(" <>") for mark in mail.loop_marks],
        hops=mail.received_count,
        report=_report(mail, answers),
        facts=facts,
    )


class _Masked:
    """Masks card numbers and counts them once, in the whole text."""

    def __init__(self) -> None:
        self.count = 0

    def text(self, text: str) -> str:
        masked, count = mask_cards(text)
        self.count = max(self.count, count)
        return masked

    def html(self, html: str) -> str:
        masked, count = mask_cards_in_html(html)
        self.count = max(self.count, count)
        return masked


def _kind(mail: ParsedMail, row: InboundMail, who: sender.Sender) -> str:
    """What the parser says; but a shop's form that writes as no-reply, with a person's Reply-To, is that person."""
    kind = mail.auto_submitted
    if kind == "" and row.envelope_from == "" and row.via in ("smtp", "lmtp"):
        return (
            automatic.AUTO_GENERATED
        )  # RFC 5321, 4.5.5: the null sender is for mail that must not be answered
    names = {name.lower() for name, _ in mail.headers}
    is_form = who.contact not in ("", who.address) and not names & {
        "auto-submitted",
        "x-auto-response-suppress",
    }
    return "" if kind == automatic.AUTO_GENERATED and is_form and mail.return_path != "" else kind


def _is_spam(mail: ParsedMail) -> bool:
    return any(
        value.strip().lower().startswith(_SPAM_HEADERS[name.lower()])
        for name, value in mail.headers
        if name.lower() in _SPAM_HEADERS
    )


def _ids(mail: ParsedMail) -> list[str]:
    others = [value.strip(" <>") for name, value in mail.headers if name.lower() in _OTHER_IDS]
    ids = (stored_id(value) for value in [mail.message_id, *others[:3]] if value)
    return list(dict.fromkeys(filter(None, ids)))


def _answers(mail: ParsedMail) -> list[str]:
    """In-Reply-To, then References from the last to the first: every one of them, the nearest first."""
    named = [mail.in_reply_to, *reversed(mail.references)]
    return list(dict.fromkeys(stored_id(value) for value in named if value))


def _people(found: Iterable[Any]) -> list[Person]:
    people = (Person(name=storable(one.name), address=normalise_address(one.address)) for one in found)
    return [person for person, _ in zip(filter(_has_address, people), range(MOST_PEOPLE), strict=False)]


def _has_address(person: Person) -> bool:
    return "@" in person.address


def _reply_tokens(mail: ParsedMail, row: InboundMail, addresses: Addresses) -> list[str]:
    """What stands behind the plus of our own addresses, in the envelope and, for fetched mail, in the headers."""
    named = [*row.envelope_to, *mail.delivered_to, *(one.address for one in [*mail.to, *mail.cc])]
    found = []
    for address in named[:MOST_PEOPLE]:
        local, _, _ = address.rpartition("@")
        _, plus, tag = local.partition("+")
        if plus and tag and addresses.is_own(address):
            found.append(tag)
    return list(dict.fromkeys(found))[:5]


def _enclosure(part: Part) -> Enclosure:
    return Enclosure(
        name=storable(part.name),
        content_type=part.type,
        data=part.data,
        sha256=part.sha256,
        is_inline=part.is_inline,
        content_id=storable(part.content_id),
    )


def _report(mail: ParsedMail, answers: list[str]) -> Report | None:
    """A bounce, a complaint, or a read receipt (RFC 8098), which the parser leaves to us."""
    if mail.bounce is not None:
        return _bounce(mail.bounce, answers)
    kind = next((value.lower() for name, value in mail.headers if name.lower() == "content-type"), "")
    if kind.startswith("multipart/report") and "disposition-notification" in kind:
        return Report("read-receipt", answers, [], "Their mail program says that it was shown.")
    return None


def _bounce(bounce: Bounce, answers: list[str]) -> Report:
    said = " ".join(filter(None, [bounce.status, bounce.diagnostic])) or f"The report says: {bounce.kind}."
    if bounce.kind == COMPLAINT:
        said = "reported as spam"
    about = ", ".join(bounce.recipients[:5])
    return Report(
        kind="complaint" if bounce.kind == COMPLAINT else "bounce",
        message_ids=[stored_id(value) for value in [bounce.original_message_id, *answers] if value],
        recipients=list(bounce.recipients),
        detail=one_line(storable(f"{about}: {said}" if about else said), limit=450),
        is_failure=bounce.kind in (HARD, SOFT, DELAYED, UNKNOWN, COMPLAINT),
        is_returned=bounce.kind in (HARD, SOFT, UNKNOWN),
        is_gone=bounce.kind == HARD,
    )


def _facts(mail: ParsedMail, who: sender.Sender, *, kind: str, is_spam: bool, masked: int) -> dict[str, Any]:
    """What agents are shown beside the message. Plain values, small, and only what is worth saying."""
    found: dict[str, Any] = {"sender_check": who.check.value, "auth": who.results}
    more = {
        "thread_index": next(
            (value[:200] for name, value in mail.headers if name.lower() == "thread-index"), ""
        ),
        "automatic": kind,
        "list": storable(mail.list_id)[:200],
        "spam": is_spam,
        "masked_cards": masked,
        "problems": list(mail.problems)[:20],
        "from": who.claimed.as_dict() if who.contact != who.claimed.address else None,
        "reply_to": [person.as_dict() for person in who.other_reply_to],
        "unclear_sender": who.address == "",
    }
    return found | {name: value for name, value in more.items() if value}
