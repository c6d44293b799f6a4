import pytest

from wellkept.conversations import operations
from wellkept.conversations.models import Conversation, Participant
from wellkept.kernel.actors import SYSTEM
from wellkept.kernel.models import LoggedEvent

pytestmark = pytest.mark.django_db


def kinds():
    return list(LoggedEvent.objects.order_by("id").values_list("kind", flat=True))


def test_a_first_message_opens_a_conversation_whose_line_says_it(kettle, help_inbox):
    kettle.refresh_from_db()
    assert (kettle.status, kettle.inbox, kettle.customer_name) == ("open", help_inbox, "Dana Whitfield")
    assert kettle.last_words.startswith("Hello, the lid is cracked")
    assert (kettle.message_count, kettle.last_direction) == (1, "in")
    written = [kind for kind in kinds() if kind.startswith("conversation.")]
    assert written[-2:] == ["conversation.opened", "conversation.message_received"]


def test_the_writer_takes_part_from_the_start(kettle, dana):
    taking_part = kettle.participants.get()
    assert (taking_part.identity, taking_part.role, taking_part.state) == (
        dana, Participant.Role.CUSTOMER, Participant.State.CONFIRMED,
    )  # fmt: skip


def test_reply_from_customer_reopens_a_solved_conversation(kettle, dana, help_inbox, write_in, at):
    operations.set_status(conversation=kettle, status="solved", by=SYSTEM, at=at)
    write_in(dana, help_inbox, "It is cracked again.", into=kettle)
    kettle.refresh_from_db()
    assert kettle.status == "open"
    event = LoggedEvent.objects.get(kind="conversation.message_received", data__reopened=True)
    assert event.conversation_id == kettle.pk


def test_an_automatic_answer_does_not_reopen(kettle, dana, help_inbox, write_in, at):
    operations.set_status(conversation=kettle, status="solved", by=SYSTEM, at=at)
    write_in(dana, help_inbox, "I am on holiday.", into=kettle, is_automatic=True)
    kettle.refresh_from_db()
    assert kettle.status == "solved"


def test_a_conversation_of_an_inbox_with_a_team_belongs_to_that_team(dana, help_inbox, kitchen, write_in):
    help_inbox.default_team = kitchen
    help_inbox.save()
    assert write_in(dana, help_inbox, "Hello").conversation.team_id == kitchen.pk


def test_text_that_no_database_could_hold_is_kept_as_far_as_it_can_be(dana, help_inbox, write_in):
    message = write_in(dana, help_inbox, "a\x00b\ud800c", subject="x\x00y" * 400)
    message.refresh_from_db()
    assert message.text == "ab?c"
    assert len(Conversation.objects.get(pk=message.conversation_id).subject) <= 300
