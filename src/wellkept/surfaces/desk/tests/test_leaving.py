"""A reply can be taken back from any page while it waits."""

from datetime import timedelta

import pytest
import time_machine

from wellkept.surfaces.desk.views.frame import HAS_SENT

SAYS = "leaves in"


@pytest.fixture
def browser(browser):
    """One that has just sent something."""

    def open_one(agent):
        client = browser(agent)
        client.cookies[HAS_SENT] = "1"
        return client

    return open_one


def test_sending_tells_the_browser_for_as_long_as_it_can_be_taken_back(signed_in, ben, kettle):
    kettle.refresh_from_db()
    given = {"text": "Dear Dana", "seen_message_id": kettle.last_inbound_id}
    answer = signed_in(ben).post(f"/c/{kettle.pk}/reply", given)
    assert answer.cookies[HAS_SENT]["max-age"] == 10


def test_its_writer_sees_it_on_other_pages_until_it_leaves(browser, ben, answer, at):
    answer()
    with time_machine.travel(at + timedelta(seconds=3), tick=False):
        page = browser(ben).get("/v/all").content.decode()
        assert f"{SAYS} 7 s" in page
    with time_machine.travel(at + timedelta(seconds=11), tick=False):
        assert SAYS not in browser(ben).get("/v/all").content.decode()


def test_the_conversation_itself_says_it_below_the_message(browser, ben, kettle, answer, at):
    answer()
    with time_machine.travel(at + timedelta(seconds=3), tick=False):
        page = browser(ben).get(f"/c/{kettle.pk}").content.decode()
    assert SAYS not in page
    assert "Leaves in 7 s" in page


def test_nobody_else_is_offered_to_take_it_back(browser, ben, sam, lou, answer, at):
    answer()
    with time_machine.travel(at + timedelta(seconds=3), tick=False):
        for agent in (sam, lou):
            assert SAYS not in browser(agent).get("/v/all").content.decode()
