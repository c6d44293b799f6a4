"""Every page of the desk, the console and the accounts: usable with assistive tools, in both themes, on a phone."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Literal
from urllib.parse import urlsplit

import pytest
from django.urls import resolve
from playwright.sync_api import Page, ViewportSize, expect

from tests.support.desk import Desk
from tests.support.post import deliver, letter
from tests.support.signing_in import sign_in

HELP = "help@larkmoor.example"
ADA = "ada@larkmoor.example"
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
SIZES = {"desktop": ViewportSize(width=1280, height=800), "phone": ViewportSize(width=390, height=844)}

# What an admin reaches by following links. A page that is new, or that no link leads to any more, shows here.
PAGES = set(
    """
    owed promise clock view conversation hand-over search new customers customer me presence
    console:overview console:suspended console:senders console:suspended-mail console:outbox console:local-outbox
    console:local-mail console:work console:events console:workspace console:agents console:agent console:teams
    console:team console:inboxes console:inbox console:addresses console:address console:tags console:tag
    console:drivers console:driver console:principles console:principle console:measure console:hand-overs
    console:schedules console:schedule console:new-schedule console:change-schedule console:schedule-region
    console:service-code console:code-version console:recount console:playbooks console:playbook
    console:playbook-version console:assignment console:assignment-team console:assignment-agent
    console:assignment-channels console:decisions console:capacity console:capacity-half-hour
    console:capacity-terms console:capacity-waits console:capacity-waiting console:intake
    console:rules console:rule
    console:macros console:macro console:new-macro
    """.split()
)
FRAGMENTS = {"older"}  # a link only where no script runs

# A page may scroll down, and so may its columns. Nothing but a table or a row of tabs may scroll sideways.
TOO_WIDE = """() => [document.documentElement, ...document.querySelectorAll("main, .content, .scroll, .own, .door")]
  .filter((one) => one.scrollWidth > one.clientWidth + 1)
  .map((one) => `${one.localName}.${one.className} is ${one.scrollWidth} wide in ${one.clientWidth}`)"""
LINKS = """() => [...document.querySelectorAll("a[href^='/']:not([target]):not([download])")]
  .map((one) => one.getAttribute("href"))"""

Axe = Callable[[Page], list[str]]


@pytest.fixture(scope="module")
def furnished(demo: Desk) -> Desk:
    """The demo company, and one of each of the rarer things: a mail held back, a stranger's answer."""
    question = letter(
        "Dana Whitfield <dana@whitfield.example>", HELP, "A kettle to look at", "Where is it?\n"
    )
    answer = letter(
        "eve@elsewhere.example", HELP, "Re: A kettle to look at", "Mine!\n", answers=question["Message-ID"]
    )
    for mail in (question, letter(HELP, HELP, "From ourselves", "Round and round.\n"), answer):
        deliver(demo, mail)
    return demo


def troubles(page: Page, axe: Axe) -> list[str]:
    """What is wrong with the page as it stands, in both themes."""
    found = [f"too wide: {line}" for line in page.evaluate(TOO_WIDE)]
    for scheme in SCHEMES:
        page.emulate_media(color_scheme=scheme)
        found += [f"{scheme}: {line}" for line in axe(page)]
    return found


def send_a_test(page: Page, desk: Desk) -> None:
    """With no server set, it lies in the local outbox."""
    page.goto(f"{desk.url}/console/addresses/1")
    form = page.get_by_role("form", name="Send a test")
    form.get_by_role("textbox").fill("ada@elsewhere.example")
    form.get_by_role("button").click()
    expect(page.get_by_text("lies in the local outbox")).to_be_visible()


def every_page(page: Page, start: str) -> Iterator[str]:
    """Follows links from `start`; opens one page of each kind, and every list, and names it once it is open."""
    waiting, known = [urlsplit(start).path], set[str]()
    while waiting:
        path = waiting.pop(0)
        answer = page.goto(path if path.startswith("http") else start.split("/v/")[0] + path)
        assert answer is not None
        assert answer.ok, f"{path} answers {answer.status}"
        yield page.url
        for link in page.evaluate(LINKS):
            match = resolve(urlsplit(link).path)
            kind = f"{match.view_name} {match.kwargs.get('key', '')}"
            if kind not in known and match.view_name not in {*FRAGMENTS, "home"}:
                known.add(kind)
                waiting.append(link)


@pytest.mark.parametrize("size", SIZES)
def test_every_page_can_be_used_by_everyone(furnished: Desk, page: Page, axe: Axe, size: str) -> None:
    page.set_viewport_size(SIZES[size])
    sign_in(page, furnished, ADA)
    send_a_test(page, furnished)
    found: dict[str, list[str]] = {}
    seen = set()
    for address in every_page(page, f"{furnished.url}/v/unassigned"):
        seen.add(resolve(urlsplit(address).path).view_name)
        if wrong := troubles(page, axe):
            found[urlsplit(address).path] = wrong
    assert found == {}
    assert seen == PAGES


@pytest.mark.parametrize("size", SIZES)
def test_a_conversation_with_everything_open_can_be_used_by_everyone(
    furnished: Desk, page: Page, axe: Axe, size: str
) -> None:
    page.set_viewport_size(SIZES[size])
    sign_in(page, furnished, ADA)
    page.goto(f"{furnished.url}/v/unassigned")
    page.locator("#rows a.conv-row", has_text="Mine!").click()
    expect(page.locator(".banner")).to_contain_text("This may belong to")
    page.locator("article details").evaluate_all("all => all.forEach((one) => one.open = true)")
    assert troubles(page, axe) == []
    page.keyboard.press("n")
    page.keyboard.type("A stranger.")
    assert troubles(page, axe) == []
    page.keyboard.press("Escape")
    for opening, part in (("Shift+?", "#keys"), ("Control+k", "#palette")):
        page.keyboard.press(opening)
        expect(page.locator(part)).to_be_visible()
        assert troubles(page, axe) == []
        page.keyboard.press("Escape")
    page.get_by_role("button", name="More actions").click()
    expect(page.locator("#more")).to_be_visible()
    assert troubles(page, axe) == []


@pytest.mark.parametrize("size", SIZES)
def test_the_door_can_be_used_by_everyone(
    furnished: Desk, page: Page, axe: Axe, size: str, page_errors: list[str]
) -> None:
    page.set_viewport_size(SIZES[size])
    done = furnished.command("agent", "add", f"new-{size}@larkmoor.example")
    invited = re.search(r"/join/\S+", done.stdout.decode())
    assert invited, done.stderr
    found: dict[str, list[str]] = {}
    for path in ("/sign-in", invited[0], "/join/no-such-link", "/no-such-page"):
        page.goto(f"{furnished.url}{path}")
        if wrong := troubles(page, axe):
            found[path] = wrong
    page.goto(f"{furnished.url}/sign-in")
    page.get_by_label("Email").fill("nobody@larkmoor.example")
    page.get_by_label("Password", exact=True).fill("a wrong one, surely")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_be_visible()
    if wrong := troubles(page, axe):
        found["refused"] = wrong
    assert found == {}
    assert all("Failed to load resource" in line for line in page_errors), page_errors
    page_errors.clear()  # the pages that are not there say so in their status


def test_a_search_says_what_it_found_or_did_not_to_everyone(furnished: Desk, page: Page, axe: Axe) -> None:
    sign_in(page, furnished, ADA)
    for words, says in (("kettle", "a.hit"), ("nothing-says-this-at-all", ".empty")):
        page.goto(f"{furnished.url}/search?q={words}")
        expect(page.locator(says).first).to_be_visible()
        assert troubles(page, axe) == []


def test_a_light_agent_gets_a_page_that_everyone_can_use(furnished: Desk, page: Page, axe: Axe) -> None:
    sign_in(page, furnished, "lou@larkmoor.example")
    page.locator("#rows a.conv-row").first.click()
    expect(page.locator("#sheet-note")).to_be_visible()
    assert troubles(page, axe) == []
