"""Reports on mail of ours: which recipient, which message, and whether trying again can help (RFC 3464, 5965)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from . import headers
from .addresses import Address, lower
from .headers import Headers

HARD = "hard"
SOFT = "soft"
DELAYED = "delayed"
DELIVERED = "delivered"
COMPLAINT = "complaint"
UNKNOWN = "unknown"

MOST_BYTES = 256 * 1024
MOST_RECIPIENTS = 100


@dataclass(frozen=True, slots=True)
class Bounce:
    """A report on the delivery of one message.

    `kind`: "hard" (the address does not work), "soft" (full, blocked, too busy: may work another day), "delayed"
    (their server still tries), "delivered" (a success report), "complaint" (somebody pressed "spam"), or "unknown"
    (it came back and does not say why).
    """

    kind: str
    recipients: tuple[str, ...] = ()  # whose mail it was, as the report spells them
    status: str = ""  # enhanced status code, "5.1.1"; "" when none is given
    diagnostic: str = ""  # what their server said, one line
    original_message_id: str = ""  # of our message, without angle brackets
    reporting_mta: str = ""
    action: str = ""

    @property
    def recipient(self) -> str:
        """The first of the recipients, "" when the report names none."""
        return self.recipients[0] if self.recipients else ""


@dataclass(slots=True)
class Report:
    """What the structure of a mail holds of a report."""

    kind: str = ""  # report-type of a multipart/report
    status: list[bytes] = field(default_factory=list)  # message/delivery-status
    feedback: list[bytes] = field(default_factory=list)  # message/feedback-report
    returned: bytes = b""  # the start of the message that came back, or of its header


_STATUS = re.compile(r"(?<![\d.])([245])\.(\d{1,3})\.(\d{1,3})(?![\d.]*\d)")
_REPLY = re.compile(r"(?<![\d.])([45])(\d\d)(?=[ -])")
_FIELDS = re.compile(r"^(?:final-recipient|original-recipient|reporting-mta)[ \t]*:", re.I | re.M)
_DAEMON = re.compile(
    r"(?:mailer-daemon|postmaster|mail-?daemon|mdaemon|mailerdaemon|bounce[^@]*|majordomo)(?:@|\Z)", re.I
)
_SUBJECT = re.compile(
    r"undeliver|undelivered|returned mail|return(?:ed)? to sender|delivery (?:status notification|failure|has failed"
    r"|notification|problem|report|error|delayed|incomplete)|mail (?:delivery (?:failed|failure|system|error|problem)"
    r"|system error|could not be delivered|not delivered)|failure (?:notice|delivery)|message (?:delivery|undeliverable"
    r"|not delivered)|could not (?:be delivered|deliver)|delivery to .{1,80} failed|non[- ]?remis|unzustellbar"
    r"|nicht zugestellt|zustellung|non recapit|no se (?:ha podido|pudo) entregar|niet bezorgd|nie dostarczon"
    r"|недостав|не доставлен|配信|退信|未送達|送達|系统退信|\bwarning: (?:message|could not)",
    re.I,
)
_RETURNED_ID = re.compile(r"^[ \t>]*message-id:\s*<([^<>\s]{1,900})>", re.I | re.M)
_FAILED = re.compile(
    r"(?:^|\n)[ \t]*(?:<([^<>\s@]{1,64}@[^<>\s@]{1,255})>(?:[ \t]*:|[ \t]*\(|[ \t]*\r?$|\.)"
    r"|(?:to|final-recipient|original-recipient|recipient(?: address)?|rfc822|e-?mail address|failed recipient)"
    r"[ \t]*[:;][ \t]*(?:rfc822[ \t]*;)?[ \t]*<?([^<>\s@;,]{1,64}@[^<>\s@;,]{1,255}?)>?[ \t.,]*(?=\r?\n|\Z)"
    r"|([^<>\s@:;,\"'()]{1,64}@[^<>\s@:;,\"'()]{1,255})[ \t]*:?[ \t]*(?=\r?\n|\Z))",
    re.I | re.M,
)
_DELAY = re.compile(
    r"delay|warning|will (?:keep|continue|be) (?:trying|to try|retried)|not yet been delivered|retry", re.I
)
_GONE = re.compile(
    r"user unknown|unknown user|no such (?:user|mailbox|recipient|person|address)|does not exist|doesn.t (?:exist|have)"
    r"|mailbox (?:unavailable|not found|disabled)|invalid (?:recipient|address|mailbox)|recipient (?:not found|unknown)"
    r"|address (?:rejected|not found|unknown|couldn.t be found)|unrouteable"
    r"|host (?:unknown|not found)|unknown (?:host|domain|recipient)"
    r"|account (?:is )?(?:disabled|inactive|closed)|not (?:a valid|listed)|isn.t (?:a valid|listed)|wasn.t found",
    re.I,
)
_LATER = re.compile(
    r"quota|mailbox (?:is )?full|over ?quota|full mailbox|insufficient (?:system )?storage|too (?:large|big|many hops)"
    r"|size limit|temporar|try again|timed? ?out|spam|blacklist|blocklist|block list|blocked|reputation|greylist"
    r"|rate limit|connection refused|too busy|banned|virus",
    re.I,
)


def read(
    fields: Headers,
    report: Report,
    *,
    subject: str,
    sender: Address | None,
    return_path: str | None,
    text: str,
) -> Bounce | None:
    """The report this mail is, or None when it is none. Plain-text bounces count when a mail system sent them."""
    if report.feedback:
        return _complaint(report)
    if report.status:
        found = _from_status(report, text)
        if found:
            return found
    elif _FIELDS.search(text, 0, MOST_BYTES):  # a report whose MIME was lost on the way
        found = _from_status(Report(report.kind, [_fields_in(text)], returned=report.returned), text)
        if found and (return_path == "" or _is_daemon(sender) or report.kind):
            return found
    failed = [lower(one) for one in _addresses(fields.all("x-failed-recipients"))]
    is_system = return_path == "" or _is_daemon(sender)
    if report.kind == "delivery-status" or failed or (is_system and _SUBJECT.search(subject[:500])):
        return _from_text(report, failed, text[:MOST_BYTES], subject)
    return None


def _is_daemon(sender: Address | None) -> bool:
    return sender is not None and bool(_DAEMON.match(sender.key or sender.name.lower().replace(" ", "-")))


def _addresses(values: list[bytes]) -> list[str]:
    found = [part.strip(" <>") for value in values for part in headers.plain(value).split(",")]
    return [one for one in found if "@" in one][:MOST_RECIPIENTS]


def _blocks(data: bytes) -> Iterator[Headers]:
    position = 0
    data = data[:MOST_BYTES]
    while position < len(data):
        block, after, _ = headers.read(data, position)
        if block.fields:
            yield block
        elif after <= position:
            line = data.find(b"\n", position)
            after = len(data) if line < 0 else line + 1
        position = after


def _fields_in(text: str) -> bytes:
    """The paragraphs of a text that are fields of a report."""
    paragraphs = text[:MOST_BYTES].split("\n\n")
    return "\n\n".join(one for one in paragraphs if _FIELDS.search(one)).encode("utf-8", "replace")


def _typed(value: bytes) -> str:
    """What follows `rfc822;` or `dns;` in a field of a report."""
    kind, semicolon, rest = headers.clean(headers.plain(value)).partition(";")
    return (rest if semicolon else kind).strip().strip("<>").strip()[:320]


def _from_status(report: Report, text: str) -> Bounce | None:
    recipients: list[str] = []
    action = status = diagnostic = mta = ""
    for block in (block for data in report.status for block in _blocks(data)):
        mta = mta or _typed(block.first("reporting-mta"))
        who = next(
            (
                one
                for one in (_typed(block.first(n)) for n in ("original-recipient", "final-recipient"))
                if "@" in one
            ),
            "",
        )
        done = block.text("action").lower().split(" ")[0].strip(";,")
        if not (who or done):
            continue
        # Failed recipients speak for the report; those it was delivered to do not.
        rank = _RANK.get(done, 1)
        if rank > _RANK.get(action, 0):
            recipients, action = [], done
            diagnostic = _typed(block.first("diagnostic-code"))
            code = _STATUS.search(block.text("status"))
            status = code[0] if code else _code(diagnostic)
        if who and who not in recipients and rank >= _RANK.get(action, 0):
            recipients.append(who)
    if not action and not recipients and not status:
        return None
    return Bounce(
        kind=_kind(action, status, diagnostic),
        recipients=tuple(recipients[:MOST_RECIPIENTS]),
        status=status,
        diagnostic=diagnostic[:500],
        original_message_id=_original_id(report, text),
        reporting_mta=mta,
        action=action,
    )


_RANK = {"": 0, "delivered": 1, "relayed": 1, "expanded": 1, "delayed": 2, "failed": 3, "failure": 3}


def _kind(action: str, status: str, diagnostic: str) -> str:
    if action in ("delivered", "relayed", "expanded"):
        return DELIVERED
    if action == "delayed":
        return DELAYED
    if status.startswith("2"):
        return DELIVERED
    # "Mailbox full", "too large" and "looks like spam" come with 5.x.x and say nothing about the address.
    if status.startswith("4") or status in ("5.2.2", "5.2.3", "5.3.4", "5.4.6"):
        return SOFT
    if _GONE.search(diagnostic):
        return HARD
    if _LATER.search(diagnostic):
        return SOFT
    return HARD if status.startswith("5") or action.startswith("fail") else UNKNOWN


def _code(text: str) -> str:
    """The enhanced status code in a server's answer, or one made of its three digits; "" without either."""
    enhanced = _STATUS.search(text)
    if enhanced:
        return enhanced[0]
    reply = _REPLY.search(text)
    return f"{reply[1]}.0.0" if reply else ""


def _from_text(report: Report, failed: list[str], text: str, subject: str) -> Bounce:
    """A report that only people were meant to read: qmail, Exim, old Exchange, Lotus and their like."""
    said = _before_returned(text)
    if not failed:
        failed = list(
            dict.fromkeys(next(g for g in groups if g) for groups in _FAILED.findall(said[:20_000]))
        )
        own = {lower(one) for one in _returned_senders(report)}
        failed = [one for one in failed if lower(one) not in own] or failed
    status = _code(said[:20_000])
    action = "failed"
    if _DELAY.search(subject[:500]):
        kind, action = DELAYED, "delayed"
    elif status or _GONE.search(said) or _LATER.search(said):
        gone = _GONE.search(said)
        kind = _kind("failed", status, gone[0] if gone else said[:5_000])
    else:
        kind = UNKNOWN
    return Bounce(
        kind=kind,
        recipients=tuple(failed[:MOST_RECIPIENTS]),
        status=status,
        diagnostic=_diagnostic(said),
        original_message_id=_original_id(report, text),
        action=action,
    )


_RETURNED = re.compile(
    r"^[ \t]*-{2,}.{0,40}(?:copy of|original message|returned message|message header|undelivered|below this line)",
    re.I | re.M,
)


def _before_returned(text: str) -> str:
    found = _RETURNED.search(text)
    return text[: found.start()] if found else text


def _returned_senders(report: Report) -> list[str]:
    block, _, _ = headers.read(report.returned, 0, top=True)
    return [_typed(value) for value in block.all("from") + block.all("return-path")]


def _diagnostic(text: str) -> str:
    for line in text[:20_000].split("\n"):
        if _STATUS.search(line) or _REPLY.search(line):
            return headers.clean(line)[:500]
    found = _GONE.search(text) or _LATER.search(text)
    return headers.clean(found[0])[:500] if found else ""


def _original_id(report: Report, text: str) -> str:
    if report.returned:
        block, _, _ = headers.read(report.returned, 0, top=True)
        ids = headers.message_ids(block.first("message-id"))
        if ids:
            return ids[0]
    found = _RETURNED_ID.search(text[:MOST_BYTES])
    return found[1] if found else ""


def _complaint(report: Report) -> Bounce:
    recipients: list[str] = []
    mta = ""
    for data in report.feedback:
        for block in _blocks(data):
            mta = mta or _typed(block.first("reporting-mta"))
            for value in (*block.all("original-rcpt-to"), *block.all("removal-recipient")):
                one = _typed(value)
                if "@" in one and one not in recipients:
                    recipients.append(one)
    return Bounce(
        kind=COMPLAINT,
        recipients=tuple(recipients[:MOST_RECIPIENTS]),
        original_message_id=_original_id(report, ""),
        reporting_mta=mta,
        action=COMPLAINT,
    )
