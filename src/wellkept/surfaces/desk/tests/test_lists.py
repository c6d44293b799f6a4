"""Views: what stands in them, how they page, what they cost."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from wellkept.conversations import operations, queries
from wellkept.conversations.models import Conversation
from wellkept.kernel.actors import SYSTEM

pytestmark = pytest.mark.django_db


def rows(answer):
    return [int(number) for number in re.findall(r'id="row-(\d+)"', answer.content.decode())]


@pytest.fixture
def letters(dana, help_inbox, write_in, at):
    """`letters(3)` are three more conversations, a minute between them, the latest last."""

    def arrive(count, inbox=help_inbox):
        first = Conversation.objects.count()
        return [
            write_in(
                dana,
                inbox,
                f"Letter {number}",
                subject=f"Letter {number}",
                when=at + timedelta(minutes=number),
            ).conversation
            for number in range(first, first + count)
        ]

    return arrive


def test_an_agent_begins_with_their_own_work_and_who_owns_none_with_everything(browser, ben, lou, kitchen):
    assert browser(ben).get("/")["Location"] == "/owed"
    assert browser(lou).get("/")["Location"] == "/v/all"


def test_the_latest_activity_stands_first(letters, ben, signed_in):
    first, second, third = letters(3)
    assert rows(signed_in(ben).get("/v/all")) == [third.pk, second.pk, first.pk]


def test_mine_and_unassigned_part_what_has_someone_from_what_has_nobody(letters, ben, signed_in, at):
    taken, waiting = letters(2)
    operations.assign(conversation=taken, assignee=ben, team=None, by=SYSTEM, at=at)
    browser = signed_in(ben)
    assert rows(browser.get("/v/mine")) == [taken.pk]
    assert rows(browser.get("/v/unassigned")) == [waiting.pk]


@pytest.mark.parametrize("status, expected", [("open", 1), ("solved", 1), ("pending", 0), ("any", 2)])
def test_a_status_narrows_the_view(status, expected, letters, ben, signed_in, at):
    solved, _ = letters(2)
    operations.set_status(conversation=solved, status="solved", by=SYSTEM, at=at)
    assert len(rows(signed_in(ben).get(f"/v/all?status={status}"))) == expected


def test_spam_and_trash_are_places_of_their_own(letters, ben, signed_in, at):
    spam, trash, rest = letters(3)
    operations.set_place(conversation=spam, place="spam", by=SYSTEM, at=at)
    operations.set_place(conversation=trash, place="trash", by=SYSTEM, at=at)
    browser = signed_in(ben)
    assert [rows(browser.get(f"/v/{key}")) for key in ("spam", "trash", "all")] == [
        [spam.pk],
        [trash.pk],
        [rest.pk],
    ]


def test_a_view_of_a_team_or_an_inbox_holds_only_its_own(letters, ben, kitchen, help_inbox, signed_in, at):
    given, _ = letters(2)
    operations.assign(conversation=given, assignee=None, team=kitchen, by=SYSTEM, at=at)
    browser = signed_in(ben)
    assert rows(browser.get(f"/v/team-{kitchen.pk}")) == [given.pk]
    assert len(rows(browser.get(f"/v/inbox-{help_inbox.pk}"))) == 2


def test_nobody_sees_rows_or_the_name_of_an_inbox_that_is_not_theirs(
    letters, help_inbox, kitchen, cleo, wholesale, signed_in
):
    letters(2)
    browser = signed_in(cleo)
    assert browser.get(f"/v/inbox-{help_inbox.pk}").status_code == 404
    for key in ("all", "unassigned", f"team-{kitchen.pk}", "spam", "trash"):
        assert rows(browser.get(f"/v/{key}?status=any")) == []


@pytest.mark.parametrize(
    "path",
    [
        "/v/everything", "/v/team-", "/v/team-x", "/v/inbox-0", "/v/inbox-99999999999999", "/v/all?status=broken",
        "/v/all?after=nonsense", "/v/all?after=W10", "/v/all?after=WyJ4IiwxXQ", "/v/all?after=%C3%A9",
        "/v/all?after=WyIwMDAxLTAxLTAxVDAwOjAwOjAwKzE0OjAwIiwxXQ",  # year 1, far east: before all time
        "/v/all?after=WyIyMDI2LTAxLTAxVDAwOjAwOjAwKzAwOjAwIiwxZTk5OV0",  # a number without end
        "/v/all?after=" + "W1tb" * 3000,  # very deep
    ],
)  # fmt: skip
def test_a_view_or_a_page_that_is_none_is_not_found(path, ben, kitchen, signed_in):
    assert signed_in(ben).get(path).status_code == 404


def test_older_pages_go_on_where_the_last_one_ended(letters, ben, signed_in, monkeypatch):
    monkeypatch.setattr(queries, "PAGE", 2)
    monkeypatch.setattr(queries.page, "__kwdefaults__", {"after": None, "size": 2})
    wanted = [one.pk for one in letters(5)][::-1]
    browser, seen = signed_in(ben), []
    path: str | None = "/v/all?status=open"
    while path:
        answer = browser.get(path)
        seen += rows(answer)
        older = re.search(r'rel="next" href="([^"]+)"', answer.content.decode())
        path = older.group(1).replace("&amp;", "&") if older else None
    assert seen == wanted


def test_htmx_gets_the_list_and_the_rail_alone(letters, ben, signed_in):
    letters(1)
    answer = signed_in(ben).get("/v/all", headers={"HX-Request": "true"})
    assert "HX-Request" in answer["Vary"]
    page = answer.content.decode()
    assert "<html" not in page
    assert 'id="rows"' in page
    assert 'id="rail-work"' in page


def test_the_open_conversation_is_marked_in_its_list(letters, ben, signed_in):
    one, _ = letters(2)
    page = signed_in(ben).get(f"/v/all?current={one.pk}", headers={"HX-Request": "true"}).content.decode()
    assert re.findall(r'id="row-(\d+)"><a[^>]* aria-current="true"', page) == [str(one.pk)]


def test_unread_is_marked_until_it_is_opened_and_again_on_request(kettle, browser, ben, sam):
    mine, theirs = browser(ben), browser(sam)
    assert "Unread:" in mine.get("/v/all").content.decode()
    mine.get(f"/c/{kettle.pk}")
    assert "Unread:" not in mine.get("/v/all").content.decode()
    assert "Unread:" in theirs.get("/v/all").content.decode()
    assert mine.post(f"/c/{kettle.pk}/unread?view=all")["Location"] == "/v/all"
    assert "Unread:" in mine.get("/v/all").content.decode()


def test_a_live_refresh_reads_nothing_on_anybodys_behalf(kettle, ben, signed_in):
    browser = signed_in(ben)
    browser.get(f"/c/{kettle.pk}", headers={"HX-Request": "true", "X-Live": "1"})
    assert "Unread:" in browser.get("/v/all").content.decode()


def test_an_empty_list_says_what_that_means(ben, kitchen, signed_in):
    assert "You owe nobody an answer." in signed_in(ben).get("/v/mine").content.decode()


@pytest.mark.parametrize("who", ["ada", "ben"])
def test_a_list_costs_the_same_with_three_rows_and_with_forty(who, letters, ben, signed_in, at, request):
    def cost():
        with CaptureQueriesContext(
            connection,
        ) as queries_made:
            count = len(rows(browser.get("/v/all")))
        return len(queries_made), count

    letters(3)
    browser = signed_in(request.getfixturevalue(who))
    browser.get("/v/all")
    few, three = cost()
    for one in letters(37):
        operations.assign(conversation=one, assignee=ben, team=None, by=SYSTEM, at=at)
    many, forty = cost()
    assert (three, forty) == (3, 40)
    assert many == few <= 16
