"""Macros at the desk: with the keys alone, and in a browser without script."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.support.desk import Desk
from tests.support.post import deliver, letter
from tests.support.signing_in import sign_in

HELP = "help@larkmoor.example"
CONVERSATION = re.compile(r"/c/\d+")


def opened(demo: Desk, page: Page, subject: str) -> Page:
    """Ben, in a conversation of the test's own."""
    deliver(demo, letter("Dana Whitfield <dana@whitfield.example>", HELP, subject, "Where is my kettle?\n"))
    sign_in(page, demo, "ben@larkmoor.example")
    page.goto(f"{demo.url}/v/unassigned")
    page.locator("a.conv-row", has_text=subject).first.click()
    page.wait_for_url(CONVERSATION)
    return page


@pytest.fixture
def talk(demo: Desk, page: Page, request: pytest.FixtureRequest) -> Page:
    opened(demo, page, request.node.name)
    page.locator("#sheet-reply textarea").wait_for()
    page.keyboard.press("r")
    expect(page.locator("#sheet-reply textarea")).to_be_focused()
    return page


@pytest.fixture
def plain(browser: Browser) -> Iterator[Page]:
    """A window whose browser runs no script."""
    context = browser.new_context(java_script_enabled=False, locale="en-GB")
    context.set_default_timeout(10_000)
    yield context.new_page()
    context.close()


def test_a_macro_is_found_seen_used_and_taken_back_without_a_mouse(talk: Page) -> None:
    text = talk.locator("#sheet-reply textarea")
    talk.keyboard.type("Hello,")
    talk.keyboard.press("Enter")
    talk.keyboard.press("/")
    find = talk.get_by_role("combobox", name="Find a macro")
    expect(find).to_be_focused()
    talk.keyboard.type("carr")
    expect(talk.locator("#macros").get_by_role("option")).to_have_count(1)
    talk.keyboard.press("Enter")
    use = talk.get_by_role("button", name="Use it")
    expect(use).to_be_focused()
    expect(talk.locator(".macro-preview")).to_contain_text("Dear Dana,")
    talk.keyboard.press("Enter")
    expect(talk.locator("#macro-done")).to_contain_text("Status: On hold")
    expect(text).to_have_value(re.compile(r"^Hello,\n\nDear Dana,\n"))
    expect(text).to_be_focused()
    expect(talk.locator("#assignee option:checked")).to_have_text("Ben Okafor")
    talk.locator("#macro-done button").press("Enter")
    expect(talk.locator("#macro-done")).to_contain_text("The note stays.")
    expect(text).to_have_value("Hello,")
    expect(talk.locator("#assignee option:checked")).to_have_text("Nobody yet")


def test_what_was_typed_stays_when_nothing_is_chosen(talk: Page) -> None:
    text = talk.locator("#sheet-reply textarea")
    talk.keyboard.press("/")
    expect(talk.get_by_role("combobox", name="Find a macro")).to_be_focused()
    talk.keyboard.type("usr")
    expect(talk.locator(".macros .none")).to_have_text("No macro is called that.")
    talk.keyboard.press("Escape")
    expect(text).to_have_value("/usr")
    expect(text).to_be_focused()
    talk.keyboard.type("/bin")
    expect(text).to_have_value("/usr/bin")


def test_escape_in_the_preview_leads_back_to_the_list(talk: Page) -> None:
    talk.keyboard.press("Escape")
    talk.keyboard.press("x")
    find = talk.get_by_role("combobox", name="Find a macro")
    expect(find).to_be_focused()
    talk.keyboard.press("ArrowDown")
    expect(find).to_have_attribute("aria-activedescendant", re.compile(r"macro-\d+"))
    talk.keyboard.press("Enter")
    expect(talk.get_by_role("button", name="Use it")).to_be_focused()
    talk.keyboard.press("Escape")
    expect(find).to_be_focused()
    talk.keyboard.press("Escape")
    expect(talk.locator("#sheet-reply textarea")).to_be_focused()
    expect(talk.locator("#sheet-reply textarea")).to_have_value("")


def test_it_works_without_script(demo: Desk, plain: Page, request: pytest.FixtureRequest) -> None:
    opened(demo, plain, request.node.name)
    plain.locator("#sheet-reply textarea").fill("Hello,")
    plain.locator("#sheet-reply").get_by_role("button", name="Macros").click()
    plain.get_by_role("link", name="Ask the carrier").click()
    plain.get_by_role("button", name="Use it").click()
    expect(plain.locator("#macro-done")).to_contain_text("Status: On hold")
    expect(plain.locator("#sheet-reply textarea")).to_have_value(re.compile(r"^Hello,\n\nDear Dana,\n"))
    plain.locator("#macro-done button").click()
    expect(plain.locator("#macro-done")).to_contain_text("Taken back")
    expect(plain.locator("#sheet-reply textarea")).to_have_value("Hello,")
