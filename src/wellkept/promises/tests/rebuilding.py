"""The ledger as it is stored, and as its log tells it."""

from __future__ import annotations

from typing import Any

from wellkept.kernel.events import payload
from wellkept.kernel.models import LoggedEvent
from wellkept.promises.domain.replay import Said, replay
from wellkept.promises.models import Promise

# The words of a promise may be a person's to erase: the log does not hold them, nor whose blame a break was.
NOT_IN_THE_LOG = {"id", "text", "broken_cause"}
COLUMNS = [one.attname for one in Promise._meta.concrete_fields if one.attname not in NOT_IN_THE_LOG]

Rows = dict[int, dict[str, Any]]


def rebuilt() -> Rows:
    """From nothing but the log."""
    log = LoggedEvent.objects.filter(kind__startswith="promise.").order_by("id")
    rows = replay(Said(row.kind, payload(row), row.at) for row in log.iterator())
    return {number: {name: row.get(name) for name in COLUMNS} for number, row in rows.items()}


def stored() -> Rows:
    """As they are."""
    rows = Promise.objects.values("id", *COLUMNS)
    return {row["id"]: {name: row[name] for name in COLUMNS} for row in rows}
