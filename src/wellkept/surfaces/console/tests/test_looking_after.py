"""Suspended mail, the outbox, background work, the log, and what every page costs."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from wellkept.accounts import operations as accounts_operations
from wellkept.channels.email.models import Alarm, InboundMail, SenderRule
from wellkept.channels.email.operations import accounts, judge_sender
from wellkept.channels.email.queries import open_alarms
from wellkept.channels.outbox import keep
from wellkept.conversations import operations as conversations
from wellkept.conversations.models import Delivery, Tag
from wellkept.kernel.actors import SYSTEM
from wellkept.kernel.models import LoggedEvent, Task
from wellkept.surfaces.console.raw import as_text, words_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def supervisor(signed_in, sam):
    return signed_in(sam)


@pytest.fixture
def admin(signed_in, ada):
    return signed_in(ada)


def test_held_mail_says_why_it_waits(supervisor, hold):
    hold(reason="loop")
    page = supervisor.get(reverse("console:suspended")).text
    assert "It is a mail of yours that came back." in page
    assert "Hello &lt;b&gt;there&lt;/b&gt;" in page


def test_held_mail_is_looked_at_as_text(supervisor, hold):
    page = supervisor.get(reverse("console:suspended-mail", args=[hold().pk])).text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "<script>alert" not in page


def test_encoded_mail_is_shown_decoded_unless_the_parser_failed_on_it():
    raw = b"Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64\n\nSGVsbG8gw7wK\n"
    assert (words_of(raw) or "").strip() == "Hello ü"
    assert "SGVsbG8gw7wK" in as_text(raw).body
    assert words_of(b"x" * 3_000_000) is None


def test_text_of_a_stranger_is_cut_and_free_of_control_characters():
    shown = as_text(b"A: b\r\n\r\n\x1b[31mred\x00" + b"x" * 100_000)
    assert shown.is_cut
    assert "\x1b" not in shown.body
    assert len(shown.body) <= 64 * 1024


def test_held_mail_is_let_in(supervisor, hold):
    mail = hold()
    supervisor.post(reverse("console:release-mail", args=[mail.pk]))
    assert InboundMail.objects.get(pk=mail.pk).state == InboundMail.State.RECEIVED


def test_mail_for_no_address_needs_an_inbox_before_it_is_let_in(supervisor, hold, address):
    mail = hold(reason="unknown-recipient")
    InboundMail.objects.filter(pk=mail.pk).update(envelope_to=["nobody@elsewhere.example"])
    to = reverse("console:release-mail", args=[mail.pk])
    refused = supervisor.post(to)
    assert refused.status_code == 422
    assert "Choose the inbox" in refused.text
    assert supervisor.post(to, {"account": address.pk}).status_code == 302
    assert InboundMail.objects.get(pk=mail.pk).state == InboundMail.State.RECEIVED


@pytest.mark.parametrize("chosen", ["²", "0", "9" * 30, "help"])
def test_an_inbox_that_is_none_of_ours_lets_nothing_in(supervisor, hold, address, chosen):
    mail = hold()
    to = reverse("console:release-mail", args=[mail.pk])
    assert supervisor.post(to, {"account": chosen}).status_code == 404
    assert InboundMail.objects.get(pk=mail.pk).state == InboundMail.State.SUSPENDED


def test_held_mail_is_dropped_and_its_sender_blocked(supervisor, hold):
    mail = hold()
    supervisor.post(reverse("console:drop-mail", args=[mail.pk]), {"block": "1"})
    assert InboundMail.objects.get(pk=mail.pk).state == InboundMail.State.DROPPED
    rule = SenderRule.objects.get()
    assert (rule.pattern, rule.verdict) == ("eve@quayside.example", "block")
    supervisor.post(reverse("console:forget-sender", args=[rule.pk]))
    assert not SenderRule.objects.exists()


def test_mail_that_was_decided_on_is_not_shown_again(supervisor, hold):
    mail = hold()
    supervisor.post(reverse("console:drop-mail", args=[mail.pk]))
    assert supervisor.get(reverse("console:suspended-mail", args=[mail.pk])).status_code == 404
    assert supervisor.post(reverse("console:release-mail", args=[mail.pk])).status_code == 404


def test_outbox_says_why_and_sends_again_as_the_same_message(supervisor, stuck):
    delivery = stuck()
    page = supervisor.get(reverse("console:outbox")).text
    assert "550 no such user" in page
    assert "dana@whitfield.example" in page
    supervisor.post(reverse("console:retry-delivery", args=[delivery.pk]))
    again = Delivery.objects.get()
    assert (again.pk, again.state, again.external_id) == (delivery.pk, "queued", delivery.external_id)


def test_failed_work_is_tried_again_or_dropped(supervisor, failed_task):
    first, second = failed_task(), failed_task()
    page = supervisor.get(reverse("console:work")).text
    assert "ConnectionRefusedError: [Errno 111] refused" in page
    supervisor.post(reverse("console:retry-work", args=[first.pk]))
    supervisor.post(reverse("console:drop-work", args=[second.pk]))
    assert [(task.pk, task.state, task.attempts) for task in Task.objects.all()] == [(first.pk, "ready", 0)]
    kinds = set(LoggedEvent.objects.values_list("kind", flat=True))
    assert {"task.retried", "task.dropped"} <= kinds


def test_work_that_waits_cannot_be_dropped(supervisor, failed_task):
    task = failed_task()
    Task.objects.update(state="ready")
    response = supervisor.post(reverse("console:drop-work", args=[task.pk]))
    assert response["Location"].endswith("done=late")
    assert Task.objects.filter(pk=task.pk).exists()


def test_retrying_what_waits_already_leaves_one_of_them(supervisor, failed_task, at):
    failed = failed_task(key="recurring")
    waiting = Task.objects.create(name=failed.name, key="recurring", run_at=at, created_at=at)
    supervisor.post(reverse("console:retry-work", args=[failed.pk]))
    assert list(Task.objects.all()) == [waiting]


def test_event_log_narrows_to_a_kind(supervisor, kitchen):
    everything = supervisor.get(reverse("console:events")).text
    assert "<code>agent.joined</code>" in everything
    narrowed = supervisor.get(reverse("console:events"), {"kind": "team.changed"}).text
    assert "<code>agent.joined</code>" not in narrowed
    assert "<code>team.changed</code>" in narrowed
    assert supervisor.get(reverse("console:events"), {"kind": "no.such"}).status_code == 200


def test_open_alarms_stand_on_every_page_and_are_bounded(supervisor, at):
    for number in range(9):
        Alarm.objects.create(kind="imap", about=str(number), text=f"Cannot fetch {number}.", since=at)
    Alarm.objects.filter(about="3").update(cleared_at=at)
    page = supervisor.get(reverse("console:work")).text
    assert "Cannot fetch 0." in page
    assert "Cannot fetch 3." not in page
    assert len(open_alarms()) == 5


def test_the_overview_counts_what_waits(supervisor, hold, stuck, failed_task):
    calm = supervisor.get(reverse("console:overview")).text
    assert "Nothing waits for you here." in calm
    hold(), hold(), stuck(), failed_task()
    page = supervisor.get(reverse("console:overview")).text
    assert "2 mails are suspended" in page
    assert "1 message did not arrive" in page
    assert "1 piece of background work failed" in page


def test_a_desk_that_sends_nowhere_says_so(supervisor, settings):
    settings.OUTGOING_SMTP = ""
    assert "No outgoing server is set" in supervisor.get(reverse("console:outbox")).text
    settings.OUTGOING_SMTP = "smtp://mail.larkmoor.example"
    assert "No outgoing server is set" not in supervisor.get(reverse("console:outbox")).text


def test_pages_of_a_list_meet_without_gap_or_repeat(admin):
    names = sorted(f"tag {number:03}" for number in range(120))
    Tag.objects.bulk_create(Tag(name=name) for name in names)
    seen, path = [], reverse("console:tags")
    while path:
        text = admin.get(path).text
        seen += re.findall(r"/console/tags/\d+\"><bdi>([^<]+)", text)
        more = text.partition('rel="next" href="')[2].partition('"')[0]
        path = reverse("console:tags") + more.replace("&amp;", "&") if more else ""
    assert seen == names


def test_the_local_outbox_goes_on_to_its_oldest_mail(supervisor, settings, tmp_path, at):
    settings.DATA = tmp_path
    for number in range(60):
        keep(b"Subject: mail\r\n\r\nHello", name=str(number), at=at)
    path = reverse("console:local-outbox")
    first = supervisor.get(path).text
    more = first.partition('rel="next" href="')[2].partition('"')[0]
    second = supervisor.get(path + more).text
    assert (first.count('class="to"'), second.count('class="to"')) == (50, 10)
    assert 'rel="next"' not in second
    assert supervisor.get(path, {"after": "x"}).status_code == 404


def test_falling_pages_meet_where_many_rows_share_a_moment(supervisor, hold, at):
    made = {hold(when=at + timedelta(seconds=number // 40)).pk for number in range(110)}
    seen, path = [], reverse("console:suspended")
    while path:
        text = supervisor.get(path).text
        seen += [int(part.split('"')[0]) for part in text.split('class="to" href="/console/suspended/')[1:]]
        more = text.partition('rel="next" href="')[2].partition('"')[0]
        path = reverse("console:suspended") + more if more else ""
    assert len(seen) == len(set(seen)) == 110
    assert set(seen) == made
    assert seen == sorted(seen, reverse=True)


@pytest.mark.parametrize("cursor", ["x", "bnVsbA", "WzFd", "W251bGwsIG51bGxd", "WyJhIiwgImIiXQ"])
def test_a_cursor_that_is_none_of_ours_is_a_page_that_does_not_exist(supervisor, cursor):
    assert supervisor.get(reverse("console:suspended"), {"after": cursor}).status_code == 404


@pytest.mark.parametrize(
    "name",
    ["overview", "suspended", "senders", "outbox", "work", "events", "agents", "teams", "inboxes", "addresses", "tags",
     "drivers"],
)  # fmt: skip
def test_a_page_costs_the_same_however_much_there_is(
    admin, name, hold, stuck, failed_task, kitchen, at, django_assert_max_num_queries
):
    path = reverse(f"console:{name}")
    _grow(range(1), at, hold, stuck, failed_task)
    admin.get(path)
    with django_assert_max_num_queries(16) as few:
        admin.get(path)
    _grow(range(1, 13), at, hold, stuck, failed_task)
    with django_assert_max_num_queries(len(few)):
        admin.get(path)


def _grow(numbers, at, hold, stuck, failed_task):
    for number in numbers:
        person = accounts_operations.add_agent(
            email=f"p{number}@larkmoor.example",
            name=f"P{number}",
            role="agent",
            password=None,
            by=SYSTEM,
            at=at,
        )
        team = accounts_operations.add_team(name=f"T{number}", members=[person], by=SYSTEM, at=at)
        inbox = conversations.add_inbox(name=f"I{number}", teams=[team], default_team=team, by=SYSTEM, at=at)
        accounts.add_account(inbox=inbox, address=f"i{number}@larkmoor.example", by=SYSTEM, at=at)
        judge_sender(pattern=f"s{number}@quayside.example", verdict="block", by=SYSTEM, at=at)
        branch = conversations.add_driver(name=f"D{number}", by=SYSTEM, at=at)
        conversations.add_driver(name="Late", parent=branch, by=SYSTEM, at=at)
        conversations.define_tag(name=f"tag {number}", by=SYSTEM, at=at)
        hold(), stuck(), failed_task()
