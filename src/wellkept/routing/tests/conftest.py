"""A desk with a past: lines of the event log, as conversations would have written them."""

from __future__ import annotations

from datetime import timedelta

import pytest

from wellkept.kernel.models import LoggedEvent
from wellkept.routing.capacity.scope import scope_of


@pytest.fixture
def answering(kitchen, help_inbox):
    """The kitchen team, to which new conversations of the help inbox go."""
    help_inbox.default_team = kitchen
    help_inbox.save()
    return kitchen


@pytest.fixture
def scope(answering):
    return scope_of(answering)


class Log:
    """`log(when, "conversation.message_received", 7)` adds a line, `log.write()` writes them in order."""

    def __init__(self, inbox):
        self._inbox = inbox
        self._lines = []

    def __call__(
        self, at, kind="conversation.message_received", conversation_id=1, inbox=None, **data
    ) -> None:
        if kind == "conversation.message_received":
            data = {"message_id": 1, "reopened": False, "is_automatic": False, **data}
        line = LoggedEvent(
            at=at,
            kind=kind,
            actor_kind="customer",
            conversation_id=conversation_id,
            inbox_id=(inbox or self._inbox).pk,
            data=data,
        )
        self._lines.append(line)

    def write(self) -> None:
        LoggedEvent.objects.bulk_create(sorted(self._lines, key=lambda line: line.at))


@pytest.fixture
def log(help_inbox):
    return Log(help_inbox)


@pytest.fixture
def ten_weeks(log, at):
    """Each weekday of the last ten weeks six messages at 09:10 and two at 14:40 UTC; `at` is a Wednesday."""
    midnight = at.replace(hour=0, minute=0)
    for back in range(1, 71):
        day = midnight - timedelta(days=back)
        if day.weekday() < 5:
            for number in range(6):
                log(day.replace(hour=9, minute=10), conversation_id=1000 * back + number)
            for number in range(2):
                log(day.replace(hour=14, minute=40), conversation_id=1000 * back + 10 + number)
    log.write()
