"""Who sees what: every read goes through the same door."""

from datetime import timedelta

import pytest

from wellkept.conversations import operations, queries
from wellkept.conversations.access import Access, access_of
from wellkept.conversations.queries import View, count, counts
from wellkept.conversations.search import search
from wellkept.kernel.actors import SYSTEM

pytestmark = pytest.mark.django_db
ALL = View("all", status=None)


@pytest.fixture
def cafes(eve, wholesale, write_in):
    return write_in(
        eve, wholesale, "Could you quote for twelve grinders?", subject="Three cafés"
    ).conversation


@pytest.mark.parametrize("who, sees", [("ada", 2), ("sam", 2), ("ben", 1), ("lou", 1), ("cleo", 1)])
def test_lists_search_and_lookups_hold_the_inboxes_of_ones_teams(who, sees, kettle, cafes, request):
    access = access_of(request.getfixturevalue(who))
    assert len(queries.page(ALL, access).rows) == sees
    assert queries.count(ALL, access) == sees
    assert queries.conversations_for(access).count() == sees
    found = {hit.conversation_id for word in ("lid", "grinders") for hit in search(word, access).hits}
    assert len(found) == sees


@pytest.mark.parametrize("who", ["ben", "lou"])
def test_what_is_not_ones_own_looks_like_nothing(who, kettle, cafes, request):
    access = access_of(request.getfixturevalue(who))
    assert not queries.conversations_for(access).filter(pk=cafes.pk).exists()
    assert search("grinders", access).hits == []
    assert not queries.messages_for(access).filter(conversation=cafes).exists()


def test_an_agent_without_a_team_sees_nothing(ben, kitchen, kettle):
    ben.teams.clear()
    access = access_of(ben)
    assert queries.page(ALL, access).rows == []
    assert search("lid", access).hits == []


def test_nobody_is_given_what_they_cannot_open(kettle, cleo, at):
    with pytest.raises(operations.AgentCannotSee):
        operations.assign(conversation=kettle, assignee=cleo, team=None, by=SYSTEM, at=at)


def test_nobody_is_given_what_they_cannot_answer(kettle, lou, at):
    with pytest.raises(operations.AgentCannotAnswer, match="Lou only reads and writes notes"):
        operations.assign(conversation=kettle, assignee=lou, team=None, by=SYSTEM, at=at)
    kettle.refresh_from_db()
    assert kettle.assignee is None


def test_pages_meet_without_gap_or_repeat_while_rows_move(kitchen, help_inbox, dana, write_in, ben, at):
    made = [
        write_in(dana, help_inbox, f"Message {n}", when=at + timedelta(seconds=n // 3)).conversation.pk
        for n in range(23)
    ]
    access = access_of(ben)
    seen, cursor = [], None
    while True:
        page = queries.page(ALL, access, after=cursor, size=5)
        seen += [row.id for row in page.rows]
        if page.older is None:
            break
        cursor = page.older
    assert seen == sorted(made, reverse=True)


def test_two_inboxes_are_merged_in_one_order(ben, kettle, cafes, kitchen, wholesale, dana, write_in, at):
    from wellkept.conversations.models import InboxAccess

    InboxAccess.objects.create(inbox=wholesale, team=kitchen)
    write_in(dana, kettle.inbox, "later", into=kettle, when=at + timedelta(minutes=1))
    access = access_of(ben)
    assert [row.id for row in queries.page(ALL, access).rows] == [kettle.pk, cafes.pk]
    first = queries.page(ALL, access, size=1)
    assert [row.id for row in queries.page(ALL, access, size=1, after=first.older).rows] == [cafes.pk]


@pytest.mark.parametrize("cursor", ["", "x", "bnVsbA", "WzFd", "é"])
def test_a_page_link_that_is_none_of_ours_is_refused(cursor):
    with pytest.raises(ValueError):
        queries.read_cursor(cursor or "%%%")


def test_a_page_of_a_list_costs_one_query_however_long(
    ada, kettle, dana, help_inbox, write_in, django_assert_num_queries
):
    for n in range(12):
        write_in(dana, help_inbox, f"m{n}")
    access = access_of(ada)
    with django_assert_num_queries(1):
        queries.page(ALL, access, size=10)


def test_unread_is_per_person(kettle, ben, ada, at):
    kettle.refresh_from_db()
    operations.mark_read(conversation=kettle, agent=ben, message_id=kettle.last_message_id, at=at)
    assert not queries.page(ALL, access_of(ben)).rows[0].is_unread
    assert queries.page(ALL, access_of(ada)).rows[0].is_unread


def test_many_counts_are_one_query_and_each_is_its_own(
    ben, cleo, dana, help_inbox, wholesale, write_in, kettle, django_assert_num_queries
):
    write_in(dana, wholesale, "Six lids, wholesale.")
    views = [View("all"), View("mine", assignee=ben.pk), View("any", status=None), View("spam", place="spam")]
    for agent in (ben, cleo):
        access = access_of(agent)
        with django_assert_num_queries(1):
            found = counts(views, access)
        assert found == [count(view, access) for view in views] == [1, 0, 1, 0]


def test_who_sees_no_inbox_counts_nothing(lou, kettle, at):
    nobody = Access(agent_id=lou.pk, role=lou.role, inbox_ids=frozenset(), team_ids=frozenset())
    assert counts([View("all"), View("mine", assignee=lou.pk)], nobody) == [0, 0]
    assert counts([], nobody) == []
