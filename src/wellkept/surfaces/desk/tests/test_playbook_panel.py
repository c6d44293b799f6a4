"""The playbook beside a conversation, with script and without."""

from __future__ import annotations

import re

import pytest

from wellkept.automation.domain.playbook_lines import read_lines
from wellkept.automation.models import PlaybookEntry
from wellkept.automation.operations import playbooks as operations
from wellkept.conversations import operations as conversations
from wellkept.conversations.models import Driver
from wellkept.kernel.actors import SYSTEM

pytestmark = pytest.mark.django_db
PART = {"X-Part": "playbook"}


@pytest.fixture
def path(kettle, at):
    """The address of Dana's conversation, whose reason has a playbook."""
    product = Driver.objects.create(name="Product")
    reason = Driver.objects.create(name="Broken", parent=product)
    conversations.set_driver(conversation=kettle, driver=reason, by=SYSTEM, at=at)
    made = operations.add(driver=reason, name="Broken <kettle>", by=SYSTEM, at=at)
    definition = read_lines(
        "Months | number, months | the order\nDropped | yes or no | the customer",
        "Dropped: yes => Offer a repair\nDropped: no; Months: under 24 => Replace it | Two years of warranty.\n"
        "Dropped: no; Months: 24 or more => Offer a repair",
        "Look at the photo\nReplace it => Order the part",
    )
    operations.save(playbook=made, definition=definition, by=SYSTEM, at=at)
    operations.publish_draft(playbook=made, by=SYSTEM, at=at)
    return f"/c/{kettle.pk}"


def panel(html):
    return html[html.index('id="playbook"') : html.index("</section>", html.index('id="playbook"'))]


def test_without_a_reason_there_is_no_playbook(kettle, ben, browser):
    html = browser(ben).get(f"/c/{kettle.pk}").content.decode()
    assert re.search(r'<section id="playbook"[^>]* hidden>', html)


def test_it_asks_for_the_facts_and_names_what_is_next(path, ben, browser):
    shown = panel(browser(ben).get(path).content.decode())
    assert "Broken &lt;kettle&gt;" in shown
    assert "To find out next: <bdi>Months</bdi>, <bdi>Dropped</bdi>." in shown
    assert "Look at the photo" in shown
    assert "Order the part" not in shown


def test_facts_lead_to_the_remedy_with_its_why_and_its_steps(path, ben, browser):
    client = browser(ben)
    client.post(f"{path}/playbook/facts", {"fact": "dropped", "value": "no"}, headers=PART)
    answer = client.post(f"{path}/playbook/facts", {"fact": "months", "value": "3"}, headers=PART)
    shown = answer.content.decode()
    assert "<html" not in shown
    assert "Replace it" in shown
    assert "Two years of warranty." in shown
    assert "<bdi>Months: under 24</bdi>, <bdi>Dropped: no</bdi>" in shown
    assert "Order the part" in shown
    assert "Ben," in shown


def test_the_forms_of_a_piece_are_those_of_the_page(path, ben, browser):
    """Else each would be drawn anew, and lose what is being chosen in it."""
    view = "?view=unassigned&status=open"

    def actions(html):
        return re.findall(r'action="([^"]*/playbook/[^"]*)"', html)

    page = actions(browser(ben).get(f"{path}{view}").content.decode())
    posted = {"fact": "dropped", "value": ""}
    piece = browser(ben).post(f"{path}/playbook/facts{view}", posted, headers=PART).content.decode()
    assert actions(piece) == page


def test_a_step_is_ticked_and_says_by_whom(path, ben, browser):
    shown = (
        browser(ben).post(f"{path}/playbook/steps", {"step": "1", "done": "1"}, headers=PART).content.decode()
    )
    assert re.search(r'id="step-1-done"[^>]* checked', shown)
    assert "1 of 1 done" in shown


def test_without_script_it_comes_back_to_the_conversation(path, ben, browser):
    answer = browser(ben).post(f"{path}/playbook/facts", {"fact": "dropped", "value": "yes"})
    assert (answer.status_code, answer["Location"]) == (303, path)
    assert "Offer a repair" in panel(browser(ben).get(path).content.decode())


def test_what_does_not_fit_is_said_beside_its_field_with_what_was_typed(path, ben, browser):
    answer = browser(ben).post(f"{path}/playbook/facts", {"fact": "months", "value": "<many>"}, headers=PART)
    shown = answer.content.decode()
    assert answer.status_code == 422
    assert "Write a number." in shown
    assert 'value="&lt;many&gt;"' in shown
    assert not PlaybookEntry.objects.exists()
    plain = browser(ben).post(f"{path}/playbook/facts", {"fact": "months", "value": "many"})
    assert "Write a number." in plain.content.decode()


def test_a_light_agent_reads_it_and_changes_nothing(path, lou, browser):
    shown = panel(browser(lou).get(path).content.decode())
    assert shown.count("disabled") == shown.count("<select") + shown.count(
        'name="value" value'
    ) + shown.count("checkbox")
    assert browser(lou).post(f"{path}/playbook/facts", {"fact": "dropped", "value": "yes"}).status_code == 403
