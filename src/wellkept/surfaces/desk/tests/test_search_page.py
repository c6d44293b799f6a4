"""Search: what is found, by whom, and where a number leads."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from wellkept.conversations import operations
from wellkept.kernel.actors import SYSTEM

pytestmark = pytest.mark.django_db


def hits(answer):
    return re.findall(r'class="hit" href="/c/(\d+)', answer.content.decode())


def test_words_of_a_message_lead_to_its_conversation(kettle, ben, signed_in):
    answer = signed_in(ben).get("/search", {"q": "cracked lid"})
    assert hits(answer) == [str(kettle.pk)]
    assert "<mark>cracked</mark>" in answer.content.decode()


@pytest.mark.parametrize("who, found", [("ada", 1), ("sam", 1), ("ben", 1), ("lou", 1), ("cleo", 0)])
def test_nobody_finds_what_they_may_not_open(who, found, kettle, wholesale, signed_in, request):
    assert len(hits(signed_in(request.getfixturevalue(who)).get("/search?q=cracked"))) == found


@pytest.mark.parametrize("spelling", ["{0}", "#{0}", " {0} "])
def test_a_number_opens_its_conversation(spelling, kettle, ben, signed_in):
    answer = signed_in(ben).get("/search", {"q": spelling.format(kettle.pk)})
    assert (answer.status_code, answer["Location"]) == (302, f"/c/{kettle.pk}")


def test_a_number_that_is_not_theirs_is_searched_for_like_any_word(kettle, cleo, wholesale, signed_in):
    answer = signed_in(cleo).get("/search", {"q": str(kettle.pk)})
    assert (answer.status_code, hits(answer)) == (200, [])


def test_what_lies_in_the_trash_is_not_found(kettle, ben, signed_in, at):
    operations.set_place(conversation=kettle, place="trash", by=SYSTEM, at=at)
    assert hits(signed_in(ben).get("/search?q=cracked")) == []


@pytest.mark.parametrize(
    "query",
    [
        "",
        " ",
        "-",
        '"',
        '"lid',
        "lid OR",
        "NEAR(",
        "a:b",
        "*",
        "%",
        "²",
        "#²",
        "#",
        "lid\0",
        "9" * 300,
        "é" * 400,
    ],
)
def test_anything_may_be_typed(query, kettle, ben, signed_in):
    assert signed_in(ben).get("/search", {"q": query}).status_code == 200


@pytest.mark.parametrize("after", ["", "x", "²", "-1", "9" * 18, "9" * 40])
def test_any_page_may_be_asked_for(after, kettle, ben, signed_in):
    assert signed_in(ben).get("/search", {"q": "lid", "after": after}).status_code == 200


def test_words_of_strangers_are_shown_and_never_obeyed(dana, help_inbox, write_in, ben, signed_in):
    write_in(dana, help_inbox, "kettle <img src=x onerror=alert(1)>", subject="<script>alert(2)</script>")
    page = signed_in(ben).get("/search?q=kettle").content.decode()
    assert "&lt;img src=x" in page
    assert "<img src=x" not in page
    assert "<script>alert" not in page


def test_a_page_of_hits_costs_the_same_however_many_there_are(dana, help_inbox, write_in, ben, signed_in):
    def cost():
        with CaptureQueriesContext(connection) as made:
            browser.get("/search?q=kettle")
        return len(made)

    write_in(dana, help_inbox, "kettle")
    browser = signed_in(ben)
    browser.get("/search?q=kettle")
    one = cost()
    for _ in range(20):
        write_in(dana, help_inbox, "kettle")
    assert cost() == one
