"""What joining a stranger's answer does to the conversation it is put into."""

from __future__ import annotations

import pytest

from wellkept.conversations import operations
from wellkept.kernel.actors import SYSTEM, Actor
from wellkept.kernel.models import LoggedEvent

pytestmark = pytest.mark.django_db


@pytest.fixture
def join(kettle, eve, help_inbox, write_in, ben, at):
    """`join("solved")` puts Eve's answer into Dana's conversation, which had that status; gives the status after."""

    def decide(status, **more):
        apart = write_in(eve, help_inbox, "I have the same lid.", **more).conversation
        operations.suggest_join(conversation=apart, target=kettle, reason="It answers a mail.", at=at)
        operations.set_status(conversation=kettle, status=status, by=SYSTEM, at=at)
        suggestion = apart.join_suggestion
        operations.decide_join(suggestion=suggestion, joined=True, by=Actor.agent(ben.pk), at=at)
        kettle.refresh_from_db()
        return kettle.status

    return decide


@pytest.mark.parametrize("status", ["pending", "on_hold", "solved", "closed"])
def test_an_answer_joined_to_a_conversation_opens_it_again(status, join):
    assert join(status) == "open"
    event = LoggedEvent.objects.filter(kind="conversation.status_changed").latest("id")
    assert (event.data["status"], event.data["previous"]) == ("open", status)


def test_an_answer_joined_to_an_open_conversation_changes_no_status(join):
    assert join("open") == "open"
    assert not LoggedEvent.objects.filter(kind="conversation.status_changed").exists()


def test_a_machines_answer_joined_to_a_solved_conversation_leaves_it_solved(join):
    assert join("solved", is_automatic=True) == "solved"
