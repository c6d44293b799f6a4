"""A small log by hand, so that every figure can be worked out on paper.

Monday is 1 June 2026. Business hours are those of a new desk: Monday to Friday, 9 to 17, UTC, so a day has 480 minutes;
the service code of a new desk publishes a first and a next reply within 480 of them.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from wellkept.conversations.access import Access
from wellkept.insight.reading import catch_up
from wellkept.insight.tiles.scope import scope_for
from wellkept.kernel.models import LoggedEvent

MONDAY = datetime(2026, 6, 1, tzinfo=UTC)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
SEES_ALL = Access(agent_id=1, role="supervisor", inbox_ids=None, team_ids=frozenset())


def moment(text: str) -> datetime:
    """ "tue 10:30" of the first week, "tue+1 10:30" of the next."""
    day, clock = text.split()
    name, _, weeks = day.partition("+")
    hours, minutes = clock.split(":")
    return MONDAY + timedelta(
        days=DAYS.index(name) + 7 * int(weeks or 0), hours=int(hours), minutes=int(minutes)
    )


class MadeUp:
    """Writes events straight into the log. Messages are numbered conversation × 100 + count."""

    def __init__(self) -> None:
        self.messages: dict[int, int] = {}

    def say(self, kind, at, conversation=None, *, inbox=1, customer=None, actor="system", **data):
        return LoggedEvent.objects.create(
            at=moment(at) if isinstance(at, str) else at,
            kind=kind,
            actor_kind=actor,
            inbox_id=inbox,
            conversation_id=conversation,
            customer_id=customer,
            data=data,
        )

    def number(self, conversation):
        self.messages[conversation] = self.messages.get(conversation, 0) + 1
        return conversation * 100 + self.messages[conversation]

    def asks(self, conversation, at, *, customer=None, inbox=1, channel="email", automatic=False):
        if conversation not in self.messages:
            who = conversation if customer is None else customer
            self.say("conversation.opened", at, conversation, inbox=inbox, customer=who, channel=channel)
        message = self.number(conversation)
        self.say(
            "conversation.message_received",
            at,
            conversation,
            inbox=inbox,
            actor="customer",
            message_id=message,
            is_automatic=automatic,
        )
        return message

    def answers(self, conversation, at, *, inbox=1):
        message = self.number(conversation)
        self.say(
            "conversation.reply_written",
            at,
            conversation,
            inbox=inbox,
            actor="agent",
            message_id=message,
            delivery_id=message,
        )
        return message

    def status(self, conversation, at, status, previous="open", *, actor="agent", inbox=1):
        self.say(
            "conversation.status_changed",
            at,
            conversation,
            inbox=inbox,
            actor=actor,
            status=status,
            previous=previous,
        )

    def solves(self, conversation, at, *, inbox=1):
        self.status(conversation, at, "solved", inbox=inbox)

    def assigns(self, conversation, at, to, previous=None, *, team=None, inbox=1):
        self.say(
            "conversation.assigned",
            at,
            conversation,
            inbox=inbox,
            actor="agent",
            assignee_id=to,
            team_id=team,
            previous_assignee_id=previous,
            previous_team_id=None,
        )

    def puts_away(self, conversation, at, place="spam", *, inbox=1):
        self.say("conversation.place_changed", at, conversation, inbox=inbox, place=place, previous="desk")

    def promises(self, number, made, due, *, conversation=None, inbox=1, what="word", ours=False, team=None):
        due_at = moment(due).isoformat()
        self.say(
            "promise.made",
            made,
            conversation,
            inbox=inbox if conversation else None,
            customer=conversation or 1,
            promise_id=number,
            what=what,
            status="open",
            team_id=team,
            source_message_id=None,
            original_due_at=due_at,
            due_at=due_at,
            is_visible_to_customer=not ours,
        )

    def tells(self, number, kind, at, *, conversation=None, inbox=1, **data):
        if "due_at" in data:
            data["due_at"] = moment(data["due_at"]).isoformat()
        self.say(
            f"promise.{kind}",
            at,
            conversation,
            inbox=inbox if conversation else None,
            promise_id=number,
            **data,
        )

    def keeps(self, number, at, *, conversation=None, status="kept", message=None, inbox=1):
        self.tells(
            number, "kept", at, conversation=conversation, inbox=inbox, status=status, evidence="message",
            message_id=message, event_id=None,
        )  # fmt: skip


def scope(now, *, start="mon 00:00", end="mon+4 00:00", access=SEES_ALL, **narrow):
    """What has been read, looked at `now`: four weeks from Monday 1 June."""
    catch_up()
    days = [(moment(text) - EPOCH).days for text in (start, end)]
    return scope_for(access, start=days[0], end=days[1], now=moment(now), **narrow)
