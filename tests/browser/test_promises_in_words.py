"""What an agent says becomes a promise, and the next step is planned: without a mouse, in a real browser."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.support.desk import Desk
from tests.support.post import deliver, letter
from tests.support.signing_in import sign_in

HELP = "help@larkmoor.example"
CONVERSATION = re.compile(r"/c/\d+")
WORDS = "I'll check with the warehouse and get back to you by Friday noon."


@pytest.fixture
def talk(demo: Desk, page: Page, request: pytest.FixtureRequest) -> Page:
    """Ben, at the composer of a conversation of the test's own."""
    subject = request.node.name
    deliver(demo, letter("Dana Whitfield <dana@whitfield.example>", HELP, subject, "Where is my kettle?\n"))
    sign_in(page, demo, "ben@larkmoor.example")
    page.goto(f"{demo.url}/v/unassigned")
    page.locator("#rows a.conv-row", has_text=subject).first.click()
    page.wait_for_url(CONVERSATION)
    page.locator("#sheet-reply textarea").wait_for()
    page.keyboard.press("m")
    expect(page.locator("#assignee option:checked")).to_have_text("Ben Okafor")
    page.keyboard.press("r")
    expect(page.locator("#sheet-reply textarea")).to_be_focused()
    return page


def chip(talk: Page) -> Locator:
    return talk.locator("#sheet-reply [data-chip]")


def test_a_chip_comes_while_writing_and_one_tap_confirms_it_for_every_browser(talk: Page) -> None:
    talk.keyboard.type(f"Dear Dana, {WORDS}")
    expect(chip(talk)).to_have_class(re.compile("detected"))
    expect(chip(talk)).to_contain_text("owed by you")
    with talk.expect_response("**/words"):
        chip(talk).get_by_role("button", name="Confirm", exact=True).press("Enter")
    expect(chip(talk)).to_have_class(re.compile("confirmed"))
    expect(talk.locator("#sheet-reply textarea")).to_have_value(f"Dear Dana, {WORDS}")
    talk.reload()
    expect(chip(talk)).to_have_class(re.compile("confirmed"))


def test_soon_becomes_a_date_in_the_agents_own_words(talk: Page) -> None:
    talk.keyboard.type("I will get back to you soon. Ben")
    expect(chip(talk)).to_have_class(re.compile("vague"))
    chip(talk).locator("[data-say]").last.press("Enter")
    text = talk.locator("#sheet-reply textarea")
    expect(text).to_have_value(re.compile(r"I will get back to you by .*\d\d:\d\d.*\. Ben"))
    expect(text).to_be_focused()
    expect(chip(talk)).to_have_class(re.compile("detected"))


def test_what_is_no_promise_is_put_aside(talk: Page) -> None:
    talk.keyboard.type(WORDS)
    chip(talk).get_by_role("button", name="Not a promise").press("Enter")
    expect(chip(talk)).to_have_class(re.compile("none"))
    talk.keyboard.press("Control+Enter")
    talk.locator("#sheet-reply textarea").press("Control+Enter")
    expect(talk.locator("article.agent")).to_contain_text("warehouse")
    expect(talk.locator("#owed-here")).not_to_contain_text("warehouse")


def test_the_next_step_is_planned_from_the_keyboard(talk: Page) -> None:
    talk.keyboard.press("Escape")
    talk.keyboard.press("f")
    expect(talk.locator("#nextstep input[name=step]").first).to_be_focused()
    talk.keyboard.press("ArrowDown")
    talk.keyboard.press("Tab")
    talk.keyboard.type("Ring her about the lid")
    talk.locator("#nextstep .quick button").last.press("Enter")
    expect(talk.locator("#owed-here")).to_contain_text("Ring her about the lid")
