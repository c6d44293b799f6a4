"""One mail, from its bytes to what became of it."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction

from wellkept.channels.email.addresses import Account
from wellkept.channels.email.events import MailSuspended
from wellkept.channels.email.letter import Letter, read
from wellkept.channels.email.models import InboundMail
from wellkept.channels.email.operations import read_raw
from wellkept.kernel.actors import SYSTEM
from wellkept.kernel.events import publish
from wellkept.kernel.text import one_line

from . import lookups, matching, reports, screening, writing
from .ending import DoneByAnother, end
from .ground import Ground
from .screening import Reason, Suspended

State = InboundMail.State
# So long an answer waits for what it answers, when that came a moment earlier and another worker has it.
PATIENCE = timedelta(minutes=1)


class AnswersWhatWaits(Exception):
    """What it answers may be in a mail that is not processed yet. Nothing was written; try again soon."""


def process(row: InboundMail, ground: Ground) -> None:
    """Makes it a message, a report on one of ours, or suspends it. Raises what goes wrong; then nothing was written.

    AnswersWhatWaits says that its turn has not come yet.

    Reading and looking up happen before the transaction, so that the database is locked for writing only while the
    message is written.
    """
    letter = read(read_raw(row.raw), row, ground.reading)
    try:
        _process(row, letter, ground)
    except DoneByAnother:
        pass  # the lease had run out while we read; the other worker's message stands, ours was never committed


def _process(row: InboundMail, letter: Letter, ground: Ground) -> None:
    if letter.report is not None:
        _take_report(row, letter)
        return
    account = _account(row, ground)
    trouble = _screen(row, letter, account, ground)
    if trouble is not None:
        _suspend(row, letter, account, trouble)
        return
    assert account is not None  # else _screen or release would have said so
    found = matching.find(letter, ground, inbox_id=account.inbox_id)
    if letter.answers and found.match.conversation_id is None and _may_come_yet(row, ground):
        raise AnswersWhatWaits
    if letter.is_automatic_reply and not found.match.joins and not row.decided_at:
        _suspend(row, letter, account, Suspended(Reason.AUTOMATIC_REPLY))
        return
    try:
        writing.write(row, letter, found, account, ground)
    except writing.HeldBack as held:
        _suspend(row, letter, account, held.why)


def _may_come_yet(row: InboundMail, ground: Ground) -> bool:
    fresh = row.received_at > ground.at - PATIENCE
    return fresh and lookups.waits_before(row.pk, since=row.received_at - PATIENCE)


def _account(row: InboundMail, ground: Ground) -> Account | None:
    return next(filter(None, map(ground.addresses.find, row.envelope_to)), None)


def _screen(row: InboundMail, letter: Letter, account: Account | None, ground: Ground) -> Suspended | None:
    if account is None:
        return Suspended(Reason.UNKNOWN_RECIPIENT, ", ".join(row.envelope_to))
    if row.decided_at is not None:  # a person said that it shall pass
        return None
    return screening.by_its_looks(letter, ground) or screening.by_its_sender(
        letter, ground, received_at=row.received_at
    )


def _take_report(row: InboundMail, letter: Letter) -> None:
    assert letter.report is not None
    with transaction.atomic():
        message, detail = reports.record(letter.report, at=row.received_at)
        end(
            row,
            letter,
            state=State.PROCESSED,
            reason=letter.report.kind,
            detail=detail,
            message_id=message.pk if message else None,
        )


def _suspend(row: InboundMail, letter: Letter, account: Account | None, trouble: Suspended) -> None:
    detail = one_line(trouble.detail, limit=500)
    with transaction.atomic():
        end(row, letter, state=State.SUSPENDED, reason=trouble.reason.value, detail=detail)
        event = MailSuspended(
            inbound_id=row.pk, inbox_id=account.inbox_id if account else None, reason=trouble.reason.value
        )
        publish(event, by=SYSTEM, at=row.received_at)
