"""A receipt names a time only when the ledger holds it as a promise to the customer."""

from __future__ import annotations

import pytest

from wellkept.channels.email.models import EmailAccount
from wellkept.channels.email.tests.ingest import HELP, Desk, account, raw_mail
from wellkept.conversations.models import Delivery
from wellkept.customers.models import Customer
from wellkept.promises.models import Promise, ServiceCode
from wellkept.routing.receipts import promised_answer

pytestmark = pytest.mark.django_db
TEXT = "We have your mail.\nWe answer by {due}.\n\nLarkmoor"


@pytest.fixture
def desk(help_inbox, at, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"
    account(help_inbox, HELP, at)
    EmailAccount.objects.update(receipt_text=TEXT)
    return Desk(at=at)


def receipt():
    return Delivery.objects.get(message__is_automatic=True).message.text


def test_a_receipt_names_the_time_that_the_ledger_holds(desk):
    conversation = desk.deliver(raw_mail()).message.conversation
    promise = Promise.objects.get(conversation=conversation, kind="first_reply")
    assert f"We answer by {promise.due_at:%A, %-d %B at %H:%M} (UTC)." in receipt()


def test_the_time_is_said_in_the_zone_of_the_customer_and_the_language_of_the_inbox(desk, help_inbox):
    conversation = desk.deliver(raw_mail()).message.conversation
    Customer.objects.update(timezone="Asia/Tokyo")
    said = promised_answer(conversation)
    assert said.endswith("(Asia/Tokyo)")
    due = Promise.objects.get(conversation=conversation, kind="first_reply").due_at
    assert f"{(due.hour + 9) % 24:02}:{due.minute:02}" in said


def test_without_a_promise_the_line_is_left_out(desk):
    ServiceCode.objects.update(published_at=None)
    desk.deliver(raw_mail())
    assert receipt() == "We have your mail.\n\nLarkmoor"


def test_a_promise_that_the_customer_does_not_see_is_not_named(desk):
    conversation = desk.deliver(raw_mail()).message.conversation
    Promise.objects.update(is_visible_to_customer=False)
    assert promised_answer(conversation) == ""


def test_a_receipt_of_nothing_but_a_time_that_is_not_promised_is_not_sent(desk):
    EmailAccount.objects.update(receipt_text="We answer by {due}.")
    ServiceCode.objects.update(published_at=None)
    desk.deliver(raw_mail())
    assert not Delivery.objects.filter(message__is_automatic=True).exists()


def test_a_robot_gets_no_receipt_whatever_is_promised(desk):
    desk.deliver(raw_mail(headers={"Auto-Submitted": "auto-generated"}))
    assert not Delivery.objects.filter(message__is_automatic=True).exists()
