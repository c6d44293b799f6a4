"""Inboxes, addresses, tags and drivers."""

from __future__ import annotations

import pytest
from django.urls import reverse

from wellkept.channels.email import fetching, trial
from wellkept.channels.email.imap import ImapTrouble
from wellkept.channels.email.models import EmailAccount
from wellkept.channels.email.operations import accounts
from wellkept.channels.registry import DeliveryFailed
from wellkept.conversations.access import access_of
from wellkept.conversations.models import Driver, Inbox, Tag
from wellkept.kernel.actors import SYSTEM
from wellkept.kernel.models import LoggedEvent
from wellkept.kernel.secrets import unseal
from wellkept.surfaces.console.views import servers

pytestmark = pytest.mark.django_db

SMTP = {
    "sends_by": "smtp",
    "smtp_host": "smtp.larkmoor.example",
    "smtp_port": 587,
    "smtp_security": "starttls",
    "smtp_user": "help",
}
IMAP = {
    "imap_host": "imap.larkmoor.example",
    "imap_port": 993,
    "imap_security": "tls",
    "imap_user": "",
    "imap_folder": "INBOX",
    "imap_since": "2026-06-01",
}


@pytest.fixture
def admin(signed_in, ada):
    return signed_in(ada)


def test_an_inbox_opens_to_the_teams_that_were_ticked(admin, ben, cleo, kitchen, wholesale_team):
    given = {"name": "Orders", "language": "en", "signature": "", "default_team": "", "teams": [kitchen.pk]}
    admin.post(reverse("console:inboxes"), given)
    inbox = Inbox.objects.get()
    assert access_of(ben).sees_inbox(inbox.pk)
    assert not access_of(cleo).sees_inbox(inbox.pk)
    admin.post(reverse("console:inbox", args=[inbox.pk]), {**given, "teams": [wholesale_team.pk]})
    assert not access_of(ben).sees_inbox(inbox.pk)
    assert access_of(cleo).sees_inbox(inbox.pk)
    assert LoggedEvent.objects.filter(kind="inbox.changed").count() == 2


def test_two_inboxes_of_a_name_are_refused(admin, help_inbox):
    response = admin.post(reverse("console:inboxes"), {"name": "Help", "language": "en"})
    assert response.status_code == 422
    assert 'id="id_name_error"' in response.text


def test_an_archived_inbox_comes_back(admin, help_inbox):
    admin.post(reverse("console:archive-inbox", args=[help_inbox.pk]))
    assert Inbox.objects.get().archived_at is not None
    admin.post(reverse("console:restore-inbox", args=[help_inbox.pk]))
    assert Inbox.objects.get().archived_at is None


def test_an_address_is_taken_in_lower_case_and_once(admin, help_inbox):
    given = {"address": "Help@Larkmoor.example", "inbox": help_inbox.pk, "from_name": "Larkmoor"}
    assert admin.post(reverse("console:addresses"), given).status_code == 302
    assert EmailAccount.objects.get().address == "help@larkmoor.example"
    assert admin.post(reverse("console:addresses"), given).status_code == 422


def test_a_password_is_sealed_never_shown_and_kept_when_left_empty(admin, address):
    to = reverse("console:address-out", args=[address.pk])
    admin.post(to, {**SMTP, "smtp_secret": "the mail password"})
    address.refresh_from_db()
    assert unseal(address.smtp_secret) == "the mail password"
    assert "the mail password" not in address.smtp_secret
    assert "the mail password" not in admin.get(reverse("console:address", args=[address.pk])).text
    admin.post(to, {**SMTP, "smtp_secret": ""})
    address.refresh_from_db()
    assert unseal(address.smtp_secret) == "the mail password"
    admin.post(to, {**SMTP, "smtp_secret": "", "forget_secret": "on"})
    address.refresh_from_db()
    assert address.smtp_secret == ""
    assert "the mail password" not in str(list(LoggedEvent.objects.values()))


def test_a_line_break_in_a_server_name_goes_nowhere(admin, address):
    admin.post(
        reverse("console:address-out", args=[address.pk]), {**SMTP, "smtp_user": "help\r\nMAIL FROM:<x>"}
    )
    address.refresh_from_db()
    assert "\n" not in address.smtp_user
    assert "\r" not in address.smtp_user


def test_the_test_shows_what_the_server_said(admin, address, monkeypatch):
    monkeypatch.setattr(servers, "send_test", lambda **_: "smtp.larkmoor.example took it: 2.0.0 queued")
    response = admin.post(reverse("console:address-test", args=[address.pk]), {"to": "ada@larkmoor.example"})
    assert "2.0.0 queued" in response.text

    def refuse(**_):
        raise DeliveryFailed("smtp.larkmoor.example does not accept the password", can_retry=True)

    monkeypatch.setattr(servers, "send_test", refuse)
    response = admin.post(reverse("console:address-test", args=[address.pk]), {"to": "ada@larkmoor.example"})
    assert "does not accept the password" in response.text


def test_without_a_server_the_test_lies_in_the_local_outbox(admin, address, settings, tmp_path, at):
    settings.OUTGOING_SMTP = ""
    settings.DATA = tmp_path
    answer = trial.send_test(account=address, to="ada@larkmoor.example", at=at)
    assert "local outbox" in answer
    page = admin.get(reverse("console:local-outbox"))
    assert "Test from help@larkmoor.example" in page.text
    name = next((tmp_path / "outbox").iterdir()).name
    mail = admin.get(reverse("console:local-mail", args=[name]))
    assert "Auto-Submitted: auto-generated" in mail.text
    assert admin.get(reverse("console:local-mail", args=["..%2fsecret.key"])).status_code == 404


def test_nothing_is_fetched_before_the_dry_run_was_confirmed(admin, address, monkeypatch):
    admin.post(reverse("console:address-imap", args=[address.pk]), {**IMAP, "imap_secret": "secret"})
    address.refresh_from_db()
    assert (address.imap_host, address.imap_confirmed_at) == ("imap.larkmoor.example", None)
    found = fetching.DryRun(
        would_import=12, skipped_old=30, newest=address.created_at, subjects=["Lid <cracked>"]
    )
    monkeypatch.setattr(servers, "dry_run", lambda account: found)
    page = admin.post(reverse("console:imap-dry-run", args=[address.pk])).text
    assert "It would bring in 12 messages and send 0." in page
    assert "Lid &lt;cracked&gt;" in page
    address.refresh_from_db()
    assert address.imap_confirmed_at is None
    admin.post(reverse("console:imap-confirm", args=[address.pk]))
    address.refresh_from_db()
    assert address.imap_confirmed_at is not None


def test_another_mailbox_needs_another_dry_run(admin, address, at):
    accounts.update_account(account=address, imap_host="one.example", by=SYSTEM, at=at)
    accounts.confirm_imap(account=address, by=SYSTEM, at=at)
    accounts.update_account(account=address, imap_host="two.example", by=SYSTEM, at=at)
    address.refresh_from_db()
    assert address.imap_confirmed_at is None


def test_the_dry_run_says_why_a_mailbox_cannot_be_opened(admin, address, at, monkeypatch):
    accounts.update_account(account=address, imap_host="one.example", by=SYSTEM, at=at)

    def refuse(account):
        raise ImapTrouble("one.example:993: no answer in time")

    monkeypatch.setattr(servers, "dry_run", refuse)
    response = admin.post(reverse("console:imap-dry-run", args=[address.pk]))
    assert response.status_code == 422
    assert "no answer in time" in response.text


def test_the_dry_run_admits_that_a_receipt_would_be_sent(admin, address, at, monkeypatch):
    accounts.update_account(
        account=address, imap_host="one.example", receipt_text="We have it.", by=SYSTEM, at=at
    )
    found = fetching.DryRun(would_import=12, skipped_old=0, newest=None)
    monkeypatch.setattr(servers, "dry_run", lambda account: found)
    page = admin.post(reverse("console:imap-dry-run", args=[address.pk])).text
    assert "and send receipts" in page
    assert "send 0" not in page


def test_a_webhook_secret_is_shown_once(admin, address):
    page = admin.post(reverse("console:address-webhook", args=[address.pk])).text
    secret = page.split('id="hook-secret" value="')[1].split('"')[0]
    address.refresh_from_db()
    assert secret != address.webhook_hash
    assert secret not in admin.get(reverse("console:address", args=[address.pk])).text


def test_a_dkim_key_gives_a_record_and_stays_sealed(admin, address):
    admin.post(reverse("console:address-dkim", args=[address.pk]))
    address.refresh_from_db()
    page = admin.get(reverse("console:address", args=[address.pk])).text
    assert f"{address.dkim_selector}._domainkey.larkmoor.example" in page
    assert "v=DKIM1; k=rsa; p=" in page
    assert "PRIVATE KEY" not in page
    assert "PRIVATE KEY" not in address.dkim_key


def test_a_removed_address_is_free_again(admin, address, help_inbox):
    admin.post(reverse("console:remove-address", args=[address.pk]))
    assert not EmailAccount.objects.exists()
    assert LoggedEvent.objects.filter(kind="mail.account_changed", inbox_id=help_inbox.pk).count() == 2


def test_a_retired_tag_leaves_the_list_and_comes_back(admin):
    admin.post(reverse("console:tags"), {"name": "#Urgent"})
    tag = Tag.objects.get()
    assert tag.name == "urgent"
    admin.post(reverse("console:retire-tag", args=[tag.pk]))
    assert Tag.objects.filter(retired_at__isnull=False).exists()
    assert admin.post(reverse("console:tags"), {"name": "urgent"}).status_code == 302
    assert Tag.objects.filter(retired_at__isnull=True).exists()
    assert admin.post(reverse("console:tags"), {"name": "urgent"}).status_code == 422


def test_a_renamed_tag_is_renamed_everywhere_and_never_into_another(admin):
    for name in ("lid", "kettle"):
        admin.post(reverse("console:tags"), {"name": name})
    lid = Tag.objects.get(name="lid")
    assert admin.post(reverse("console:tag", args=[lid.pk]), {"name": "kettle"}).status_code == 422
    assert admin.post(reverse("console:tag", args=[lid.pk]), {"name": "cover"}).status_code == 302
    assert Tag.objects.filter(pk=lid.pk, name="cover").exists()


def test_drivers_have_two_levels_and_no_third(admin):
    add = reverse("console:drivers")
    admin.post(add, {"name": "Delivery", "parent": ""})
    delivery = Driver.objects.get()
    admin.post(add, {"name": "Late", "parent": delivery.pk})
    late = Driver.objects.get(name="Late")
    assert admin.post(add, {"name": "Very", "parent": late.pk}).status_code == 422
    admin.post(reverse("console:retire-driver", args=[delivery.pk]))
    assert not Driver.objects.filter(retired_at__isnull=True).exists()
