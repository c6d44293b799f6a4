"""A wait is announced when it would hold, written down for M14, told again when it worsens, and else not named."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import translation

from wellkept.kernel.actors import SYSTEM
from wellkept.kernel.models import LoggedEvent
from wellkept.routing.capacity.scope import scope_of
from wellkept.routing.capacity.waits import HonestWait, Silence, honest_wait, told_waits, waits_of
from wellkept.routing.domain.announcing import announce
from wellkept.routing.models import WaitAnnouncement
from wellkept.routing.operations.waiting import NothingHonestToSay, announce_wait
from wellkept.routing.words import moment, wait_words, worse_words


@pytest.fixture
def steady(log, at):
    """Three waits an hour of 1 to 10 minutes in opening hours, for two weeks before `at`."""
    number = 100
    for back in range(14, 0, -1):
        day = at - timedelta(days=back)
        for slot in range(24):
            began = day.replace(hour=9, minute=0) + timedelta(minutes=20 * slot)
            if day.weekday() < 5:
                number += 1
                log(began, conversation_id=number)
                log(
                    began + timedelta(minutes=number * 7 % 10 + 1),
                    "conversation.reply_written",
                    conversation_id=number,
                )
    log.write()


@pytest.fixture
def waiting(answering, steady, kettle):
    """Dana's conversation, whose team answers steadily."""
    kettle.refresh_from_db()
    return kettle


def test_one_who_waits_is_told_what_8_in_10_stay_below(waiting, at):
    found = honest_wait(waiting, at=at)
    assert isinstance(found, HonestWait)
    assert found.announcement.seconds == 8 * 60
    assert found.until == at + timedelta(minutes=8)
    assert (found.ahead, found.again) == (0, None)
    assert found.sample == 100


def test_what_was_told_is_written_down_and_judged_by_what_came(waiting, ben, at):
    told = announce_wait(conversation=waiting, by=SYSTEM, at=at)
    assert LoggedEvent.objects.get(kind="wait.announced").data["announcement_id"] == told.pk
    from wellkept.conversations import operations as conversations

    conversations.reply(
        conversation=waiting,
        agent=ben,
        text="A new lid is on its way.",
        seen_message_id=waiting.last_inbound_id,
        at=at + timedelta(minutes=6),
        undo=timedelta(0),
    )
    later = at + timedelta(minutes=30)
    scope = scope_of(waiting.team or waiting.inbox.default_team)
    [judged] = told_waits(scope, waits_of(scope, at=later), at=later)
    assert judged == (480, 360, True)


def test_nobody_is_told_twice_unless_it_grows_by_more_than_a_quarter(waiting, at):
    announce_wait(conversation=waiting, by=SYSTEM, at=at)
    with pytest.raises(NothingHonestToSay, match="told"):
        announce_wait(conversation=waiting, by=SYSTEM, at=at + timedelta(minutes=1))
    assert WaitAnnouncement.objects.count() == 1
    grown = honest_wait(waiting, at=at + timedelta(minutes=9, seconds=30))
    assert isinstance(grown, HonestWait | Silence)
    if isinstance(grown, HonestWait):
        assert grown.again is not None


def test_when_waits_would_not_hold_nothing_is_said(answering, log, kettle, at):
    number = 100
    for back in range(14, 0, -1):
        day = at - timedelta(days=back)
        for slot in range(24):
            began = day.replace(hour=9, minute=0) + timedelta(minutes=20 * slot)
            if day.weekday() < 5:
                number += 1
                log(began, conversation_id=number)
                # Each day twice as fast as the one before: yesterday says nothing about today.
                lasted = timedelta(minutes=400 * 0.5 ** (14 - back))
                log(began + lasted, "conversation.reply_written", conversation_id=number)
    log.write()
    found = honest_wait(kettle, at=at)
    assert isinstance(found, Silence)
    with pytest.raises(NothingHonestToSay):
        announce_wait(conversation=kettle, by=SYSTEM, at=at)
    assert not WaitAnnouncement.objects.exists()


def test_who_waits_for_longer_than_a_busy_desk_looks_back_is_still_found(answering, log, kettle, at):
    later = at + timedelta(days=5)
    for number in range(800):
        began = later - timedelta(minutes=3 * number + 5)
        log(began, conversation_id=kettle.pk + 1 + number)
        log(
            began + timedelta(minutes=number % 10 / 4),
            "conversation.reply_written",
            conversation_id=kettle.pk + 1 + number,
        )
    log.write()
    found = honest_wait(kettle, at=later)
    assert isinstance(found, Silence)
    assert found.ahead == 0
    assert "waits for an answer" not in found.sentence


def test_a_young_desk_announces_nothing(answering, kettle, at):
    found = honest_wait(kettle, at=at)
    assert isinstance(found, Silence)
    assert found.ahead == 0


def test_nobody_waits_and_nobody_is_told(waiting, at):
    found = honest_wait(waiting, at=at - timedelta(minutes=1))
    assert isinstance(found, Silence)


def test_a_conversation_of_no_team_has_no_estimate(kettle, at):
    assert isinstance(honest_wait(kettle, at=at), Silence)


def test_the_words_name_the_wait_the_place_the_reason_and_another_way():
    said = wait_words(announce(176), ahead=6, reason="many", can_call_back=True, can_write=True)
    assert said == [
        "About 3 minutes; 8 in 10 wait less.",
        "6 people are before you.",
        "More people than usual are writing to us.",
        "You need not wait: we call you back, or answer by mail, whichever you prefer.",
    ]


def test_without_calibration_the_words_name_no_time():
    said = wait_words(None, ahead=0, reason="usual", can_write=True)
    assert said == ["You are next.", "You need not wait: leave us a message and we answer by mail."]
    assert not any(character.isdigit() for sentence in said for character in sentence)


def test_a_wait_over_a_closing_names_the_clock_of_the_customer(at):
    said = wait_words(announce(60000), ahead=1, reason="closed", until=at, zone="Europe/Berlin")
    assert said[0] == (
        "You will probably hear from us by Wednesday, 10 June at 12:42 (Europe/Berlin); 8 in 10 hear sooner."
    )
    assert said[1:] == ["1 person is before you.", "We are closed at the moment."]


def test_what_got_worse_is_said_with_the_new_time():
    assert worse_words(announce(400), can_call_back=True) == [
        "It takes longer than we told you. We are sorry.",
        "About 7 minutes; 8 in 10 wait less.",
        "You need not wait: we call you back.",
    ]


def test_a_moment_is_said_in_the_language_in_force(at):
    with translation.override("de"):
        assert moment(at, "Europe/Berlin").startswith("Mittwoch, 10")
