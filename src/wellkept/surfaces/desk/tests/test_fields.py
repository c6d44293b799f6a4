"""What people set on a conversation, and who takes part in it."""

import pytest

from wellkept.accounts import operations as accounts
from wellkept.conversations import operations
from wellkept.conversations.models import Driver, Inbox, InboxAccess, JoinSuggestion, Participant, Tag
from wellkept.kernel.actors import SYSTEM

pytestmark = pytest.mark.django_db


@pytest.fixture
def post(kettle, ben, signed_in):
    """`post("status", value="solved")` is Ben's form; the conversation is read again after it."""

    def send(what, path=None, **data):
        answer = signed_in(ben).post(f"/c/{path or kettle.pk}/{what}", data)
        kettle.refresh_from_db()
        return answer

    return send


@pytest.fixture
def reason(db):
    return Driver.objects.create(name="Broken in transit", parent=Driver.objects.create(name="Delivery"))


@pytest.mark.parametrize(
    "what, value, field, stored",
    [
        ("status", "on_hold", "status", "on_hold"),
        ("status", "closed", "status", "closed"),
        ("priority", "3", "priority", 3),
        ("priority", "0", "priority", 0),
        ("subject", " The  lid\n of Dana ", "subject", "The lid of Dana"),
        ("place", "spam", "place", "spam"),
        ("place", "trash", "place", "trash"),
    ],
)
def test_a_field_is_set_and_the_page_shown_again(what, value, field, stored, post, kettle):
    answer = post(what, value=value)
    assert (answer.status_code, answer["Location"]) == (303, f"/c/{kettle.pk}")
    assert getattr(kettle, field) == stored


@pytest.mark.parametrize(
    "what, value", [("status", "resolved"), ("status", ""), ("priority", "4"), ("subject", "  "), ("place", "moon"), ("tags", "#")]
)  # fmt: skip
def test_a_value_that_cannot_be_is_refused_with_a_sentence_and_changes_nothing(what, value, post, kettle):
    before = kettle.version
    answer = post(what, value=value)
    assert answer.status_code == 422
    assert 'id="problem"' in answer.content.decode()
    assert kettle.version == before


def test_the_list_one_came_from_is_kept(ben, kettle, signed_in):
    answer = signed_in(ben).post(f"/c/{kettle.pk}/status?view=unassigned&status=open", {"value": "solved"})
    assert answer["Location"] == f"/c/{kettle.pk}?view=unassigned&status=open"


def test_a_reason_is_set_and_taken_off(post, kettle, reason):
    post("driver", value=reason.pk)
    assert kettle.driver == reason
    post("driver", value="")
    assert kettle.driver is None


def test_a_reason_that_is_gone_takes_nothing_off(post, kettle, reason):
    post("driver", value=reason.pk)
    assert post("driver", value=reason.pk + 1).status_code == 404
    assert kettle.driver == reason


def test_tags_are_added_once_and_taken_off(post, kettle):
    post("tags", value="Glass Lid")
    post("tags", value="glass lid")
    assert [tag.name for tag in kettle.tags.all()] == ["glass lid"]
    post("tags", value="glass lid", remove="1")
    assert not kettle.tags.exists()
    assert post("tags", value="never\0 there", remove="1").status_code == 303
    assert Tag.objects.count() == 1


def test_a_person_and_a_team_are_set_each_without_the_other(post, kettle, ben, kitchen):
    post("assignment", assignee=ben.pk)
    post("assignment", team=kitchen.pk)
    assert (kettle.assignee, kettle.team) == (ben, kitchen)
    post("assignment", assignee="")
    assert (kettle.assignee, kettle.team) == (None, kitchen)


def test_someone_who_cannot_see_the_inbox_or_left_cannot_be_given_it(post, kettle, ben, cleo, wholesale, at):
    post("assignment", assignee=ben.pk)
    assert post("assignment", assignee=cleo.pk).status_code == 422
    accounts.deactivate(agent=cleo, by=SYSTEM, at=at)
    assert post("assignment", assignee=cleo.pk).status_code == 422
    assert post("assignment", assignee=cleo.pk + 1000).status_code == 404
    assert kettle.assignee == ben


def test_who_only_notes_cannot_be_given_it(post, kettle, lou):
    answer = post("assignment", assignee=lou.pk)
    assert answer.status_code == 422
    assert "Lou only reads and writes notes here." in answer.content.decode()
    assert kettle.assignee is None


def test_it_moves_to_an_inbox_one_sees_and_to_no_other(post, kettle, kitchen, wholesale, at):
    mine = Inbox.objects.create(name="Repairs", created_at=at)
    InboxAccess.objects.create(inbox=mine, team=kitchen)
    assert post("inbox", value=wholesale.pk).status_code == 404
    assert post("inbox", value=mine.pk).status_code == 303
    assert kettle.inbox == mine


def test_an_inbox_that_was_put_away_takes_nothing_in(post, kettle, kitchen, help_inbox, at):
    old = Inbox.objects.create(name="Old", created_at=at, archived_at=at)
    InboxAccess.objects.create(inbox=old, team=kitchen)
    assert post("inbox", value=old.pk).status_code == 404
    assert kettle.inbox == help_inbox


def states(kettle):
    return {
        one.identity.address: (one.role, one.state) for one in kettle.participants.select_related("identity")
    }


def test_an_address_is_taken_in_and_left_out_again(post, kettle):
    assert post("participants", add=" Max@Whitfield.example ").status_code == 303
    assert states(kettle)["max@whitfield.example"] == ("cc", "confirmed")
    max_ = Participant.objects.get(identity__address="max@whitfield.example").identity_id
    post("participants", identity=max_)
    assert states(kettle)["max@whitfield.example"] == ("cc", "removed")


def test_a_suggested_address_gets_nothing_until_someone_confirms_it(post, kettle, eve, at):
    operations.suggest_participant(conversation=kettle, identity=eve, at=at)
    assert operations.writing.recipients(kettle)[1] == []
    post("participants", identity=eve.pk, confirm="1")
    assert [person["address"] for person in operations.writing.recipients(kettle)[1]] == [
        "eve@quayside.example"
    ]


def test_the_customer_cannot_be_left_out_of_their_own_conversation(post, kettle, dana):
    assert post("participants", identity=dana.pk).status_code == 303
    assert states(kettle)["dana@whitfield.example"] == ("customer", "confirmed")


def test_an_identity_of_another_conversation_takes_no_part_here(post, kettle, eve, wholesale, write_in):
    write_in(eve, wholesale, "Forty kettles.")
    assert post("participants", identity=eve.pk, confirm="1").status_code == 404
    assert "eve@quayside.example" not in states(kettle)


@pytest.mark.parametrize(
    "address",
    [
        "max", "@", "max@", "@whitfield.example", "a@b@c.example", "max whit@x.example", "a@x.example, b@x.example",
        "max@x.example\nBcc: all@x.example", "max@x.example\r\nSubject: hello", "max@x\0.example", "<max@x.example>",
        "max@x.example;eve@x.example", "m" * 250 + "@x.example",
    ],
)  # fmt: skip
def test_what_is_no_address_is_refused_wherever_one_is_asked_for(
    address, post, kettle, ben, help_inbox, signed_in
):
    assert post("participants", add=address).status_code == 422
    form = {"to": address, "inbox": help_inbox.pk, "subject": "Hello"}
    assert signed_in(ben).post("/new", form).status_code == 422
    assert list(states(kettle)) == ["dana@whitfield.example"]


@pytest.fixture
def neighbour(kettle, eve, help_inbox, write_in, at):
    """Eve's answer, which may belong to Dana's conversation."""
    apart = write_in(eve, help_inbox, "I have the same lid.", subject="Re: Ember kettle").conversation
    operations.suggest_join(conversation=apart, target=kettle, reason="It answers a mail of ours.", at=at)
    return apart


def test_joined_the_words_and_their_sender_are_in_the_other_conversation(post, kettle, neighbour):
    answer = post("join", path=neighbour.pk, value="join")
    assert answer["Location"] == f"/c/{kettle.pk}"
    assert kettle.message_count == 2
    assert kettle.last_words == "I have the same lid."
    assert states(kettle)["eve@quayside.example"] == ("cc", "confirmed")


def test_kept_apart_nothing_moves_and_nobody_is_asked_again(post, kettle, neighbour, ben, signed_in):
    assert post("join", path=neighbour.pk, value="apart")["Location"] == f"/c/{neighbour.pk}"
    assert kettle.message_count == 1
    assert "This may belong to" not in signed_in(ben).get(f"/c/{neighbour.pk}").content.decode()


def test_a_second_decision_is_told_that_it_came_late(post, neighbour):
    post("join", path=neighbour.pk, value="apart")
    answer = post("join", path=neighbour.pk, value="join")
    assert answer.status_code == 409
    assert JoinSuggestion.objects.get().outcome == "apart"


def test_anything_but_the_two_answers_decides_nothing(post, neighbour):
    assert post("join", path=neighbour.pk, value="perhaps").status_code == 404
    assert JoinSuggestion.objects.get().outcome == ""


def test_only_who_sees_both_sides_is_asked_and_may_decide(
    kettle, eve, wholesale, write_in, browser, cleo, ada, at
):
    apart = write_in(eve, wholesale, "I have the same lid.", subject="Lids").conversation
    operations.suggest_join(conversation=apart, target=kettle, reason="It answers a mail.", at=at)
    page = browser(cleo).get(f"/c/{apart.pk}").content.decode()
    assert "This may belong to" not in page
    assert kettle.subject not in page
    assert browser(cleo).post(f"/c/{apart.pk}/join", {"value": "join"}).status_code == 404
    assert "This may belong to" in browser(ada).get(f"/c/{apart.pk}").content.decode()
    assert browser(ada).post(f"/c/{apart.pk}/join", {"value": "join"}).status_code == 303


def test_the_customer_whose_unproven_mail_is_joined_stays_the_one_who_is_answered(
    post, kettle, dana, help_inbox, write_in, at
):
    doubted = write_in(dana, help_inbox, "It is me, really.").conversation
    operations.suggest_join(conversation=doubted, target=kettle, reason="The sender is not proven.", at=at)
    newer = write_in(dana, help_inbox, "Any news?", into=kettle)
    post("join", path=doubted.pk, value="join")
    assert states(kettle) == {"dana@whitfield.example": ("customer", "confirmed")}
    assert (kettle.last_inbound_id, kettle.last_words) == (newer.pk, "Any news?")
