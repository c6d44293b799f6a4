"""The ways out of an address, and connecting its mailbox with OAuth2, as an admin sees them."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from wellkept.channels.email.models import EmailAccount, OAuthGrant
from wellkept.channels.email.tests.fake_authority import CLIENT, SECRET, FakeAuthority
from wellkept.channels.email.tests.fake_providers import FakeMailgun
from wellkept.channels.email.tests.web_server import serving
from wellkept.channels.email.transport import mailgun
from wellkept.kernel.models import LoggedEvent
from wellkept.kernel.secrets import unseal
from wellkept.surfaces.console.views import oauth

pytestmark = pytest.mark.django_db

BACK = "http://testserver/console/addresses/consent"


@pytest.fixture
def admin(signed_in, ada):
    return signed_in(ada)


@pytest.fixture
def authority(settings):
    settings.PRIVATE_TARGETS = ["127.0.0.1"]
    fake = FakeAuthority(redirect_uri=BACK)
    with serving(fake) as fake.address:
        yield fake


def out(admin, address, **given):
    return admin.post(reverse("console:address-out", args=[address.pk]), given)


def test_only_the_settings_of_the_chosen_way_count(admin, address):
    given = {"mailgun_domain": "mg.larkmoor.example", "mailgun_region": "eu", "mailgun_secret": "key-1"}
    response = out(admin, address, sends_by="mailgun", smtp_port="many", ses_region="?", **given)
    assert response.status_code == 302
    address.refresh_from_db()
    assert (address.sends_by, address.mailgun_domain, address.mailgun_region) == (
        "mailgun", "mg.larkmoor.example", "eu",
    )  # fmt: skip
    assert unseal(address.mailgun_secret) == "key-1"
    assert address.smtp_port == 587


def test_a_stored_key_is_kept_forgotten_and_never_shown(admin, address):
    given = {"sends_by": "mailgun", "mailgun_domain": "", "mailgun_region": "us"}
    out(admin, address, **given, mailgun_secret="key-very-secret")
    assert out(admin, address, **given, mailgun_secret="").status_code == 302
    address.refresh_from_db()
    assert unseal(address.mailgun_secret) == "key-very-secret"
    assert "key-very-secret" not in admin.get(reverse("console:address", args=[address.pk])).text
    assert "key-very-secret" not in str(list(LoggedEvent.objects.values()))
    refused = out(admin, address, **given, mailgun_secret="", forget_secret="on")
    assert refused.status_code == 422, "without its key the provider takes nothing"
    assert out(admin, address, sends_by="desk").status_code == 302
    address.refresh_from_db()
    assert address.sends_by == "desk"


@pytest.mark.parametrize(
    "given, field",
    [
        ({"sends_by": "smtp", "smtp_port": 587, "smtp_security": "tls"}, "smtp_host"),
        ({"sends_by": "mailgun", "mailgun_region": "us"}, "mailgun_secret"),
        ({"sends_by": "mailgun", "mailgun_region": "moon", "mailgun_secret": "k"}, "mailgun_region"),
        (
            {"sends_by": "ses", "ses_region": "evil.example/", "ses_key_id": "A", "ses_secret": "s"},
            "ses_region",
        ),
        (
            {"sends_by": "ses", "ses_region": "eu-central-1", "ses_key_id": "", "ses_secret": "s"},
            "ses_key_id",
        ),
        (
            {"sends_by": "ses", "ses_region": "eu-central-1", "ses_key_id": "A", "ses_secret": ""},
            "ses_secret",
        ),
        ({"sends_by": "pigeon"}, "sends_by"),
        ({}, "sends_by"),
    ],
)
def test_what_is_missing_is_said_beside_its_field(admin, address, given, field):
    response = out(admin, address, **given)
    assert response.status_code == 422
    assert f'id="id_{field}_error"' in response.text
    address.refresh_from_db()
    assert address.sends_by == "desk"


def test_a_test_through_a_provider_names_what_went_wrong(admin, address, settings, monkeypatch):
    settings.PRIVATE_TARGETS = ["127.0.0.1"]
    fake = FakeMailgun()
    given = {"sends_by": "mailgun", "mailgun_domain": "", "mailgun_region": "us"}
    to = reverse("console:address-test", args=[address.pk])
    with serving(fake) as base:
        monkeypatch.setitem(mailgun.BASES, "us", base)
        out(admin, address, **given, mailgun_secret="wrong")
        page = admin.post(to, {"to": "ada@larkmoor.example"}).text
        assert "Mailgun does not accept the key, or not for this address: 401 Forbidden" in page
        out(admin, address, **given, mailgun_secret=fake.key)
        assert "Queued. Thank you." in admin.post(to, {"to": "ada@larkmoor.example"}).text
    assert fake.taken[0].recipients == ["ada@larkmoor.example"]


def test_a_desk_whose_address_sends_by_a_provider_has_a_way_out(admin, address):
    assert "Sends nowhere yet" in admin.get(reverse("console:addresses")).text
    EmailAccount.objects.update(sends_by="ses")
    assert "Sends through Amazon SES" in admin.get(reverse("console:addresses")).text


def client(admin, address, authority, **given):
    form = {
        "provider": "other", "client_id": CLIENT, "client_secret": SECRET, "scopes": "mail",
        "authorization_endpoint": f"{authority.address}/consent", "token_endpoint": f"{authority.address}/token",
        **given,
    }  # fmt: skip
    return admin.post(reverse("console:address-oauth", args=[address.pk]), form)


def consent_link(admin, address):
    page = admin.post(reverse("console:connect-address", args=[address.pk])).text
    (link,) = re.findall(r'<a class="button main" href="([^"]+)"', page)
    return link.replace("&amp;", "&")


def test_a_person_connects_a_mailbox(admin, address, authority):
    assert client(admin, address, authority)["Location"].endswith("?done=connect")
    back = authority.consent(consent_link(admin, address))
    page = admin.get(reverse("console:address-consent"), back)
    assert "help@larkmoor.example" in page.text
    assert not OAuthGrant.objects.exclude(granted_at=None).exists(), "a link alone connects nothing"
    done = admin.post(reverse("console:address-consent"), back)
    assert done["Location"] == reverse("console:address", args=[address.pk]) + "?done=connected"

    grant = OAuthGrant.objects.get()
    assert unseal(grant.refresh_token) == "refresh-1"
    page = admin.get(done["Location"]).text
    for secret in (SECRET, "refresh-1", "access-1"):
        assert secret not in page
    again = admin.post(reverse("console:address-consent"), back)
    assert again.status_code == 422, "a code is taken once"


@pytest.mark.parametrize(
    "change, says",
    [
        ({"state": "forged"}, "does not belong"),
        ({"state": ""}, "does not belong"),
        ({"code": ""}, "sent no code"),
        ({"code": "x" * 5000}, "sent no code"),
        ({"code": "stolen"}, "invalid_grant"),
        ({"error": "access_denied", "code": ""}, "did not agree: access_denied"),
    ],
)
def test_what_does_not_fit_connects_nothing(admin, address, authority, change, says):
    client(admin, address, authority)
    back = authority.consent(consent_link(admin, address)) | change
    response = admin.post(reverse("console:address-consent"), back)
    assert response.status_code == 422
    assert says in response.text
    assert OAuthGrant.objects.get().granted_at is None


def test_another_browser_and_a_late_one_connect_nothing(admin, address, authority, ada, monkeypatch):
    client(admin, address, authority)
    back = authority.consent(consent_link(admin, address))
    elsewhere = Client()
    elsewhere.force_login(ada)
    assert elsewhere.post(reverse("console:address-consent"), back).status_code == 422
    monkeypatch.setattr(oauth, "PATIENCE", timedelta(seconds=-1))
    back = authority.consent(consent_link(admin, address))
    assert admin.post(reverse("console:address-consent"), back).status_code == 422
    assert OAuthGrant.objects.get().granted_at is None


def test_a_pasted_refresh_token_connects_at_once(admin, address, authority):
    done = client(admin, address, authority, refresh_token="refresh-0", authorization_endpoint="")
    assert done["Location"].endswith("?done=saved")
    assert unseal(OAuthGrant.objects.get().refresh_token) == "refresh-0"
    assert admin.post(reverse("console:connect-address", args=[address.pk])).status_code == 422


@pytest.mark.parametrize(
    "given",
    [
        {"client_id": ""},
        {"token_endpoint": ""},
        {"token_endpoint": "ftp://login.example"},
        {"authorization_endpoint": "javascript:alert(1)"},
        {"provider": "microsoft", "tenant": "a/b"},
        {"provider": "pigeon"},
    ],
)
def test_a_client_that_makes_no_sense_is_refused(admin, address, authority, given):
    response = client(admin, address, authority, **given)
    assert response.status_code == 422
    assert not OAuthGrant.objects.exists()


def test_google_brings_its_servers_once_it_is_connected(admin, address, authority):
    offer = reverse("console:address-oauth-servers", args=[address.pk])
    client(admin, address, authority, provider="google")
    assert offer not in admin.get(reverse("console:address", args=[address.pk])).text
    client(admin, address, authority, provider="google", refresh_token="pasted")
    assert offer in admin.get(reverse("console:address", args=[address.pk])).text
    admin.post(offer)
    address.refresh_from_db()
    assert (address.sends_by, address.smtp_host, address.imap_host, address.imap_confirmed_at) == (
        "smtp", "smtp.gmail.com", "imap.gmail.com", None,
    )  # fmt: skip
    assert offer not in admin.get(reverse("console:address", args=[address.pk])).text


def test_a_refused_connection_says_so_and_can_be_taken_away(admin, address, authority, at):
    client(admin, address, authority, refresh_token="refresh-0")
    OAuthGrant.objects.update(refused_at=at, refused_why="invalid_grant: The token was revoked.")
    assert "The token was revoked" in admin.get(reverse("console:address", args=[address.pk])).text
    admin.post(reverse("console:disconnect-address", args=[address.pk]))
    assert not OAuthGrant.objects.exists()
