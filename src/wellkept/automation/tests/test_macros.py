"""Macros: made, offered, used."""

from __future__ import annotations

import pytest

from wellkept.automation import queries_macros as queries
from wellkept.automation.domain.actions import Wrong, read
from wellkept.automation.models import MacroRun
from wellkept.automation.operations import macros as operations
from wellkept.conversations import operations as conversations
from wellkept.conversations.access import access_of
from wellkept.conversations.models import Delivery, Draft
from wellkept.kernel.actors import SYSTEM, Actor
from wellkept.kernel.errors import NotAllowed, NotVisible, Refused
from wellkept.kernel.models import LoggedEvent

pytestmark = pytest.mark.django_db


def names(agent):
    return [one.name for one in queries.offered_to(access_of(agent))]


def test_a_macro_needs_a_name_of_its_own_and_something_to_do(make):
    make("Parcel late", ("status", "pending"))
    with pytest.raises(operations.MacroNameTaken):
        make("Parcel  late", ("priority", 2))
    with pytest.raises(Refused):
        make("  ", ("priority", 2))
    with pytest.raises(Wrong):
        make("Nothing")


def test_a_macro_of_a_team_is_for_its_members_and_who_supervises(make, kitchen, ben, cleo, sam):
    make("For the kitchen", ("status", "pending"), team=kitchen)
    make("For all", ("status", "pending"))
    assert names(ben) == names(sam) == ["For the kitchen", "For all"]
    assert names(cleo) == ["For all"]


def test_a_light_agent_is_offered_what_only_writes_a_note(make, lou):
    make("Ask for a photo", ("note", "A photo, please"), ("status", "pending"))
    make("Seen", ("note", "Seen by {{ agent.name }}"))
    assert names(lou) == ["Seen"]


def test_a_retired_macro_is_offered_no_more_and_its_name_is_free(make, ben, at):
    one = make("Parcel late", ("status", "pending"))
    operations.retire(macro=one, by=SYSTEM, at=at)
    assert names(ben) == []
    make("Parcel late", ("status", "open"))
    with pytest.raises(operations.MacroNameTaken):
        operations.restore(macro=one, by=SYSTEM, at=at)


def test_a_macro_comes_back(make, ben, at):
    one = make("Parcel late", ("status", "pending"))
    operations.retire(macro=one, by=SYSTEM, at=at)
    operations.restore(macro=one, by=SYSTEM, at=at)
    assert names(ben) == ["Parcel late"]


def test_a_macro_moves_up_one_place_and_the_first_stays(make, ben, at):
    _first, second = make("One", ("priority", 2)), make("Two", ("priority", 2))
    for _again in range(2):
        operations.move_up(macro=second, by=SYSTEM, at=at)
    assert names(ben) == ["Two", "One"]
    assert LoggedEvent.objects.filter(kind="macro.changed", data__what="moved").count() == 1


def test_saving_what_was_there_tells_nobody(make, at):
    one = make("Parcel late", ("status", "pending"))
    for what in ("pending", "on_hold"):
        actions = read([{"do": "status", "value": what}])
        operations.change(macro=one, name="Parcel late", actions=actions, by=SYSTEM, at=at)
    told = LoggedEvent.objects.filter(kind="macro.changed").order_by("id")
    assert [event.data["what"] for event in told] == ["added", "changed"]


def test_it_is_done_in_the_name_of_who_uses_it(make, use, kettle, ben):
    run = use(make("Mine", ("assign", "author"), ("priority", 2)))
    kettle.refresh_from_db()
    assert (kettle.assignee, kettle.priority) == (ben, 2)
    event = LoggedEvent.objects.get(kind="macro.applied")
    assert (event.actor_id, event.data["run_id"], event.data["did"]) == (
        ben.pk,
        run.pk,
        ["assign", "priority"],
    )
    changed = LoggedEvent.objects.get(kind="conversation.priority_changed")
    assert (changed.actor_kind, changed.actor_id, changed.cause_id) == ("agent", ben.pk, None)


def test_its_reply_is_not_sent_but_drafted_for_this_customer(make, use, kettle, ben):
    use(make("Hello", ("reply", "Dear {{ customer.first_name | there }}, thank you.")))
    assert Draft.objects.get(agent=ben, mode="reply").body == "Dear Dana, thank you."
    assert not Delivery.objects.exists()


def test_its_reply_goes_below_what_was_written_before(make, use, kettle, ben, at):
    conversations.save_draft(
        conversation=kettle, agent=ben, mode="reply", body="Hello Dana,\n", known_version=0, at=at
    )
    use(make("Thanks", ("reply", "thank you.")))
    assert Draft.objects.get(agent=ben, mode="reply").body == "Hello Dana,\n\nthank you."


def test_a_form_that_comes_twice_does_it_once(make, kettle, ben, at):
    one = make("Photo", ("note", "Asked for a photo"))
    runs = [
        operations.apply(macro=one, conversation=kettle, agent=ben, at=at, key=key)
        for key in ("a", "a", "b", "", "")
    ]
    assert runs[0] == runs[1]
    assert MacroRun.objects.count() == 4 == kettle.messages.filter(direction="note").count()


def test_a_customer_we_have_answered_is_not_passed_on_without_a_word(
    make, use, kettle, ben, sam, wholesale_team, at
):
    kettle.first_reply_at = at
    kettle.save()
    for kind, to in (("assign", sam.pk), ("team", wholesale_team.pk)):
        with pytest.raises(operations.WithoutAWord):
            use(make(f"To {kind}", (kind, to)))
    use(make("Mine", ("assign", "author")))
    use(make("With a word", ("team", wholesale_team.pk), ("note", "They want a quote: {{ customer.name }}")))
    kettle.refresh_from_db()
    assert (kettle.assignee, kettle.team) == (ben, wholesale_team)


def test_nobody_uses_what_they_are_not_offered(make, use, kitchen, cleo, lou, kettle, at):
    theirs = make("For the kitchen", ("note", "x"), team=kitchen)
    with pytest.raises(operations.NoSuchMacro):
        use(theirs, agent=cleo)
    with pytest.raises(NotAllowed):
        use(make("Solve", ("reply", "Bye"), ("status", "solved")), agent=lou)
    with pytest.raises(NotVisible):
        use(make("For all", ("note", "x")), agent=cleo)
    operations.retire(macro=theirs, by=SYSTEM, at=at)
    with pytest.raises(operations.NoSuchMacro):
        use(theirs)
    assert not MacroRun.objects.exists()


def test_what_macros_did_is_seen_with_the_conversation(make, use, ben, cleo, ada):
    run = use(make("Mine", ("assign", "author")))
    assert list(queries.runs_for(access_of(ben))) == [run] == list(queries.runs_for(access_of(ada)))
    assert not queries.runs_for(access_of(cleo)).exists()


def test_choosing_takes_three_queries_however_many_there_are(make, ben, django_assert_num_queries):
    for number in range(12):
        make(f"Macro {number}", ("priority", 2))
    with django_assert_num_queries(3):  # two of them what Ben may see
        assert len(names(ben)) == 12


def test_everything_is_told_by_who_did_it(make, ada, at):
    one = make("Mine", ("assign", "author"))
    operations.retire(macro=one, by=Actor.agent(ada.pk), at=at)
    event = LoggedEvent.objects.filter(kind="macro.changed").last()
    assert (event.actor_id, event.data) == (ada.pk, {"macro_id": one.pk, "what": "retired"})
