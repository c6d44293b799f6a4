"""The ledger from its log, and what its clock has to say."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from . import happenings as said
from .entry import Entry
from .refusals import NotPossible
from .transition import begin, transition


def rebuild(log: Iterable[said.Happening]) -> dict[int, Entry]:
    """Every entry by id after all that happened, in the order of the log.

    Raises the refusal of whatever could not have happened: a log that was written by `begin` and `transition` has none.
    """
    entries: dict[int, Entry] = {}
    for happening in log:
        entries[happening.promise_id] = apply(entries, happening)
    return entries


def apply(entries: dict[int, Entry], happening: said.Happening) -> Entry:
    """What the promise looks like after it; the entries are left as they are. Raises NotPossible and other refusals."""
    entry = entries.get(happening.promise_id)
    if isinstance(happening, said.Made):
        if entry is not None:
            raise NotPossible("A promise is made once.")
        return begin(happening)
    if entry is None:
        raise NotPossible("Nothing happens to a promise that was never made.")
    return transition(entry, happening)


def overdue(entries: Iterable[Entry], *, at: datetime) -> list[Entry]:
    """What the clock has to break now, the oldest due first."""
    late = [(entry.due_at, entry.id, entry) for entry in entries if entry.is_overdue(at) and entry.due_at]
    return [entry for _, _, entry in sorted(late, key=lambda one: one[:2])]
