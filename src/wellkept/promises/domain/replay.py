"""The ledger again, from nothing but its events: what every row must look like."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

# Columns that an event brings under another name, or that follow from its kind.
_RENAMED = {"what": "kind"}
_NO_CLOCK = {"paused_at": None, "remaining_minutes": None}
_NO_PROPOSAL = {"proposed_due_at": None, "told_message_id": None}
_FOLLOWS: dict[str, dict[str, Any]] = {
    "promise.kept": {"ended_at": "at", **_NO_CLOCK, **_NO_PROPOSAL},
    "promise.broken": {"status": "broken", "broken_at": "at"},
    "promise.left_broken": {"status": "closed_broken", "ended_at": "at", **_NO_CLOCK, **_NO_PROPOSAL},
    "promise.waived": {"status": "waived", "ended_at": "at", **_NO_CLOCK, **_NO_PROPOSAL},
    "promise.voided": {"status": "void", "ended_at": "at", **_NO_CLOCK, **_NO_PROPOSAL},
    "promise.date_proposed": {"status": "renegotiation_proposed"},
    "promise.date_refused": {"status": "open", **_NO_PROPOSAL},
    "promise.moved": {"status": "open", **_NO_PROPOSAL},
    "promise.paused": {"paused_at": "at"},
    "promise.resumed": {"paused_at": None, "remaining_minutes": None},
    "promise.reopened": {"status": "open", "kept_at": None, "ended_at": None},
    "promise.still_broken": {"status": "broken", "ended_at": None},
}
_MOMENTS = ("original_due_at", "due_at", "proposed_due_at")
_NOT_COLUMNS = frozenset(
    {"promise_id", "inbox_id", "evidence", "message_id", "event_id", "reason", "next_promise_id"}
)


@dataclass(frozen=True, slots=True)
class Said:
    """One event of the log: its kind, its own fields and its moment."""

    kind: str
    fields: Mapping[str, Any]
    at: datetime


def replay(events: Iterable[Said]) -> dict[int, dict[str, Any]]:
    """Rows by id, as columns, after all events in the order of the log. Raises KeyError for one that was never made."""
    rows: dict[int, dict[str, Any]] = {}
    for event in events:
        number = event.fields["promise_id"]
        if event.kind in ("promise.made", "promise.dismissed"):
            rows[number] = _made(event)
            continue
        row = rows[number]
        row |= _columns(event)
        for column, value in _FOLLOWS.get(event.kind, {}).items():
            row[column] = event.at if value == "at" else value
        if event.kind == "promise.kept" and row["status"] == "kept":
            row["kept_at"] = event.at
        if event.kind == "promise.voided" and event.fields.get("reason") == "undone":
            row["source_message_id"] = None  # the message is gone
    return rows


def _made(event: Said) -> dict[str, Any]:
    nothing_yet = {**_NO_CLOCK, **_NO_PROPOSAL, **dict.fromkeys(("kept_at", "broken_at", "ended_at"))}
    ended = {"ended_at": event.at} if event.kind == "promise.dismissed" else {}
    return {"version": 1, "made_at": event.at, **nothing_yet, **_columns(event), **ended}


def _columns(event: Said) -> dict[str, Any]:
    return {
        _RENAMED.get(name, name): datetime.fromisoformat(value) if name in _MOMENTS else value
        for name, value in event.fields.items()
        if name not in _NOT_COLUMNS
    }
