"""Handing over: what it asks, who may decide, and that nobody loses a conversation on the way."""

from __future__ import annotations

from datetime import timedelta

import pytest

from wellkept.accounts.models import Membership
from wellkept.conversations import operations as conversations
from wellkept.conversations.access import access_of
from wellkept.conversations.models import InboxAccess
from wellkept.kernel.actors import SYSTEM, Actor
from wellkept.kernel.errors import NotAllowed, Refused
from wellkept.kernel.models import LoggedEvent
from wellkept.promises.models import Promise
from wellkept.routing import queries_hand_over as queries
from wellkept.routing.models import HandOver, HandOverState
from wellkept.routing.operations import hand_over as operations

pytestmark = pytest.mark.django_db


@pytest.fixture
def pia(kitchen, at):
    """A second agent of the kitchen."""
    from wellkept.conftest import _agent

    return _joined(_agent("Pia", "agent", at), kitchen, at)


@pytest.fixture
def orders(help_inbox, at):
    """A team that also sees the help inbox, with Rosa in it."""
    from wellkept.accounts import operations as accounts
    from wellkept.conftest import _agent

    team = accounts.add_team(name="Orders", members=[_agent("Rosa", "agent", at)], by=SYSTEM, at=at)
    InboxAccess.objects.create(inbox=help_inbox, team=team)
    return team


@pytest.fixture
def bens(kettle, ben, at):
    """Dana's conversation, answered by Ben, who has it."""
    conversations.assign(conversation=kettle, assignee=ben, team=None, by=Actor.agent(ben.pk), at=at)
    kettle.refresh_from_db()
    conversations.reply(
        conversation=kettle,
        agent=ben,
        text="Dear Dana, I am looking into it.",
        seen_message_id=kettle.last_inbound_id,
        at=at,
        undo=timedelta(0),
    )
    kettle.refresh_from_db()
    return kettle


@pytest.fixture
def offer(bens, ben, pia, at):
    """`offer(to_agent=pia)` is what Ben offers."""

    def make(*, when=at, agent=ben, **given):
        if not given.keys() & {"to_agent", "to_team"}:
            given["to_agent"] = pia
        words = {
            "done": "Looked at the photo.",
            "promised": "",
            "next_step": "Order a lid",
            "next_at": when + timedelta(hours=4),
        }
        return operations.offer(conversation=bens, agent=agent, at=when, **(words | given))

    return make


def owners(conversation):
    live = Promise.objects.filter(conversation=conversation, status__in=("open", "broken"))
    return set(live.values_list("owner_id", flat=True))


def kinds(conversation):
    rows = LoggedEvent.objects.filter(conversation_id=conversation.pk, kind__startswith="hand_over.")
    return [row.kind.split(".")[1] for row in rows.order_by("id")]


def test_until_it_is_accepted_the_former_owner_answers(offer, bens, ben, pia):
    offer()
    bens.refresh_from_db()
    assert bens.assignee == ben
    assert owners(bens) == {ben.pk}


def test_on_acceptance_conversation_and_promises_move_together(offer, bens, ben, pia, at):
    row = offer()
    operations.accept(hand_over=row, agent=pia, at=at + timedelta(minutes=5))
    bens.refresh_from_db()
    row.refresh_from_db()
    assert (bens.assignee, row.state, row.ended_by) == (pia, HandOverState.ACCEPTED, pia)
    assert owners(bens) == {pia.pk}
    assert kinds(bens) == ["offered", "accepted"]


def test_what_fails_on_the_way_moves_nothing(offer, bens, ben, pia, at, monkeypatch):
    row = offer()

    def crash(**_given):
        raise RuntimeError("the machine goes down")

    monkeypatch.setattr("wellkept.routing.operations.hand_over.publish", lambda *_a, **_k: crash())
    with pytest.raises(RuntimeError):
        operations.accept(hand_over=row, agent=pia, at=at)
    bens.refresh_from_db()
    row.refresh_from_db()
    assert (bens.assignee, row.state, owners(bens)) == (ben, "offered", {ben.pk})


def test_what_a_colleague_promised_there_stays_theirs(offer, bens, ben, pia, sam, at):
    from wellkept.promises import operations as promises

    due = at + timedelta(days=1)
    theirs = promises.make(
        kind="word", customer=bens.customer, conversation=bens, owner=sam, due_at=due, by=SYSTEM, at=at
    )
    operations.accept(hand_over=offer(), agent=pia, at=at)
    theirs.refresh_from_db()
    assert theirs.owner == sam
    assert owners(bens) == {pia.pk, sam.pk}


def test_the_next_step_is_a_promise_from_the_first_minute(offer, bens, ben, at):
    row = offer()
    assert row.step is not None
    assert (row.step.text, row.step.owner, row.step.due_at) == ("Order a lid", ben, at + timedelta(hours=4))
    assert not row.step.is_visible_to_customer


def test_a_declined_one_stays_where_it_was_and_says_why(offer, bens, ben, pia, at):
    row = offer()
    with pytest.raises(operations.SayMore):
        operations.decline(hand_over=row, why="  ", agent=pia, at=at)
    operations.decline(hand_over=row, why="I am away from noon.", agent=pia, at=at)
    bens.refresh_from_db()
    row.refresh_from_db()
    assert (bens.assignee, row.why, owners(bens)) == (ben, "I am away from noon.", {ben.pk})


def test_anyone_of_the_receiving_team_accepts_and_has_it(offer, bens, orders, at):
    rosa = orders.members.get()
    operations.accept(hand_over=offer(to_team=orders), agent=rosa, at=at)
    bens.refresh_from_db()
    assert (bens.assignee, bens.team) == (rosa, orders)
    assert owners(bens) == {rosa.pk}


def test_who_is_not_asked_cannot_decide(offer, bens, orders, pia, sam, lou, cleo, ben, at):
    row = offer(to_team=orders)
    for agent in (pia, sam, lou, cleo, ben):
        with pytest.raises(NotAllowed):
            operations.accept(hand_over=row, agent=agent, at=at)
        with pytest.raises(NotAllowed):
            operations.decline(hand_over=row, why="No.", agent=agent, at=at)


def test_a_light_agent_offers_nothing_and_is_offered_nothing(offer, lou, cleo, wholesale, kitchen):
    for agent in (lou, cleo):
        with pytest.raises(NotAllowed):
            offer(agent=agent)
        with pytest.raises(operations.SayMore, match="may not answer"):
            offer(to_agent=agent)
    assert queries.waiting_for(access_of(lou)) == []


def test_a_team_in_which_nobody_may_answer_is_offered_nothing(offer, wholesale_team):
    with pytest.raises(operations.SayMore, match="Nobody in Wholesale"):
        offer(to_team=wholesale_team)


@pytest.mark.parametrize(
    "given, field",
    [
        ({"done": " "}, "done"),
        ({"next_step": ""}, "next_step"),
        ({"to_agent": None, "to_team": None}, "to"),
    ],
)
def test_what_the_receiver_needs_is_asked_for(offer, given, field):
    with pytest.raises(operations.SayMore) as refusal:
        offer(**given)
    assert list(refusal.value.problems) == [field]


def test_a_next_step_in_the_past_is_refused(offer, at):
    with pytest.raises(operations.SayMore) as refusal:
        offer(next_at=at)
    assert list(refusal.value.problems) == ["next_at"]


def test_everything_that_is_missing_is_said_at_once(offer):
    with pytest.raises(operations.SayMore) as refusal:
        offer(to_agent=None, done="", next_step="", next_at=None)
    assert list(refusal.value.problems) == ["to", "done", "next_step", "next_at"]


def test_only_one_is_on_its_way_at_a_time(offer, sam):
    offer()
    with pytest.raises(operations.AlreadyOnItsWay):
        offer(to_agent=sam)


def test_it_is_accepted_once(offer, pia, at):
    row = offer()
    operations.accept(hand_over=row, agent=pia, at=at)
    with pytest.raises(operations.NotPending):
        operations.accept(hand_over=row, agent=pia, at=at)


def test_a_second_transfer_asks_why(offer, bens, pia, ben, at):
    operations.accept(hand_over=offer(), agent=pia, at=at + timedelta(minutes=5))
    later = at + timedelta(minutes=9)
    with pytest.raises(operations.SayMore) as refusal:
        offer(agent=pia, to_agent=ben, when=later)
    assert list(refusal.value.problems) == ["reason"]
    again = offer(agent=pia, to_agent=ben, when=later, reason="The warehouse talks only to Ben.")
    assert again.reason == "The warehouse talks only to Ben."
    assert [stop.agent_id for stop in queries.path_of(bens)] == [ben.pk, pia.pk]


def test_who_offered_it_takes_it_back_and_others_do_not(offer, ben, pia, sam, at):
    row = offer()
    with pytest.raises(NotAllowed):
        operations.withdraw(hand_over=row, agent=pia, at=at)
    operations.withdraw(hand_over=row, agent=ben, at=at)
    operations.withdraw(hand_over=offer(when=at + timedelta(minutes=1)), agent=sam, at=at)
    assert set(HandOver.objects.values_list("state", flat=True)) == {"withdrawn"}


def test_taking_it_meanwhile_ends_the_offer(offer, bens, sam, at):
    row = offer()
    conversations.assign(conversation=bens, assignee=sam, team=None, by=Actor.agent(sam.pk), at=at)
    row.refresh_from_db()
    assert (row.state, row.why) == ("withdrawn", "overtaken")


@pytest.mark.parametrize("change", ["solved", "spam"])
def test_what_is_over_is_offered_to_nobody(offer, bens, change, at):
    row = offer()
    if change == "solved":
        conversations.set_status(conversation=bens, status="solved", by=SYSTEM, at=at)
    else:
        conversations.set_place(conversation=bens, place="spam", by=SYSTEM, at=at)
    row.refresh_from_db()
    assert (row.state, row.why) == ("withdrawn", "over")


def test_what_nobody_decides_in_time_comes_to_the_supervisors_once(offer, bens, pia, sam, ben, at):
    operations.set_terms(minutes=30, by=SYSTEM, at=at)
    row = offer()
    assert operations.mark_overdue(at=at + timedelta(minutes=29)) == 0
    assert queries.waiting_for(access_of(sam)) == []
    assert operations.mark_overdue(at=at + timedelta(minutes=30)) == 1
    assert operations.mark_overdue(at=at + timedelta(minutes=40)) == 0
    assert queries.waiting_for(access_of(sam)) == [row]
    assert queries.waiting_for(access_of(pia)) == [row]
    assert queries.waiting_for(access_of(ben)) == []
    bens.refresh_from_db()
    assert bens.assignee == ben


def test_a_supervisor_settles_an_overdue_one_for_its_receiver(offer, bens, sam, pia, orders, at):
    row = offer(to_team=orders)
    operations.mark_overdue(at=row.expires_at)
    operations.accept(hand_over=row, agent=sam, at=row.expires_at)
    bens.refresh_from_db()
    assert (bens.assignee, bens.team) == (None, orders)
    live = Promise.objects.filter(conversation=bens, status__in=("open", "broken"))
    assert {(promise.owner_id, promise.team_id) for promise in live} == {(None, orders.pk)}


def test_a_receiver_who_left_cannot_be_given_it(offer, bens, ben, pia, sam, at):
    row = offer()
    operations.mark_overdue(at=row.expires_at)
    pia.deactivated_at = at
    pia.save()
    with pytest.raises(Refused, match="no longer works here"):
        operations.accept(hand_over=row, agent=sam, at=row.expires_at)
    row.refresh_from_db()
    assert row.is_pending


@pytest.mark.parametrize("minutes", [0, -5, 20161])
def test_terms_are_bounded(minutes, at, db):
    with pytest.raises(Refused):
        operations.set_terms(minutes=minutes, by=SYSTEM, at=at)


class TestWhenWordsAreAskedFor:
    def test_passing_on_what_was_answered(self, bens, ben, pia, sam):
        for who in (ben, sam):
            assert queries.asks_for_words(bens, access_of(who), assignee=pia, team=None)

    def test_taking_it_oneself_is_one_click(self, bens, pia):
        assert not queries.asks_for_words(bens, access_of(pia), assignee=pia, team=None)

    def test_what_was_never_answered_is_given_away_freely(self, kettle, ben, pia):
        assert not queries.asks_for_words(kettle, access_of(ben), assignee=pia, team=None)

    def test_a_supervisor_gives_out_what_nobody_has(self, bens, ben, sam, pia, at):
        conversations.assign(conversation=bens, assignee=None, team=None, by=SYSTEM, at=at)
        assert not queries.asks_for_words(bens, access_of(sam), assignee=pia, team=None)
        assert queries.asks_for_words(bens, access_of(ben), assignee=pia, team=None)

    def test_another_team_is_asked_unless_the_owner_works_there(self, bens, ben, orders, kitchen):
        assert queries.asks_for_words(bens, access_of(ben), assignee=ben, team=orders)
        assert not queries.asks_for_words(bens, access_of(ben), assignee=ben, team=kitchen)

    def test_laying_it_back_is_one_click(self, bens, ben):
        assert not queries.asks_for_words(bens, access_of(ben), assignee=None, team=None)


def _joined(agent, team, at):
    Membership.objects.create(team=team, agent=agent, since=at)
    return agent
