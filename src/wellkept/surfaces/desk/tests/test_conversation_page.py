"""One conversation on its page: what is shown, to whom, and what it costs."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from wellkept.conversations import operations
from wellkept.conversations.files import store
from wellkept.conversations.models import DeliveryState, Read
from wellkept.kernel.actors import SYSTEM, Actor
from wellkept.surfaces.desk.pages import thread

pytestmark = pytest.mark.django_db


def shown(page):
    return [int(number) for number in re.findall(r'<article[^>]* id="m-(\d+)"', page)]


@pytest.fixture
def page(kettle, browser):
    """`page(ben)` is the HTML that Ben gets."""

    def get(agent, query="", **headers):
        return browser(agent).get(f"/c/{kettle.pk}{query}", headers=headers).content.decode()

    return get


def test_messages_notes_and_what_happened_stand_in_the_order_of_time(kettle, ben, answer, page, at):
    reply = answer(when=at + timedelta(minutes=2))
    operations.set_priority(
        conversation=kettle, priority=3, by=Actor.agent(ben.pk), at=at + timedelta(minutes=3)
    )
    note = operations.note(
        conversation=kettle, agent=ben, text="She is lovely.", at=at + timedelta(minutes=4)
    )
    html = page(ben)
    assert shown(html) == [kettle.messages.order_by("id")[0].pk, reply.pk, note.pk]
    assert (
        html.index(f"m-{reply.pk}")
        < html.index("Ben set the priority to urgent")
        < html.index(f"m-{note.pk}")
    )


def test_htmx_gets_the_column_alone(ben, kettle, browser):
    answer = browser(ben).get(f"/c/{kettle.pk}", headers={"HX-Request": "true"})
    assert "HX-Request" in answer["Vary"]
    assert answer.content.decode().lstrip().startswith('<div class="column-and-side"')


def test_a_light_agent_sees_everything_and_only_the_sheet_for_notes(lou, page):
    html = page(lou)
    assert 'id="sheet-note"' in html
    assert 'id="sheet-reply"' not in html
    actions = set(re.findall(r'<form[^>]* method="post" action="/c/\d+/([a-z]+)', html))
    assert actions <= {"note", "unread"}


def test_everything_an_agent_may_do_has_its_form(ben, page):
    actions = set(re.findall(r'action="/c/\d+/([a-z]+)', page(ben)))
    assert actions >= {
        "reply",
        "note",
        "assignment",
        "participants",
        "status",
        "priority",
        "place",
        "tags",
        "driver",
    }


def test_it_can_be_given_only_to_who_may_answer_in_its_inbox(ada, sam, ben, lou, cleo, wholesale, page):
    menu = re.search(r'<select[^>]* name="assignee".*?</select>', page(ben), re.DOTALL).group()
    assert re.findall(r">([^<]+)</option>", menu)[1:] == ["Ada", "Ben", "Sam"]


def test_only_whose_reply_it_is_can_undo_it(ben, sam, answer, page):
    reply = answer()
    assert f"/m/{reply.pk}/undo" in page(ben)
    assert f"/m/{reply.pk}/undo" not in page(sam)


def test_a_message_that_was_not_sent_says_so_and_can_be_tried_again(ben, lou, answer, page):
    delivery = answer().delivery
    delivery.state, delivery.detail = DeliveryState.FAILED, "550 no such user"
    delivery.save()
    assert "550 no such user" in page(ben)
    assert f"/m/{delivery.message_id}/retry" in page(ben)
    assert f"/m/{delivery.message_id}/retry" not in page(lou)


def test_a_message_that_some_did_not_get_names_them_beside_what_was_sent(ben, answer, page, at):
    delivery = answer().delivery
    assert "Not everyone got it." not in page(ben)
    operations.record_delivery(
        delivery=delivery, state=DeliveryState.SENT, at=at, refused={"<i>@x.example": "550 no such user"}
    )
    html = page(ben)
    assert "Not everyone got it." in html
    assert "It did not reach &lt;i&gt;@x.example (550 no such user)." in html


def test_a_complaint_is_a_badge_with_words(ben, answer, page, at):
    delivery = answer().delivery
    operations.record_delivery(delivery=delivery, state=DeliveryState.SENT, at=at)
    assert "Reported as spam" not in page(ben)
    operations.record_complaint(delivery=delivery, detail="dana: reported as spam", at=at)
    assert re.search(r'<span class="badge bad"[^>]*>.*?Reported as spam', page(ben), re.DOTALL)


def test_what_strangers_wrote_is_text_on_our_page(dana, help_inbox, kettle, write_in, ben, page):
    write_in(
        dana,
        help_inbox,
        "<script>alert(1)</script> javascript:alert(2)",
        into=kettle,
        html="<b onclick=x>hi</b>",
    )
    operations.set_subject(
        conversation=kettle, subject='"><script>alert(3)</script>', by=SYSTEM, at=kettle.created_at
    )
    html = page(ben)
    assert "&lt;script&gt;alert(1)" in html
    assert "<script>alert" not in html
    assert "onclick" not in html
    assert 'href="javascript:' not in html


def test_what_an_agent_wrote_is_formatted_and_cannot_act(kettle, ben, at, page):
    operations.note(conversation=kettle, agent=ben, text="**Bold** <script>alert(1)</script>", at=at)
    html = page(ben)
    assert "<strong>Bold</strong>" in html
    assert "<script>alert" not in html


def test_the_newest_thirty_are_shown_and_the_earlier_ones_follow_on_request(
    kettle, dana, help_inbox, write_in, ben, browser, page
):
    first = kettle.messages.get().pk
    for number in range(thread.PAGE + 4):
        write_in(dana, help_inbox, f"And {number}.", into=kettle)
    html = page(ben)
    newest = shown(html)
    assert len(newest) == thread.PAGE
    older = re.search(r'hx-get="([^"]+)"', html).group(1)
    fragment = browser(ben).get(older).content.decode()
    assert "<html" not in fragment
    assert shown(fragment)[0] == first
    assert len(shown(fragment)) == 5
    assert shown(fragment)[-1] < newest[0]


def test_earlier_conversations_are_listed_only_from_inboxes_one_sees(
    kettle, dana, help_inbox, wholesale, write_in, ben, page
):
    write_in(dana, help_inbox, "An older matter.", subject="The spout")
    write_in(dana, wholesale, "Forty, please.", subject="Wholesale prices")
    html = page(ben)
    assert "The spout" in html
    assert "Wholesale prices" not in html


@pytest.mark.parametrize(
    "query",
    [
        "?view=a/b",
        "?view=//evil.example",
        "?view=mine&status=broken",
        "?view=%0D%0A",
        "?view=inbox-99",
        "?mode=x",
    ],
)
def test_a_list_that_is_none_beside_it_shows_the_conversation_all_the_same(query, ben, kettle, browser):
    client = browser(ben)
    assert client.get(f"/c/{kettle.pk}{query}").status_code == 200
    assert client.get(f"/c/{kettle.pk}{query}", headers={"HX-Request": "true"}).status_code == 200
    assert client.post(f"/c/{kettle.pk}/unread{query}")["Location"].startswith("/v/mine")


def test_opening_it_reads_it_up_to_the_last_message_and_never_back(kettle, ben, page):
    last = kettle.messages.get().pk
    page(ben)
    assert Read.objects.get(agent=ben).message_id == last
    Read.objects.update(message_id=last + 5)
    page(ben)
    assert Read.objects.get(agent=ben).message_id == last + 5


def test_a_draft_waits_in_the_composer_and_is_its_writers_alone(kettle, ben, sam, at, page):
    operations.save_draft(
        conversation=kettle, agent=ben, mode="reply", body="Dear Dana, half", known_version=0, at=at
    )
    assert "Dear Dana, half" in page(ben)
    assert "Dear Dana, half" not in page(sam)


@pytest.mark.parametrize("who", ["ada", "ben", "lou"])
def test_a_conversation_costs_the_same_with_two_messages_and_with_twentyfive(
    who, kettle, dana, help_inbox, write_in, answer, ben, at, request, browser
):
    def cost():
        client.get(f"/c/{kettle.pk}")  # the first visit also marks it as read
        with CaptureQueriesContext(connection) as made:
            answer = client.get(f"/c/{kettle.pk}")
        return len(made), len(shown(answer.content.decode()))

    def another(number):
        file = operations.IncomingFile(
            stored=store(b"x"), name=f"{number}.pdf", content_type="application/pdf"
        )
        write_in(dana, help_inbox, f"And {number}.", into=kettle, files=[file])

    client = browser(request.getfixturevalue(who))
    another(0)
    operations.set_priority(conversation=kettle, priority=2, by=Actor.agent(ben.pk), at=at)
    few, two = cost()
    for number in range(1, 12):
        another(number)
        answer(f"Dear Dana, {number}.")
        operations.set_priority(conversation=kettle, priority=number % 4, by=Actor.agent(ben.pk), at=at)
    operations.note(conversation=kettle, agent=ben, text="Phew.", at=at)
    many, twentyfive = cost()
    assert (two, twentyfive) == (2, 25)
    assert many == few <= 32


@pytest.mark.parametrize("word", ["undo_reply", "assigned to one who left"])
def test_history_names_what_is_gone_without_breaking(word, kettle, ben, sam, answer, at, page):
    if word == "undo_reply":
        operations.undo_reply(message=answer(), agent=ben, at=at)
        assert "Ben took a reply back before it left" in page(ben)
    else:
        operations.assign(conversation=kettle, assignee=sam, team=None, by=Actor.agent(ben.pk), at=at)
        sam.promises.all().delete()  # or the ledger would keep them
        sam.delete()
        assert "Ben gave it to someone who left" in page(ben)
