"""What a macro would do, said before it does it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from wellkept.automation.models import MacroRun
from wellkept.automation.queries_preview import preview
from wellkept.conversations import operations as conversations
from wellkept.conversations.models import Conversation, Driver
from wellkept.kernel.actors import SYSTEM
from wellkept.kernel.models import LoggedEvent

pytestmark = pytest.mark.django_db


@pytest.fixture
def look(kettle, ben, at):
    def one(macro, *, conversation=kettle):
        with_all = ("customer__company", "assignee", "team", "inbox", "driver")
        fresh = Conversation.objects.select_related(*with_all).get(pk=conversation.pk)
        return preview(macro, conversation=fresh, agent=ben, at=at)

    return one


def test_each_field_is_shown_as_it_is_and_as_it_would_be(make, look, kettle, kitchen, at):
    tag = conversations.define_tag(name="delivery", by=SYSTEM, at=at)
    conversations.add_tag(conversation=kettle, name="lid", by=SYSTEM, at=at)
    driver = Driver.objects.create(name="Broken")
    seen = look(
        make(
            "All",
            ("assign", "author"),
            ("team", kitchen.pk),
            ("priority", 1),
            ("driver", driver.pk),
            ("add_tags", [tag.pk]),
            ("status", "pending"),
        )
    )
    assert [(one.label, one.old, one.new, one.is_change) for one in seen.changes] == [
        ("Owner", "nobody", "Ben", True),
        ("Team", "nobody", "Kitchen", True),
        ("Priority", "Normal", "Normal", False),
        ("Reason for contact", "none", "Broken", True),
        ("Add tags", "lid", "delivery, lid", True),
        ("Status", "Open", "Pending", True),
    ]
    assert not seen.is_blocked


def test_a_text_shows_values_fallbacks_and_gaps(make, look):
    seen = look(
        make(
            "Hi",
            ("reply", "Dear {{ customer.first_name }} of {{ customer.company }}{{ customer.company | . }}"),
        )
    )
    (text,) = seen.texts
    assert [(piece.how, piece.text) for piece in text.pieces] == [
        ("words", "Dear "),
        ("value", "Dana"),
        ("words", " of "),
        ("gap", ""),
        ("fallback", "."),
    ]
    assert text.gaps == ("customer.company",)


def test_what_comes_later_says_when(make, look, at):
    (change,) = look(make("Later", ("follow_up", {"minutes": 60, "text": "Ask"}))).changes
    assert (change.new, change.due_at) == ("Ask", at + timedelta(hours=1))


def test_what_could_not_be_done_is_said_before(make, look, kettle, at):
    conversations.set_status(conversation=kettle, status="pending", by=SYSTEM, at=at)
    for macro in (
        make("Snooze", ("snooze", 60)),
        make("To nobody", ("team", 99)),
        make("Tag", ("add_tags", [99])),
    ):
        assert look(macro).is_blocked


def test_looking_changes_nothing_and_takes_few_queries(
    make, look, kitchen, at, django_assert_max_num_queries
):
    tag = conversations.define_tag(name="delivery", by=SYSTEM, at=at)
    driver = Driver.objects.create(name="Broken")
    macro = make(
        "All", ("assign", "author"), ("team", kitchen.pk), ("driver", driver.pk), ("add_tags", [tag.pk])
    )
    before = LoggedEvent.objects.count()
    with django_assert_max_num_queries(5):  # one of them the conversation
        look(macro)
    assert LoggedEvent.objects.count() == before
    assert not MacroRun.objects.exists()
