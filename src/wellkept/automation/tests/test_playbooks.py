"""Playbooks: drafts and versions, and following one in a conversation."""

from __future__ import annotations

import pytest

from wellkept.automation import queries_playbooks as queries
from wellkept.automation.domain.playbook_lines import read_lines
from wellkept.automation.models import PlaybookEntry, PlaybookRun
from wellkept.automation.operations import playbooks as operations
from wellkept.conversations import operations as conversations
from wellkept.conversations.models import Driver
from wellkept.kernel.actors import SYSTEM
from wellkept.kernel.errors import NotAllowed, Refused
from wellkept.kernel.models import LoggedEvent

pytestmark = pytest.mark.django_db
FACTS = "Months | number, months | the order\nDropped | yes or no | the customer"
TABLE = "Dropped: yes => Offer a repair\nDropped: no; Months: under 24 => Replace it\nDropped: no; Months: 24 or more => Offer a repair"
STEPS = "Look at the photo\nReplace it => Order the part"


@pytest.fixture
def broken(kettle, at):
    """The reason of Dana's conversation."""
    product = Driver.objects.create(name="Product")
    reason = Driver.objects.create(name="Broken", parent=product)
    conversations.set_driver(conversation=kettle, driver=reason, by=SYSTEM, at=at)
    return reason


@pytest.fixture
def playbook(broken, at):
    made = operations.add(driver=broken, name="Broken kettle", by=SYSTEM, at=at)
    operations.save(playbook=made, definition=read_lines(FACTS, TABLE, STEPS), by=SYSTEM, at=at)
    operations.publish_draft(playbook=made, by=SYSTEM, at=at)
    return made


@pytest.fixture
def enter(kettle, ben, at):
    def one(key, text, *, agent=ben):
        operations.record_fact(conversation=kettle, key=key, text=text, agent=agent, at=at)

    return one


def test_a_conversation_without_a_reason_has_no_playbook(kettle, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert queries.following(kettle) is None


def test_facts_lead_to_the_remedy_and_stay_with_who_entered_them(playbook, kettle, ben, enter, at):
    enter("dropped", "no")
    enter("months", "3")
    there = queries.following(kettle)
    assert there.outcome.remedy == "Replace it"
    assert {key: (one.value, one.by, one.at) for key, one in there.facts.items()} == {
        "dropped": (False, ben, at),
        "months": (3, ben, at),
    }


def test_what_was_entered_before_stays_in_the_log(playbook, kettle, enter):
    for text in ("yes", "no", "no", ""):
        enter("dropped", text)
    assert list(PlaybookEntry.objects.values_list("value", flat=True)) == [True, False, None]
    events = LoggedEvent.objects.filter(kind="playbook.fact_recorded").order_by("id")
    assert [(one.data["is_known"], one.data["row"]) for one in events] == [(True, 1), (True, 0), (False, 0)]
    assert queries.following(kettle).outcome.row == 0


def test_no_and_nothing_are_not_the_same(playbook, kettle, enter):
    enter("dropped", "")
    assert not PlaybookRun.objects.exists()
    enter("dropped", "no")
    assert queries.values_of(queries.following(kettle).facts) == {"dropped": False}


def test_what_does_not_fit_names_its_fact_and_changes_nothing(playbook, enter):
    with pytest.raises(operations.NotAFact) as refusal:
        enter("months", "many")
    assert refusal.value.key == "months"
    assert not PlaybookRun.objects.exists()


def test_steps_are_ticked_and_unticked_once(playbook, kettle, ben, at):
    for is_done in (True, True, False):
        operations.check_step(conversation=kettle, key="1", is_done=is_done, agent=ben, at=at)
    assert not queries.following(kettle).is_done("1")
    done = LoggedEvent.objects.filter(kind="playbook.step_checked").order_by("id")
    assert [one.data["is_done"] for one in done] == [True, False]


def test_a_light_agent_and_who_does_not_see_it_follow_nothing(
    playbook, kettle, enter, lou, cleo, wholesale, at
):
    for agent in (lou, cleo):
        with pytest.raises(NotAllowed):
            enter("dropped", "no", agent=agent)
        with pytest.raises(NotAllowed):
            operations.check_step(conversation=kettle, key="1", is_done=True, agent=agent, at=at)


def test_facts_and_steps_that_are_not_there_are_refused(playbook, kettle, ben, enter, at):
    with pytest.raises(operations.NothingToFollow):
        enter("colour", "red")
    with pytest.raises(operations.NothingToFollow):
        operations.check_step(conversation=kettle, key="9", is_done=True, agent=ben, at=at)


def test_what_was_begun_goes_on_by_its_version(
    playbook, kettle, dana, help_inbox, broken, write_in, enter, at
):
    enter("dropped", "yes")
    changed = read_lines(FACTS, "always => Ask a colleague", "")
    operations.save(playbook=playbook, definition=changed, by=SYSTEM, at=at)
    assert queries.following(kettle).version.number == 1
    operations.publish_draft(playbook=playbook, by=SYSTEM, at=at)
    assert queries.following(kettle).outcome.remedy == "Offer a repair"
    other = write_in(dana, help_inbox, "The other one broke.").conversation
    conversations.set_driver(conversation=other, driver=broken, by=SYSTEM, at=at)
    assert queries.following(other).outcome.remedy == "Ask a colleague"


def test_a_draft_is_followed_by_nobody(broken, kettle, at):
    operations.add(driver=broken, name="Broken kettle", by=SYSTEM, at=at)
    assert queries.following(kettle) is None


@pytest.mark.parametrize("table", ["", "Dropped: yes => Repair", "Dropped: yes => Repair\nalways => Replace"])
def test_a_table_with_a_gap_or_a_clash_is_saved_but_not_published(broken, table, at):
    made = operations.add(driver=broken, name="Broken kettle", by=SYSTEM, at=at)
    operations.save(playbook=made, definition=read_lines(FACTS, table, ""), by=SYSTEM, at=at)
    with pytest.raises(operations.NotWhole):
        operations.publish_draft(playbook=made, by=SYSTEM, at=at)


def test_a_published_version_is_published_once(playbook, at):
    with pytest.raises(Refused, match="nothing new"):
        operations.publish_draft(playbook=playbook, by=SYSTEM, at=at)


def test_a_reason_has_one_playbook(playbook, broken, at):
    with pytest.raises(operations.PlaybookThere):
        operations.add(driver=broken, name="Another", by=SYSTEM, at=at)


def test_a_retired_one_is_offered_no_more_but_followed_to_its_end(playbook, kettle, enter, at):
    operations.set_retired(playbook=playbook, is_retired=True, by=SYSTEM, at=at)
    assert queries.following(kettle) is None
    operations.set_retired(playbook=playbook, is_retired=False, by=SYSTEM, at=at)
    enter("dropped", "yes")
    operations.set_retired(playbook=playbook, is_retired=True, by=SYSTEM, at=at)
    assert queries.following(kettle) is not None
