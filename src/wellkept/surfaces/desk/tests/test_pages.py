"""Every page: what the browser is told it may do, and that the page asks for nothing more."""

import re

import pytest

from wellkept.channels.email.alarms import raise_alarm
from wellkept.conversations import operations
from wellkept.kernel.actors import SYSTEM

pytestmark = pytest.mark.django_db

NASTY = """"'><script>alert(1)</script><img src=x onerror=alert(2)>"""
PAGES = [
    "/v/mine", "/v/all?status=any", "/v/spam", "/search", "/search?q=lid", "/customers", "/customers?q=zzz",
    "/customers/{dana}", "/new", "/c/{kettle}", "/c/{kettle}?view=unassigned&mode=note", "/c/{stranger}",
    "/c/424242", "/nowhere",
]  # fmt: skip
FRAGMENTS = ["/v/all", "/c/{kettle}", "/c/{kettle}/older?before={waiting}"]


@pytest.fixture
def nasty(scene, kettle, ben, help_inbox, at):
    """The scene again, where every word a stranger could choose wants to act."""
    operations.set_subject(conversation=kettle, subject=NASTY, by=SYSTEM, at=at)
    operations.add_tag(conversation=kettle, name=NASTY[:50], by=SYSTEM, at=at)
    operations.note(conversation=kettle, agent=ben, text=NASTY, at=at)
    operations.save_draft(
        conversation=kettle, agent=ben, mode="reply", body=f"</textarea>{NASTY}", known_version=0, at=at
    )
    kettle.customer.name = NASTY
    kettle.customer.save()
    type(kettle).objects.update(customer_name=NASTY, last_words=NASTY)
    raise_alarm(kind="imap", about="1", text=NASTY, at=at)
    return scene


def directives(answer):
    parts = (part.strip().split() for part in answer["Content-Security-Policy"].split(";"))
    return {name: set(values) for name, *values in parts}


@pytest.mark.parametrize("who", ["ada", "ben", "lou"])
def test_a_page_may_load_only_its_own_and_holds_nothing_inline(who, nasty, signed_in, request):
    browser = signed_in(request.getfixturevalue(who))
    for path in PAGES:
        strict(browser.get(path.format(**vars(nasty))))


def strict(answer):
    policy, page = directives(answer), answer.content.decode()
    nonces = {one for one in policy["script-src"] if one.startswith("'nonce-")}
    assert policy["default-src"] == policy["object-src"] == policy["base-uri"] == {"'none'"}
    assert policy["script-src"] - nonces == {"'self'"}
    assert policy["style-src"] == policy["connect-src"] == policy["form-action"] == {"'self'"}
    assert policy["frame-ancestors"] == {"'self'"}
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cache-Control"] == "no-store"
    nothing_acts(page)
    assert {f"'nonce-{one}'" for one in re.findall(r'nonce="([^"]*)"', page)} == nonces


@pytest.mark.parametrize("path", FRAGMENTS)
def test_a_fragment_holds_nothing_inline(path, nasty, ben, signed_in):
    page = signed_in(ben).get(path.format(**vars(nasty)), headers={"HX-Request": "true"}).content.decode()
    nothing_acts(page)
    assert "<script" not in page


def test_pages_that_refuse_hold_nothing_inline(nasty, lou, ben, browser):
    refused = browser(lou).get("/new")
    problem = browser(ben).post(f"/c/{nasty.kettle}/participants", {"add": NASTY})
    assert (refused.status_code, problem.status_code) == (403, 422)
    for answer in (refused, problem):
        assert "'unsafe-inline'" not in answer["Content-Security-Policy"]
        nothing_acts(answer.content.decode())


def nothing_acts(page):
    """No script but the import map and those with an address, no style, no handler, no address that is a script."""
    tags = re.findall(r"<[a-zA-Z][^<>\"']*(?:\"[^\"]*\"[^<>\"']*|'[^']*'[^<>\"']*)*>", page)
    for tag in tags:
        bare = re.sub(r"\"[^\"]*\"|'[^']*'", '""', tag)
        assert not re.search(r"\s(on[a-z]+|style|srcdoc)\s*=", bare, re.IGNORECASE), tag
        assert not re.search(
            r"(href|src|action|formaction)=[\"']?\s*(javascript|data|vbscript):", tag, re.IGNORECASE
        ), tag
    assert "<style" not in page.lower()
    for attributes, inside in re.findall(r"<script([^>]*)>(.*?)</script>", page, re.DOTALL):
        assert ' src="/' in attributes or ('type="importmap" nonce="' in attributes and "alert" not in inside)
        assert ' src="/' not in attributes or not inside.strip()
    assert "onerror=alert" not in re.sub(r"&lt;img src=x onerror=alert", "", page)
    assert "<img src=x" not in page


def places(page):
    menu = re.search(r'<nav class="menu of-phonebar" popover id="places".*?</nav>', page, re.DOTALL).group()
    return re.findall(r'<a href="([^"]+)"', menu)


def test_on_a_phone_a_menu_leads_to_every_place(ben, sam, kitchen, browser):
    theirs = places(browser(ben).get("/v/mine").content.decode())
    assert theirs == [
        "/v/mine",
        "/v/all",
        f"/v/team-{kitchen.pk}",
        "/customers",
        "/v/spam",
        "/v/trash",
        "/presence",
        "/me",
    ]
    assert "/console/" in places(browser(sam).get("/v/mine").content.decode())


@pytest.mark.parametrize("path", ["/v/spam", "/search", "/customers"])
def test_the_rail_says_where_one_is(path, ben, kitchen, signed_in):
    page = signed_in(ben).get(path).content.decode()
    assert re.findall(r'<a class="go" href="([^"]+)"[^>]* aria-current="page"', page) == [path]
