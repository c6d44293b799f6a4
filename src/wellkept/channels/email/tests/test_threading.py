"""Where a mail belongs, and when an agent decides."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wellkept.channels.email.domain.threading import Doubt, Facts, Match, Rule, SenderCheck, match

DANA, EVE = "dana@whitfield.example", "eve@quayside.example"
KETTLE, HANDLE = 2841, 2842
PARTICIPANTS = {KETTLE: frozenset({DANA, "dana@home.example"}), HANDLE: frozenset({EVE})}


def facts(sender=DANA, **more):
    return Facts(sender=sender, participants=PARTICIPANTS, **more)


@pytest.mark.parametrize(
    "found, rule",
    [
        ({"by_message_id": (KETTLE,)}, Rule.MESSAGE_ID),
        ({"by_reply_address": (KETTLE,)}, Rule.REPLY_ADDRESS),
        ({"by_subject_token": (KETTLE,)}, Rule.SUBJECT_TOKEN),
        ({"by_same_subject": (KETTLE,)}, Rule.SAME_SUBJECT),
    ],
)
class TestEveryRung:
    def test_a_participant_joins(self, found, rule):
        assert match(facts(**found)) == Match(rule, KETTLE, joins=True)

    def test_another_identity_of_the_same_person_joins(self, found, rule):
        assert match(facts("dana@home.example", **found)).joins

    def test_a_forged_participant_waits_for_review(self, found, rule):
        decided = match(facts(sender_check=SenderCheck.FAILED, **found))
        assert decided == Match(rule, KETTLE, review=True, doubt=Doubt.FORGED)

    def test_a_mail_in_an_agents_name_waits_for_review(self, found, rule):
        assert match(facts(sender_is_agent=True, **found)).doubt is Doubt.AGENT


@pytest.mark.parametrize("rung", ["by_message_id", "by_reply_address", "by_subject_token"])
@pytest.mark.parametrize("check", SenderCheck)
def test_a_stranger_never_joins_whatever_they_know(rung, check):
    decided = match(facts(EVE, sender_check=check, **{rung: (KETTLE,)}))
    assert decided.review
    assert not decided.joins
    assert decided.conversation_id == KETTLE
    assert decided.doubt is Doubt.STRANGER


def test_a_sender_who_is_not_said_clearly_is_nobody():
    decided = match(facts("", by_message_id=(KETTLE,)))
    assert decided.doubt is Doubt.UNCLEAR_SENDER
    assert match(Facts(sender="", by_message_id=(1,), participants={1: frozenset({""})})).review


def test_nothing_known_is_a_new_conversation():
    assert match(facts()) == Match(Rule.NEW)


def test_the_ladder_is_climbed_from_the_strongest_rung():
    decided = match(facts(by_message_id=(KETTLE,), by_reply_address=(HANDLE,), by_subject_token=(HANDLE,)))
    assert decided.rule is Rule.MESSAGE_ID


def test_all_ids_count_not_only_the_last():
    assert match(facts(EVE, by_message_id=(KETTLE, HANDLE))) == Match(Rule.MESSAGE_ID, HANDLE, joins=True)


def test_a_stranger_to_the_thread_does_not_slip_into_another_by_its_subject():
    assert match(facts(EVE, by_message_id=(KETTLE,), by_same_subject=(HANDLE,))).review


def test_the_subject_alone_asks_for_proof_where_proof_can_be_had():
    assert match(facts(by_same_subject=(KETTLE,), same_subject_needs_proof=True)).doubt is Doubt.UNPROVEN
    proven = facts(by_same_subject=(KETTLE,), same_subject_needs_proof=True, sender_check=SenderCheck.PASSED)
    assert match(proven).joins


def test_every_rule_and_doubt_can_be_told_to_people():
    assert match(facts(by_message_id=(KETTLE,))).sentence == "Matched by the message id it answers."
    assert all(one.sentence for one in [*Rule, *Doubt])
    assert all(len(one.value) <= 30 for one in Rule)


_IDS = st.lists(st.sampled_from([KETTLE, HANDLE, 9]), max_size=3).map(tuple)


@given(
    sender=st.sampled_from([DANA, EVE, "", "mallory@else.example"]), check=st.sampled_from(SenderCheck), ids=_IDS,
    reply=_IDS, subject=_IDS, same=_IDS, agent=st.booleans(),
)  # fmt: skip
def test_only_unforged_participants_ever_join(sender, check, ids, reply, subject, same, agent):
    decided = match(
        facts(
            sender, sender_check=check, by_message_id=ids, by_reply_address=reply, by_subject_token=subject,
            by_same_subject=same, sender_is_agent=agent,
        )
    )  # fmt: skip
    assert not (decided.joins and decided.review)
    assert (decided.conversation_id is None) == (decided.rule is Rule.NEW)
    if decided.joins:
        assert decided.conversation_id is not None
        assert sender in PARTICIPANTS.get(decided.conversation_id, ())
        assert check is not SenderCheck.FAILED
        assert not agent
