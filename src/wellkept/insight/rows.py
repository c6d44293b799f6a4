"""Facts as rows of the tables, with time counted where somebody answers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from math import ceil
from typing import Any

from .desk import Desk, clock_minutes
from .domain.facts.conversation import ConversationFacts, Solve
from .domain.facts.issues import WINDOW, Issue
from .domain.facts.promise import PromiseFacts
from .domain.facts.waits import told_again_by
from .models import PromiseFact

Row = dict[str, Any]  # by column


def turn_rows(facts: ConversationFacts, desk: Desk) -> list[Row]:
    """One row for each time the customer waited for an answer."""
    rows, hours = [], desk.hours(facts.inbox_id, facts.team_id)
    for turn in facts.turns:
        ended = turn.ended_at
        rows.append(
            {
                "message_id": turn.message_id,
                "conversation_id": facts.id,
                "inbox_id": facts.inbox_id,
                "team_id": facts.team_id,
                "is_first": turn.is_first,
                "asked_at": turn.asked_at,
                "day": desk.day(turn.asked_at),
                "outcome": "away" if facts.is_put_away else turn.outcome,
                "ended_at": ended,
                "minutes": hours.minutes(turn.asked_at, ended) if ended else None,
                "clock_minutes": clock_minutes(turn.asked_at, ended) if ended else None,
                "was_told": any(one.turn is turn for one in facts.waits),
                "reply_id": turn.reply_id,
            }
        )
    return rows


def wait_rows(facts: ConversationFacts, desk: Desk) -> list[Row]:
    """One row for each time somebody who waited was told how long."""
    rows: list[Row] = []
    hours = desk.hours(facts.inbox_id, facts.team_id)
    for one in () if facts.is_put_away else facts.waits:
        ended = one.turn.ended_at
        waited = hours.seconds(one.at, ended) if ended else None
        lapses_at = hours.after(one.at, one.seconds)
        is_answered = one.turn.outcome == "answered"
        rows.append(
            {
                "event_id": one.event_id,
                "conversation_id": facts.id,
                "message_id": one.turn.message_id,
                "inbox_id": facts.inbox_id,
                "team_id": facts.team_id,
                "announced_at": one.at,
                "day": desk.day(one.at),
                "announced_seconds": one.seconds,
                "lapses_at": lapses_at,
                "outcome": "answered" if is_answered else "left" if ended else "open",
                "ended_at": ended,
                "permille": None if waited is None else ceil(1000 * waited / one.seconds),
                "overshoot": round(1000 * one.seconds / waited) if waited and is_answered else None,
                "was_told_again": told_again_by(facts.waits, one, lapses_at),
            }
        )
    return rows


def conversation_row(facts: ConversationFacts, desk: Desk) -> Row:
    """The row of a conversation."""
    began_at, message_id = facts.contacts[0] if facts.contacts else (None, None)
    first = facts.solves[0] if facts.solves else None
    back = next((one.reopened_at for one in facts.solves if one.by_customer), None)
    solved_at = facts.solves[-1].at if facts.is_solved else None
    hours = desk.hours(facts.inbox_id, facts.team_id)
    is_timed = began_at is not None and solved_at is not None
    return {
        "conversation_id": facts.id,
        "inbox_id": facts.inbox_id,
        "team_id": facts.team_id,
        "customer_id": facts.customer_id,
        "channel": facts.channel,
        "driver_id": facts.driver_id,
        "is_put_away": facts.is_put_away,
        "began_at": began_at,
        "began_day": desk.day(began_at),
        "message_id": message_id,
        "first_solved_at": first.at if first else None,
        "first_solved_day": desk.day(first.at) if first else None,
        "reopened_at": back,
        "came_back": first is not None and back is not None and back <= first.at + WINDOW,
        "solved_at": solved_at,
        "solved_day": desk.day(solved_at),
        "minutes": hours.minutes(began_at, solved_at) if is_timed and began_at and solved_at else None,
        "clock_minutes": clock_minutes(began_at, solved_at) if is_timed and began_at and solved_at else None,
        "replies": facts.replies,
        "last_reply_id": facts.last_reply_id,
        "transfers": facts.transfers,
        "owners": len(facts.owners),
        "has_word": facts.has_word,
        "detail": _detail(facts),
    }


REMEMBERED = (
    "conversation_id",
    "inbox_id",
    "team_id",
    "customer_id",
    "channel",
    "driver_id",
    "is_put_away",
    "transfers",
    "detail",
)


def remembered(
    number: int,
    inbox_id: int,
    team_id: int | None,
    customer_id: int,
    channel: str,
    driver_id: int | None,
    is_put_away: bool,
    transfers: int,
    detail: dict[str, Any],
) -> ConversationFacts:
    """What issues need of a conversation, from its row."""
    return ConversationFacts(
        id=number,
        inbox_id=inbox_id,
        team_id=team_id,
        customer_id=customer_id,
        channel=channel,
        driver_id=driver_id,
        is_put_away=is_put_away,
        transfers=transfers,
        owners=set(detail["owners"]),
        contacts=[(datetime.fromisoformat(at), message_id) for at, message_id in detail["contacts"]],
        solves=[
            Solve(datetime.fromisoformat(at), datetime.fromisoformat(to) if to else None, by_customer)
            for at, to, by_customer in detail["solves"]
        ],
    )


def issue_row(issue: Issue, conversations: Sequence[ConversationFacts], desk: Desk) -> Row:
    """The row of an issue: effort is contacts + transfers + channel switches (M05)."""
    first = issue.contacts[0]
    home = next(one for one in conversations if one.id == first.conversation_id)
    contacts = issue.contacts_by(WINDOW)
    transfers = sum(one.transfers for one in conversations)
    return {
        "message_id": first.message_id,
        "conversation_id": first.conversation_id,
        "customer_id": home.customer_id,
        "inbox_id": home.inbox_id,
        "team_id": home.team_id,
        "began_at": first.at,
        "solved_at": issue.solved_at,
        "solved_day": desk.day(issue.solved_at),
        "contacts": contacts,
        "is_once": contacts == 1,
        "transfers": transfers,
        "owners": len(set[int]().union(*(one.owners for one in conversations))),
        "effort": contacts + transfers + issue.channel_switches,
    }


def promise_row(facts: PromiseFacts, desk: Desk, *, last_event_id: int) -> Row:
    """The row of a promise."""
    until, done = facts.counts_until, facts.done_at
    hours = desk.hours(facts.inbox_id, facts.team_id)
    is_in_time = facts.outcome == "done" and done is not None and done <= until
    return {
        "promise_id": facts.id,
        "conversation_id": facts.conversation_id,
        "inbox_id": facts.inbox_id,
        "team_id": facts.team_id,
        "what": facts.what,
        "is_to_customer": facts.is_to_customer,
        "made_at": facts.made_at,
        "original_due_at": facts.original_due_at,
        "day": desk.day(facts.original_due_at),
        "counts_until": until,
        "due_at": facts.due_at,
        "outcome": facts.outcome,
        "was_moved": facts.was_moved,
        "is_in_time": is_in_time,
        "done_at": done,
        "ended_at": facts.ended_at,
        "reason": facts.reason,
        "evidence_id": facts.evidence_id,
        "source_id": facts.source_id,
        "late_minutes": hours.minutes(until, done) if done is not None and not is_in_time else None,
        "slack": round(100 * ((until - done) / (until - facts.made_at))) if is_in_time and done else None,
        "last_event_id": last_event_id,
    }


def promise_facts(row: PromiseFact) -> PromiseFacts:
    """The facts again, to go on from where the row stands."""
    return PromiseFacts(
        id=row.promise_id,
        made_at=row.made_at,
        original_due_at=row.original_due_at,
        what=row.what,
        is_to_customer=row.is_to_customer,
        conversation_id=row.conversation_id,
        inbox_id=row.inbox_id,
        team_id=row.team_id,
        due_at=row.due_at,
        stood=row.counts_until - row.original_due_at,
        outcome=row.outcome,  # type: ignore[arg-type]  # written from the same words
        was_moved=row.was_moved,
        done_at=row.done_at,
        ended_at=row.ended_at,
        evidence_id=row.evidence_id,
        source_id=row.source_id,
        reason=row.reason,
    )


def _detail(facts: ConversationFacts) -> dict[str, Any]:
    return {
        "contacts": [[at.isoformat(), message_id] for at, message_id in facts.contacts],
        "solves": [
            [one.at.isoformat(), one.reopened_at.isoformat() if one.reopened_at else None, one.by_customer]
            for one in facts.solves
        ],
        "owners": sorted(facts.owners),
    }
