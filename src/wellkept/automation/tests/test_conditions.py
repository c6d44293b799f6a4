"""Conditions: the predicate and the query give one answer, and only over what the agent may see."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from wellkept.automation.domain.condition_fields import (
    FIELDS,
    LIVE,
    OPERATORS,
    PLACES,
    PRIORITIES,
    PROMISES,
    STATUSES,
)
from wellkept.automation.domain.conditions import Check, Group, holds, read, write
from wellkept.automation.queries_conditions import condition, facts_of, matching
from wellkept.conversations import operations as conversations
from wellkept.conversations.models import Conversation, ConversationTag, Driver, Place, Priority, Status, Tag
from wellkept.customers.models import Company
from wellkept.kernel.actors import SYSTEM
from wellkept.promises.models import Promise, PromiseStatus

pytestmark = pytest.mark.django_db
WORDS = ["kettle", "KETTLE", "lid", "100%", "_", "\\", "Grüße", "zebra"]
MINUTES = [0, 1, 59, 60, 61, 1440, 4320]


@pytest.fixture
def some(kettle, dana, eve, wholesale, write_in, ben, at):
    """Conversations that differ in what conditions ask, one of them with nothing set."""
    other = write_in(
        eve, wholesale, "Grüße, 100% of the lids", subject="Order_7", when=at - timedelta(hours=1)
    ).conversation
    third = write_in(
        dana, kettle.inbox, "And the cable", subject="KETTLE cable", when=at - timedelta(days=3)
    ).conversation
    driver = Driver.objects.create(name="Product")
    conversations.set_driver(conversation=kettle, driver=driver, by=SYSTEM, at=at)
    Conversation.objects.filter(pk=other.pk).update(
        assignee=ben, priority=Priority.URGENT, status=Status.PENDING
    )
    Conversation.objects.filter(pk=third.pk).update(team=None, place=Place.TRASH, status=Status.SOLVED)
    for name, tagged in (("late", (kettle, other)), ("gift", (kettle,))):
        tag = Tag.objects.create(name=name)
        for one in tagged:
            ConversationTag.objects.create(conversation=one, tag=tag)
    ended = Promise.objects.filter(conversation=other).update(status=PromiseStatus.VOID)
    assert ended
    company = Company.objects.create(name="Acme", created_at=at)
    type(kettle.customer).objects.filter(pk=other.customer_id).update(company=company, language="de")
    return list(Conversation.objects.select_related("customer").order_by("id"))


def _values(name):
    field = FIELDS[name]
    if field.known:
        return st.sampled_from(field.known)
    if field.shape in ("age", "due"):
        return st.sampled_from(MINUTES)
    return st.integers(1, 4) if field.shape == "id" else st.sampled_from([*WORDS, "email", "de", "en"])


@st.composite
def _tests(draw):
    name = draw(st.sampled_from(sorted(FIELDS)))
    op = draw(st.sampled_from(OPERATORS[FIELDS[name].shape]))
    if op in ("empty", "not_empty"):
        return Check(name, op)
    most = 1 if FIELDS[name].shape in ("age", "due") else 3
    return Check(name, op, tuple(draw(st.lists(_values(name), min_size=1, max_size=most))))


_groups = st.builds(
    Group, st.sampled_from(["all", "any"]), st.lists(_tests(), min_size=1, max_size=3).map(tuple)
)
_trees = st.one_of(
    _tests(),
    _groups,
    st.builds(
        Group,
        st.sampled_from(["all", "any"]),
        st.lists(_groups | _tests(), min_size=1, max_size=3).map(tuple),
    ),
)


def test_the_predicate_and_the_query_mean_the_same_conversations(some, at):
    facts = {one.pk: facts_of(one) for one in some}

    @settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
    @given(_trees)
    def same(tree):
        assert read(write(tree)) == tree
        asked = list(
            Conversation.objects.filter(condition(tree, at)).order_by("id").values_list("pk", flat=True)
        )
        assert asked == [pk for pk, one in facts.items() if holds(tree, one, at)]

    same()


def test_a_live_promise_is_seen_by_its_due_time_and_its_state(some):
    promised = Promise.objects.filter(conversation=some[0], status__in=LIVE).order_by("due_at").first()
    an_hour_before = promised.due_at - timedelta(hours=1)
    for minutes, is_meant in ((60, True), (59, False)):
        within = Check("due", "within", (minutes,))
        assert holds(within, facts_of(some[0]), an_hour_before) == is_meant
        found = Conversation.objects.filter(condition(within, an_hour_before), pk=some[0].pk)
        assert found.exists() == is_meant
    assert holds(Check("promise", "is", ("open",)), facts_of(some[0]), an_hour_before)


def test_an_agent_is_shown_only_what_that_agent_may_see(some, ada, ben, at):
    everything = Check("age", "at_least", (0,))
    assert {one.pk for one in matching(everything, agent=ada, now=at)} == {one.pk for one in some}
    seen = {one.inbox.name for one in matching(everything, agent=ben, now=at)}
    assert seen == {one.inbox.name for one in some if one.inbox_id == some[0].inbox_id}


def test_conditions_know_every_state_of_the_tables():
    assert set(STATUSES) == set(Status.values)
    assert set(PLACES) == set(Place.values)
    assert set(PRIORITIES) == set(Priority.values)
    assert set(PROMISES) == set(PromiseStatus.values) - {"detected", "dismissed"}
