"""The pages about capacity: what they show, what they open, and what they say where there is nothing."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from wellkept.kernel import clock
from wellkept.kernel.models import LoggedEvent
from wellkept.routing.models import Intake, StaffingTerms, WaitAnnouncement

TERMS = {
    "handle_minutes": "4",
    "target_percent": "80",
    "target_minutes": "0.5",
    "patience_minutes": "3",
    "shrinkage_percent": "0",
    "concurrency": "1",
}


@pytest.fixture(autouse=True)
def now(monkeypatch, at):
    monkeypatch.setattr(clock, "now", lambda: at)
    return at


@pytest.fixture
def past(help_inbox, kitchen, at):
    """Ten weeks of weekdays with twelve messages each, around 09:15 and 14:45 UTC; `at` is a Wednesday, 10:42."""
    help_inbox.default_team = kitchen
    help_inbox.save()
    lines = []
    for back in range(70, -1, -1):
        day = (at - timedelta(days=back)).replace(hour=9, minute=0)
        for number in range(12 if day.weekday() < 5 else 0):
            when = day + timedelta(minutes=12 + number if number < 9 else 345 + number)
            if when < at:
                lines.append(
                    LoggedEvent(
                        at=when,
                        kind="conversation.message_received",
                        actor_kind="customer",
                        conversation_id=1000 + back,
                        inbox_id=help_inbox.pk,
                        data={"message_id": 1, "reopened": False, "is_automatic": False},
                    )
                )
    LoggedEvent.objects.bulk_create(lines)
    return kitchen


@pytest.fixture
def supervisor(signed_in, sam):
    return signed_in(sam)


def open_capacity(browser, **query):
    return browser.get(reverse("console:capacity"), query)


def test_a_desk_without_teams_says_so(supervisor, db):
    assert "No team yet" in open_capacity(supervisor).text


def test_a_desk_without_a_past_shows_nothing_rather_than_a_guess(supervisor, kitchen):
    page = open_capacity(supervisor)
    assert page.status_code == 200
    assert "Too little has happened yet" in page.text
    assert '<svg class="chart wide"' not in page.text


def test_the_page_shows_the_day_the_error_and_what_it_assumes(supervisor, past):
    text = open_capacity(supervisor).text
    assert "Expected: 12 messages." in text
    assert "chance alone would miss by" in text
    assert "Assumed, set by nobody yet:" in text
    assert '<svg class="chart wide"' in text
    assert " style=" not in text


def test_too_few_people_are_named_with_their_time(supervisor, past):
    supervisor.post(reverse("console:capacity-terms", args=[past.pk]), {**TERMS, "handle_minutes": "30"})
    tomorrow = open_capacity(supervisor, team=past.pk, day="2026-06-11").text
    assert "too few at 09:00" in tomorrow
    assert "missing" in tomorrow
    assert "Thursday 11 June" in tomorrow


def test_each_half_hour_opens_its_days_and_messages(supervisor, past, kettle):
    page = supervisor.get(reverse("console:capacity-half-hour", args=[past.pk, "2026-06-11", 18]))
    assert page.status_code == 200
    assert "Thursday 4 June" in page.text
    assert reverse("conversation", args=[1006]) in page.text
    assert (
        supervisor.get(reverse("console:capacity-half-hour", args=[past.pk, "2026-06-11", 60])).status_code
        == 404
    )
    assert (
        supervisor.get(reverse("console:capacity-half-hour", args=[past.pk, "soon", 18])).status_code == 404
    )


@pytest.mark.parametrize("day", ["2026-06-09", "2026-06-17", "tomorrow"])
def test_other_days_than_the_next_seven_do_not_exist(supervisor, past, day):
    assert open_capacity(supervisor, team=past.pk, day=day).status_code == 404


def test_one_more_client_is_answered_by_the_address_alone(supervisor, past):
    small = open_capacity(supervisor, team=past.pk, more="5").text
    much = open_capacity(supervisor, team=past.pk, more="5000", handle="20").text
    assert "In a week" in small
    assert "Accept" in small
    assert "Decline" in much
    refused = open_capacity(supervisor, team=past.pk, more="-4").text
    assert "Write 1 or more." in refused


def test_terms_are_saved_and_bad_ones_named_beside_their_field(supervisor, past, sam):
    where = reverse("console:capacity-terms", args=[past.pk])
    assert "Nobody has set them yet." in supervisor.get(where).text
    refused = supervisor.post(where, {**TERMS, "patience_minutes": "0", "target_percent": "100"})
    assert refused.status_code == 422
    assert "Write 99 or less." in refused.text
    refused = supervisor.post(where, {**TERMS, "patience_minutes": "0"})
    assert "leave it empty if nobody gives up" in refused.text
    saved = supervisor.post(where, TERMS, follow=True)
    assert "Saved." in saved.text
    terms = StaffingTerms.objects.get()
    assert (terms.handle_seconds, terms.patience_seconds, terms.target_seconds) == (240, 180, 30)
    assert terms.set_by == sam


def test_the_gate_answers_a_person_decides_and_it_stays_in_the_register(supervisor, past, help_inbox):
    where = reverse("console:intake")
    assert "Nobody has asked yet" in supervisor.get(where).text
    asked = {
        "team": past.pk,
        "asked_by": "Quayside",
        "what": "Their spring campaign",
        "arrivals_a_week": "5000",
        "handle_minutes": "20",
        "begins_on": "2026-05-20",
        "inbox": help_inbox.pk,
    }
    page = supervisor.post(where, asked, follow=True)
    intake = Intake.objects.get()
    assert (intake.answer, intake.handle_seconds) == ("decline", 1200)
    assert "60 came, 5000 were said" in page.text
    one = reverse("console:one-intake", args=[intake.pk])
    refused = supervisor.post(one, {"decision": "decline", "reason": ""})
    assert refused.status_code == 422
    decided = supervisor.post(
        one, {"decision": "decline", "reason": "Nobody is free before July."}, follow=True
    )
    assert "Nobody is free before July." in decided.text
    again = supervisor.post(one, {"decision": "accept", "reason": "After all"})
    assert again.status_code == 422
    assert "Decline" in supervisor.get(where).text


def test_what_is_missing_in_a_question_stands_beside_its_field(supervisor, past, help_inbox):
    page = supervisor.post(reverse("console:intake"), {"team": past.pk, "company": "Nowhere"})
    assert page.status_code == 422
    assert "Say who asks." in page.text
    assert "No company of that name or domain is known here." in page.text
    assert not Intake.objects.exists()


def test_a_question_without_a_past_is_refused_above_the_form(supervisor, kitchen):
    asked = {
        "team": kitchen.pk,
        "asked_by": "Quayside",
        "what": "Campaign",
        "arrivals_a_week": "5",
        "handle_minutes": "2",
        "begins_on": "2026-07-01",
    }
    page = supervisor.post(reverse("console:intake"), asked)
    assert page.status_code == 422
    assert "Two weeks of messages" in page.text


def test_announced_waits_are_listed_where_there_are_any(supervisor, past, kettle, at):
    where = reverse("console:capacity-waits", args=[past.pk])
    assert "Nobody was told a wait yet" in supervisor.get(where).text
    kettle.wait_announcements.create(
        team=past,
        waiting_since=at,
        told_at=at,
        told_until=at + timedelta(minutes=8),
        seconds=480,
        ahead=2,
        reason="usual",
        sample=100,
    )
    assert "told 8 minutes, with 2 before them" in supervisor.get(where).text


def test_who_waits_is_listed_and_a_silence_says_why(supervisor, past, kettle):
    page = supervisor.get(reverse("console:capacity-waiting", args=[past.pk]))
    assert "Ember kettle: lid cracked" in page.text
    silent = supervisor.post(reverse("console:tell-wait", args=[past.pk, kettle.pk]))
    assert silent.status_code == 422
    assert "none is announced" in silent.text
    assert not WaitAnnouncement.objects.exists()


def test_what_one_may_be_told_is_written_down_and_worded(supervisor, kitchen, kettle, help_inbox, at):
    help_inbox.default_team = kitchen
    help_inbox.save()
    lines = []
    for number in range(200):
        began = at - timedelta(days=1, minutes=2 * number - 100)
        for when, kind in (
            (began, "conversation.message_received"),
            (began + timedelta(minutes=number * 37 % 100 / 10 + 0.1), "conversation.reply_written"),
        ):
            line = LoggedEvent(
                at=when,
                kind=kind,
                actor_kind="customer",
                conversation_id=5000 + number,
                inbox_id=help_inbox.pk,
                data={"is_automatic": False},
            )
            lines.append(line)
    LoggedEvent.objects.bulk_create(sorted(lines, key=lambda line: line.at))
    page = supervisor.post(reverse("console:tell-wait", args=[kitchen.pk, kettle.pk]), follow=True)
    told = WaitAnnouncement.objects.get()
    assert "8 in 10 wait less." in page.text
    assert f"About {-(-told.seconds // 60)} minutes" in page.text
    again = supervisor.post(reverse("console:tell-wait", args=[kitchen.pk, kettle.pk]))
    assert "it still holds" in again.text


def test_a_conversation_of_another_team_is_not_there_to_be_told(supervisor, past, wholesale_team, kettle):
    assert (
        supervisor.post(reverse("console:tell-wait", args=[wholesale_team.pk, kettle.pk])).status_code == 404
    )


def test_pages_ask_the_database_as_often_for_many_rows_as_for_few(
    supervisor, past, kettle, at, django_assert_max_num_queries
):
    def tell():
        kettle.wait_announcements.create(
            team=past,
            waiting_since=at,
            told_at=at,
            told_until=at,
            seconds=480,
            ahead=2,
            reason="usual",
            sample=100,
        )

    for _ in range(30):
        tell()
    with django_assert_max_num_queries(24):
        supervisor.get(reverse("console:capacity-waits", args=[past.pk]))
    with django_assert_max_num_queries(36):
        open_capacity(supervisor, team=past.pk, more="50")
