"""Who and what can be chosen beside a conversation."""

import pytest

from wellkept.accounts import operations as accounts
from wellkept.conversations.access import access_of
from wellkept.kernel.actors import SYSTEM
from wellkept.surfaces.desk.pages.choices import choices


def names(conversation, agent):
    return [one.label for one in choices().for_conversation(conversation, access_of(agent)).agents]


def test_only_those_who_may_answer_in_the_inbox_are_offered(ada, sam, ben, cleo, lou, kettle, wholesale):
    assert names(kettle, ben) == ["Ada", "Ben", "Sam"]


def test_who_has_it_stays_in_the_menu_after_losing_the_inbox(ada, ben, cleo, kettle, wholesale):
    kettle.assignee = cleo
    assert names(kettle, ben) == ["Ada", "Ben", "Cleo"]


def test_who_left_is_not_offered(ada, ben, kettle, at):
    accounts.deactivate(agent=ben, by=SYSTEM, at=at)
    assert names(kettle, ada) == ["Ada"]


@pytest.mark.parametrize("who, inboxes", [("ada", ["Help", "Wholesale"]), ("ben", ["Help"])])
def test_a_conversation_can_move_to_inboxes_one_sees(who, inboxes, kettle, wholesale, request):
    agent = request.getfixturevalue(who)
    found = choices().for_conversation(kettle, access_of(agent))
    assert [one.label for one in found.inboxes] == inboxes
