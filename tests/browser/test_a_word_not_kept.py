"""A promise in words, from the draft to the figures: seen by the customer, missed, told, made good, and counted."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.support.desk import Desk, running_desk
from tests.support.post import deliver, letter
from tests.support.signing_in import sign_in

AHEAD = Path(__file__).resolve().parent.parent / "support" / "ahead"
SUBJECT = "Where is the blue kettle?"
WORDS = "I'll check with the warehouse and get back to you by Friday noon."
EIGHT_DAYS = "691200"  # whenever it was said, Friday noon is over by then
CLOCK = 40_000  # the clock looks every fifteen seconds


@pytest.fixture
def ahead(tmp_path: Path) -> Path:
    """The file with the seconds by which the desk's clock is ahead."""
    file = tmp_path / "ahead"
    file.write_text("0", encoding="ascii")
    return file


@pytest.fixture
def desk(tmp_path: Path, ahead: Path) -> Iterator[Desk]:
    """A demo company of the test's own: its days pass."""
    settings = {"PYTHONPATH": str(AHEAD), "WELLKEPT_AHEAD": str(ahead)}
    with running_desk(tmp_path / "data", "--demo", **settings) as running:
        yield running


def test_a_missed_promise_is_told_made_good_and_counted(
    desk: Desk, ahead: Path, page: Page, browser: Browser
) -> None:
    deliver(
        desk, letter("Dana Whitfield <dana@whitfield.example>", "help@larkmoor.example", SUBJECT, "Hello?\n")
    )
    sign_in(page, desk, "ben@larkmoor.example")
    page.goto(f"{desk.url}/v/unassigned")
    page.locator("#rows a.conv-row", has_text=SUBJECT).first.click()
    words, line = page.locator("#sheet-reply textarea"), page.locator("#owed-here li", has_text="warehouse")
    words.wait_for()
    page.keyboard.press("m")
    expect(page.locator("#assignee option:checked")).to_have_text("Ben Okafor")

    page.keyboard.press("r")
    page.keyboard.type(WORDS)
    with page.expect_response("**/words"):
        chip(page).get_by_role("button", name="Confirm", exact=True).press("Enter")
    expect(chip(page)).to_have_class(re.compile("confirmed"))
    words.press("Control+Enter")
    expect(line).to_be_visible()
    customers = browser.new_context().new_page()  # Dana's own browser, with nobody's session
    link = page.get_by_role("link", name="What we owe them").get_attribute("href")
    customers.goto(f"{desk.url}{link}")
    theirs = customers.locator("main li", has_text="warehouse")
    expect(theirs).to_contain_text(re.compile(r"By Friday .* 12:00"))

    ahead.write_text(EIGHT_DAYS, encoding="ascii")
    expect(page.locator("#amends")).to_contain_text("warehouse", timeout=CLOCK)  # by itself, and told aloud
    expect(line.locator(".due")).to_have_class(re.compile("broken"))
    customers.reload()
    expect(theirs).to_contain_text("are late")

    note = page.locator("[id^=broke-]", has_text="warehouse")
    note.get_by_role("button", name="Use this note").press("Enter")
    expect(words).to_have_value(re.compile("That is our fault, and I am sorry"))
    expect(chip(page)).to_have_class(re.compile("confirmed"))
    words.press("Control+Enter")
    expect(page.locator("#owed-here")).to_contain_text("We will write to you by")
    expect(note).to_have_count(0)
    customers.reload()
    expect(customers.locator("main li", has_text="We will write to you by")).to_be_visible()
    expect(theirs).to_contain_text("We are sorry")

    supervisors = browser.new_context().new_page()
    sign_in(supervisors, desk, "sam@larkmoor.example")
    supervisors.goto(f"{desk.url}/console/principles/p09-promises")
    tile = supervisors.locator(".tile").filter(
        has=supervisors.get_by_role("heading", name="Kept as first promised", exact=True)
    )
    expect(tile.locator(".figure")).to_contain_text("%")
    supervisors.goto(f"{desk.url}/console/principles/p09-promises/kept?only=miss")
    case = supervisors.locator("ul.cases li", has_text=SUBJECT).filter(has_text="Given in words")
    expect(case).to_contain_text("Not kept")
    supervisors.goto(f"{desk.url}/console/principles/p09-promises/kept?only=hit")
    expect(
        supervisors.locator("ul.cases li", has_text=SUBJECT).filter(has_text="Given in words")
    ).to_have_count(0)


def chip(page: Page) -> Locator:
    return page.locator("#sheet-reply [data-chip]")
