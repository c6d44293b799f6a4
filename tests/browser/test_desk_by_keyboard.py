"""A shift without a mouse."""

from __future__ import annotations

import re
import time
from email.message import EmailMessage

import pytest
from playwright.sync_api import Page, expect

from tests.support.desk import Desk
from tests.support.post import deliver, letter
from tests.support.signing_in import sign_in

HELP = "help@larkmoor.example"
BEN = "ben@larkmoor.example"
CONVERSATION = re.compile(r"/c/\d+")
DANA = "Dana Whitfield <dana@whitfield.example>"


@pytest.fixture
def ben(demo: Desk, page: Page) -> Page:
    """Ben, in front of what nobody has taken yet."""
    sign_in(page, demo, BEN)
    page.keyboard.press("g")
    page.keyboard.press("u")
    page.wait_for_url("**/v/unassigned")
    return page


def open_a_new_one(demo: Desk, ben: Page, subject: str) -> EmailMessage:
    """A conversation of the test's own, opened from the top of the list; returns the mail that began it."""
    mail = letter(DANA, HELP, subject, "Hello,\n\nwhere is my kettle?\n")
    deliver(demo, mail)
    top = ben.locator("#rows a.conv-row").first
    expect(top).to_contain_text(subject)
    ben.keyboard.press("j")
    expect(top).to_be_focused()
    ben.keyboard.press("Enter")
    ben.wait_for_url(CONVERSATION)  # loaded, scripts and all: a key pressed before is nobody's
    expect(ben.locator("#head h1")).to_have_text(subject)
    return mail


def test_an_agent_comes_in_and_walks_the_list(demo: Desk, page: Page) -> None:
    page.goto(f"{demo.url}/sign-in")
    expect(page.get_by_label("Email")).to_be_focused()
    page.keyboard.type(BEN)
    page.keyboard.press("Tab")
    found = re.search(r"password: (\S+)", demo.said)
    assert found
    page.keyboard.type(found[1])
    page.keyboard.press("Enter")
    page.wait_for_url("**/owed")
    page.keyboard.press("g")
    page.keyboard.press("a")
    page.wait_for_url("**/v/all")
    rows = page.locator("#rows a.conv-row")
    for key, at in (("j", 0), ("j", 1), ("j", 2), ("k", 1)):
        page.keyboard.press(key)
        expect(rows.nth(at)).to_be_focused()
    subject = rows.nth(1).locator(".subject").inner_text()
    page.keyboard.press("Enter")
    page.wait_for_url(CONVERSATION)
    expect(page.locator("#head h1")).to_have_text(subject)
    page.keyboard.press("u")
    page.wait_for_url("**/v/all")


def test_a_reply_is_sent_and_taken_back(demo: Desk, ben: Page) -> None:
    open_a_new_one(demo, ben, "Taken back")
    words = ben.locator("#sheet-reply textarea")
    ben.keyboard.press("r")
    expect(words).to_be_focused()
    ben.keyboard.type("It left *yesterday*.")
    ben.keyboard.press("Control+Enter")
    expect(ben.locator("article.agent")).to_contain_text("It left yesterday.")
    expect(ben.locator("article.agent .delivery")).to_contain_text("Leaves in")
    expect(words).to_have_value("")
    ben.keyboard.press("z")
    expect(ben.locator("article.agent")).to_have_count(0)
    expect(words).to_have_value("It left *yesterday*.")


def test_a_draft_survives_a_reload(demo: Desk, ben: Page) -> None:
    open_a_new_one(demo, ben, "Half written")
    ben.keyboard.press("r")
    with ben.expect_response("**/draft/reply"):
        ben.keyboard.type("Dear Dana, your")
    ben.reload()
    expect(ben.locator("#sheet-reply textarea")).to_have_value("Dear Dana, your")


def test_words_typed_just_before_leaving_are_kept(demo: Desk, ben: Page) -> None:
    open_a_new_one(demo, ben, "Left in a hurry")
    ben.keyboard.press("n")
    ben.keyboard.type("Ask the depot")
    address = ben.url
    ben.goto(f"{demo.url}/v/all")  # before the pause after which a draft is saved

    # The page is gone before its last save is answered, so nothing here can tell when it has arrived.
    words = ben.locator("#sheet-note textarea")
    deadline = time.monotonic() + 10
    ben.goto(address)
    while words.input_value() != "Ask the depot" and time.monotonic() < deadline:
        ben.goto(address)
    assert words.input_value() == "Ask the depot"


def test_a_conversation_is_noted_on_solved_assigned_and_tagged(demo: Desk, ben: Page) -> None:
    open_a_new_one(demo, ben, "All there is to set")
    ben.keyboard.press("n")
    expect(ben.locator("#sheet-note textarea")).to_be_focused()
    ben.keyboard.type("Batch 0426 again?")
    ben.keyboard.press("Control+Enter")
    expect(ben.locator("article.note")).to_contain_text("Batch 0426 again?")

    status = ben.locator("#head .badge").first
    ben.keyboard.press("Escape")
    for said in ("Solved", "Open"):
        ben.keyboard.press("e")
        expect(status).to_have_text(said)

    chosen = ben.locator("#assignee option:checked")
    ben.keyboard.press("m")
    expect(chosen).to_have_text("Ben Okafor")
    ben.keyboard.press("a")
    expect(ben.locator("#assignee")).to_be_focused()
    ben.keyboard.type("Cleo")
    expect(ben.locator("#thread")).to_contain_text("Cleo Marsh")
    expect(chosen).to_have_text("Cleo Marsh")

    ben.keyboard.press("Escape")
    ben.keyboard.press("t")
    expect(ben.locator("#tag")).to_be_focused()
    ben.keyboard.type("late")
    ben.keyboard.press("Enter")
    expect(ben.locator(".tags")).to_contain_text("late")


def test_search_finds_what_a_customer_wrote(demo: Desk, ben: Page) -> None:
    deliver(demo, letter(DANA, HELP, "Something small", "The thermowidget whistles.\n"))
    expect(ben.locator("#rows a.conv-row").first).to_contain_text("Something small")
    ben.keyboard.press("/")
    ben.wait_for_url("**/search")
    expect(ben.locator("#q")).to_be_focused()
    ben.keyboard.type("thermowidget")
    ben.keyboard.press("Enter")
    ben.wait_for_url("**/search?*")
    expect(ben.locator("a.hit")).to_contain_text("Something small")
    ben.keyboard.press("Escape")
    ben.keyboard.press("j")
    ben.keyboard.press("Enter")
    expect(ben.locator("#head h1")).to_have_text("Something small")


def test_the_palette_goes_places_and_the_sheet_names_the_keys(ben: Page) -> None:
    ben.keyboard.press("Shift+?")
    expect(ben.locator("#keys")).to_be_visible()
    ben.keyboard.press("Escape")
    expect(ben.locator("#keys")).to_be_hidden()
    ben.keyboard.press("Control+k")
    expect(ben.locator("#palette input")).to_be_focused()
    ben.keyboard.type("trash")
    expect(ben.locator("#found [aria-selected=true]")).to_have_text("Trash")
    ben.keyboard.press("Enter")
    ben.wait_for_url("**/v/trash")


def test_a_message_that_arrives_meanwhile_stops_the_reply_and_shows_itself(
    demo: Desk, ben: Page, page_errors: list[str]
) -> None:
    first = open_a_new_one(demo, ben, "Both at once")
    words = ben.locator("#sheet-reply textarea")
    ben.keyboard.press("r")
    expect(words).to_be_focused()
    ben.keyboard.type("I shall look for it.")
    second = letter(DANA, HELP, "Re: Both at once", "Never mind, it came!\n", answers=first["Message-ID"])
    deliver(demo, second)
    expect(ben.locator("article.customer")).to_have_count(2)
    expect(ben.locator("article.customer").last).to_contain_text("Never mind, it came!")
    expect(words).to_be_focused()
    expect(words).to_have_value("I shall look for it.")

    ben.keyboard.press("Control+Enter")
    expect(ben.locator("#problem")).to_be_visible()
    expect(ben.locator("article.agent")).to_have_count(0)
    expect(words).to_have_value("I shall look for it.")
    assert len(page_errors) == 1
    assert "409" in page_errors.pop()

    ben.keyboard.press("r")
    ben.keyboard.press("Control+Enter")
    expect(ben.locator("article.agent")).to_have_count(1)
