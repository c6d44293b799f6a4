"""Coming in: sign-in, its throttle, and what a browser is sent."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from wellkept.accounts import operations
from wellkept.accounts.domain import MAX_PASSWORD_BYTES
from wellkept.accounts.models import Agent, Invitation, Session, SignInAttempt
from wellkept.conftest import PASSWORD
from wellkept.kernel import clock
from wellkept.kernel.actors import SYSTEM

pytestmark = pytest.mark.django_db


def sign_in(client, email="ben@larkmoor.example", password=PASSWORD, **more):
    return client.post(reverse("sign-in"), {"email": email, "password": password, **more})


def test_the_right_password_opens_the_desk(client, ben):
    response = sign_in(client)
    assert (response.status_code, response["Location"]) == (302, reverse("home"))
    session = Session.objects.get(agent=ben)
    assert session.session_key == client.cookies["wellkept"].value


def test_address_is_matched_in_ascii_lower_case_only(client, ben):
    assert sign_in(client, email="BEN@Larkmoor.example").status_code == 302
    # The Kelvin sign folds to k and would be another person's address.
    assert sign_in(Client(), email="ben@lar\u212amoor.example").status_code == 422


def test_wrong_password_and_unknown_address_read_the_same(client, ben):
    wrong = sign_in(client, password="something else entirely")
    unknown = sign_in(client, email="nobody@larkmoor.example")
    assert (wrong.status_code, unknown.status_code) == (422, 422)
    said = "That email and password do not belong together."
    assert said in wrong.text
    assert said in unknown.text
    assert PASSWORD not in wrong.text


def test_unknown_address_costs_a_hash_too(client, ben, monkeypatch):
    hashed = []
    monkeypatch.setattr(Agent, "set_password", lambda self, raw: hashed.append(raw))
    sign_in(client, email="nobody@larkmoor.example")
    assert hashed == [PASSWORD]


def test_a_password_of_a_megabyte_is_refused_before_it_is_hashed(client, ben, monkeypatch):
    monkeypatch.setattr(Agent, "check_password", lambda *_: pytest.fail("hashed"))
    monkeypatch.setattr(Agent, "set_password", lambda *_: pytest.fail("hashed"))
    assert sign_in(client, password="x" * 1_000_000).status_code == 422
    assert MAX_PASSWORD_BYTES == 1024


def test_nobody_comes_in_with_an_empty_or_unusable_password(client, ben, at):
    Agent.objects.filter(pk=ben.pk).update(password="")
    assert sign_in(client, password="").status_code == 422
    assert sign_in(client, password=" ").status_code == 422
    ben.set_unusable_password()
    ben.save()
    assert sign_in(client, password=ben.password).status_code == 422


def test_eighth_wrong_password_pauses_the_account_even_for_the_right_one(client, ben):
    for _ in range(8):
        sign_in(client, password="wrong every time")
    response = sign_in(client)
    assert response.status_code == 429
    assert response["Retry-After"] == "900"
    assert "Wait 15 minutes" in response.text


def test_throttle_is_over_after_a_quarter_of_an_hour(client, ben):
    for _ in range(8):
        sign_in(client, password="wrong every time")
    SignInAttempt.objects.update(at=clock.now() - timedelta(minutes=16))
    assert sign_in(client).status_code == 302


def test_throttle_counts_the_network_address_over_all_accounts(client, ben):
    for number in range(40):
        operations.signin.record_attempt(
            email=f"guess{number}@larkmoor.example", address="127.0.0.1", succeeded=False, at=clock.now()
        )
    assert sign_in(client).status_code == 429


def test_deactivated_agent_does_not_come_in(client, ben, ada, at):
    operations.deactivate(agent=ben, by=SYSTEM, at=at)
    assert sign_in(client).status_code == 422


@pytest.mark.parametrize(
    "wanted",
    ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)", "evil", "\t//evil"],
)
def test_next_leads_nowhere_outside(client, ben, wanted):
    response = client.post(reverse("sign-in"), {"email": ben.email, "password": PASSWORD, "next": wanted})
    assert response["Location"] == reverse("home")


def test_next_inside_is_where_it_goes(client, ben):
    assert sign_in(client, next="/me")["Location"] == "/me"


def test_page_asked_for_survives_the_sign_in_page(client, ben):
    asked = client.get(reverse("me"))
    assert asked["Location"] == "/sign-in?next=/me"
    assert 'name="next" value="/me"' in client.get(asked["Location"]).text


def test_session_gets_a_new_key_at_sign_in(client, ben):
    client.get(reverse("sign-in"))
    session = client.session
    session["planted"] = "by somebody else"
    session.save()
    planted = session.session_key
    client.cookies["wellkept"] = planted
    sign_in(client)
    assert client.cookies["wellkept"].value != planted
    assert not Session.objects.filter(session_key=planted).exists()
    assert "planted" not in client.session


def test_staying_signed_in_is_a_choice(client, ben):
    sign_in(client)
    assert client.cookies["wellkept"]["max-age"] == ""
    other = Client()
    sign_in(other, stays="on")
    assert other.cookies["wellkept"]["max-age"] == 14 * 24 * 3600


def test_cookies_are_out_of_reach_of_scripts_and_other_sites(client, ben):
    client.get(reverse("sign-in"))
    sign_in(client)
    for name in ("wellkept", "csrf"):
        assert client.cookies[name]["httponly"] is True
        assert client.cookies[name]["samesite"] == "Lax"


def test_form_of_another_site_is_refused(ben):
    strict = Client(enforce_csrf_checks=True)
    assert sign_in(strict).status_code == 403
    assert not Session.objects.exists()


def test_pages_at_the_door_carry_the_security_headers(client, ben):
    response = client.get(reverse("sign-in"))
    assert response["Cache-Control"] == "no-store"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Referrer-Policy"] == "same-origin"
    policy = response["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe-inline" not in policy
    assert "frame-ancestors 'self'" in policy


def test_signing_out_ends_the_session_on_the_server_and_clears_the_browser(client, ben):
    sign_in(client)
    key = client.cookies["wellkept"].value
    response = client.post(reverse("sign-out"))
    assert response["Location"] == reverse("sign-in")
    assert response["Clear-Site-Data"] == '"cache", "storage"'
    assert response["Cache-Control"] == "no-store"
    assert not Session.objects.filter(session_key=key).exists()


def test_a_link_cannot_sign_anybody_out(client, ben):
    sign_in(client)
    assert client.get(reverse("sign-out")).status_code == 405
    assert client.get(reverse("me")).status_code == 200


def test_sign_in_page_of_an_empty_desk_points_to_the_terminal(client, db):
    response = client.get(reverse("sign-in"))
    assert "This desk is not set up yet." in response.text
    assert "<form" not in response.text


def test_password_typed_is_in_no_log(client, ben, caplog):
    secret = "a very particular secret"
    with caplog.at_level("DEBUG"):
        sign_in(client, password=secret)
    assert secret not in caplog.text


def test_the_secret_of_a_link_is_in_no_log(client, ada, caplog):
    """Logs of refused addresses name the path; `project.logs` takes the secret out before it is written."""
    from wellkept.project.logs import HideSecrets

    invitation, secret = operations.invite(
        email="new@larkmoor.example", role="agent", by=SYSTEM, at=clock.now()
    )
    with caplog.at_level("DEBUG"):
        assert client.get(f"/join/{secret}/").status_code == 404
    for record in caplog.records:
        HideSecrets().filter(record)
    assert [r for r in caplog.records if secret in r.getMessage()] == []
    assert Invitation.objects.get(pk=invitation.pk).used_at is None
