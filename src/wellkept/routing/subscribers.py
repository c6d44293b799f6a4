"""Work is handed out when it comes, when somebody comes, and when somebody has less to do. All after the commit.

What a crash leaves out is caught up by the clock (tasks). Where no team hands out by itself, a mail costs one prepared
look at a small table when its inbox has a team, else nothing.
"""

from __future__ import annotations

from wellkept.conversations.events import (
    ConversationAssigned,
    ConversationEvent,
    MessageReceived,
    PlaceChanged,
    StatusChanged,
)
from wellkept.conversations.models import Conversation, Message, Status
from wellkept.kernel.actors import SYSTEM
from wellkept.kernel.events import Heard, subscribe

from . import queries_assignment as queries
from .events_presence import AssignmentRulesChanged, PresenceChanged
from .models import State
from .operations import assigning


@subscribe(MessageReceived, after_commit=True)
def what_comes_is_given_to_somebody(heard: Heard) -> None:
    event = heard.event
    assert isinstance(event, MessageReceived)
    conversation = _conversation(heard)
    if conversation is None or conversation.team_id is None or not queries.hands_out(conversation.team_id):
        return
    is_back = event.reopened and conversation.assignee_id is not None
    assigning.give(conversation_id=event.conversation_id, at=heard.at, is_back=is_back)


@subscribe(ConversationAssigned, after_commit=True)
def what_a_team_gets_or_somebody_gives_up(heard: Heard) -> None:
    event = heard.event
    assert isinstance(event, ConversationAssigned)
    if not queries.assigns_anywhere():
        return
    if event.assignee_id is None and event.team_id is not None and event.team_id != event.previous_team_id:
        assigning.give(conversation_id=event.conversation_id, at=heard.at)
    if event.previous_assignee_id is not None and heard.by != SYSTEM:
        assigning.give_to_freed(agent_id=event.previous_assignee_id, at=heard.at)


@subscribe(StatusChanged, PlaceChanged, after_commit=True)
def somebody_has_less_to_do(heard: Heard) -> None:
    event = heard.event
    assert isinstance(event, ConversationEvent)
    if isinstance(event, StatusChanged) and event.status == Status.OPEN:
        return
    if not queries.assigns_anywhere():
        return
    owner = (
        Conversation.objects.filter(pk=event.conversation_id).values_list("assignee_id", flat=True).first()
    )
    if owner is not None:
        assigning.give_to_freed(agent_id=owner, at=heard.at)


@subscribe(PresenceChanged, after_commit=True)
def who_comes_gets_what_waits(heard: Heard) -> None:
    event = heard.event
    assert isinstance(event, PresenceChanged)
    if event.state == State.ONLINE:
        assigning.give_to_freed(agent_id=event.agent_id, at=heard.at)


@subscribe(AssignmentRulesChanged, after_commit=True)
def new_rules_hold_for_what_waits(heard: Heard) -> None:
    for routing in queries.automatic_teams():
        assigning.give_waiting(routing=routing, at=heard.at)


def _conversation(heard: Heard) -> Conversation | None:
    """With its message at hand, nothing is read."""
    if isinstance(heard.about, Message):
        return heard.about.conversation
    event = heard.event
    assert isinstance(event, ConversationEvent)
    return Conversation.objects.filter(pk=event.conversation_id).first()
