"""One agent hands over, another takes it on, and a playbook is followed: without a mouse, in a real browser."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.support.desk import Desk
from tests.support.post import deliver, letter
from tests.support.signing_in import sign_in

HELP = "help@larkmoor.example"
CONVERSATION = re.compile(r"/c/\d+")


@pytest.fixture
def talk(demo: Desk, page: Page, request: pytest.FixtureRequest) -> Page:
    """Sam, with a conversation of the test's own that he has answered."""
    subject = request.node.name
    deliver(demo, letter("Dana Whitfield <dana@whitfield.example>", HELP, subject, "It heats no more.\n"))
    sign_in(page, demo, "sam@larkmoor.example")
    page.goto(f"{demo.url}/v/unassigned")
    page.locator("#rows a.conv-row", has_text=subject).first.click()
    page.wait_for_url(CONVERSATION)
    page.keyboard.press("m")
    expect(page.locator("#assignee option:checked")).to_have_text("Sam Achterberg")
    page.locator("#sheet-reply textarea").fill("Dear Dana, thank you for writing.")
    page.locator("#sheet-reply textarea").press("Control+Enter")
    expect(page.locator("article.agent")).to_contain_text("thank you for writing")
    return page


def test_a_hand_over_reaches_the_receiver_live_and_moves_with_one_key(
    talk: Page, demo: Desk, browser: Browser, axe: Callable[[Page], list[str]]
) -> None:
    there = talk.url.partition("?")[0]
    context = browser.new_context(locale="en-GB", timezone_id="Europe/London", reduced_motion="reduce")
    ben = context.new_page()
    sign_in(ben, demo, "ben@larkmoor.example")
    ben.goto(f"{demo.url}/owed")
    talk.locator("#assignee").select_option(label="Ben Okafor")
    expect(talk.locator("#ho-to option:checked")).to_have_text("Ben Okafor")
    assert axe(talk) == []
    talk.locator("#ho-done").fill("Asked for the batch.")
    talk.locator("#ho-next_step").fill("Order the exchange")
    talk.locator("#ho-next_at").fill("2035-06-12T16:00")
    talk.locator("#ho-next_step").press("Enter")
    expect(talk.locator("#handover")).to_contain_text("asked Ben Okafor")
    expect(talk.locator("#assignee option:checked")).to_have_text("Sam Achterberg")
    expect(ben.locator("#hand-overs")).to_contain_text("asks you to take over")
    ben.goto(there)
    ben.locator("#handover").get_by_role("button", name="Accept").wait_for()
    assert axe(ben) == []
    ben.keyboard.press("y")
    expect(ben.locator("#assignee option:checked")).to_have_text("Ben Okafor")
    expect(ben.locator("#owed-here")).to_contain_text("Order the exchange")
    expect(talk.locator("#thread")).to_contain_text("accepted the hand-over")
    context.close()


def test_a_draft_that_sends_the_customer_away_is_offered_a_hand_over_and_can_be_left(talk: Page) -> None:
    advice = talk.locator("wk-transfer [data-advice]")
    text = talk.locator("#sheet-reply textarea")
    text.fill("Please contact our Orders team directly.")
    expect(advice).to_contain_text("our Orders team")
    expect(advice.get_by_role("link")).to_have_attribute("href", re.compile(r"\?to=team-\d+"))
    advice.get_by_role("button", name="Leave it").press("Enter")
    expect(advice).to_have_count(0)
    expect(text).to_be_focused()
    with talk.expect_response("**/transfer-advice"):
        talk.keyboard.type(" Best, Sam")
    expect(advice).to_have_count(0)


def test_a_playbook_is_followed_from_the_keyboard_and_saves_itself(talk: Page) -> None:
    talk.locator("#driver").select_option(label="Product: Broken or damaged")
    expect(talk.locator("#playbook-title")).to_contain_text("Something is broken")
    talk.locator("#thread-scroll").focus()
    talk.keyboard.press("p")
    talk.keyboard.type("3")
    with talk.expect_response(re.compile(r"/playbook/facts")):
        talk.keyboard.press("Tab")
    second = talk.locator("#fact-what_is_wrong-value")
    expect(second).to_be_focused()
    with talk.expect_response(re.compile(r"/playbook/facts")):
        second.select_option("lid")
    expect(talk.locator("#remedy")).to_contain_text("Send a new lid")
    expect(second).to_be_focused()
    with talk.expect_response(re.compile(r"/playbook/steps")):
        talk.locator("#step-1-done").press("Space")
    talk.reload()
    expect(talk.locator("#remedy")).to_contain_text("Send a new lid")
    expect(talk.locator("#step-1-done")).to_be_checked()
