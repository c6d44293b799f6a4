"""`wellkept doctor`: proves what must always hold, one sentence a check."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator
from datetime import timedelta

from django.core.files.storage import default_storage
from django.db import connection
from django.db.models import Count, Exists, F, Max, OuterRef, Q

from wellkept.channels.email.models import InboundMail, RawSource
from wellkept.conversations.models import Attachment, Conversation, Delivery, Direction, Message, Participant
from wellkept.kernel import clock
from wellkept.kernel.models import LoggedEvent, Task
from wellkept.promises.queries import uncovered

SHOWN = 5
Check = Callable[[], Iterator[str]]


def run(options: argparse.Namespace) -> int:
    """0 when all is well, 1 when something is not; prints each check and the first offenders."""
    failed = 0
    for sentence, check in CHECKS:
        problems = []
        total = 0
        for problem in check():
            total += 1
            if total <= SHOWN:
                problems.append(problem)
        print(f"{'ok  ' if not total else 'BAD '} {sentence}")
        for problem in problems:
            print(f"       {problem}")
        if total > SHOWN:
            print(f"       and {total - SHOWN} more")
        failed += bool(total)
    print("Everything holds." if not failed else f"{failed} of {len(CHECKS)} checks failed.")
    return 1 if failed else 0


def database_is_whole() -> Iterator[str]:
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        for (line,) in cursor.execute("PRAGMA quick_check(20)").fetchall():
            if line != "ok":
                yield str(line)
        for table, rowid, parent, _ in cursor.execute("PRAGMA foreign_key_check").fetchall():
            yield f"{table} row {rowid} points to a {parent} that is not there"


def search_is_true() -> Iterator[str]:
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        try:
            cursor.execute(
                "INSERT INTO conversations_search(conversations_search) VALUES ('integrity-check')"
            )
        except Exception as error:  # SQLite reports a damaged index as one of several errors
            yield f"the search index differs from the messages ({error})"


def nothing_is_orphaned() -> Iterator[str]:
    for one in uncovered().only("id", "status").iterator():
        yield f"conversation {one.pk} is {one.status} and nothing is owed in it: no owner, next step and time"


def mail_is_kept() -> Iterator[str]:
    for raw in RawSource.objects.exclude(storage_key="").only("id", "storage_key").iterator():
        if not default_storage.exists(raw.storage_key):
            yield f"raw source {raw.pk} is not in the file store"


def mail_is_processed() -> Iterator[str]:
    late = clock.now() - timedelta(minutes=10)
    waiting = InboundMail.objects.filter(state=InboundMail.State.RECEIVED, received_at__lt=late)
    for mail in waiting.only("id", "received_at").iterator():
        yield f"inbound mail {mail.pk} has waited since {mail.received_at:%Y-%m-%d %H:%M} UTC"


def files_are_there() -> Iterator[str]:
    for file in Attachment.objects.only("id", "storage_key", "size").iterator():
        if not default_storage.exists(file.storage_key):
            yield f"attachment {file.pk} is not in the file store"
        elif default_storage.size(file.storage_key) != file.size:
            yield f"attachment {file.pk} has another size in the file store"


def list_lines_are_true() -> Iterator[str]:
    rows = (
        Conversation.objects.annotate(
            counted=Count("messages"),
            newest=Max("messages__id"),
            newest_in=Max("messages__id", filter=Q(messages__direction=Direction.IN)),
        )
        .exclude(Q(counted=F("message_count")) & (Q(newest=F("last_message_id")) | Q(newest__isnull=True)))
        .values_list("id", "counted", "message_count")
    )
    for number, counted, said in rows.iterator():
        yield f"conversation {number} says {said} messages and holds {counted}"


def conversations_can_be_answered() -> Iterator[str]:
    customer = Participant.objects.filter(conversation=OuterRef("pk"), role=Participant.Role.CUSTOMER)
    for number in Conversation.objects.filter(~Exists(customer)).values_list("id", flat=True).iterator():
        yield f"conversation {number} has nobody to answer to"


def outgoing_have_a_delivery() -> Iterator[str]:
    delivery = Delivery.objects.filter(message=OuterRef("pk"))
    lost = Message.objects.filter(direction=Direction.OUT).filter(~Exists(delivery))
    for number in lost.values_list("id", flat=True).iterator():
        yield f"message {number} was written to a customer and is not in the outbox"


def nothing_is_stuck() -> Iterator[str]:
    late = clock.now() - timedelta(minutes=30)
    for delivery in Delivery.objects.filter(state="sending", lease_until__lt=late).only("id"):
        yield f"delivery {delivery.pk} is held by a worker that is gone"
    for task in Task.objects.filter(state="running", lease_until__lt=late).only("id", "name"):
        yield f"task {task.pk} ({task.name}) is held by a worker that is gone"


def conversations_have_history() -> Iterator[str]:
    opened = LoggedEvent.objects.filter(conversation_id=OuterRef("pk"), kind="conversation.opened")
    for number in Conversation.objects.filter(~Exists(opened)).values_list("id", flat=True).iterator():
        yield f"conversation {number} was never said to be opened in the event log"


CHECKS: list[tuple[str, Check]] = [
    ("The database is whole and every link leads somewhere.", database_is_whole),
    ("Search finds what the messages say.", search_is_true),
    ("Every mail is kept as it came.", mail_is_kept),
    ("No mail waits to be processed.", mail_is_processed),
    ("Every attachment is in the file store.", files_are_there),
    ("Lists show what the conversations hold.", list_lines_are_true),
    ("Every conversation has someone to answer to.", conversations_can_be_answered),
    ("Every open conversation has an owner, a next step and a time.", nothing_is_orphaned),
    ("Everything written to customers is in the outbox.", outgoing_have_a_delivery),
    ("No work is held by a worker that is gone.", nothing_is_stuck),
    ("The event log knows every conversation.", conversations_have_history),
]
