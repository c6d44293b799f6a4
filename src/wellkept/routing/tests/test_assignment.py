"""Handing out work: to whom, in which order, never too much, and why."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from wellkept.accounts import operations as accounts
from wellkept.conversations import operations as conversations
from wellkept.conversations.models import Conversation, InboxAccess
from wellkept.kernel.actors import SYSTEM, Actor
from wellkept.kernel.errors import NotAllowed
from wellkept.promises.models import Promise
from wellkept.routing import tasks
from wellkept.routing.models import Absence, Decision, Presence, State, TeamRouting
from wellkept.routing.operations import presence, rules
from wellkept.routing.operations.assigning import give, give_waiting


@pytest.fixture
def mo(kitchen, ben, lou, at):
    """A second one of the kitchen who answers."""
    from wellkept.conftest import _agent

    mo = _agent("Mo", "agent", at)
    accounts.set_members(team=kitchen, members=[ben, lou, mo], by=SYSTEM, at=at)
    return mo


@pytest.fixture
def automatic(kitchen, help_inbox, at):
    """The kitchen hands out in turn; new mail of the help inbox is the kitchen's."""
    help_inbox.default_team = kitchen
    help_inbox.save()

    def switch_on(method="round_robin", order="oldest", is_sticky=True, overflow_team=None):
        rules.set_team_routing(
            team=kitchen, method=method, order=order, is_sticky=is_sticky,
            overflow_team=overflow_team, overflow_minutes=30, by=SYSTEM, at=at,
        )  # fmt: skip
        return TeamRouting.objects.get(team=kitchen)

    switch_on()
    return switch_on


@pytest.fixture
def comes(at):
    def come(agent, state=State.ONLINE, until=None, when=at):
        return presence.set_presence(agent=agent, state=state, until=until, by=Actor.agent(agent.pk), at=when)

    return come


@pytest.fixture
def mail(write_in, dana, help_inbox, at, django_capture_on_commit_callbacks):
    def arrive(minutes=0, sender=dana, **more):
        with django_capture_on_commit_callbacks(execute=True):
            message = write_in(sender, help_inbox, "The lid.", when=at + timedelta(minutes=minutes), **more)
        return message.conversation

    return arrive


def owner(conversation):
    return Conversation.objects.get(pk=conversation.pk).assignee


def test_by_hand_nothing_is_given_to_anybody(mail, comes, ben, help_inbox, kitchen):
    help_inbox.default_team = kitchen
    help_inbox.save()
    comes(ben)
    assert owner(mail()) is None


def test_a_new_conversation_goes_to_who_is_online_and_the_decision_says_why(automatic, mail, comes, ben, mo):
    comes(mo)
    comes(ben, State.BREAK)
    kettle = mail()
    assert owner(kettle) == mo
    decision = Decision.objects.get()
    assert (decision.conversation_id, decision.agent, decision.reasons) == (kettle.pk, mo, [["only_one", ""]])
    assert {one["agent"]: one["why_not"] for one in decision.candidates} == {
        ben.pk: ["not_online"],
        mo.pk: [],
    }


def test_in_turn(automatic, mail, comes, ben, mo, eve):
    comes(ben)
    comes(mo)
    automatic(is_sticky=False)
    got = [owner(mail(minutes)).name for minutes in range(4)]
    assert got == ["Ben", "Mo", "Ben", "Mo"]


def test_nobody_is_given_more_than_their_limit(automatic, mail, comes, ben, at):
    comes(ben)
    presence.set_limit(agent=ben, limit=2, by=SYSTEM, at=at)
    assert [owner(mail(minutes)) for minutes in range(3)] == [ben, ben, None]


def test_a_channel_weighs_what_was_set(automatic, mail, comes, ben, at):
    comes(ben)
    presence.set_limit(agent=ben, limit=7, by=SYSTEM, at=at)
    rules.set_channel_weight(channel="email", weight=3, most=None, by=SYSTEM, at=at)
    assert [owner(mail(minutes)) for minutes in range(3)] == [ben, ben, None]


def test_a_channel_has_a_limit_of_its_own(automatic, mail, comes, ben, at):
    comes(ben)
    rules.set_channel_weight(channel="email", weight=1, most=1, by=SYSTEM, at=at)
    assert [owner(mail(minutes)) for minutes in range(2)] == [ben, None]


def test_who_comes_online_gets_what_waits_longest_up_to_the_limit(
    automatic, mail, comes, ben, at, django_capture_on_commit_callbacks
):
    waiting = [mail(minutes) for minutes in range(3)]
    presence.set_limit(agent=ben, limit=2, by=SYSTEM, at=at)
    with django_capture_on_commit_callbacks(execute=True):
        comes(ben, when=at + timedelta(hours=1))
    assert [owner(one) for one in waiting] == [ben, ben, None]


def test_who_solves_one_gets_the_most_urgent_next(
    automatic, mail, comes, ben, at, django_capture_on_commit_callbacks
):
    automatic(order="urgent")
    comes(ben)
    presence.set_limit(agent=ben, limit=1, by=SYSTEM, at=at)
    first, plain, urgent = (mail(minutes) for minutes in range(3))
    conversations.set_priority(conversation=urgent, priority=3, by=SYSTEM, at=at)
    with django_capture_on_commit_callbacks(execute=True):
        conversations.set_status(conversation=first, status="solved", by=Actor.agent(ben.pk), at=at)
    assert (owner(plain), owner(urgent)) == (None, ben)


def test_the_customers_last_agent_comes_first_only_on_shift(automatic, mail, comes, ben, mo, at):
    comes(ben)
    comes(mo, until=at + timedelta(minutes=30))
    conversations.assign(conversation=mail(), assignee=mo, team=None, by=SYSTEM, at=at)
    assert owner(mail(1)) == mo
    assert owner(mail(31)) == ben


def test_one_opened_again_goes_on_when_its_agent_is_away_and_stays_when_nobody_can_take_it(
    automatic, mail, comes, ben, mo, at
):
    comes(ben)
    kettle = mail()
    comes(ben, State.AWAY)
    conversations.set_status(conversation=kettle, status="solved", by=SYSTEM, at=at)
    mail(5, into=Conversation.objects.get(pk=kettle.pk))
    assert owner(kettle) == ben
    comes(mo)
    conversations.set_status(conversation=kettle, status="solved", by=SYSTEM, at=at)
    mail(6, into=Conversation.objects.get(pk=kettle.pk))
    assert owner(kettle) == mo


def test_a_skill_that_the_inbox_asks_for_is_needed(automatic, mail, comes, ben, mo, help_inbox, at):
    comes(ben)
    comes(mo)
    skill = rules.save_skill(skill=None, name="Kettles", inboxes=[help_inbox], tags=[], by=SYSTEM, at=at)
    rules.set_abilities(agent=mo, skills=[skill], languages=["de"], by=SYSTEM, at=at)
    kettle = mail(language="de-AT")
    assert owner(kettle) == mo
    assert ["speaks", "de"] in Decision.objects.get().reasons
    assert ["skilled", "Kettles"] in Decision.objects.get().reasons


def test_light_agents_and_those_who_may_not_open_the_inbox_are_given_nothing(
    automatic, mail, comes, lou, cleo, kitchen, help_inbox, ben, at
):
    comes(lou)
    InboxAccess.objects.filter(inbox=help_inbox).delete()
    comes(ben)
    assert owner(mail()) is None


def test_giving_twice_gives_once(automatic, mail, comes, ben, mo, at):
    kettle = mail()
    comes(ben)
    comes(mo)
    assert give(conversation_id=kettle.pk, at=at) is not None
    assert give(conversation_id=kettle.pk, at=at) is None
    assert Decision.objects.count() == 1


def test_what_waits_too_long_moves_to_the_other_team_once(
    automatic, mail, help_inbox, wholesale_team, kitchen, at
):
    automatic(overflow_team=wholesale_team)
    kettle = mail()
    later = at + timedelta(minutes=30)
    tasks.run(at=later)
    assert Conversation.objects.get(pk=kettle.pk).team == kitchen, "wholesale may not open the inbox"
    InboxAccess.objects.create(inbox=help_inbox, team=wholesale_team)
    tasks.run(at=later)
    moved = Conversation.objects.get(pk=kettle.pk)
    assert moved.team == wholesale_team
    conversations.assign(conversation=moved, assignee=None, team=kitchen, by=SYSTEM, at=later)
    tasks.run(at=later + timedelta(hours=3))
    assert Conversation.objects.get(pk=kettle.pk).team == kitchen


def test_a_shift_that_is_over_is_off_by_the_clock_and_gives_nothing_before_that(
    automatic, mail, comes, ben, at
):
    comes(ben, until=at + timedelta(minutes=10))
    assert owner(mail(10)) is None
    tasks.run(at=at + timedelta(minutes=10))
    row = Presence.objects.get(agent=ben)
    assert (row.state, row.until, row.since) == (State.OFF, None, at + timedelta(minutes=10))


def test_what_becomes_due_while_away_goes_to_the_substitute(mail, ben, mo, help_inbox, kitchen, at):
    soon, later = mail(), mail()
    for one in (soon, later):
        conversations.assign(conversation=one, assignee=ben, team=kitchen, by=SYSTEM, at=at)
    Promise.objects.filter(conversation=later).update(due_at=at + timedelta(days=9))
    Promise.objects.filter(conversation=soon).update(due_at=at + timedelta(hours=1))
    presence.set_absence(
        agent=ben, starts_at=at, ends_at=at + timedelta(days=5), substitute=mo, by=Actor.agent(ben.pk), at=at
    )
    tasks.run(at=at)
    assert (owner(soon), owner(later)) == (mo, ben)
    assert set(Promise.objects.filter(conversation=soon).values_list("owner", flat=True)) == {mo.pk}


def test_a_substitute_at_the_limit_gets_nothing_and_it_waits_in_the_team(
    mail, ben, mo, kitchen, help_inbox, at
):
    soon = mail()
    conversations.assign(conversation=soon, assignee=ben, team=kitchen, by=SYSTEM, at=at)
    Promise.objects.filter(conversation=soon).update(due_at=at + timedelta(hours=1))
    presence.set_limit(agent=mo, limit=0, by=SYSTEM, at=at)
    presence.set_absence(
        agent=ben, starts_at=at, ends_at=at + timedelta(days=5), substitute=mo, by=SYSTEM, at=at
    )
    tasks.run(at=at)
    left = Conversation.objects.get(pk=soon.pk)
    assert (left.assignee, left.team) == (None, kitchen)


def test_somebody_elses_presence_is_for_supervisors(ben, mo, sam, at):
    with pytest.raises(NotAllowed):
        presence.set_presence(agent=mo, state="off", by=Actor.agent(ben.pk), at=at)
    with pytest.raises(NotAllowed):
        presence.set_absence(
            agent=mo, starts_at=at, ends_at=at + timedelta(days=1), substitute=ben,
            by=Actor.agent(ben.pk), at=at,
        )  # fmt: skip
    assert presence.set_presence(agent=mo, state="away", by=Actor.agent(sam.pk), at=at).state == "away"


def test_nobody_stands_in_for_themselves(ben, at):
    with pytest.raises(presence.NoSubstitute):
        presence.set_absence(
            agent=ben, starts_at=at, ends_at=at + timedelta(days=1), substitute=ben, by=SYSTEM, at=at
        )
    assert not Absence.objects.exists()


def test_a_moment_that_has_passed_ends_no_shift(ben, at):
    with pytest.raises(presence.BadMoment):
        presence.set_presence(agent=ben, state="online", until=at, by=Actor.agent(ben.pk), at=at)


def test_by_hand_a_mail_of_a_team_costs_one_look_more(
    help_inbox, kitchen, write_in, dana, django_capture_on_commit_callbacks
):
    help_inbox.default_team = kitchen
    help_inbox.save()
    with django_capture_on_commit_callbacks() as later:
        write_in(dana, help_inbox, "The lid.")
    with CaptureQueriesContext(
        connection,
    ) as queries:
        for callback in later:
            callback()
    assert sum("routing_teamrouting" in query["sql"] for query in queries.captured_queries) == 1
    assert not any("routing_presence" in query["sql"] for query in queries.captured_queries)


def test_what_waits_is_given_with_the_rest_left_for_the_next_look(automatic, mail, comes, ben, at):
    mail()
    mail(1)
    comes(ben)
    assert give_waiting(routing=automatic(), at=at) == 2
